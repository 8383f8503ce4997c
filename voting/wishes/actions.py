"""Writing a wish list, signing it, and handing it to the brand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from community.clubs.queries import ClubCard
from kernel import clock, db, text
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from voting.value import queries as value
from voting.value import unweighed
from voting.wishes import freezing, rules
from voting.wishes.models import WishItem, WishList, WishState
from voting.wishes.queries import WishCard
from voting.wishes.settings import WishSettings

Items = Sequence[tuple[str, int | None]]


async def draft(
    viewer: Viewer, club: ClubCard, *, title: str, body: str = "", items: Items, ballot_id: int | None = None
) -> int:
    """Write a list that only those who speak for the club see; says its number."""
    require(rules.may_write(viewer, club), _("A wish list is written by the club’s hosts and treasurers of votes."))
    async with db.transaction():
        made = await WishList.create(
            club_id=club.id,
            ballot_id=ballot_id,
            by_id=viewer.id,
            title=title,
            slug=text.slug(title),
            body=body,
            created_at=clock.now(),
        )
        await _write(made.id, items)
        await record("wishes.drafted", actor=viewer.id, subject=("wish_list", made.id))
    return made.id


async def change(
    viewer: Viewer,
    club: ClubCard,
    wishes: WishCard,
    *,
    title: str,
    body: str = "",
    items: Items,
    ballot_id: int | None = None,
) -> None:
    """Write a draft anew."""
    require(rules.may_write(viewer, club), _("A wish list is written by the club’s hosts and treasurers of votes."))
    async with db.transaction():
        await _hold(wishes.id, WishState.DRAFT, _("What members sign does not change any more."))
        told = {"title": title, "slug": text.slug(title), "body": body, "ballot_id": ballot_id}
        await WishList.filter(id=wishes.id).update(**told)
        await db.execute("DELETE FROM wish_item WHERE wish_list_id = ?", wishes.id)
        await _write(wishes.id, items)


async def throw_away(viewer: Viewer, club: ClubCard, wishes: WishCard) -> None:
    """A draft is gone as if it had never been."""
    require(rules.may_write(viewer, club))
    async with db.transaction():
        await _hold(wishes.id, WishState.DRAFT, _("What members sign does not change any more."))
        await db.execute("DELETE FROM wish_item WHERE wish_list_id = ?", wishes.id)
        await db.execute("DELETE FROM wish_list WHERE id = ?", wishes.id)


async def freeze(viewer: Viewer, club: ClubCard, wishes: WishCard) -> None:
    """From now on nothing of it changes, and members sign."""
    require(rules.may_write(viewer, club), _("A wish list is written by the club’s hosts and treasurers of votes."))
    now = clock.now()
    async with db.transaction():
        await _hold(wishes.id, WishState.DRAFT, _("What members sign does not change any more."))
        items = [
            (row["words"], row["idea_id"])
            for row in await db.rows(
                "SELECT words, idea_id FROM wish_item WHERE wish_list_id = ? ORDER BY position", wishes.id
            )
        ]
        name = "" if club.is_private else club.name
        frozen = freezing.text_of(
            wishes.title, wishes.body, items, club=name, ballot=await _ballot(wishes.ballot_id), at=now
        )
        await WishList.filter(id=wishes.id).update(
            state=WishState.SIGNING, frozen=frozen, checksum=freezing.checksum(frozen), signing_at=now
        )
        await _tell("wishes.signing", viewer, wishes)


async def _ballot(number: int | None) -> str:
    """How the ballot that decided a list is named in its text, with the checksum of its file."""
    row = await db.row("SELECT id, title, method, checksum FROM ballot WHERE id = ?", number or 0)
    return f"ballot {row['id']}, {row['title']} ({row['method']}), SHA-256 {row['checksum']}" if row else ""


async def sign(viewer: Viewer, club: ClubCard, wishes: WishCard) -> None:
    """A member stands by a list; signing twice is signing once."""
    require(rules.may_sign(viewer, club, wishes), _("Members sign, until every wish is answered."))
    async with db.transaction():
        fresh = await db.rows(
            "INSERT INTO signature (wish_list_id, person_id, at, stands) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (wish_list_id, person_id, stands) DO NOTHING RETURNING id",
            *(wishes.id, viewer.id, clock.now(), True),
        )
        if not fresh:
            return
        changed = await db.execute(
            "UPDATE wish_list SET signatures = signatures + 1 WHERE id = ? AND state IN ('signing', 'delivered')",
            wishes.id,
        )
        if not changed:
            raise Conflict(_("Every wish of this list is answered: it takes no more signatures."))
        await record("wishes.signed", actor=viewer.id, subject=("wish_list", wishes.id))


async def unsign(viewer: Viewer, club: ClubCard, wishes: WishCard) -> None:
    """A member takes a signature back."""
    require(
        rules.may_unsign(viewer, club, wishes), _("The list is delivered: what the brand was told of signatures stays.")
    )
    async with db.transaction():
        await end(wishes.id, viewer.id or 0)


async def end(number: int, person_id: int) -> None:
    """A signature ends while a list is being signed; inside a transaction."""
    ended = await db.execute(
        "UPDATE signature SET stands = NULL, ended_at = ? WHERE wish_list_id = ? AND person_id = ? AND stands IS TRUE",
        *(clock.now(), number, person_id),
    )
    if ended and not await db.execute(
        "UPDATE wish_list SET signatures = signatures - 1 WHERE id = ? AND state = 'signing'", number
    ):
        raise Conflict(_("The list is delivered: what the brand was told of signatures stays."))


async def deliver(viewer: Viewer, club: ClubCard, wishes: WishCard) -> None:
    """Hand the list to the product team, with how many signed it and what they are worth; from now on answers are owed."""
    require(rules.may_write(viewer, club), _("A wish list is delivered by the club’s hosts and treasurers of votes."))
    now = clock.now()
    run = await value.latest_run()
    async with db.transaction():
        held = await _hold(
            wishes.id, WishState.SIGNING, _("This list is delivered already, or nobody can sign it yet.")
        )
        if not held["signatures"]:
            raise Conflict(_("Nobody has signed yet. A list needs one signature at least."))
        people, accounts, worth = await _standing(wishes.id, run)
        await WishList.filter(id=wishes.id).update(
            state=WishState.DELIVERED,
            delivered_at=now,
            due_at=now + timedelta(days=WishSettings().wishes_answer_days),
            delivered_people=people,
            delivered_accounts=accounts,
            delivered_worth=worth,
            worth_run=run.id if run else None,
            currency=run.currency if run else "",
        )
        await _tell("wishes.delivered", viewer, wishes, people=people)


async def _standing(number: int, run: value.Run | None) -> tuple[int, int, int | None]:
    """People who signed, their accounts, and what those are worth: one that nothing is known of counts with the default."""
    rows = await db.rows(
        f"SELECT s.person_id, l.customer_id, CASE WHEN {unweighed.of('s.person_id')} THEN 0 ELSE w.amount END AS amount "
        "FROM signature s LEFT JOIN customer_link l ON l.person_id = s.person_id "
        f"AND NOT {unweighed.of('s.person_id')} LEFT JOIN worth w "
        "ON w.customer_id = l.customer_id AND w.run_id = ? WHERE s.wish_list_id = ? AND s.stands IS TRUE",
        *(run.id if run else 0, number),
    )
    worths = {
        ("customer", row["customer_id"]) if row["customer_id"] else ("person", row["person_id"]): row for row in rows
    }
    people = {row["person_id"] for row in rows}
    if run is None:
        return len(people), len(worths), None
    total = sum(run.default_worth if row["amount"] is None else row["amount"] for row in worths.values())
    return len(people), len(worths), round(total)


async def _write(number: int, items: Items) -> None:
    await WishItem.bulk_create(
        [
            WishItem(wish_list_id=number, position=place, words=words, idea_id=idea)
            for place, (words, idea) in enumerate(items, start=1)
        ]
    )


async def _hold(number: int, state: WishState, otherwise: str) -> db.Row:
    """The list's row, nobody else's until the transaction ends; Conflict where it stands elsewhere by now."""
    lock = "" if db.on_sqlite() else " FOR UPDATE"
    row = await db.row(f"SELECT id, state, signatures FROM wish_list WHERE id = ?{lock}", number)
    if row is None or row["state"] != state:
        raise Conflict(otherwise)
    return row


async def _tell(kind: str, viewer: Viewer, wishes: WishCard, **data: Any) -> None:
    told: dict[str, Any] = {"title": wishes.title, "url": wishes.url, "team": wishes.team_url, **data}
    quiet = wishes.is_private and kind == "wishes.delivered"  # whom the team hears from would tell who belongs
    await record(kind, actor=None if quiet else viewer.id, subject=("wish_list", wishes.id), **told)
