"""Snapshots of a world that is added up by hand: every figure, every format, the same bytes twice."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import math
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from ideas.board.models import Idea
from kernel import clock, db
from kernel.errors import Forbidden
from kernel.features import House
from tests import cast
from tests.voting.roadmap import world
from voting.demand import reckon
from voting.roadmap import actions, columns, comparison, formats, queries, rows, snapshots
from voting.roadmap.snapshots import Frozen
from voting.value.methods import POLICIES, Policy

FIRST = [
    "rank",
    "idea",
    "title",
    "url",
    "board",
    "tags",
    "status",
    "horizon",
    "target",
    "owner",
    "created",
    "merged_from",
    "supporters",
    "accounts",
    "raw_votes",
    "valid_votes",
    "doubtful_votes",
    "demand",
    "demand_low",
    "demand_high",
    "value",
    "value_low",
    "value_high",
    "share_of_base",
    "share_low",
    "share_high",
]
DESIGNED = ["designs", "design_score", "design_wishes", "preorders", "preorder_value"]
LAST = ["on_behalf", "trend_30d", "ambassadors", "clubs", "effort", "score", "response"]


async def rows_of(frozen: Frozen) -> list[dict[str, Any]]:
    return [dict(zip(frozen.columns, row, strict=True)) async for batch in snapshots.batches(frozen) for row in batch]


async def file_of(frozen: Frozen, form: str) -> bytes:
    return b"".join([piece async for piece in formats.FORMATS[form](frozen)])


async def frozen_as(policy: Policy) -> tuple[Frozen, dict[str, dict[str, Any]]]:
    frozen = await snapshots.freeze(await cast.editor(), policy=policy)
    return frozen, {row["title"]: row for row in await rows_of(frozen)}


@pytest.mark.parametrize(
    ("policy", "resole", "tote"),
    [
        ("one-account", 2, 2),
        ("linear", 400 + 25, 100 + 25),
        ("square-root", 20 + 5, 10 + 5),
        ("log", math.log(1 + 400 / 62.5) + math.log(1 + 25 / 62.5), math.log(1 + 100 / 62.5) + math.log(1 + 25 / 62.5)),
        ("capped", 355 + 25, 100 + 25),
    ],
)
async def test_demand_under_each_policy_is_the_sum_done_by_hand(
    home: House, policy: Policy, resole: float, tote: float
) -> None:
    await world.made()
    _, told = await frozen_as(policy)
    for title, want in ((world.RESOLE, resole), (world.TOTE, tote), (world.LACE, 0)):
        row = told[title]
        assert [row["demand_low"], row["demand"], row["demand_high"]] == [pytest.approx(want, abs=0.006)] * 3


async def test_every_other_figure_is_the_one_counted_by_hand(home: House) -> None:
    ideas = await world.made()
    frozen, told = await frozen_as("square-root")
    assert frozen.columns == [*FIRST, "gold_club", *DESIGNED, *LAST]
    resole = told[world.RESOLE]
    counts = ("supporters", "accounts", "raw_votes", "valid_votes", "doubtful_votes", "merged_from", "trend_30d")
    assert [resole[name] for name in counts] == [3, 2, 3, 3, 0, 0, 2]
    assert (resole["rank"], resole["idea"], resole["value"], resole["gold_club"]) == (1, ideas[world.RESOLE], 425, 400)
    assert (resole["effort"], resole["score"], resole["owner"]) == (5, 5, "sol")
    assert (resole["tags"], resole["board"], resole["status"], resole["horizon"]) == ("repair", "shoes", "open", "")
    assert [resole[name] for name in ("share_of_base", "share_low", "share_high", "clubs")] == [None] * 4
    tote, lace = told[world.TOTE], told[world.LACE]
    assert [row["ambassadors"] for row in (resole, tote, lace)] == [1, 0, 0]
    assert [tote[name] for name in counts] == [2, 2, 2, 2, 0, 0, 2]
    assert (tote["rank"], tote["value"], tote["gold_club"], tote["score"]) == (2, 125, 0, None)
    assert [lace[name] for name in counts] == [0, 0, 0, 0, 0, 0, 0]
    assert (lace["rank"], lace["value"]) == (3, 0)


async def test_hidden_and_merged_ideas_have_no_row_and_a_merged_vote_counts_once(home: House) -> None:
    ideas = await world.made()
    await world.give("ada", ideas[world.TOTE])
    await Idea.filter(id=ideas[world.TOTE]).update(is_listed=False, status="merged", merged_into_id=ideas[world.RESOLE])
    await Idea.filter(id=ideas[world.LACE]).update(
        is_listed=False, hidden_at=await db.value("SELECT max(at) FROM event")
    )
    _, told = await frozen_as("linear")
    assert list(told) == [world.RESOLE]
    assert (told[world.RESOLE]["supporters"], told[world.RESOLE]["accounts"]) == (5, 4)
    assert told[world.RESOLE]["value"] == 400 + 100 + 25 + 25


async def test_nothing_changed_is_the_same_snapshot_and_a_change_is_another(home: House) -> None:
    ideas = await world.made()
    first, _ = await frozen_as("linear")
    again, _ = await frozen_as("linear")
    assert again.id == first.id
    await world.give("hal", ideas[world.LACE])
    other, _ = await frozen_as("linear")
    assert other.id != first.id
    assert await snapshots.verify(first)
    assert await snapshots.verify(other)
    difference = comparison.compare(await rows_of(first), await rows_of(other))
    assert difference.empty  # the third stays the third


async def test_nothing_changed_is_told_by_the_mark_alone_and_every_kind_of_change_moves_it(home: House) -> None:
    ideas = await world.made()
    sol = await cast.editor()
    first = await snapshots.freeze(sol, policy="linear")
    noted = await db.value("SELECT COUNT(*) FROM event")
    assert await snapshots.freeze(sol, policy="linear") == first
    assert await db.value("SELECT COUNT(*) FROM event") == noted  # nothing was reckoned, so nothing was confirmed
    for change in (
        world.give("hal", ideas[world.LACE]),
        actions.place(sol, ideas[world.LACE], horizon="later", target="2027"),
        actions.estimate(sol, ideas[world.LACE], effort=3.0, owner_id=None),
        db.execute("UPDATE customer SET segment = 'gold' WHERE reference = 'Bex'"),
        db.execute("UPDATE customer_link SET customer_id = (SELECT id FROM customer WHERE reference = 'Bex')"),
        Idea.filter(id=ideas[world.TOTE]).update(is_listed=False),
    ):
        before = await snapshots.freeze(sol, policy="linear")
        await change
        assert (await snapshots.freeze(sol, policy="linear")).id > before.id


async def test_figures_kept_and_figures_reckoned_give_the_same_snapshot(home: House) -> None:
    await world.made()
    for policy in POLICIES:
        reckoned = await reckon.reckon([policy])
        await reckon.store(await reckon.reckon())
        stored = await reckon.latest()
        assert stored is not None
        assert await reckon.stands(stored)
        kept, told = await reckon.current(policy), await queries.told()
        assert kept.notes == stored.notes
        assert rows.sheet(kept, told, policy) == rows.sheet(reckoned, told, policy)


async def test_figures_kept_before_a_change_are_not_frozen(home: House) -> None:
    ideas = await world.made()
    await reckon.store(await reckon.reckon())
    await world.give("hal", ideas[world.LACE])
    _, told = await frozen_as("one-account")
    assert told[world.LACE]["demand"] == 1


async def test_the_day_that_follows_without_a_change_confirms_the_snapshot(home: House) -> None:
    await world.made()
    sol = await cast.editor()
    first = await snapshots.freeze(sol, policy="linear")
    with clock.at(clock.now() + timedelta(days=1)):
        assert await snapshots.freeze(sol, policy="linear") == first
        noted = await db.value("SELECT COUNT(*) FROM event WHERE kind = 'snapshot.confirmed'")
        assert noted == 1
        assert await snapshots.freeze(sol, policy="linear") == first
        assert await db.value("SELECT COUNT(*) FROM event WHERE kind = 'snapshot.confirmed'") == noted


async def test_two_who_freeze_at_once_get_one_snapshot(home: House) -> None:
    await world.made()
    sol = await cast.editor()
    both = await asyncio.gather(*(snapshots.freeze(sol, policy="log") for _ in range(4)))
    assert len({frozen.id for frozen in both}) == 1
    assert await db.value("SELECT COUNT(*) FROM snapshot") == 1
    assert await db.value("SELECT COUNT(*) FROM snapshot_row") == 3


async def test_a_changed_row_is_found_out(home: House) -> None:
    await world.made()
    frozen, _ = await frozen_as("linear")
    await db.execute("UPDATE snapshot_row SET cells = replace(cells, '425', '999') WHERE rank = 1")
    assert not await snapshots.verify(frozen)


async def test_a_csv_tells_how_it_was_made_and_runs_in_no_spreadsheet(home: House) -> None:
    await world.made()
    frozen, _ = await frozen_as("linear")
    lines = (await file_of(frozen, "csv")).decode().splitlines()
    head = dict(line[2:].split(": ", 1) for line in lines if line.startswith("#"))
    assert head["policy"] == "linear"
    assert head["currency"] == "EUR"
    assert head["checksum"] == f"sha256:{frozen.checksum}"
    assert {"date", "window", "worth_as_of"} <= set(head)
    rows = list(csv.DictReader([line for line in lines if not line.startswith("#")]))
    assert [row["title"] for row in rows] == [world.RESOLE, f"'{world.TOTE}", world.LACE]
    assert (rows[0]["demand"], rows[0]["share_of_base"]) == ("425.0", "")


async def test_json_markdown_and_calendar_hold_the_same(home: House) -> None:
    ideas = await world.made()
    empty, _ = await frozen_as("linear")
    assert (await file_of(empty, "ics")).startswith(b"BEGIN:VCALENDAR")
    await actions.place(await cast.editor(), ideas[world.RESOLE], horizon="next", target="2027 Q1")
    frozen, told = await frozen_as("linear")
    read = json.loads(await file_of(frozen, "json"))
    assert {row["title"]: row for row in read["rows"]} == told
    assert read["checksum"].endswith(frozen.checksum)
    text = (await file_of(frozen, "md")).decode()
    assert r"\# Laces \| of hemp" in text
    calendar = (await file_of(frozen, "ics")).decode()
    assert "DTSTART;VALUE=DATE:20270331" in calendar
    assert "SUMMARY:Resole my shoes" in calendar


async def test_the_workbook_reads_back_with_its_dictionary(home: House) -> None:
    await world.made()
    frozen, told = await frozen_as("linear")
    book = openpyxl.load_workbook(io.BytesIO(await file_of(frozen, "xlsx")))
    sheet = list(book["roadmap"].values)
    assert list(sheet[0]) == frozen.columns
    assert sheet[1][frozen.columns.index("demand")] == told[world.RESOLE]["demand"]
    assert sheet[2][2] == f"'{world.TOTE}"
    assert [row[0] for row in list(book["columns"].values)[1:]] == frozen.columns
    assert dict(row[:2] for row in book["made_with"].values)["policy"] == "linear"


@pytest.mark.parametrize("form", list(formats.FORMATS))
async def test_the_same_snapshot_is_the_same_bytes(home: House, form: str) -> None:
    await world.made()
    frozen, _ = await frozen_as("linear")
    assert await file_of(frozen, form) == await file_of(frozen, form)


async def test_only_editors_freeze(home: House) -> None:
    with pytest.raises(Forbidden):
        await snapshots.freeze(await cast.manager(), policy="linear")


def test_every_column_is_explained(home: House) -> None:
    assert all(column.meaning for column in columns.layout(["gold"]))
    assert [column.name for column in columns.layout([])] == FIRST + DESIGNED + LAST


def test_a_difference_says_what_rose_fell_came_and_went_and_why() -> None:
    def row(idea: int, rank: int, demand: float) -> dict[str, Any]:
        return {"idea": idea, "title": f"i{idea}", "rank": rank, "demand": demand, "supporters": 1}

    told = comparison.compare([row(1, 1, 9), row(2, 2, 5), row(3, 3, 1)], [row(2, 1, 12), row(1, 2, 9), row(4, 3, 2)])
    assert [(s.idea, s.before, s.after, s.changes) for s in told.rose] == [(2, 2, 1, [("demand", 5, 12)])]
    assert [(s.idea, s.changes) for s in told.fell] == [(1, [])]
    assert [r["idea"] for r in told.new] == [4]
    assert [r["idea"] for r in told.gone] == [3]
