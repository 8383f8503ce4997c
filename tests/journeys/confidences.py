"""A site with much that is not for everybody; each secret is a word of its own, so that it can be looked for anywhere."""

from __future__ import annotations

from datetime import date, timedelta

from community.moderation import actions as moderation
from community.moderation import registry
from community.moderation.models import Act
from community.people import actions as people
from ideas.board import actions, answers, merging
from ideas.board.models import Idea, Status
from kernel import clock, db, events, jobs
from kernel.features import the_house
from kernel.search import caught_up
from kernel.viewer import Viewer
from tests import cast
from tests.community.discussion import things as talk
from tests.ideas.board import things
from voting.ballots import actions as ballots
from voting.ballots import queries as supports
from voting.roadmap import actions as roadmap
from voting.roadmap import snapshots
from voting.value import groups

Secrets = dict[str, int]
KEPT = "Otterkept"


async def public_world() -> Idea:
    """What everybody sees: two ideas, one answered and planned, and a few words under it."""
    for handle in ("mo", "sol", "root", "ben", "eve", "dan"):
        await cast.person(handle)
    idea, tote = (
        await things.idea("Resole my shoes", body="Two winters.", tag_names=("repair",)),
        await things.idea("A tote"),
    )
    sol = await cast.editor()
    for handle in ("ben", "eve"):
        await support(handle, idea)
    await talk.message(idea, "Mine leak too.", by=await cast.viewer("eve"))
    await answers.answer(sol, idea, body="We will.", status=Status.PLANNED, promised_on=tomorrow())
    await roadmap.place(sol, idea.id, horizon="next")
    await support("eve", tote)
    await _merged()
    await customers()
    return idea


def tomorrow() -> date:
    return clock.today() + timedelta(days=1)


async def support(handle: str, idea: Idea) -> None:
    who = await cast.viewer(handle)
    await ballots.cast(who, await supports.find(who, idea.id))


async def customers() -> None:
    """A club of one customer: Ben by staff's own hand, Dan by an imported address, which opens no door."""
    now = clock.now()
    customer = await db.value(
        "INSERT INTO customer (reference, name, kind, email, segment, country, stated_value, created_at) "
        "VALUES ('ottercustomer', 'Ottercustomer', 'person', 'otterbuyer@example.com', 'vip', '', 90000, ?) RETURNING id",
        now,
    )
    for handle, source in (("ben", "staff"), ("dan", "imported")):
        await db.execute(
            "INSERT INTO customer_link (person_id, customer_id, source, created_at) VALUES (?, ?, ?, ?)",
            (await cast.person(handle)).id,
            customer,
            source,
            now,
        )
    await groups.of_column()


async def told(idea: Idea) -> Secrets:
    """Everything that is not for everybody, beside what is; says the number of each thing."""
    mo, sol, ben = await cast.manager(), await cast.editor(), await cast.viewer("ben")
    await things.board("guild", see="segment:vip", propose="segment:vip", comment="segment:vip", support="segment:vip")
    made = {
        "staff": await _idea("Otterstaff", sol, "workshop", also=("mo",)),
        "guild": await _idea("Otterguild", ben, "guild", also=("ben",)),
        "hidden": await _idea("Otterhidden", await cast.viewer("ada"), "shoes", also=("ben",)),
    }
    await merging.merge(mo, sources=[(await Idea.get(title=KEPT)).id], target=made["staff"])
    note = await talk.message(idea, "Otternote, @eve", by=mo, internal=True)
    rude = await talk.message(idea, "Otterrude", by=ben)
    for kind, number in (("idea", made["hidden"]), ("comment", rude.id)):
        await moderation.report(sol, kind, number, rule="spam", text="Otterreport")
        await _hide(mo, kind, number)
    await people.unclaimed([("otterhush@example.com", "Otter Hush")])
    await events.enqueue("otterjob")
    await roadmap.save_view(sol, name="Otterview", query="policy=linear")
    await worked()
    frozen = await snapshots.freeze(sol, policy="linear")
    return {**made, "note": note.id, "rude": rude.id, "snapshot": frozen.id}


async def _idea(word: str, by: Viewer, board: str, *, also: tuple[str, ...]) -> int:
    """An idea with all that an idea can have, each of it holding the word."""
    idea, sol = (
        await things.idea(word, by=by, on=board, body=f"{word} body", tag_names=(word.lower(),)),
        await cast.editor(),
    )
    for handle in also:
        await support(handle, idea)
    await talk.message(idea, f"{word} comment", by=by)
    await answers.answer(sol, idea, body=f"{word} answer", status=Status.PLANNED, promised_on=tomorrow())
    await roadmap.place(sol, idea.id, horizon="now", target=f"{word} target")
    await roadmap.place(sol, idea.id, horizon="next", reason=f"{word} reason")
    await actions.follow(by, idea)
    return idea.id


async def _merged() -> None:
    """An idea that leads to one that strangers may not read."""
    merged = await things.idea("Ottermerged", by=await cast.admin())
    await _workshop()
    mo = await cast.manager()
    kept = await things.idea(KEPT, by=mo, on="workshop")
    await merging.merge(mo, sources=[merged.id], target=kept.id)


async def _workshop() -> None:
    await things.board("workshop", see="staff", propose="staff", comment="staff", support="staff")


async def _hide(mo: Viewer, kind: str, number: int) -> None:
    thing = await registry.thing(kind, number)
    await moderation.rule_on(mo, thing, act=Act.HIDE, rule="spam", reason="Otterruling", public="Something was hidden.")


async def worked() -> None:
    """What waits for the worker is done, as often as it takes, and can be looked for; one job knows no handler and dies."""
    with clock.at(clock.now() + timedelta(minutes=1)):
        await jobs.work(the_house(), until_idle=True)
        await caught_up()
