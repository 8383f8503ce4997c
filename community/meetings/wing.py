"""What the wing of meetings registers with the house."""

from __future__ import annotations

from community.clubs import rules as clubs
from community.clubs.registry import Tab
from community.meetings import (
    agenda_pages,
    api,
    demo,
    entrance,
    feeds,
    held,
    invitations,
    leaving,
    news,
    notices,
    owndata,
    pages,
    planning,
    proofs,
    reminders,
    search,
    series,
    visiting,
    visits,
)
from kernel.features import Proof, Wing
from kernel.i18n import mark

wing = Wing(
    "meetings",
    routes=[
        *feeds.routes,
        *planning.routes,
        *entrance.routes,
        *visiting.routes,
        *agenda_pages.routes,
        *pages.routes,
        *api.routes,
    ],
    slots=[*planning.slots, *agenda_pages.slots, *pages.slots],
    jobs=[*series.jobs, *visits.jobs, *reminders.jobs],
    reactions=[*invitations.reactions],
    proofs=[Proof("meeting.coming", proofs.seats_taken), Proof("meeting.waiting", proofs.seats_waited_for)],
    events={
        "meeting.announced": "a meeting or a series was made; `meetings` are their numbers",
        "meeting.changed": "a host changed meetings; `what` names the fields",
        "meeting.cancelled": "meetings do not take place; `reason` says why",
        "meeting.replied": "somebody said whether they come",
        "meeting.seated": "somebody who waited has a seat now",
        "meeting.freed": "somebody who left the club comes no more; `title`, `begins` and the others as they knew them",
        "meeting.reminder": "a meeting begins within a day",
        "meeting.arranged": "a host wrote a meeting's agenda",
        "meeting.asked": "something that a meeting asked for was taken to a board; `idea` is its number",
        "meeting.noted": "a host wrote down what came of a meeting",
        "meeting.hidden": "a meeting was taken out of sight by a ruling",
        "meeting.restored": "a hidden meeting is in sight again",
    },
    acts={
        "meeting.cancelled": mark("Called a meeting off"),
        "meeting.changed": mark("Changed a meeting"),
        "meeting.made": mark("Announced a meeting"),
    },
    demo=[demo.meetings],
    registers={
        "member.leaving": [leaving.left],
        "person.erasing": [leaving.erased],
        "notices": notices.notices,
        "out-of-sight": [notices.out_of_sight],
        "own-data": owndata.parts,
        "club.tabs": [Tab("meetings", mark("Meetings"), "/meetings?club={slug}", 20)],
        "club.office": [Tab("meetings", mark("Plan a meeting"), "/meetings/new?club={slug}", 5, clubs.may_host)],
        "club.news": news.news,
        "reportable": [held.reportable],
        "searchable": [search.searchable],
    },
)
