"""Points never buy votes: nothing that counts a vote can read them, no rule can pay for one, and none weighs by them."""

import re

from ambassadors.points.registry import VOTING, earnings
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests.house.source import ROOT

HOUSE = house(Settings())
POINTS = re.compile(r"\bpoint_(?:fund|purse|lot|entry|posting|award|hold|rule|thanks)\b|ambassadors\.points")
WEIGHING = ("support", "ballot", "score", "elector", "proxy", "wish", "weight", "demand")


def test_nothing_below_reads_a_table_of_points() -> None:
    below = [path for package in ("kernel", "community", "ideas", "voting") for path in (ROOT / package).rglob("*.py")]
    assert len(below) > 200
    assert [str(path.relative_to(ROOT)) for path in below if POINTS.search(path.read_text("utf-8"))] == []


def test_the_wing_of_points_supplies_nothing_that_weighs() -> None:
    """What upper wings may tell those who count comes through registries; points fill none of those."""
    wing = next(wing for wing in HOUSE.wings if wing.name == "points")
    assert [name for name in wing.registers if any(word in name for word in WEIGHING)] == []
    assert (wing.audiences, wing.slots) == ((), ())


def test_no_kind_of_earning_follows_a_vote() -> None:
    open_house(HOUSE)
    events = {event for one in earnings() for event in one.events}
    assert events
    assert [event for event in sorted(events) if event.startswith(VOTING)] == []
    ballots = next(wing for wing in HOUSE.wings if wing.name == "ballots")
    assert [event for event in ballots.events if not event.startswith(VOTING)] == []


def test_no_entry_of_points_is_read_where_ballots_are_weighed() -> None:
    """Nor above: what perks, missions and the programme write touches no table of ballots, supports or scores."""
    votes = re.compile(r"\b(?:UPDATE|INSERT INTO|DELETE FROM) (?:support|ballot\w*|elector|score\w*|proxy\w*|wish)\b")
    wings = ("points", "programme", "missions", "helpdesk", "perks", "referrals", "influence")
    above = [path for wing in wings for path in (ROOT / "ambassadors" / wing).rglob("*.py")]
    assert [str(path.relative_to(ROOT)) for path in above if votes.search(path.read_text("utf-8"))] == []
