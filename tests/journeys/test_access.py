"""The table of who is let in where stands in docs/access.csv, and the house does what it says, on both databases."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.settings import Settings
from run import house
from tests import databases, once
from tests.journeys import access

HOUSE = house(Settings())
TABLE = Path(__file__).parents[2] / "docs" / "access.csv"
NOT_THEIRS_ALONE = {
    "/account/data/parts/{part}/contest": "contests a part of one's own data",
    "/account/data/parts/{part}": "a part of one's own data, whoever else has one of that name",
    "/account/shop/{id}/removal": "takes a design out of one's own shop, whoever else offers it",
    "/ballots/{id}/pairs": "an elector's own picks",
    "/ballots/{id}/vote": "an elector's own ballot",
    "/clubs/{slug}/join": "one's own membership",
    "/clubs/{slug}/wishes/{id}/signature/withdrawal": "one's own signature",
    "/comments/{id}/history": "words that everybody reads",
    "/comments/{id}/reaction": "one's own thanks",
    "/comments/{id}/reaction/withdrawal": "one's own thanks",
    "/comments/{id}/reply": "one's own words",
    "/designs/{id}.png": "a published drawing",
    "/designs/{id}.svg": "a published drawing",
    "/designs/{id}/preorder": "one's own order",
    "/designs/{id}/preorder/sent": "says the same to everybody",
    "/designs/{id}/score": "one's own score",
    "/designs/{id}/score/skip": "one's own round of scoring",
    "/designs/{id}/score/withdrawal": "one's own score",
    "/designs/{id}/wish": "one's own wish",
    "/designs/{id}/wish/withdrawal": "one's own wish",
    "/designs/{key}": "a published design",
    "/ideas/{id}.atom": "an idea that everybody reads",
    "/ideas/{id}/follow": "one's own following",
    "/ideas/{id}/follow/withdrawal": "one's own following",
    "/ideas/{id}/same": "one's own word",
    "/ideas/{id}/same/withdrawal": "one's own word",
    "/ideas/{id}/support": "one's own support",
    "/ideas/{id}/support/withdrawal": "one's own support",
    "/ideas/{id}/supporters": "an idea that everybody reads",
    "/ideas/{key}": "an idea that everybody reads",
    "/missions/{id}/part": "one's own part",
    "/people/{handle}": "a profile",
    "/people/{handle}/shop": "a shop that is open",
    "/perks/{slug}/claim": "one's own claim",
    "/questions/{id}": "a question that everybody reads",
    "/threads/{kind}/{id}": "words that everybody reads",
}
"""Routes by which another member gets on with what one member alone was offered, and why that is right."""


def _written() -> list[str]:
    return TABLE.read_text("utf-8").splitlines()


def _rows(lines: list[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


def test_every_route_of_the_house_stands_in_the_table() -> None:
    there = {(row["method"], row["route"]) for row in _rows(_written())}
    routes = [route for route in HOUSE.all("routes") if not route.path.startswith(access.SKIPPED)]
    assert there == {(method, route.path) for route in routes for method in route.methods - {"HEAD"}}


def test_what_is_one_members_alone_is_closed_to_another_but_for_what_is_said_here() -> None:
    rows = [row for row in _rows(_written()) if row["things"] == "own"]
    open_to_others = {row["route"] for row in rows if row["another member"] in "wyWY"}
    assert len(rows) > 80
    assert open_to_others == set(NOT_THEIRS_ALONE)


def _paths(*, fresh: bool) -> set[str]:
    return {route.path for route in HOUSE.all("routes") if access.is_fresh(route) is fresh}


def test_what_asks_for_a_proof_first_is_written_in_capitals() -> None:
    marks = {(row["method"], row["route"]): "".join(list(row.values())[4:]) for row in _rows(_written())}
    capital = {route for (_method, route), cells in marks.items() if set(cells) & set("WY")}
    assert len(capital) > 10
    assert capital <= _paths(fresh=True)
    small = {path for (_method, path), cells in marks.items() if set(cells) & set("wy")}
    assert not small & (_paths(fresh=True) - _paths(fresh=False))


def test_a_stranger_writes_nothing_but_at_the_door() -> None:
    sent = [row for row in _rows(_written()) if row["stranger"] == "w"]
    assert {row["route"].split("/")[1] for row in sent} <= AT_THE_DOOR


AT_THE_DOOR = {"sign-in", "sign-up", "reset", "recovery", "designs", "meetings", "ambassadors", "no-letters", "replies"}
"""Coming in, a way back, and what is done by a letter: a pre-order, a visit, an application, an answer, no more letters."""


OTHERWISE = (
    "POST,/clubs/{slug}/roadmap/{id}/talk,own,s,-,w,w,-,w",
    "GET,/letters/{id}/invite.ics,shared,y,y,y,y,y,y",
)
"""What may be told otherwise. Equal steps of clubs are numbered in another order by PostgreSQL, and a step of another club is
tried; letters of one second may change places, and the demo shows everybody's, so that one with a calendar is tried."""


@pytest.fixture(params=["sqlite", "postgresql"])
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """A demo world on either database, made before anything runs in a loop."""
    if request.param == "sqlite":
        yield access.world(tmp_path)
    else:
        with databases.postgresql_empty(tmp_path) as settings:
            where = {"TANDEM_DATA_DIR": str(tmp_path), "TANDEM_DATABASE_URL": settings.database_url}
            once.tell_the_demo(access.MOMENT, **where)
            yield settings


async def test_everybody_is_told_what_the_table_says(told: Settings) -> None:
    found = await access.made(told)
    known = {*_written(), *OTHERWISE}
    assert [line for line in found if line not in known] == []
