"""Who hears of an offer and of royalties: who drew the design, who pre-ordered it, whom something is owed."""

from __future__ import annotations

from datetime import date

from ambassadors.storefronts.models import Wish
from community.inbox.registry import Data, NoticeKind
from ideas.studio import queries as studio
from kernel import db, i18n
from kernel.i18n import gettext as _
from kernel.i18n import mark

OFFERS = ("offer.reached", "offer.extended", "offer.released", "offer.made")
LINES = {
    "reached": mark("“%(title)s” is wanted by enough people."),
    "extended": mark("“%(title)s” has more time to gather pre-orders."),
    "released": mark("“%(title)s” will not be made for now; nobody is bound any more."),
    "made": mark("“%(title)s” is being made."),
}


async def _author(event: db.Row) -> list[int]:
    return [event["data"]["author"]]


async def _wanting(event: db.Row) -> list[int]:
    """Members among those who are written to: their letter is the one with the link, whatever they wish of notices."""
    state = Wish.RELEASED if event["kind"] == "offer.released" else Wish.CONFIRMED
    rows = await db.rows(
        "SELECT DISTINCT person_id FROM preorder WHERE offer_id = ? AND state = ? AND person_id IS NOT NULL",
        event["subject_id"],
        state.value,
    )
    return [row["person_id"] for row in rows]


async def _person(event: db.Row) -> list[int]:
    return [event["subject_id"]]


def _line(data: Data) -> str:
    return _(LINES[str(data["now"])]) % {"title": data.get("title", "")}


def _money(data: Data) -> dict[str, str]:
    return {"amount": i18n.format_money(int(data["amount"]), str(data["currency"]), 2)}


def _month(data: Data) -> str:
    amount = _money(data)["amount"]
    month = i18n.format_date(date.fromisoformat(f"{data['month']}-01"), "MMMM y")
    return _("Your royalties of %(month)s: %(amount)s.") % {"month": month, "amount": amount}


def _paid(data: Data) -> str:
    return _("%(amount)s of royalties have been paid to you.") % _money(data)


def _design(event: db.Row) -> str:
    return studio.address(event["data"]["design"], event["data"]["slug"])


def _statement(event: db.Row) -> str:
    month = event["data"].get("month") or f"{event['at']:%Y-%m}"
    return f"/account/royalties?month={month}"


notices = [
    NoticeKind(
        "offer.mine",
        OFFERS,
        mark("What becomes of the pre-orders of a design of yours"),
        _author,
        _line,
        _design,
        verb=mark("See the design"),
        why=mark("You get this because you drew this design."),
    ),
    NoticeKind(
        "offer.wanted",
        OFFERS,
        mark("What becomes of a design you pre-ordered (a letter comes in any case)"),
        _wanting,
        _line,
        _design,
        default_mail=False,
        verb=mark("See the design"),
        why=mark("You get this because you pre-ordered this design."),
    ),
    NoticeKind(
        "royalty.month",
        ("royalty.closed",),
        mark("The month's statement of your royalties"),
        _person,
        _month,
        _statement,
        verb=mark("Read the statement"),
        why=mark("You get this because designs of yours earned something."),
    ),
    NoticeKind(
        "royalty.paid",
        ("royalty.paid",),
        mark("A payment of your royalties"),
        _person,
        _paid,
        _statement,
        verb=mark("Read the statement"),
        why=mark("You get this because designs of yours earned something."),
    ),
]
