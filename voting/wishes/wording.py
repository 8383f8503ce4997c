"""How states of lists and answers are called."""

from __future__ import annotations

from kernel import i18n
from kernel.i18n import gettext as _
from kernel.i18n import mark
from voting.wishes.models import Reply, WishState
from voting.wishes.queries import WishCard

REPLIES = {
    Reply.ACCEPTED: mark("Accepted"),
    Reply.DECLINED: mark("Declined"),
    Reply.QUESTION: mark("A question back"),
}
HORIZONS = {"now": mark("short term"), "next": mark("middle term"), "later": mark("long term")}


def state(wishes: WishCard) -> str:
    """Where a list stands, as one sentence."""
    if wishes.state == WishState.DRAFT:
        return _("Draft, seen by those who write it")
    if wishes.state == WishState.SIGNING:
        return _("Being signed since %(day)s") % {"day": _day(wishes.signing_at)}
    if wishes.state == WishState.ANSWERED:
        return _("Answered wish by wish, the last on %(day)s") % {"day": _day(wishes.answered_at)}
    if wishes.is_late:
        return _("Delivered on %(day)s. The answers were due on %(due)s.") % _days(wishes)
    return _("Delivered on %(day)s. Each wish is owed an answer by %(due)s.") % _days(wishes)


def _days(wishes: WishCard) -> dict[str, str]:
    return {"day": _day(wishes.delivered_at), "due": _day(wishes.due_at)}


def _day(moment: object) -> str:
    return i18n.format_date(moment) if moment else ""  # type: ignore[arg-type]
