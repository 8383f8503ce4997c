"""Ballots: standing support and its ledger."""

from __future__ import annotations

from community.people.owndata import OwnData
from kernel import db
from kernel.features import Proof, Wing
from voting.ballots import api, commands, demo, desk, imports, pages, proofs, queries, recorded, slots


async def _own(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT idea_id AS idea, kind, at, recorded_at FROM support_event WHERE person_id = ? ORDER BY at, id",
        person_id,
    )


async def _said_elsewhere(person_id: int) -> list[db.Row]:
    return [{name: row[name] for name in ("idea_id", "at", "note")} for row in await recorded.of_person(person_id)]


wing = Wing(
    "ballots",
    routes=[*pages.routes, *desk.routes, *api.routes],
    slots=slots.slots,
    commands=commands.commands,
    proofs=[Proof("supports", proofs.supports)],
    events={
        "support.cast": "Somebody supports an idea.",
        "support.withdrawn": "Somebody took support back.",
        "supports.imported": "A file of supports was read; data: created.",
    },
    demo=[demo.supports],
    registers={
        "importers": [imports.importer],
        "idea.audience": [queries.audience],
        "own-data": [OwnData("supports", _own), OwnData("supports_written_down_for_you", _said_elsewhere)],
    },
)
