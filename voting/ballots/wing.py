"""Ballots: standing support and its ledger."""

from __future__ import annotations

from community.people.owndata import GIVEN, IMPORTED, OBSERVED, OwnData
from kernel import db
from kernel.features import Job, Proof, Wing
from kernel.i18n import mark
from kernel.takeout.tables import LeftBehind
from voting.ballots import (
    agenda,
    api,
    booth_pages,
    choosable,
    closing,
    club_pages,
    club_slots,
    commands,
    demo,
    demo_polls,
    demo_said,
    demo_scores,
    desk,
    evidence_notices,
    evidence_pages,
    given,
    helping,
    imports,
    leaving,
    merges,
    moved_notices,
    moved_pages,
    pages,
    pair_pages,
    poll_files,
    poll_notices,
    poll_office,
    poll_owndata,
    poll_pages,
    poll_proofs,
    poll_reports,
    poll_turning,
    proofs,
    proxies,
    proxy_notices,
    proxy_owndata,
    proxy_pages,
    proxy_slots,
    queries,
    recorded,
    recount_pages,
    score_api,
    score_pages,
    score_proofs,
    score_review,
    score_slots,
    sealing,
    search,
    slots,
    traces,
    validity,
)


async def _own(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT idea_id AS idea, kind, at, recorded_at FROM support_event WHERE person_id = ? ORDER BY at, id",
        person_id,
    )


async def _own_scores(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT design_id AS design, kind, value, at FROM score_event WHERE person_id = ? ORDER BY at, id", person_id
    )


async def _shown(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT design_id AS design, is_skipped, at FROM showing WHERE person_id = ? ORDER BY at, id", person_id
    )


async def _said_elsewhere(person_id: int) -> list[db.Row]:
    names = ("idea_id", "at", "source", "contact", "note", "quote", "importance", "confirmed_at", "changed_at")
    return [{name: row[name] for name in names} for row in await recorded.of_person(person_id)]


wing = Wing(
    "ballots",
    routes=[
        *pages.routes,
        *moved_pages.routes,
        *desk.routes,
        *evidence_pages.routes,
        *score_pages.routes,
        *score_review.routes,
        *club_pages.routes,
        *proxy_pages.routes,
        *pair_pages.routes,
        *recount_pages.routes,
        *poll_files.routes,
        *poll_office.routes,
        *booth_pages.routes,
        *poll_pages.routes,
        *api.routes,
        *score_api.routes,
    ],
    slots=[*slots.slots, *score_slots.slots, *proxy_slots.slots, *club_slots.slots],
    reactions=[*evidence_notices.reactions, *moved_notices.reactions],
    commands=commands.commands,
    jobs=[
        Job("scores.review", validity.review, every=validity.EVERY, label=mark("Scores of one's own account")),
        Job("traces.sweep", traces.sweep, every=traces.EVERY, label=mark("Traces of votes that are too old")),
        *poll_turning.jobs,
        *moved_notices.jobs,
    ],
    proofs=[
        Proof("supports", proofs.supports),
        Proof("scores", score_proofs.scores),
        Proof("ballot.cast", poll_proofs.cast),
        Proof("ballot.result", poll_proofs.result),
    ],
    events={
        "support.cast": "Somebody supports an idea.",
        "support.withdrawn": "Somebody took support back.",
        "support.moved": "A merge let support count elsewhere, and those whose it is are to be told.",
        "support.parted": "The same merge was undone.",
        "support.written_down": "Staff wrote a customer's support down; data: person, title.",
        "support.confirmed": "A customer's member made what staff wrote down their own; data: title.",
        "support.found": "A member who came in has something in their name that staff wrote down.",
        "support.reworded": "A customer's member put what staff wrote down in their own words; data: title.",
        "supports.imported": "A file of supports was read; data: created.",
        "score.cast": "Somebody scored a design, or changed their score.",
        "score.withdrawn": "Somebody took their score of a design back.",
        "wish.given": "Somebody would buy a design.",
        "wish.withdrawn": "Somebody would not buy a design any more.",
        "ballot.made": "Somebody began a ballot that nobody is told of yet.",
        "ballot.announced": "A ballot is there for those concerned; data: title, url, club.",
        "ballot.opened": "A ballot takes answers; data: title, url, club.",
        "ballot.reminder": "A ballot closes soon; data: title, url, club, until.",
        "ballot.closed": "A ballot is counted; data: title, url, club.",
        "ballot.cancelled": "A ballot ended without a result; data: title, url, club, reason.",
        "ballot.hidden": "A ballot was taken out of sight by a ruling.",
        "ballot.restored": "A hidden ballot is in sight again.",
        "scores.gathered": "Scores of the past were written down at once; data: created.",
        "proxy.given": "A member of a club gave another their vote; data: holder, only (a ballot, or 0 for each), title.",
        "proxy.ended": "A vote is its owner's again; data: tell, why (back, down or left).",
        "proxy.used": "A vote was cast for somebody by whom they gave it to; data: giver.",
        "proxy.unused": "Nothing was cast for somebody, for whoever carried their vote did not vote; data: giver.",
    },
    acts={
        "ballot.announced": mark("Announced a ballot"),
        "ballot.cancelled": mark("Called a ballot off"),
        "ballot.option-withdrawn": mark("Withdrew an option of a ballot"),
        "support.on_behalf": mark("Wrote down a customer’s support for an idea"),
        "support.on_behalf.withdrawal": mark("Took back a support written down for a customer"),
    },
    demo=[demo.supports, demo_said.said, demo_scores.given, demo_polls.ballots],
    registers={
        "importers": [imports.importer],
        "idea.audience": [queries.audience],
        "ideas.given": [given.supported],
        "idea.joining": [merges.joining],
        "idea.helping": [helping.helps],
        "idea.split": [helping.splits],
        "agenda": [agenda.kind],
        "club.tabs": club_pages.tabs,
        "club.news": club_pages.news,
        "ballot.options": choosable.choosable,
        "member.leaving": [proxies.leaving],
        "person.leaving": [leaving.running],
        "sealed": sealing.sealed,
        "person.erasing": [leaving.withdrawn, leaving.erased, traces.erased],
        "club.closing": [proxies.closing, closing.with_club],
        "notices": [*moved_notices.notices, *evidence_notices.notices, *poll_notices.notices, *proxy_notices.notices],
        "out-of-sight": [moved_notices.out_of_sight, poll_notices.out_of_sight],
        "reportable": [poll_reports.reportable],
        "searchable": [search.searchable],
        "left-behind": [
            LeftBehind("day_salt", mark("What today’s traces of votes are mixed with.")),
            LeftBehind("trace", mark("Traces of votes, which are comparable within a day and nowhere else.")),
        ],
        "own-data": [
            OwnData(
                "supports",
                _own,
                GIVEN,
                mark("Ideas you support, and supported"),
                mark("Counted, and in a ledger that proves the count."),
                mend="/people/{handle}",
            ),
            OwnData(
                "supports_written_down_for_you",
                _said_elsewhere,
                IMPORTED,
                mark("What the team wrote down as wished by you"),
                mark("A wish you told them elsewhere, counted as yours; you may refuse it."),
            ),
            OwnData(
                "scores",
                _own_scores,
                GIVEN,
                mark("Scores you gave to designs"),
                mark("Counted, and in a ledger that proves the count."),
            ),
            OwnData(
                "designs_shown_for_scoring",
                _shown,
                OBSERVED,
                mark("Designs you were shown for scoring"),
                mark("So that none is shown to you twice."),
            ),
            *poll_owndata.parts,
            *proxy_owndata.parts,
        ],
    },
)
