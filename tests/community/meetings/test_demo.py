"""The demo's meetings hold together: each club has one behind it and one before it."""

import tomllib
from pathlib import Path
from typing import Any

DEMO = Path(__file__).parents[3] / "demo"


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((DEMO / f"{name}.toml").read_text("utf-8"))


MEETINGS: list[dict[str, Any]] = read("meetings")["meetings"]
CLUBS: dict[str, dict[str, Any]] = {club["key"]: club for club in read("clubs")["clubs"]}
IDEAS = {one["key"] for name in ("ideas-fr", "ideas-en") for one in read(name)["ideas"]}


def test_each_club_has_a_past_and_a_coming_meeting() -> None:
    for key in CLUBS:
        mine = [meeting["begins"] for meeting in MEETINGS if meeting.get("club") == key]
        assert min(mine) < 0 < max(mine) - 7, key


def test_who_answers_is_there_to_be_asked() -> None:
    people = {person["handle"] for person in read("people")["people"]}
    for meeting in MEETINGS:
        said = [handle for kind in ("coming", "maybe", "no") for handle in meeting.get(kind, ())]
        assert len(said) == len(set(said))
        assert {meeting["host"], *said} <= people
        assert {*meeting.get("came", ()), *meeting.get("with_guest", ())} <= set(meeting["coming"])
        if "club" in meeting and "audience" not in meeting:
            club = CLUBS[meeting["club"]]
            assert {*said} <= {club["founder"], *club["members"]}, meeting["key"]


def test_what_lines_are_about_is_there() -> None:
    about = {line["idea"] for meeting in MEETINGS for line in meeting.get("agenda", ()) if "idea" in line}
    assert about
    assert about <= IDEAS
