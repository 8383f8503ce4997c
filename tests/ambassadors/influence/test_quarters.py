"""Worth crossed with influence: the plot, the customers behind it, and segments that follow."""

from __future__ import annotations

import csv
import io
from argparse import Namespace

import pytest

from ambassadors.influence import choices, quarters
from ambassadors.influence.models import Run
from community.people.models import Person
from kernel import clock, db
from kernel.errors import Conflict, Forbidden, Missing
from kernel.events import record
from kernel.features import House
from tests import cast
from tests.ambassadors.influence import told
from tests.browsing import Browser
from tests.ideas.board import things
from tests.voting.demand.test_clubs import supported
from voting.demand import jobs as demand
from voting.roadmap import commands
from voting.value import groups
from voting.value.models import Customer, Link, Worth, WorthRun

DESK = "/team/influence"
WORTHS = {"ada": 100.0, "ben": 90_000.0, "cleo": 80_000.0, "dan": 200.0}
"""Ada carries far and Ben too; Cleo and Dan hardly."""


async def worths(some: dict[str, float]) -> WorthRun:
    run = await WorthRun.create(
        as_of=clock.today(),
        method="none",
        currency="EUR",
        customers=len(some),
        horizon_weeks=52.0,
        discount_rate=0.1,
        default_worth=0,
        created_at=clock.now(),
    )
    for handle, amount in some.items():
        person = await cast.person(handle)
        customer = await Customer.get_or_none(reference=handle)
        if customer is None:
            customer = await Customer.create(reference=handle, name=f"{handle} Ltd", created_at=clock.now())
            await Link.create(person_id=person.id, customer_id=customer.id, source="staff", created_at=clock.now())
        await Worth.create(run_id=run.id, customer_id=customer.id, amount=amount, source="stated")
    return run


async def scored(**places: float) -> Run:
    made = await told.run()
    for handle, percentile in places.items():
        walks = int(percentile * 10) + 1
        await told.score(made, (await cast.person(handle)).id, walks, percentile=percentile, band="heard")
    return made


async def crossed() -> None:
    await worths(WORTHS)
    await scored(ada=90.0, ben=95.0, cleo=10.0)
    await quarters.cross()


async def standing() -> dict[str, str]:
    rows = await db.rows(
        "SELECT k.reference, q.quarter FROM influence_quartered q JOIN customer k ON k.id = q.customer_id ORDER BY k.reference"
    )
    return {row["reference"]: row["quarter"] for row in rows}


async def test_everybody_stands_in_one_of_four_quarters(home: House) -> None:
    await crossed()
    assert await standing() == {"ada": "voices", "ben": "pillars", "cleo": "quiet", "dan": "neighbours"}
    made = await quarters.made()
    assert made
    assert made.customers == 4
    assert made.cut == 40_100.0


async def test_who_carries_farthest_speaks_for_their_customer(home: House) -> None:
    await worths(WORTHS)
    eve = await cast.person("eve")
    customer = await Customer.get(reference="dan")
    await Link.create(person_id=eve.id, customer_id=customer.id, source="staff", created_at=clock.now())
    await scored(eve=80.0, dan=20.0)
    await quarters.cross()
    assert (await standing())["dan"] == "voices"


async def test_who_is_not_scored_is_in_no_quarter(home: House) -> None:
    await crossed()
    await choices.leave(await cast.viewer("ben"))
    assert "ben" not in [row["handle"] for row in (await quarters.listing("", None)).items]
    await worked()
    assert "ben" not in await standing()


async def test_a_segment_of_a_quarter_follows_each_reckoning(home: House) -> None:
    await crossed()
    sol = await cast.editor()
    name = await quarters.make_segment(sol, "pillars")
    assert name == "Worth and influence: Pillars"
    (card,) = await quarters.segments_of("pillars")
    run = (await WorthRun.all().order_by("-id").first()).id  # type: ignore[union-attr]
    assert await references(card, run) == ["ben"]
    await scored(cleo=99.0, ben=1.0)
    async with db.transaction():
        await record("influence.reckoned", actor=None, subject=("influence_run", 1), topic="")
    await worked()
    (after,) = await quarters.segments_of("pillars")
    assert await references(after, run) == ["cleo"]
    assert after.rule != card.rule, "whoever remembers a segment’s customers must see the change"
    with pytest.raises(Conflict):
        await quarters.make_segment(sol, "pillars")
    with pytest.raises(Missing):
        await quarters.make_segment(sol, "nowhere")
    with pytest.raises(Forbidden):
        await quarters.make_segment(await cast.manager(), "quiet")
    await groups.remove(sol, after.id)
    assert await quarters.segments_of("pillars") == []
    assert await groups.removed() == [], "it does not come again by itself"


async def worked() -> None:
    """Those jobs that were asked for are done; the nightly reckoning, which would score nobody here, is not among them."""
    waiting = {row["kind"] for row in await db.rows("SELECT kind FROM job WHERE state = 'ready'")}
    assert quarters.JOB in waiting or demand.KIND in waiting
    if quarters.JOB in waiting:
        await quarters.cross()
    await demand.run()


async def references(card: groups.SegmentCard, run: int | None) -> list[str]:
    found = await groups.members_of(card, run)
    return sorted([(await Customer.get(id=number)).reference for number in found])


async def test_a_segment_of_a_quarter_is_a_column_of_the_roadmap(
    home: House, capsys: pytest.CaptureFixture[str]
) -> None:
    await crossed()
    idea = await things.idea("Wider toes", by=await cast.member("cleo"))
    await supported(idea.id, "ben")
    await quarters.make_segment(await cast.editor(), "pillars")
    await worked()
    assert await commands.export(home, Namespace(what="roadmap", format="csv", policy="linear", file=None)) == 0
    text = capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO("\n".join(line for line in text.splitlines() if not line.startswith("#")))))
    (column,) = [name for name in rows[0] if "pillars" in name]
    assert column.endswith("influence_pillars"), "the same whatever language it was made in"
    assert float(rows[0][column]) > 0


async def test_the_plot_names_its_quarters_and_the_table_says_the_same(browser: Browser) -> None:
    await crossed()
    sol = await cast.browser_as(browser, "editor")
    page = (await sol.get(DESK)).text
    for words in ("Pillars", "Voices", "Quiet customers", "Neighbours", "Not yet reached", "ben Ltd", "€900"):
        assert words in page, words
    assert page.count("<circle") >= 4
    only = (await sol.get(f"{DESK}?quarter=voices")).text
    assert "ada Ltd" in only
    assert "ben Ltd" not in only
    for strange in ("quarter=x", "after=zzz", "quarter=voices&after=W10"):
        assert (await sol.get(f"{DESK}?{strange}")).status_code == 200
    done = await sol.submit(DESK, f"{DESK}/quarters/voices/segment")
    assert "Worth and influence: Voices" in done.text
    assert "worth and influence" in done.text


@pytest.mark.parametrize("who", ["stranger", "ada", "ambassador", "manager"])
async def test_it_is_there_for_the_product_team_alone(browser: Browser, who: str) -> None:
    await crossed()
    theirs = browser if who == "stranger" else await cast.browser_as(browser, who)
    assert (await theirs.peek(DESK)).status_code == (303 if who == "stranger" else 404)
    if who != "stranger":
        assert (await theirs.submit("/account", f"{DESK}/quarters/voices/segment")).status_code == 404


async def test_before_anything_is_reckoned_the_page_says_what_it_takes(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "editor")
    assert "Nothing is crossed yet" in (await sol.get(DESK)).text
    await quarters.cross()
    assert "Nothing is crossed yet" in (await sol.get(DESK)).text


async def test_an_erased_account_is_in_no_quarter(home: House) -> None:
    await crossed()
    ben: Person = await cast.person("ben")
    for participant in home.registered("person.erasing"):
        await participant(ben.id)
    assert "ben" not in await standing()
