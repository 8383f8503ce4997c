"""Inbox: what members are told, on the site and by letter."""

from __future__ import annotations

from community.inbox import actions, demo, pages, queries
from community.inbox.registry import Heard
from community.people.owndata import GIVEN, OBSERVED, OwnData
from kernel.features import Reaction, Wing
from kernel.i18n import mark

wing = Wing(
    "inbox",
    routes=pages.routes,
    slots=pages.slots,
    demo=[demo.notices],
    reactions=[Reaction("notices", Heard(), actions.react)],
    registers={
        "own-data": [
            OwnData(
                "notices",
                queries.own_data,
                OBSERVED,
                mark("Notices to you"),
                mark("So that you hear what became of what you gave."),
                mark("By setting: notices."),
                mend="/inbox",
            ),
            OwnData(
                "wishes",
                queries.own_wishes,
                GIVEN,
                mark("What you want to hear of"),
                mark("To write to you of that and of nothing else."),
                mend="/inbox/settings",
            ),
        ]
    },
)
