"""Days of the invented world are those of the brand's own calendar, at whatever hour it is made."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kernel import clock
from kernel.demo import World

pytestmark = pytest.mark.usefixtures("home")


@pytest.mark.parametrize("hour", [0, 9, 12, 21, 22])
async def test_a_day_before_summer_time_ended_is_the_same_at_every_hour(hour: int) -> None:
    with clock.at(datetime(2026, 11, 22, hour, 35, tzinfo=UTC)):
        told = World().ago(52, hour=19.4)
    assert told.strftime("%Y-%m-%d %H:%M") == "2026-10-01 19:24"
