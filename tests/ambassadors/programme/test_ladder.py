"""Up at once, down only after a notice and a grace, and never by chance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ambassadors.programme.ladder import Place, Rung, Stands, fitting, step

RUNGS = [Rung("voice", 0), Rung("guide", 50), Rung("relay", 75), Rung("workshop", 95)]
NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
GRACE = timedelta(days=30)
DAY = NOW + GRACE


@pytest.mark.parametrize(
    ("percentile", "is_good", "slug"),
    [
        (None, True, "voice"),
        (0, True, "voice"),
        (49.9, True, "voice"),
        (50, True, "guide"),
        (94.9, True, "relay"),
        (95, True, "workshop"),
        (100, True, "workshop"),
        (99, False, "voice"),
    ],
)
def test_the_highest_tier_whose_bar_is_met_fits(percentile: float | None, is_good: bool, slug: str) -> None:
    assert RUNGS[fitting(RUNGS, percentile, is_good=is_good)].slug == slug


@pytest.mark.parametrize(
    ("why", "stands", "place", "is_good", "how", "after"),
    [
        ("nothing moves", Stands("guide"), Place(60, 64), True, "stay", Stands("guide")),
        ("up by two at once", Stands("voice"), Place(80, 84), True, "up", Stands("relay")),
        ("up ends a fall", Stands("guide", "voice", DAY), Place(80, 84), True, "up", Stands("relay")),
        ("chance alone moves nobody down", Stands("relay"), Place(74, 76), True, "stay", Stands("relay")),
        ("the upper end misses the bar", Stands("relay"), Place(70, 74), True, "warn", Stands("relay", "guide", DAY)),
        ("not reached any more", Stands("guide"), None, True, "warn", Stands("guide", "voice", DAY)),
        ("a ruling", Stands("workshop"), Place(99, 99), False, "warn", Stands("workshop", "voice", DAY)),
        ("the first is never lost", Stands("voice"), None, False, "stay", Stands("voice")),
        ("a fall waits", Stands("relay", "guide", DAY), Place(70, 74), True, "stay", Stands("relay", "guide", DAY)),
        ("it fits again", Stands("relay", "guide", DAY), Place(75, 79), True, "spare", Stands("relay")),
        ("the grace is over", Stands("relay", "guide", NOW), Place(70, 74), True, "down", Stands("guide")),
        ("over, and lower by now", Stands("relay", "guide", NOW), Place(30, 33), True, "down", Stands("voice")),
        ("a tier that is no more", Stands("gone"), Place(60, 64), True, "up", Stands("guide")),
    ],
)
def test_a_step(why: str, stands: Stands, place: Place | None, is_good: bool, how: str, after: Stands) -> None:
    taken = step(RUNGS, stands, place, is_good=is_good, now=NOW, grace=GRACE)
    assert (taken.how, taken.stands) == (how, after), why


@given(
    some.sampled_from(RUNGS),
    some.lists(some.tuples(some.floats(0, 100), some.booleans(), some.integers(1, 40)), max_size=20),
)
def test_nobody_goes_down_without_having_been_told_a_grace_before(
    start: Rung, days: list[tuple[float, bool, int]]
) -> None:
    stands, now, told = Stands(start.slug), NOW, None
    places = {rung.slug: number for number, rung in enumerate(RUNGS)}
    for percentile, is_good, later in days:
        now += timedelta(days=later)
        taken = step(RUNGS, stands, Place(percentile, min(100, percentile + 2)), is_good=is_good, now=now, grace=GRACE)
        if taken.how == "warn":
            told = now
        if places[taken.stands.tier] < places[stands.tier]:
            assert told is not None
            assert now - told >= GRACE
        stands = taken.stands
