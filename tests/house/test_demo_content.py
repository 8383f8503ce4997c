"""The demo world's content holds together: every name resolves, every date is in order, both languages speak."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

Row = dict[str, Any]

DEMO = Path(__file__).parents[2] / "demo"
STATUSES = ("open", "under_review", "planned", "in_progress", "shipped", "declined")
NEXT = {
    "open": {"under_review"},
    "under_review": {"planned", "declined"},
    "planned": {"in_progress"},
    "in_progress": {"shipped"},
}
AUDIENCES = {"everyone", "members", "customers", "staff"}
PAINTS = {"fog", "moss", "straw", "plaster", "heather", "lake"}
WORTHS = {"champion", "regular", "occasional", "new", "lapsed", "none"}
STAFF_ROLES = {"manager", "editor", "admin"}


def read(name: str) -> Row:
    return tomllib.loads((DEMO / name).read_text(encoding="utf-8"))


BRAND = read("brand.toml")
CUSTOMERS = read("customers.toml")
MODERATION = read("moderation.toml")
PEOPLE: dict[str, Row] = {person["handle"]: person for person in read("people.toml")["people"]}
BOARDS: dict[str, Row] = {board["slug"]: board for board in BRAND["boards"]}
FRENCH: list[Row] = read("ideas-fr.toml")["ideas"]
ENGLISH: list[Row] = read("ideas-en.toml")["ideas"]
IDEAS = FRENCH + ENGLISH
STAFF = {handle for handle, person in PEOPLE.items() if person.get("role") in STAFF_ROLES}

each_idea = pytest.mark.parametrize("idea", IDEAS, ids=lambda idea: str(idea["key"]))


def remarks(idea: Row) -> Iterator[tuple[Row, float]]:
    """Each comment and reply of an idea with how many days ago it was written."""
    for comment in idea.get("comments", []):
        written = idea["days_ago"] - comment["hours_after"] / 24
        yield comment, written
        for reply in comment.get("replies", []):
            yield reply, written - reply["hours_after"] / 24


def may(handle: str, audience: str) -> bool:
    if handle in STAFF:
        return True
    if audience == "customers":
        return bool(PEOPLE[handle]["worth"] != "none")
    return audience != "staff"


def number_of_voters(board: Row) -> int:
    return sum(may(handle, board["support"]) for handle in PEOPLE)


def test_there_is_enough_of_everything() -> None:
    statuses = Counter(idea["status"] for idea in IDEAS)
    answered = [idea for idea in IDEAS if any("answer" in step for step in idea.get("trail", []))]
    threads = [idea for idea in IDEAS if 3 <= len(list(remarks(idea))) <= 12]
    assert len(PEOPLE) >= 150
    assert len(FRENCH) >= 45
    assert len(ENGLISH) >= 27
    assert len(answered) >= 22
    assert len(threads) >= 20
    assert statuses["shipped"] >= 7
    assert statuses["declined"] >= 5
    assert statuses["planned"] + statuses["in_progress"] >= 8
    assert len(CUSTOMERS["walk_ins"]["people"]) == 60
    assert 8 <= len(CUSTOMERS["products"]) <= 10


def test_the_ideas_span_four_months() -> None:
    days = [idea["days_ago"] for idea in IDEAS]
    assert max(days) <= 120
    assert max(days) > 110
    assert min(days) <= 3


def test_nothing_is_named_twice() -> None:
    handles = [person["handle"] for person in read("people.toml")["people"]]
    for names in (
        handles,
        [person["name"] for person in PEOPLE.values()],
        [board["slug"] for board in BRAND["boards"]],
        [idea["key"] for idea in IDEAS],
        [idea["title"].casefold() for idea in IDEAS],
        [person["name"] for person in CUSTOMERS["walk_ins"]["people"]],
    ):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_the_first_five_are_those_one_may_sign_in_as() -> None:
    first = list(PEOPLE.values())[:5]
    assert [person["handle"] for person in first] == ["ada", "ben", "mo", "sol", "root"]
    assert [person["email"] for person in first] == [f"{p['handle']}@example.org" for p in first]
    assert [person.get("role", "member") for person in first] == ["member", "member", "manager", "editor", "admin"]
    assert "ben" in [told["handle"] for told in read("ambassadors.toml")["ambassadors"]]


@pytest.mark.parametrize("person", PEOPLE.values(), ids=lambda person: str(person["handle"]))
def test_a_person_is_well_formed(person: Row) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]{1,19}", person["handle"])
    assert person["language"] in ("fr", "en")
    assert person["worth"] in WORTHS
    assert person["zone"] in CUSTOMERS["countries"]
    assert person.get("segment", "quotidien") in {segment["slug"] for segment in CUSTOMERS["segments"]}
    assert len(person.get("bio", "")) <= 160


def test_two_thirds_of_the_people_speak_french() -> None:
    share = sum(person["language"] == "fr" for person in PEOPLE.values()) / len(PEOPLE)
    assert 0.6 <= share <= 0.7


def test_several_people_stand_for_each_company() -> None:
    counts = Counter(person["company"] for person in PEOPLE.values() if "company" in person)
    assert set(counts) == {company["slug"] for company in CUSTOMERS["companies"]}
    assert min(counts.values()) >= 2
    assert sum(counts.values()) == 12


@pytest.mark.parametrize("board", BOARDS.values(), ids=lambda board: str(board["slug"]))
def test_a_board_is_well_formed(board: Row) -> None:
    assert board["colour"] in PAINTS
    assert {board["see"], board["propose"], board["comment"], board["support"]} <= AUDIENCES
    assert board["name"]
    assert board["description"]


def test_one_board_is_closed_and_one_is_for_staff() -> None:
    assert [slug for slug, board in BOARDS.items() if board["closed"]] == ["ponton"]
    assert [slug for slug, board in BOARDS.items() if board["see"] == "staff"] == ["atelier"]


@each_idea
def test_an_idea_is_well_formed(idea: Row) -> None:
    board = BOARDS[idea["board"]]
    assert 0 < len(idea["title"]) <= 120
    assert len(idea["body"].strip()) > 60
    assert idea["status"] in STATUSES
    assert idea.get("momentum", "steady") in ("rising", "steady", "fading")
    assert set(idea["tags"]) <= set(board["tags"])
    assert set(idea.get("appeals_to", [])) <= WORTHS
    assert 2 <= idea["support"] <= min(110, number_of_voters(board))
    assert may(idea["author"], board["propose"])


@each_idea
def test_a_trail_takes_legal_steps_in_order(idea: Row) -> None:
    status, day = "open", float(idea["days_ago"])
    for step in idea.get("trail", []):
        assert step["status"] in NEXT[status]
        assert 0 <= step["days_ago"] < day
        assert step["by"] in STAFF
        status, day = step["status"], step["days_ago"]
    assert status == idea["status"]


@each_idea
def test_what_is_decided_is_answered(idea: Row) -> None:
    for step in idea.get("trail", []):
        if step["status"] in ("planned", "shipped", "declined"):
            assert step["answer"]
        if step["status"] == "declined":
            assert step["reason"]
            assert step["would_change"]
        assert step.get("cost_band", "S") in ("S", "M", "L", "XL")


@each_idea
def test_a_plan_has_a_place_on_the_roadmap(idea: Row) -> None:
    if idea["status"] in ("planned", "in_progress"):
        assert idea["horizon"] in ("now", "next", "later")
        assert 0 <= idea["target_in_quarters"] <= 4
        assert 1 <= idea["effort"] <= 13


@each_idea
def test_a_kept_promise_was_kept_on_the_day_it_shipped(idea: Row) -> None:
    kept = [step["kept_days_ago"] for step in idea.get("trail", []) if "kept_days_ago" in step]
    shipped = [step["days_ago"] for step in idea.get("trail", []) if step["status"] == "shipped"]
    assert kept == shipped


def test_one_promise_is_late_and_one_was_kept_late() -> None:
    promises = [step for idea in IDEAS for step in idea.get("trail", []) if "promised_in_days" in step]
    late = [step for step in promises if step["promised_in_days"] < 0 and "kept_days_ago" not in step]
    kept_late = [step for step in promises if step.get("kept_days_ago", 999) < -step["promised_in_days"]]
    assert len(late) == 1
    assert len(kept_late) == 1


@each_idea
def test_a_thread_is_written_by_people_who_may_and_in_order(idea: Row) -> None:
    board = BOARDS[idea["board"]]
    end = board.get("closed_days_ago", 0)
    starts = [comment["hours_after"] for comment in idea.get("comments", [])]
    assert starts == sorted(starts)
    for remark, days_ago in remarks(idea):
        assert end < days_ago < idea["days_ago"]
        assert may(remark["by"], board["comment"])
        assert remark["by"] in STAFF or not remark.get("internal")
        for handle in remark.get("reactions", []):
            assert handle in PEOPLE
            assert handle != remark["by"]
        for handle in re.findall(r"(?<!\w)@(\w+)", remark["body"]):
            assert handle in PEOPLE


def test_people_mention_one_another_and_staff_keep_notes() -> None:
    written = [remark for idea in IDEAS for remark, _ in remarks(idea)]
    assert sum("@" in remark["body"] for remark in written) >= 10
    assert sum(bool(remark.get("internal")) for remark in written) >= 4


def test_a_moderation_case_follows_its_comment() -> None:
    keyed = {remark["key"]: (idea["key"], day) for idea in IDEAS for remark, day in remarks(idea) if "key" in remark}
    rules = {rule["slug"] for rule in MODERATION["rules"]}
    assert [case["state"] for case in MODERATION["cases"]] == ["hidden", "open", "restored", "left"]
    for case in MODERATION["cases"]:
        idea, day = keyed[case["comment"]]
        assert idea == case["idea"]
        assert case["rule"] in rules
        acts = [*case["reports"], *(case[act] for act in ("ruling", "appeal", "answer") if act in case)]
        for act in acts:
            assert act["by"] in PEOPLE
            assert act["days_ago"] < day
            day = act["days_ago"]


def test_a_ruling_says_why_and_a_second_person_restores() -> None:
    for case in MODERATION["cases"]:
        for act in (case[name] for name in ("ruling", "answer") if name in case):
            assert act["by"] in STAFF
            assert act["reason"]
            assert act["public_fr"]
            assert act["public_en"]
    restored = MODERATION["cases"][2]
    assert restored["ruling"]["by"] != restored["answer"]["by"]


def test_every_customer_can_be_generated() -> None:
    profiles, segments = CUSTOMERS["profiles"], {segment["slug"] for segment in CUSTOMERS["segments"]}
    assert set(profiles) == WORTHS - {"none"}
    for profile in profiles.values():
        for key in ("orders_per_month", "basket", "since_months", "silent_months"):
            low, high = profile[key]
            assert 0 <= low < high
        assert profile["silent_months"][1] <= profile["since_months"][0]
        assert set(profile["segments"]) <= segments
    assert {person["worth"] for person in CUSTOMERS["walk_ins"]["people"]} <= set(profiles)
    assert CUSTOMERS["currency"] == BRAND["currency"] == "EUR"


def test_french_keeps_its_signs_on_the_line() -> None:
    for name in ("brand.toml", "moderation.toml", "ideas-fr.toml"):
        lines = (DEMO / name).read_text(encoding="utf-8").splitlines()
        loose = [line for line in lines if not line.startswith("#") and re.search(r"\S [:;!?»%€]", line)]
        assert loose == []


def test_the_brand_does_not_raise_its_voice() -> None:
    for idea in IDEAS:
        for step in idea.get("trail", []):
            assert "!" not in step.get("answer", "")


def test_each_file_can_be_read_in_one_sitting() -> None:
    for path in DEMO.glob("*.toml"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 1500
