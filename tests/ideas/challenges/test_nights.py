"""The two nights in which the clocks of the brand's zone are set: a phase begins once, at its minute."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest

from ideas.challenges import actions, forms, queries, turning, wording
from ideas.challenges.models import Phase
from kernel import clock, db, jobs
from kernel.features import House
from tests import cast
from tests.browsing import Browser
from tests.ideas.challenges import called
from tests.ideas.challenges.test_pages import FORM
from tests.ideas.challenges.test_turning import told, turns

PARIS = "Europe/Paris"
MINUTE = timedelta(minutes=1)
SPRING, AUTUMN = datetime(2030, 3, 31, 1, tzinfo=UTC), datetime(2030, 10, 27, 1, tzinfo=UTC)
"""The moments at which an hour is left out, and at which one begins again."""


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("2030-03-31T01:59", "2030-03-31T00:59"),
        ("2030-03-31T03:00", "2030-03-31T01:00"),
        ("2030-10-27T01:59", "2030-10-26T23:59"),
        ("2030-10-27T02:30", "2030-10-27T00:30"),
        ("2030-10-27T03:00", "2030-10-27T02:00"),
        ("2030-10-27T02:30+01:00", "2030-10-27T01:30"),
    ],
)
def test_hours_of_the_brands_zone_are_moments(typed: str, held: str) -> None:
    moment = datetime.fromisoformat(typed)
    found = forms.in_zone(moment, PARIS)
    assert found
    assert found.isoformat().startswith(held)
    assert not forms.is_skipped(moment, PARIS)


@pytest.mark.parametrize("typed", ["2030-03-31T02:00", "2030-03-31T02:30", "2030-03-31T02:59"])
def test_an_hour_that_is_left_out_is_none(typed: str) -> None:
    assert forms.is_skipped(datetime.fromisoformat(typed), PARIS)
    assert not forms.is_skipped(datetime.fromisoformat(typed), "America/Martinique")


async def test_an_hour_that_does_not_exist_is_refused_beside_its_field(browser: Browser) -> None:
    manager = await cast.browser_as(browser, "manager")
    sent = {**FORM, "jury_at": "2030-03-31T02:30"}
    page = await manager.submit("/challenges/new", "/challenges/new", **sent)
    assert page.status_code == 422
    assert "this hour does not exist" in page.text
    assert 'value="2030-03-31T02:30"' in page.text


@pytest.mark.parametrize("night", [SPRING, AUTUMN])
async def test_each_phase_of_such_a_night_begins_once_and_a_minute_before_none_has(
    home: House, night: datetime
) -> None:
    dates: dict[str, Any] = {
        "opens_at": night - timedelta(hours=2),
        "scoring_at": night - MINUTE,
        "jury_at": night,
        "result_at": night + MINUTE,
        "production_at": night + timedelta(hours=1),
    }
    with clock.at(night - timedelta(days=2)):
        made = await called.draft(**dates)
        await actions.announce(await cast.manager(), made)
    for name, phase in zip(dates, ("submissions", "scoring", "jury", "result", "production"), strict=True):
        with clock.at(dates[name] - timedelta(seconds=1)):
            await jobs.work(home, until_idle=True, like="challenge.turn")
            assert (await queries.by_id(made.id)).phase != phase
        for late in (timedelta(0), timedelta(seconds=30)):
            with clock.at(dates[name] + late):
                await jobs.work(home, until_idle=True, like="challenge.turn")
                assert (await queries.by_id(made.id)).phase == phase
    assert await turns(made.id) == ["announced", "submissions", "scoring", "jury", "result", "production"]
    assert await told("challenge.turned") == 5


@pytest.mark.usefixtures("home")
async def test_the_hour_that_comes_twice_ends_nothing_when_it_comes_first() -> None:
    made = await called.announced(**_around(AUTUMN + timedelta(minutes=30)))
    with clock.at(AUTUMN - timedelta(minutes=29)):
        await turning.turn(made.id)
        assert (await queries.by_id(made.id)).phase == Phase.SUBMISSIONS
        assert (await queries.by_id(made.id)).takes_designs
    with clock.at(AUTUMN + timedelta(minutes=30)):
        assert await turning.turn(made.id) == [Phase.SCORING]


def _around(scoring: datetime) -> dict[str, Any]:
    days = {"opens_at": -10, "scoring_at": 0, "jury_at": 10, "result_at": 20, "production_at": 30}
    return {name: scoring + timedelta(days=n) for name, n in days.items()}


async def test_the_calendar_feed_holds_the_very_moment_of_such_a_night(browser: Browser) -> None:
    later = AUTUMN + timedelta(minutes=30)
    made = await called.announced(**_around(later))
    reply = await browser.get("/challenges.ics")
    assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
    assert re.search(r"\r\n", reply.text)
    assert all(len(line.encode()) <= 75 for line in reply.text.split("\r\n"))
    found = icalendar.Calendar.from_ical(reply.content)
    assert (str(found["x-wr-timezone"]), str(found["version"])) == (PARIS, "2.0")
    held = {str(event["uid"]).partition("@")[0].rpartition("-")[2]: event for event in found.walk("VEVENT")}
    assert list(held) == ["submissions", "scoring", "jury", "result", "production"]
    assert held["scoring"].decoded("dtstart") == later == held["submissions"].decoded("dtend")
    assert {str(event["status"]) for event in held.values()} == {"CONFIRMED"}
    assert all(
        {"uid", "dtstamp", "dtstart", "summary", "url"} <= {key.lower() for key in event} for event in held.values()
    )
    assert wording.said(made.scoring_at) == "27 October 2030, 02:30"


@pytest.mark.usefixtures("home")
async def test_two_challenges_of_one_minute_both_turn() -> None:
    made = [await called.announced(slug) for slug in ("one", "two", "three")]
    with clock.at(called.DATES["opens_at"]):
        await turning.turn_all()
    rows = await db.rows("SELECT challenge_id FROM phase_turn WHERE phase = 'submissions' ORDER BY challenge_id")
    assert [row["challenge_id"] for row in rows] == [one.id for one in made]
