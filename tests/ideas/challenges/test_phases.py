from datetime import timedelta

import pytest

from ideas.challenges import phases
from ideas.challenges.models import Phase
from tests.ideas.challenges.called import DATES, IN, START


def told(phase: str, **dates: object) -> phases.Dates:
    return {**DATES, "phase": phase, **dates}


@pytest.mark.parametrize(
    ("phase", "when", "begin"),
    [
        ("draft", "production", []),
        ("announced", "announced", []),
        ("announced", "submissions", ["submissions"]),
        ("announced", "jury", ["submissions", "scoring", "jury"]),
        ("scoring", "jury", ["jury"]),
        ("jury", "production", ["result", "production"]),
        ("production", "production", []),
    ],
)
def test_every_phase_whose_moment_has_come_begins_in_its_order(phase: str, when: str, begin: list[str]) -> None:
    assert [found.value for found, _moment in phases.due(told(phase), IN[when])] == begin


def test_a_phase_begins_at_its_minute_and_not_before() -> None:
    just = timedelta(microseconds=1)
    assert phases.due(told("announced"), START - just) == []
    assert phases.due(told("announced"), START) == [(Phase.SUBMISSIONS, START)]
    assert phases.open_for(told("submissions"), Phase.SUBMISSIONS, DATES["scoring_at"] - just)
    assert not phases.open_for(told("submissions"), Phase.SUBMISSIONS, DATES["scoring_at"])


def test_a_challenge_may_end_without_production() -> None:
    assert phases.ends_at(told("result", production_at=None)) is None
    assert phases.open_for(told("result", production_at=None), Phase.RESULT, IN["production"])


def test_reminders_fall_in_the_last_day_of_designs_and_of_marks() -> None:
    day, just = timedelta(days=1), timedelta(microseconds=1)
    for phase, end, what in (("submissions", "scoring_at", "designs"), ("jury", "result_at", "marks")):
        moment = DATES[end]
        assert phases.reminder(told(phase), moment - day - just) == ""
        assert phases.reminder(told(phase), moment - day) == what
        assert phases.reminder(told(phase), moment) == ""
    assert phases.reminder(told("scoring"), DATES["jury_at"] - timedelta(hours=1)) == ""


def test_somebody_looks_at_each_moment_that_is_still_to_come() -> None:
    day = timedelta(days=1)
    wanted = [DATES["jury_at"], DATES["result_at"] - day, DATES["result_at"], DATES["production_at"]]
    assert phases.moments(told("scoring"), IN["scoring"]) == wanted
