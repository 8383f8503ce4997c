"""A world small enough to add up by hand: two customers, five voters, three ideas.

Acme (400.00, gold) is ada and ben together, Bex (100.00) is eve; fay and gil are no customers and count 25.00 each.
The resole is wanted by ada, ben (forty days ago) and fay; the tote by eve and gil; the lace by nobody any more.
"""

from __future__ import annotations

from datetime import timedelta

from community.people.models import Person
from ideas.board.models import Board, Idea, Tag
from kernel import clock, db
from kernel.viewer import Viewer
from tests import cast
from voting.ballots import actions as ballots
from voting.ballots import queries as supports
from voting.roadmap import actions
from voting.value.models import Customer, Segment, Worth, WorthRun

RESOLE, TOTE, LACE = "Resole my shoes", "=A tote, that stands", "# Laces | of hemp"


async def made() -> dict[str, int]:
    """The ideas' numbers by title."""
    now = clock.now()
    ideas: dict[str, int] = {}
    board = await Board.create(slug="shoes", name="Shoes", created_at=now)
    author = await cast.person("mo")
    for title in (RESOLE, TOTE, LACE):
        row = await Idea.create(
            board=board, author=author, title=title, slug=f"i{len(ideas)}", created_at=now, status_at=now
        )
        ideas[title] = row.id
    tag = await Tag.create(slug="repair", name="repair")
    await db.execute("INSERT INTO idea_tag (idea_id, tag_id, is_joined) VALUES (?, ?, ?)", ideas[RESOLE], tag.id, False)
    await _customers()
    with clock.at(now - timedelta(days=40)):
        await give("ben", ideas[RESOLE])
    for handle, title in (("ada", RESOLE), ("fay", RESOLE), ("eve", TOTE), ("gil", TOTE), ("gil", LACE)):
        await give(handle, ideas[title])
    who = await cast.viewer("gil")
    await ballots.withdraw(who, await supports.find(who, ideas[LACE]))
    await actions.estimate(await editor(), ideas[RESOLE], effort=5.0, owner_id=(await cast.person("sol")).id)
    return ideas


async def _customers() -> None:
    now = clock.now()
    run = await WorthRun.create(
        as_of=now.date(), method="none", currency="EUR", customers=2, horizon_weeks=156, discount_rate=0.1,
        default_worth=2500, created_at=now,
    )  # fmt: skip
    for name, segment, worth, handles in (("Acme", "gold", 40000, ("ada", "ben")), ("Bex", "", 10000, ("eve",))):
        customer = await Customer.create(reference=name, name=name, segment=segment, created_at=now)
        await Worth.create(run=run, customer=customer, amount=worth, source="stated")
        for handle in handles:
            person = await cast.person(handle)
            await db.execute(
                "INSERT INTO customer_link (person_id, customer_id, source, created_at) VALUES (?, ?, 'staff', ?)",
                person.id, customer.id, now,
            )  # fmt: skip
    await Segment.create(slug="gold-club", name="Gold", kind="column", rule={"value": "gold"}, created_at=now)


async def give(handle: str, idea: int) -> None:
    who = await cast.viewer(handle)
    await ballots.cast(who, await supports.find(who, idea))


async def editor() -> Viewer:
    return await cast.editor()


async def someone(handle: str) -> Person:
    return await cast.person(handle)
