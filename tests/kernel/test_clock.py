"""Days begin at the brand's midnight, through changes of the clock and leap years, and what was remembered ends with them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from kernel import cache, clock
from kernel.settings import Settings

PARIS = "Europe/Paris"


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        (PARIS, "2026-05-19T21:59:59", date(2026, 5, 19)),
        (PARIS, "2026-05-19T22:00:00", date(2026, 5, 20)),
        (PARIS, "2026-01-19T22:59:59", date(2026, 1, 19)),
        (PARIS, "2026-01-19T23:00:00", date(2026, 1, 20)),
        (PARIS, "2026-03-28T23:00:00", date(2026, 3, 29)),  # the day of 23 hours
        (PARIS, "2026-03-29T22:00:00", date(2026, 3, 30)),
        (PARIS, "2026-10-25T22:59:59", date(2026, 10, 25)),  # the day of 25 hours
        (PARIS, "2026-10-25T23:00:00", date(2026, 10, 26)),
        (PARIS, "2028-02-28T23:00:00", date(2028, 2, 29)),
        (PARIS, "2028-02-29T23:00:00", date(2028, 3, 1)),
        ("Pacific/Kiritimati", "2026-05-19T10:00:00", date(2026, 5, 20)),
        ("America/Los_Angeles", "2026-05-20T06:59:59", date(2026, 5, 19)),
    ],
)
def test_a_day_is_the_brands_own(zone: str, moment: str, day: date) -> None:
    clock.live_in(zone)
    try:
        with clock.at(datetime.fromisoformat(moment).replace(tzinfo=UTC)):
            assert clock.today() == day
            assert clock.day_number() == day.toordinal()
    finally:
        clock.live_in(PARIS)


def test_the_day_of_the_wall_clock_is_worked_out_once_and_ends_at_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    clock.live_in(PARIS)
    assert clock.day_number() == datetime.now(ZoneInfo(PARIS)).toordinal()
    tomorrow = datetime.now(UTC).timestamp() + 86_400
    monkeypatch.setattr("time.time", lambda: tomorrow)
    with monkeypatch.context() as patched:
        patched.setattr(clock, "today", lambda: date(2026, 5, 20))
        assert clock.day_number() == date(2026, 5, 20).toordinal()


def test_what_was_remembered_yesterday_is_forgotten_today() -> None:
    store: cache.Store[str] = cache.Store(2, steady=True)
    with clock.at(datetime(2026, 5, 19, 21, 59, tzinfo=UTC)):
        store.put("a", "yesterday's", cache.generation(steady=True))
        assert store.get("a") == "yesterday's"
    with clock.at(datetime(2026, 5, 19, 22, 0, tzinfo=UTC)):
        assert store.get("a") is None


def test_a_zone_that_is_none_is_refused() -> None:
    for zone in ("Europe/Atlantis", "../etc/passwd", ""):
        with pytest.raises(ValidationError):
            Settings(zone=zone)
