"""How days and hours are said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from community.meetings import pegs, wording
from kernel import clock, i18n


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("lang", "begins", "ends", "expected"),
    [
        ("en", "2026-12-12 09:30", "2026-12-12 12:00", "Saturday 12 December, 9:30 to 12:00"),
        ("fr", "2026-12-12 09:30", "2026-12-12 12:00", "samedi 12 décembre, de 9 h 30 à 12 h"),
        ("fr", "2027-08-01 14:00", "2027-08-01 16:00", "dimanche 1er août 2027, de 14 h à 16 h"),
        ("en", "2026-12-31 21:00", "2027-01-01 02:00", "Thursday 31 December, 21:00 to 2:00"),
        ("en", "2026-12-12 09:00", "2026-12-13 08:00", "Saturday 12 December, 9:00, to Sunday 13 December, 8:00"),
    ],
)
def test_a_span_is_said_as_people_say_it(lang: str, begins: str, ends: str, expected: str) -> None:
    with clock.at(datetime(2026, 11, 22, tzinfo=UTC)), i18n.speaking(lang, "Europe/Paris"):
        assert wording.span(at(begins), at(ends)).replace("\xa0", " ") == expected


@pytest.mark.parametrize(
    ("seats", "taken", "mine", "expected"),
    [(4, 2, 1, ["taken", "you", "", ""]), (2, 3, 0, ["taken", "taken"]), (3, 0, 0, ["", "", ""])],
)
def test_seats_are_drawn_as_pegs(seats: int, taken: int, mine: int, expected: list[str]) -> None:
    (rail,) = pegs.rails(seats, taken, mine)
    assert [peg.kind for peg in rail.pegs] == expected


def test_many_seats_stand_on_several_rails_and_more_are_told_in_words() -> None:
    assert [len(rail.pegs) for rail in pegs.rails(70, 5, 0)] == [30, 30, 10]
    assert pegs.rails(121, 5, 0) == pegs.rails(None, 5, 0) == []
