"""What the brand says to each item, what the club says back, and the promises that are kept or late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from community.clubs.queries import ClubCard
from kernel import audit, clock, db
from kernel.errors import Conflict, Invalid, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from voting.ballots.merges import GROUP
from voting.wishes import rules
from voting.wishes.models import Reply, WishItem, WishList, WishState, WishWord
from voting.wishes.queries import WishCard

BACK = timedelta(days=14)
"""What the brand has at least, once the club answered its question."""


async def answer(
    viewer: Viewer,
    wishes: WishCard,
    item_id: int,
    *,
    reply: Reply | None,
    body: str = "",
    horizon: str = "",
    promised_on: date | None = None,
) -> None:
    """Accept an item for a horizon, decline it with a reason, or ask back. The newest answer stands, all stay readable."""
    require(rules.may_answer(viewer), _("Wish lists are answered by the product team."))
    _check(reply, body, horizon, promised_on)
    kept = reply == Reply.ACCEPTED
    async with db.transaction():
        item = await _item(wishes.id, item_id)
        told: dict[str, Any] = {
            "reply": reply,
            "horizon": horizon if kept else "",
            "promised_on": promised_on if kept else None,
        }
        await WishWord.create(item_id=item.id, by_id=viewer.id, is_brand=True, body=body, at=clock.now(), **told)
        await WishItem.filter(id=item.id).update(
            **told, answer=body, kept_on=None, answered_at=clock.now(), answered_by_id=viewer.id
        )
        settled = await _settle(wishes.id)
        await audit.note(viewer, "wishes.answered", subject=("wish_list", wishes.id), item=item.position, reply=reply)
        await _tell("wishes.answered", viewer, wishes, item=item, reply=str(reply), settled=settled)


def _check(reply: Reply | None, body: str, horizon: str, promised_on: date | None) -> None:
    wrong: dict[str, str] = {}
    if reply is None:
        wrong["reply"] = _("Choose an answer.")
    if reply == Reply.ACCEPTED and not horizon:
        wrong["horizon"] = _("Say for which horizon.")
    if reply == Reply.DECLINED and not body:
        wrong["body"] = _("A refusal gives its reason, and what would change it.")
    if reply == Reply.QUESTION and not body:
        wrong["body"] = _("What do you wish to know?")
    if reply == Reply.ACCEPTED and promised_on and not clock.today() <= promised_on <= clock.today() + timedelta(3660):
        wrong["promised_on"] = _("A promise is a day to come, within ten years.")
    if wrong:
        raise Invalid(_("Some fields cannot be used."), errors=wrong)


async def say_back(viewer: Viewer, club: ClubCard, wishes: WishCard, item_id: int, body: str) -> None:
    """The club answers a question of the brand; an answer to the item is owed again."""
    require(rules.may_write(viewer, club), _("The club’s hosts and treasurers of votes speak for it."))
    now = clock.now()
    async with db.transaction():
        item = await _item(wishes.id, item_id)
        if item.reply != Reply.QUESTION:
            raise Conflict(_("The brand asked nothing about this wish."))
        await WishWord.create(item_id=item.id, by_id=viewer.id, is_brand=False, body=body, at=now)
        await WishItem.filter(id=item.id).update(reply=None, answered_at=None, answered_by_id=None, answer="")
        held = await WishList.get(id=wishes.id)
        await WishList.filter(id=wishes.id).update(due_at=max(held.due_at or now, now + BACK))
        await _settle(wishes.id)
        await _tell("wishes.said", viewer, wishes, item=item)


async def keep(viewer: Viewer, wishes: WishCard, item_id: int) -> None:
    """What was promised is there."""
    require(rules.may_answer(viewer))
    async with db.transaction():
        item = await _item(wishes.id, item_id)
        if item.reply != Reply.ACCEPTED or item.kept_on is not None:
            raise Conflict(_("Nothing that was accepted is left to keep here."))
        await WishItem.filter(id=item.id).update(kept_on=clock.today())
        await audit.note(viewer, "wishes.kept", subject=("wish_list", wishes.id), item=item.position)
        await _tell("wishes.kept", viewer, wishes, item=item)


async def shipped(event: db.Row) -> None:
    """An idea is there: what was accepted because of it, or of one that was merged into it, is kept."""
    if event["data"].get("after") == "shipped":
        async with db.transaction():
            await db.execute(
                f"UPDATE wish_item SET kept_on = ? WHERE idea_id IN {GROUP.format('?')} AND reply = 'accepted' "
                "AND kept_on IS NULL",
                clock.today(),
                event["subject_id"],
                event["subject_id"],
            )


async def _item(number: int, item_id: int) -> WishItem:
    """An item of a delivered list, the list's row held first."""
    lock = "" if db.on_sqlite() else " FOR UPDATE"
    state = await db.value(f"SELECT state FROM wish_list WHERE id = ?{lock}", number)
    if state not in (WishState.DELIVERED, WishState.ANSWERED):
        raise Missing()
    found = await WishItem.get_or_none(id=item_id, wish_list_id=number)
    if found is None:
        raise Missing()
    return found


async def _settle(number: int) -> bool:
    """The list is answered once nothing of it waits, be it for the brand or for the club; says whether it is."""
    waiting = await db.value(
        "SELECT count(*) FROM wish_item WHERE wish_list_id = ? AND (reply IS NULL OR reply = 'question')", number
    )
    if waiting:
        await WishList.filter(id=number).update(state=WishState.DELIVERED, answered_at=None)
    else:
        await WishList.filter(id=number, state=WishState.DELIVERED).update(
            state=WishState.ANSWERED, answered_at=clock.now()
        )
    return not waiting


async def _tell(kind: str, viewer: Viewer, wishes: WishCard, *, item: WishItem, **data: Any) -> None:
    told: dict[str, Any] = {
        "title": wishes.title,
        "url": f"{wishes.url}#wish-{item.position}",
        "team": wishes.team_url,
        **data,
    }
    quiet = wishes.is_private and kind == "wishes.said"  # whom the team hears from would tell who belongs
    await record(kind, actor=None if quiet else viewer.id, subject=("wish_list", wishes.id), words=item.words, **told)
