"""The demo's scores are what its content says: as many, of that mean, none by an author or their company."""

from __future__ import annotations

from typing import Any

import pytest

from ideas.challenges.demo import entered_at, moment
from ideas.studio.demo import published_at
from kernel.demo import World
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from voting.ballots import demo_scores

WORLD = World()
PEOPLE = WORLD.content_of("people")
DESIGNS = WORLD.content("designs")["designs"]
WORLD.ids.update({("person", told["handle"]): n for n, told in enumerate(PEOPLE)})
CHALLENGES = WORLD.content("challenges")["challenges"]
WORLD.ids.update({("design", told["key"]): n for n, told in enumerate(DESIGNS)})


@pytest.fixture(scope="module", autouse=True)
def _zone() -> None:
    """Calendars are those of the brand's zone, which a house knows."""
    open_house(house(Settings()))


@pytest.mark.parametrize("told", DESIGNS, ids=lambda told: str(told["key"]))
def test_a_design_of_the_demo_is_given_what_it_is_told_to_be(told: dict[str, object]) -> None:
    given = demo_scores.of(WORLD, told)
    assert given == demo_scores.of(WORLD, told)
    values = [what.value for what, _ in given.values() if what.value is not None]
    assert len(values) == told["scores"]
    assert sum(values) == round(float(str(told["appeal"])) * len(values))
    assert sum(what.wishes for what, _ in given.values()) == told["wishes"]
    assert all(published_at(WORLD, told) <= at < WORLD.now for _, at in given.values())
    author = next(person for person in PEOPLE if person["handle"] == told["author"])
    givers = [PEOPLE[person] for _, person in given]
    assert author not in givers
    assert not author.get("company") or author["company"] not in [giver.get("company") for giver in givers]


@pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda told: str(told["key"]))
def test_nothing_is_scored_while_its_challenge_takes_no_scores(challenge: dict[str, Any]) -> None:
    scoring, jury, result = (moment(WORLD, challenge[phase]) for phase in ("scoring", "jury", "result"))
    during = 0
    for told in (one for one in DESIGNS if one["key"] in challenge["entries"]):
        given = [at for _, at in demo_scores.of(WORLD, told).values()]
        assert not [at for at in given if entered_at(WORLD, challenge, told) <= at < scoring or jury <= at < result]
        during += sum(scoring <= at < jury for at in given)
    assert (during > 20) == (scoring < WORLD.now)
