"""Calendar files as other programs read them: every word comes back, every hour is the one that was meant."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from kernel import calendars, zones
from kernel.calendars import Entry, Somebody
from kernel.features import House, open_house
from kernel.settings import Settings

PARIS = ZoneInfo("Europe/Paris")
STAMP = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOSTILE = [
    "Apples, pears; plums\\cherries",
    "First line\nsecond line\n\nlast line",
    "Windows\r\nlines\rand old ones",
    "\U0001f45f" * 40,
    "é" * 200,
    "\U0001f468‍\U0001f469‍\U0001f467 with joiners " * 12,
    "BEGIN:VEVENT\nEND:VCALENDAR\nATTENDEE:mailto:eve@example.org",
    "colon: semicolon; \"quotes\" 'and' \\n as typed",
    " leading and trailing ",
    "x" * 75,
    "controls \x00\x07\x1b\x85\u2028\u2029 gone",
]


@pytest.fixture(autouse=True)
def _site() -> None:
    open_house(House([], Settings(base_url="https://sorbier.example")))


def entry(**changed: Any) -> Entry:
    told: dict[str, Any] = {
        "uid": "meeting-1",
        "title": "Trying on",
        "starts": datetime(2026, 12, 12, 9, 30, tzinfo=PARIS),
        "ends": datetime(2026, 12, 12, 12, tzinfo=PARIS),
        "stamp": STAMP,
        "zone": "Europe/Paris",
    }
    return Entry(**{**told, **changed})


def read(made: bytes) -> Any:
    return icalendar.Calendar.from_ical(made)


def events(*entries: Entry, **said: Any) -> list[Any]:
    found: list[Any] = read(calendars.written(entries, **said)).walk("VEVENT")
    return found


def seen(text: str) -> str:
    """What is left of a text: its lines, without what nobody sees."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in plain if letter not in "\x00\x07\x1b\x85\u2028\u2029")


@pytest.mark.parametrize("text", HOSTILE)
def test_every_word_comes_back_from_the_file(text: str) -> None:
    (event,) = events(entry(title=text, words=text, place=text))
    assert {str(event[key]) for key in ("summary", "description", "location")} == {seen(text)}


@pytest.mark.parametrize("text", HOSTILE)
def test_lines_are_of_75_octets_and_no_letter_is_cut(text: str) -> None:
    made = calendars.written([entry(title=text)], name=text)
    lines = made.split(b"\r\n")
    assert lines[-1] == b""
    assert max(len(line) for line in lines) <= 75
    assert all(line.decode() for line in lines[:-1])
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert made.count(b"BEGIN:VEVENT\r\n") == made.count(b"END:VCALENDAR\r\n") == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_never_leaves_its_quotes(text: str) -> None:
    guest = Somebody(text, "ada@example.org", "ACCEPTED")
    (event,) = events(entry(organizer=Somebody('Eve" :mailto:x', "club@example.org"), attendee=guest), method="REQUEST")
    assert str(event["attendee"]) == "mailto:ada@example.org"
    assert str(event["organizer"]) == "mailto:club@example.org"
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"


def test_an_hour_is_said_by_the_clocks_of_its_zone() -> None:
    (event,) = events(entry())
    assert event["dtstart"].params["TZID"] == "Europe/Paris"
    assert event.decoded("dtstart") == datetime(2026, 12, 12, 8, 30, tzinfo=UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=2.5)


def test_an_hour_that_comes_twice_is_said_in_utc_the_second_time() -> None:
    first, second = datetime(2030, 10, 27, 0, 30, tzinfo=UTC), datetime(2030, 10, 27, 1, 30, tzinfo=UTC)
    made = calendars.written([entry(starts=first, ends=second)]).decode()
    assert "DTSTART;TZID=Europe/Paris:20301027T023000\r\n" in made
    assert "DTEND:20301027T013000Z\r\n" in made


def test_a_file_describes_each_of_its_zones_once() -> None:
    told = [entry(), entry(uid="b"), entry(uid="c", zone="America/New_York"), entry(uid="d", zone="")]
    found = read(calendars.written(told))
    assert [str(zone["tzid"]) for zone in found.walk("VTIMEZONE")] == ["America/New_York", "Europe/Paris"]
    assert found.walk()[1].name == "VTIMEZONE"


ZONES = (
    *("Europe/Paris", "Europe/Dublin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Asia/Tokyo"),
    *("Asia/Jerusalem", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Apia", "America/Martinique", "UTC"),
)


@pytest.mark.parametrize("name", ZONES)
def test_the_described_clocks_are_those_of_the_zone(name: str) -> None:
    """Read by another library, each Monday of four years and each quarter of an hour around every change."""
    lines = zones.component(name, 2026, 2028)
    (told,) = read("\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""]).encode()).walk("VTIMEZONE")
    described, zone = told.to_tz(lookup_tzid=False), ZoneInfo(name)
    hours = [datetime.fromisoformat("2025-06-02T12:00") + timedelta(days=7 * week) for week in range(200)]
    hours += [turn.at + timedelta(hours=hour) for turn in zones.turns_of(zone, 2026, 2028) for hour in (-30, -2, 2, 30)]
    for hour in hours:
        assert hour.replace(tzinfo=described).utcoffset() == hour.replace(tzinfo=zone).utcoffset(), hour


def test_a_rule_comes_with_what_it_leaves_out_and_what_takes_its_place() -> None:
    wall, week = datetime.fromisoformat("2027-03-07T02:30"), timedelta(days=7)
    master = entry(starts=wall, ends=wall + timedelta(hours=1), rule="FREQ=WEEKLY;COUNT=8", without=(wall + week,))
    moved = entry(starts=datetime(2027, 3, 21, 10, tzinfo=PARIS), instead_of=wall + 2 * week, sequence=2)
    first, second = events(master, moved)
    assert dict(first["rrule"]) == {"FREQ": ["WEEKLY"], "COUNT": [8]}
    assert first["exdate"].dts[0].dt == datetime(2027, 3, 14, 2, 30, tzinfo=PARIS)
    assert second["recurrence-id"].dt == datetime(2027, 3, 21, 2, 30, tzinfo=PARIS)
    assert (second["sequence"], str(second["uid"])) == (2, str(first["uid"]))


def test_a_day_lasts_a_day_and_leaves_its_hours_free() -> None:
    (event,) = events(entry(starts=date(2027, 3, 31), ends=date(2027, 4, 1)))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2027, 3, 31), date(2027, 4, 1))
    assert str(event["transp"]) == "TRANSPARENT"


def test_what_outlook_google_and_apple_ask_for_is_there() -> None:
    made = read(calendars.written([entry(sequence=3)], name="Sorbier", zone="Europe/Paris"))
    assert (str(made["version"]), str(made["method"]), str(made["calscale"])) == ("2.0", "PUBLISH", "GREGORIAN")
    assert made["prodid"]
    assert str(made["refresh-interval"].to_ical(), "ascii") == str(made["x-published-ttl"]) == "PT1H"
    (event,) = made.walk("VEVENT")
    assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "SEQUENCE", "TRANSP"} <= set(event)
    assert str(event["uid"]) == "meeting-1@sorbier.example"


def test_a_call_to_cancel_says_so_twice() -> None:
    made = read(calendars.written([entry(is_cancelled=True, sequence=4)], method="CANCEL"))
    assert (str(made["method"]), str(made.walk("VEVENT")[0]["status"])) == ("CANCEL", "CANCELLED")
