"""What the wing of the programme registers with the house."""

from __future__ import annotations

from ambassadors.programme import (
    actions,
    belonging,
    climbing,
    demo,
    membership,
    notices,
    office,
    owndata,
    pages,
    queries,
    reported,
    slots,
)
from ambassadors.programme.settings import ProgrammeSettings
from community.privacy import erasing
from kernel.features import Audience, Proof, Reaction, Wing
from kernel.i18n import mark

wing = Wing(
    "programme",
    routes=[*pages.routes, *membership.routes, *office.routes],
    slots=slots.slots,
    jobs=climbing.jobs,
    reactions=[
        Reaction("programme.climb", ("influence.reckoned",), wakes=climbing.KIND),
        Reaction("programme.team", ("person.role_changed",), actions.joined_team),
    ],
    audiences=[
        Audience(
            "ambassadors",
            queries.audiences_of,
            queries.audience_choices,
            columns="enrolled.tier AS ambassador_tier",
            joins=queries.ENROLLED,
        )
    ],
    proofs=[Proof("person.ambassador", belonging.marked)],
    settings=[ProgrammeSettings],
    events={
        "ambassador.applied": "a member asks to become an ambassador; data: name",
        "ambassador.invited": "the rule asks a member to become an ambassador",
        "ambassador.accepted": "two of the team said yes to an application",
        "ambassador.joined": "somebody became an ambassador; data: tier",
        "ambassador.declined": "two of the team said no to an application; data: excerpt (the reason)",
        "ambassador.rose": "an ambassador came up to a higher tier; data: now",
        "ambassador.warned": "an ambassador's tier no longer fits; data: now, day (until when it stays)",
        "ambassador.spared": "an ambassador's tier fits again within the grace; data: now",
        "ambassador.fell": "the grace of an ambassador's tier is over; data: now",
        "ambassador.retired": "an ambassador left; data: name",
        "ambassador.ended": "the team ended somebody's part as ambassador; data: excerpt (the reason)",
        "programme.changed": "the team changed the tiers; data: day (from when)",
        "programme.terms": "the team published new terms; data: day (from when)",
    },
    acts={
        "ambassador.end": mark("Ended somebody’s part as ambassador"),
        "ambassador.review": mark("Said what they think of an application"),
        "ambassador.terms": mark("Wrote new terms of the programme"),
        "ambassador.tier": mark("Changed the tiers of ambassadors"),
    },
    demo=[demo.ambassadors],
    registers={
        "audience.people": [queries.people_of],
        "notices": notices.notices,
        "own-data": owndata.parts,
        "person.erasing": [
            erasing.sql("UPDATE programme_review SET note = '', words = '' WHERE by_id = ?"),
            actions.erased,
        ],
        "reportable": [reported.application.reportable()],
    },
)
