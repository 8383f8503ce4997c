"""What the wing of clubs registers with the house."""

from __future__ import annotations

from community.clubs import (
    demo,
    endings,
    handover,
    keeping,
    newest,
    office,
    pages,
    pictures,
    queries,
    rules,
    slots,
)
from community.clubs.registry import Tab
from kernel.features import Audience, Door, Wing
from kernel.i18n import mark

wing = Wing(
    "clubs",
    routes=[*office.routes, *keeping.routes, *pages.routes],
    slots=slots.slots,
    audiences=[Audience("club", queries.audiences_of, queries.audience_choices, columns=queries.audience_column)],
    doors=[Door("/clubs", mark("Clubs"), "campfire", also=("/meetings", "/ballots", "/invitations"), place=1)],
    events={
        "club.founded": "somebody founded a club",
        "club.changed": "what a club says of itself or its charter changed; `what` says which",
        "club.role": "somebody of a club has another role; `person`, `role` and `before` say who and which",
        "club.handover": "a club has no host any more and asks for one",
        "club.archived": "a club was put away",
        "club.merged": "a club became a part of another; `into` says of which",
    },
    demo=[demo.clubs],
    registers={
        "audience.people": [queries.people_of],
        "club.tabs": [
            Tab("home", mark("Home"), "/clubs/{slug}", 0),
            Tab("members", mark("Members"), "/clubs/{slug}/members", 80),
            Tab("about", mark("About"), "/clubs/{slug}/about", 90),
        ],
        "club.office": [
            Tab("edit", mark("What it says of itself"), "/clubs/{slug}/edit", 0, rules.may_host),
            Tab("charter", mark("Charter"), "/clubs/{slug}/charter/edit", 10, rules.may_host),
            Tab("roles", mark("Roles"), "/clubs/{slug}/roles", 20, rules.may_host),
            Tab("handover", mark("Hand it over"), "/clubs/{slug}/handover", 80, rules.may_host),
            Tab("ending", mark("End it"), "/clubs/{slug}/ending", 90, endings.may_end),
        ],
        "club.news": newest.news,
        "member.leaving": [handover.left],
        "pictures": [pictures.shown],
    },
)
