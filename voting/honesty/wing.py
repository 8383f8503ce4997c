"""Honesty: which counts are doubtful, why, and what a person decided about it."""

from __future__ import annotations

from kernel.features import Job, Wing
from kernel.i18n import mark
from voting.honesty import demo, desk, gathering, notices, owndata, pages, reported, slots, voters
from voting.honesty.settings import HonestySettings

wing = Wing(
    "honesty",
    routes=[*pages.routes, *desk.routes],
    slots=slots.slots,
    jobs=[Job("votes.look", gathering.run, every=gathering.EVERY, label=mark("Looking for votes in doubt"))],
    events={
        "votes.looked_at": "All votes were looked at; data: found.",
        "votes.set_aside": "A person set a group of votes aside.",
        "votes.released": "The same was undone; data: pairs (whose votes).",
        "vote.objected": "Somebody objects to what their vote is held to be.",
        "vote.answered": "The same was answered; data: upheld.",
    },
    acts={
        "vote.objection": mark("Answered an objection about a vote"),
        "votes.found_right": mark("Found votes in doubt to be right"),
        "votes.quarantine": mark("Set votes aside"),
        "votes.release": mark("Released votes that were set aside"),
    },
    settings=[HonestySettings],
    demo=[demo.groups],
    registers={
        "ballot.doubted": [voters.doubted],
        "notices": notices.notices,
        "own-data": owndata.parts,
        "person.erasing": [owndata.erased],
        "reportable": [reported.objection.reportable()],
    },
)
