"""Inbox: what members are told, on the site and by letter."""

from __future__ import annotations

from community.inbox import actions, demo, pages, queries
from community.inbox.registry import Heard
from community.people.owndata import OwnData
from kernel.features import Reaction, Wing

wing = Wing(
    "inbox",
    routes=pages.routes,
    slots=pages.slots,
    demo=[demo.notices],
    reactions=[Reaction("notices", Heard(), actions.react)],
    registers={"own-data": [OwnData("notices", queries.own_data), OwnData("wishes", queries.own_wishes)]},
)
