"""Every figure of a small world, against sums made by hand."""

from __future__ import annotations

import json
import math

import pytest

from kernel import clock, db, jobs
from kernel.features import House
from tests.ideas.board import things
from tests.voting.demand import people
from voting.demand import queries, reckon
from voting.demand.reckon import IdeaFigures, Interval, Reckoned
from voting.demand.why import hundredths, why
from voting.value.methods import POLICIES


async def small() -> tuple[int, int, int]:
    """Laces: both people of A, Bob of B and Eve of nobody. Soles: Eve. Wool: nobody any more."""
    laces, soles, wool = [(await things.late_idea(name, days=90)).id for name in ("Laces", "Soles", "Wool")]
    await people.customers()
    for handle in ("ada", "bob", "eve"):
        await people.support(laces, handle)
    await people.support(laces, "ann", days=60)
    await people.support(soles, "eve", days=40)
    await people.support(wool, "eve", days=20, withdrawn=True)
    await people.valued()
    return laces, soles, wool


def found(reckoned: Reckoned, idea: int) -> IdeaFigures:
    return next(figures for figures in reckoned.ideas if figures.idea == idea)


async def test_every_figure_is_the_sum_made_by_hand(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_WORTH_DEFAULT_MINOR", "2500")
    ids = await small()
    reckoned = await reckon.reckon()
    laces, soles, wool = (found(reckoned, idea) for idea in ids)
    assert [(f.people, f.accounts, f.unknown) for f in (laces, soles, wool)] == [(4, 3, 1), (1, 1, 1), (0, 0, 0)]
    assert [(f.raw_votes, f.valid_votes, f.doubtful_votes) for f in (laces, soles)] == [(4, 4, 0), (1, 1, 0)]
    assert [f.trend_30d for f in (laces, soles, wool)] == [3, 0, 0]
    assert laces.value == Interval(525_00, 525_00, 525_00)
    assert soles.value == Interval(25_00, 25_00, 25_00)
    assert reckoned.default_worth == 25_00
    worths = [100_00, 400_00, 25_00]  # of A, B and Eve, whose median is 100
    sums = {
        "one-account": 3.0,
        "linear": 525_00.0,
        "square-root": sum(math.sqrt(worth) for worth in worths),
        "log": sum(math.log1p(worth / 100_00) for worth in worths),
        "capped": 100_00 + 25_00 + 0.1 * 100_00 + 0.9 * 400_00,  # the 95th percentile of three lies nine tenths up
    }
    for policy in POLICIES:
        point, low, high = laces.demand[policy]
        assert point == pytest.approx(sums[policy]), policy
        assert low == pytest.approx(point)
        assert high == pytest.approx(point)
    assert laces.share is None
    note = reckoned.notes["boards"][str(laces.board)]
    assert (note["refused"], note["voices"], note["base"]) == ("few_voices", 2, 4)


async def test_value_by_segment_counts_customers_of_the_column(home: House) -> None:
    from voting.value import groups

    laces, _, _ = await small()
    await groups.of_column()
    reckoned = await reckon.reckon(["linear"])
    by_name = dict(zip([name for _, name in reckoned.segments], found(reckoned, laces).by_segment, strict=True))
    assert (by_name["north"], by_name["south"]) == (100_00, 400_00)


async def test_supports_of_a_merged_idea_count_once_where_it_went(home: House) -> None:
    laces, soles, wool = await small()
    await people.support(soles, "bob")
    await db.execute("UPDATE idea SET merged_into_id = ?, is_listed = ? WHERE id = ?", laces, False, soles)
    await db.execute("UPDATE idea SET is_listed = ? WHERE id = ?", False, wool)
    reckoned = await reckon.reckon()
    assert [(f.idea, f.people, f.accounts) for f in reckoned.ideas] == [(laces, 4, 3)]


async def test_without_a_run_a_contract_says_what_a_customer_is_worth_and_the_rest_count_with_a_stated_default(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    laces = (await things.idea("Laces")).id
    await people.support(laces, "hal")
    alone = await reckon.reckon(["linear"])
    assert (alone.notes["default_from"], alone.default_worth) == ("unit", 100)
    await people.customers()
    await people.support(laces, "bob")
    reckoned = await reckon.reckon(["linear"])
    assert (reckoned.worth_run_id, reckoned.notes["worth"]) == (None, "none")
    assert (reckoned.notes["default_from"], reckoned.default_worth) == ("stated", 400_00)
    assert found(reckoned, laces).value == Interval(800_00, 800_00, 800_00)
    monkeypatch.setenv("TANDEM_WORTH_DEFAULT_MINOR", "700")
    reckoned = await reckon.reckon()
    assert (reckoned.notes["default_from"], reckoned.default_worth) == ("setting", 700)
    assert found(reckoned, laces).value == Interval(400_00 + 700, 400_00 + 700, 400_00 + 700)


async def test_an_empty_site_has_no_figures(home: House) -> None:
    reckoned = await reckon.reckon()
    assert reckoned.ideas == []
    await reckon.store(reckoned)


async def test_alike_customers_give_the_plain_share(home: House) -> None:
    idea = (await things.idea("Laces")).id
    await people.crowd(idea, voices=40, wanting=10, base=200)
    figures = found(await reckon.reckon(["linear"]), idea)
    assert figures.share is not None
    assert figures.band is not None
    assert figures.share.point == pytest.approx(0.25)
    assert figures.share.low < 0.25 < figures.share.high
    assert figures.band[0] < 0.25 / (0.25 + 2 * 0.75)  # the lower end, were those who want it twice as ready
    assert figures.band[1] == figures.share.high
    assert (figures.share_worth, figures.band_worth) == (figures.share, figures.band)  # all are worth the same


async def test_a_voice_older_than_the_window_is_none(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    laces, _, _ = await small()
    monkeypatch.setenv("TANDEM_DEMAND_WINDOW_DAYS", "30")
    await db.execute("UPDATE support SET at = ? WHERE idea_id = ?", clock.now().replace(year=2020), laces)
    reckoned = await reckon.reckon(["linear"])
    assert reckoned.notes["boards"][str(found(reckoned, laces).board)]["voices"] == 0
    assert found(reckoned, laces).people == 4


async def test_the_last_two_reckonings_stay_in_order_of_rank(home: House) -> None:
    laces, soles, wool = await small()
    for _ in range(4):
        last = await reckon.store(await reckon.reckon())
    assert await db.value("SELECT COUNT(*) AS n FROM reckoning") == 2
    assert await db.value("SELECT COUNT(*) AS n FROM figure") == 2 * 3 * len(POLICIES)
    stored = await queries.latest()
    assert stored is not None
    assert stored.id == last
    rows = await queries.by_rank(last, "one-account")
    assert [(row["rank"], row["idea_id"]) for row in rows] == [(1, laces), (2, soles), (3, wool)]
    assert rows[0]["data"]["demand"] == [3.0, 3.0, 3.0]


async def test_a_support_asks_for_one_reckoning(home: House) -> None:
    idea = await things.idea("Laces")
    await people.customers()
    await jobs.work(home, until_idle=True)
    waiting = await db.rows("SELECT args, run_at FROM job WHERE kind = 'demand.reckon'")
    assert len(waiting) == 1
    with clock.at(clock.now().replace(year=2099)):
        await jobs.work(home, until_idle=True, like="demand.reckon")
    kept = await db.row("SELECT idea_id FROM figure")
    assert kept == {"idea_id": idea.id}


@pytest.mark.parametrize("policy", POLICIES)
async def test_the_parts_add_up_to_the_figure(home: House, policy: str) -> None:
    laces, _, _ = await small()
    parts = await why(laces, policy)  # type: ignore[arg-type]
    figures = found(await reckon.reckon(), laces)
    unit = {"linear": 100, "capped": 100, "square-root": 10}.get(policy, 1)
    assert sum(part.weight for part in parts.parts) == parts.total
    assert parts.total == round(figures.demand[policy].point / unit * 100)  # type: ignore[index]
    assert {(part.name, part.source, part.members) for part in parts.parts} == {
        ("Customer A", "stated", 2),
        ("Customer B", "stated", 1),
        ("Eve", "unknown", 1),
    }


def test_hundredths_add_up_to_the_rounded_sum() -> None:
    assert hundredths([1.4, 1.4, 1.4]) == [2, 1, 1]
    assert hundredths([0.5, 0.25, 0.2]) == [1, 0, 0]
    assert hundredths([]) == []


async def test_the_command_prints_json_alone(home: House, capsys: pytest.CaptureFixture[str]) -> None:
    import argparse

    from voting.demand.commands import demand

    laces, soles, wool = await small()
    assert await demand(home, argparse.Namespace(policy="one-account", json=True)) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(row["rank"], row["idea"], row["demand"]) for row in told["ideas"]] == [
        (1, laces, 3.0),
        (2, soles, 1.0),
        (3, wool, 0.0),
    ]
    assert told["policy"] == "one-account"
    assert told["ideas"][0]["value"] == 500.0 + told["default_worth"]
