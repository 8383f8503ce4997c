"""Who hears of it when another site begins or ends to let them in."""

from __future__ import annotations

from community.identity import warnings
from community.inbox.registry import Data, NoticeKind
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark

PLACE = "/account/providers"
LINKED = mark("%(provider)s lets you in from now on. Was it not you? Unlink it, and sign out everywhere.")
UNLINKED = mark("%(provider)s lets you in no longer.")


async def _themselves(event: db.Row) -> list[int]:
    return [int(event["subject_id"])]


async def write(event: db.Row) -> None:
    """Word of it by letter too, whatever one wishes to hear: whoever reads it may be the one robbed."""
    sentence = LINKED if event["kind"] == "person.linked" else UNLINKED
    async with db.transaction(quiet=True):
        await warnings.tell(int(event["subject_id"]), sentence, url=PLACE, provider=_name(event["data"]))


def _name(data: Data) -> str:
    return str(data.get("provider", "")).upper()


def _linked(data: Data) -> str:
    return _(LINKED) % {"provider": _name(data)}


def _unlinked(data: Data) -> str:
    return _(UNLINKED) % {"provider": _name(data)}


def _place(event: db.Row) -> str:
    return PLACE


kinds = [
    NoticeKind(
        "person.linked",
        ("person.linked",),
        mark("Another site lets me in"),
        _themselves,
        _linked,
        _place,
        default_mail=False,
    ),
    NoticeKind(
        "person.unlinked",
        ("person.unlinked",),
        mark("Another site lets me in no longer"),
        _themselves,
        _unlinked,
        _place,
        default_mail=False,
    ),
]
