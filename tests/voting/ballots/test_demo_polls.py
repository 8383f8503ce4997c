"""The demo's ballots hold together: every name resolves, and what people answer is what their ballot takes."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from voting.ballots import marks
from voting.ballots.demo_polls import answers
from voting.ballots.marks import KINDS, Terms

DEMO = Path(__file__).parents[3] / "demo"


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((DEMO / f"{name}.toml").read_text("utf-8"))


BALLOTS: list[dict[str, Any]] = read("ballots")["ballots"]
CLUBS: dict[str, dict[str, Any]] = {club["key"]: club for club in read("clubs")["clubs"]}
each = pytest.mark.parametrize("ballot", BALLOTS, ids=lambda ballot: str(ballot["key"]))


@each
def test_a_ballot_is_opened_by_whoever_may_and_asks_something_known(ballot: dict[str, Any]) -> None:
    known = {
        "idea": {idea["key"] for name in ("ideas-fr", "ideas-en") for idea in read(name)["ideas"]},
        "design": {design["key"] for design in read("designs")["designs"]},
    }
    assert ballot["announced"] >= ballot["opens"] > ballot["closes"]
    assert ballot["method"] in KINDS
    for option in ballot["options"]:
        kind = next((name for name in known if name in option), "")
        assert option[kind] in known[kind] if kind else option["title"]
    if "club" in ballot:
        club = CLUBS[ballot["club"]]
        keepers = {club["founder"], *(one["who"] for one in club["roles"] if one["role"] in ("host", "treasurer"))}
        assert ballot["by"] in keepers
        assert {*ballot["early"], *ballot["absent"]} <= {club["founder"], *club["members"]}


@each
def test_everybody_answers_what_the_ballot_takes(ballot: dict[str, Any]) -> None:
    options = list(range(11, 11 + len(ballot["options"])))
    costs = {option: one.get("cost", 0) for option, one in zip(options, ballot["options"], strict=True)}
    terms = Terms(tuple(options), points=ballot.get("points", 0), budget=ballot.get("budget", 0), costs=costs)
    for handle in (person["handle"] for person in read("people")["people"]):
        for given in answers(ballot, handle, options):
            assert marks.check(ballot["method"], given, terms) == []
            assert any(given.values())


def test_a_vote_is_given_by_a_member_to_a_member_for_a_ballot_that_takes_proxies() -> None:
    taking = {ballot["key"]: ballot for ballot in BALLOTS if ballot.get("proxies")}
    for given in read("ballots")["proxies"]:
        club = CLUBS[given["club"]]
        assert {given["giver"], given["holder"]} <= {club["founder"], *club["members"]}
        if "ballot" in given:
            ballot = taking[given["ballot"]]
            assert ballot["announced"] > given["days_ago"] > ballot["closes"]


def test_every_club_has_a_ballot_that_closed_and_one_that_is_open_of_another_kind() -> None:
    for club in CLUBS:
        closed = {KINDS[one["method"]] for one in BALLOTS if one.get("club") == club and one["closes"] > 0}
        still = {KINDS[one["method"]] for one in BALLOTS if one.get("club") == club and one["closes"] < 0}
        assert closed
        assert still
        assert closed.isdisjoint(still)
