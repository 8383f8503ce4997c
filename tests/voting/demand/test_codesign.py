"""What was designed for an idea, in demand, in the API, on the team's pages and in the roadmap's files."""

from __future__ import annotations

from typing import Any

from ideas.board.models import Idea
from ideas.challenges.models import Challenge
from ideas.studio import actions as studio
from ideas.studio.models import Design
from kernel import db, jobs
from kernel.features import House, the_house
from tests import cast
from tests.ambassadors.storefronts import stalls
from tests.browsing import Browser
from tests.ideas.challenges import called
from tests.voting.roadmap import world
from voting.ballots import score_queries, scores
from voting.demand import codesign, reckon, sheets
from voting.roadmap import columns, formats, snapshots

NAMES = ["designs", "design_score", "design_wishes", "preorders", "preorder_value"]


async def tied(idea: int, handle: str = "mo", *, threshold: int = 50, **told: Any) -> Design:
    """A design on its author's shelf that answers an idea."""
    design, _ = await stalls.offered(await cast.viewer(handle), threshold=threshold, more={"idea_id": idea}, **told)
    return design


async def scored(design: Design, **values: int) -> None:
    """Each of some people gives a score, and would buy from 4 on."""
    for handle, value in values.items():
        who = await cast.viewer(handle)
        found = await score_queries.find(who, design.id)
        await scores.give(who, found, value)
        if value >= 4:
            await scores.wish(who, found)


async def further() -> dict[int, dict[str, float | None]]:
    found = await reckon.reckon(["linear"])
    return {row["idea"]: row["further"] for row in sheets.sheet(found, "linear", {}, {})}


async def frozen() -> list[dict[str, Any]]:
    made = await snapshots.freeze(await cast.editor(), policy="linear")
    return [dict(zip(made.columns, row, strict=True)) async for batch in snapshots.batches(made) for row in batch]


async def test_scores_wishes_and_pre_orders_are_those_counted_by_hand(home: House) -> None:
    """Acme (400.00) pre-orders twice as ada and as ben, a stranger once at the default of 25.00, eve for Bex (100.00)."""
    ideas = await world.made()
    shoe = await tied(ideas[world.RESOLE])
    second = await tied(ideas[world.RESOLE], title="Second snow", upper="spruce")
    await scored(shoe, eve=5, fay=4, gil=2)
    await stalls.confirmed(shoe, "ada@example.org", quantity=2)
    await stalls.confirmed(second, "ben@example.org", quantity=1)
    await stalls.confirmed(second, "somebody@example.net", quantity=3)
    await stalls.confirmed(second, "eve@example.org", size="40")
    await stalls.asked(second, "never@example.net")
    told = (await further())[ideas[world.RESOLE]]
    await shoe.refresh_from_db()
    assert told == {
        "designs": 2, "design_score": round(shoe.bound, 2), "design_wishes": 2, "preorders": 7, "preorder_value": 525,
    }  # fmt: skip
    nothing = dict.fromkeys(NAMES, 0) | {"design_score": None}
    assert (await further())[ideas[world.TOTE]] == nothing
    row = next(row for row in await frozen() if row["title"] == world.RESOLE)
    assert {name: row[name] for name in NAMES} == told


async def test_an_entry_counts_for_the_idea_its_challenge_came_from_and_a_merged_idea_where_it_went(
    home: House,
) -> None:
    ideas = await world.made()
    challenge = await called.announced(idea_id=ideas[world.TOTE])
    await called.at(challenge, "submissions")
    await called.entered(challenge, await cast.member("eve"))
    assert (await further())[ideas[world.TOTE]]["designs"] == 1
    both = await Design.get()
    await Design.filter(id=both.id).update(idea_id=ideas[world.TOTE])
    assert (await further())[ideas[world.TOTE]]["designs"] == 1
    await Idea.filter(id=ideas[world.TOTE]).update(is_listed=False, status="merged", merged_into_id=ideas[world.RESOLE])
    assert (await further())[ideas[world.RESOLE]]["designs"] == 1


async def test_scores_that_nobody_may_see_are_in_no_figure(home: House) -> None:
    ideas = await world.made()
    challenge = await called.announced(idea_id=ideas[world.TOTE])
    await called.at(challenge, "submissions")
    await called.entered(challenge, await cast.member("eve"))
    await Design.all().update(scores=3, bound=2.5, wishes=7)
    await Challenge.all().update(phase="scoring")
    held = (await further())[ideas[world.TOTE]]
    assert (held["designs"], held["design_score"], held["design_wishes"]) == (1, None, 0)
    await Challenge.all().update(phase="result")
    shown = (await further())[ideas[world.TOTE]]
    assert (shown["design_score"], shown["design_wishes"]) == (2.5, 7)


async def test_every_change_of_a_design_moves_the_mark_and_a_snapshot_keeps_its_figures(home: House) -> None:
    ideas = await world.made()
    sol = await cast.editor()
    before = await snapshots.freeze(sol, policy="linear")
    first = b"".join([piece async for piece in formats.as_csv(before)])
    design = await tied(ideas[world.LACE])
    seen = [before.id]
    kept = await stalls.asked(design)
    for change in (
        scored(design, eve=3),
        scored(design, eve=4),
        stalls.confirmed(design, quantity=1),
        stalls.confirmed(design, "ben@example.org"),
        studio.withdraw(await cast.viewer("mo"), design),
    ):
        await change
        seen.append((await snapshots.freeze(sol, policy="linear")).id)
    assert len(set(seen)) == len(seen)
    await kept.refresh_from_db()
    assert kept.state == "released"
    assert await snapshots.freeze(sol, policy="linear") == await snapshots.find(seen[-1])
    assert b"".join([piece async for piece in formats.as_csv(before)]) == first
    assert await snapshots.verify(before)


async def test_figures_kept_tell_the_same_as_figures_reckoned(home: House) -> None:
    ideas = await world.made()
    await scored(await tied(ideas[world.RESOLE]), eve=5, fay=1)
    await reckon.store(await reckon.reckon())
    kept, reckoned = await reckon.current("linear"), await reckon.reckon(["linear"])
    assert sheets.sheet(kept, "linear", {}, {}) == sheets.sheet(reckoned, "linear", {}, {})


async def test_a_snapshot_from_before_keeps_the_columns_it_has(home: House) -> None:
    names = [column.name for column in columns.layout(["gold"])]
    assert names[names.index("gold") + 1 : names.index("on_behalf")] == NAMES
    old = [name for name in names if name not in NAMES]
    assert [column.name for column in columns.of_names(old)] == old
    assert set(NAMES) <= columns.reserved()


async def test_a_score_makes_the_figures_anew(home: House) -> None:
    ideas = await world.made()
    design = await tied(ideas[world.RESOLE])
    await jobs.work(the_house(), until_idle=True)
    await scored(design, eve=5)
    await jobs.work(the_house(), until_idle=True, like="react.%")
    assert await db.value("SELECT COUNT(*) FROM job WHERE key = 'demand.reckon'") == 1


async def test_the_team_reads_it_in_the_console_on_the_reasons_and_by_the_api(browser: Browser) -> None:
    ideas = await world.made()
    design = await tied(ideas[world.RESOLE])
    await scored(design, eve=5, fay=5)
    await stalls.confirmed(design, "ada@example.org", quantity=2)
    await reckon.store(await reckon.reckon())
    sol = await cast.browser_as(browser, "editor")
    console = (await sol.get("/team/roadmap")).text
    assert console.count("Worth of who pre-ordered") == 1
    assert "€400" in console
    why = (await sol.get(f"/team/demand/{ideas[world.RESOLE]}")).text
    assert "What was designed for it" in why
    assert "What was designed for it" not in (await sol.get(f"/team/demand/{ideas[world.TOTE]}")).text
    dictionary = (await sol.get("/team/snapshots/columns")).text
    assert all(f"<code>{name}</code>" in dictionary for name in NAMES)
    ada = await cast.browser_as(browser, "ada")
    assert (await ada.get("/team/roadmap")).status_code == 404
    items = (await sol.get("/api/v1/demand?policy=linear")).json()["items"]
    told = {row["idea"]: row["further"] for row in items}
    assert told[ideas[world.RESOLE]] | {"design_score": None} == dict(zip(NAMES, [1, None, 2, 2, 400], strict=True))
    assert told[ideas[world.TOTE]] == dict(zip(NAMES, [0, None, 0, 0, 0], strict=True))


async def test_the_reasons_name_each_design_and_what_it_adds(browser: Browser) -> None:
    """Acme (400.00) wants both designs: each adds it, all hold it once; pieces and wishes add up."""
    ideas = await world.made()
    shoe = await tied(ideas[world.RESOLE])
    second = await tied(ideas[world.TOTE], title="Second snow", upper="spruce")
    await Idea.filter(id=ideas[world.TOTE]).update(is_listed=False, status="merged", merged_into_id=ideas[world.RESOLE])
    await scored(shoe, eve=5, fay=4)
    await scored(second, eve=4)
    await stalls.confirmed(shoe, "ada@example.org", quantity=2)
    await stalls.confirmed(second, "ben@example.org", quantity=1)
    told, each = await codesign.of_idea(ideas[world.RESOLE])
    assert told == (await codesign.read(lambda idea: ideas[world.RESOLE]))[ideas[world.RESOLE]]
    assert list(each) == [shoe.id, second.id]
    for name in ("designs", "design_wishes", "preorders"):
        assert sum(values[name] or 0 for values in each.values()) == told[name]
    assert [values["preorder_value"] for values in each.values()] == [40_000, 40_000]
    assert told["preorder_value"] == 40_000
    assert await codesign.of_idea(ideas[world.LACE]) == ({}, {})
    page = (await (await cast.browser_as(browser, "editor")).get(f"/team/demand/{ideas[world.RESOLE]}")).text
    assert "2 designs in all" in page
    assert page.count("Second snow") == 1
