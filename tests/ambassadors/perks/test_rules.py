"""Who may take a perk, from when it is used and until when it lasts, as tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ambassadors.perks import rules
from ambassadors.perks.cards import ClaimCard, PerkCard
from ambassadors.perks.models import KIND, Gives, Kind, Standing, Why
from ambassadors.perks.rules import Refusal, Window
from kernel.viewer import EVERYONE, MEMBERS, STRANGER, Viewer

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADA = Viewer(id=1, role="member", audiences=frozenset({EVERYONE, MEMBERS}))


def perk(**told: Any) -> PerkCard:
    given: dict[str, Any] = dict.fromkeys(PerkCard.__dataclass_fields__)
    given |= {"id": 1, "slug": "p", "gives": Gives.CODE, "name": "P", "body": "", "price": 10, "audience": MEMBERS}
    given |= {"taken": 0, "most_each": 1, "published_at": NOW - DAY, "label": "", "position": 0, "is_common": False}
    return PerkCard(**{**given, **told})


def claim(**told: Any) -> ClaimCard:
    given: dict[str, Any] = dict.fromkeys(ClaimCard.__dataclass_fields__)
    given |= {"id": 1, "perk_id": 1, "person_id": 1, "standing": Standing.HELD, "points": 10, "words": "", "at": NOW}
    given |= {"why": Why.NONE, "reason": "", "slug": "p", "name": "P", "gives": Gives.SEAT, "label": ""}
    return ClaimCard(**{**given, **told})


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({"published_at": None}, Window.DRAFT),
        ({}, Window.OPEN),
        ({"opens_at": NOW + HOUR}, Window.SOON),
        ({"opens_at": NOW}, Window.OPEN),
        ({"closes_at": NOW + HOUR}, Window.OPEN),
        ({"closes_at": NOW}, Window.OVER),
        ({"until_at": NOW}, Window.OVER),
        ({"ended_at": NOW - HOUR}, Window.OVER),
        ({"opens_at": NOW + HOUR, "ended_at": NOW - HOUR}, Window.OVER),
        ({"published_at": None, "ended_at": NOW}, Window.DRAFT),
    ],
)
def test_where_its_time_stands(told: dict[str, Any], where: Window) -> None:
    assert rules.window(perk(**told), NOW) == where


@pytest.mark.parametrize(
    ("viewer", "told", "given", "why"),
    [
        (ADA, {}, {}, None),
        (ADA, {}, {"free": 10}, None),
        (ADA, {}, {"free": 9}, Refusal.POINTS),
        (ADA, {}, {"had": 1}, Refusal.OFTEN),
        (ADA, {"most_each": 2}, {"had": 1}, None),
        (ADA, {"stock": 3, "taken": 3}, {}, Refusal.GONE),
        (ADA, {"stock": 3, "taken": 2}, {}, None),
        (ADA, {}, {"groups": {"tier:rope"}}, Refusal.AUDIENCE),
        (ADA, {"opens_at": NOW + HOUR}, {}, Refusal.SOON),
        (ADA, {"ended_at": NOW}, {}, Refusal.OVER),
        (ADA, {"published_at": None}, {}, Refusal.OVER),
        (replace(ADA, suspended=True), {}, {}, Refusal.SUSPENDED),
        (replace(ADA, role="editor"), {}, {}, Refusal.STAFF),
        (STRANGER, {}, {}, Refusal.AUDIENCE),
    ],
)
def test_who_may_take_it(viewer: Viewer, told: dict[str, Any], given: dict[str, Any], why: Refusal | None) -> None:
    asked = {"groups": {MEMBERS}, "had": 0, "free": 100, **given}
    assert rules.refusal(viewer, perk(**told), NOW, **asked) == why


@pytest.mark.parametrize(
    ("gives", "told", "begins"),
    [
        (Gives.CODE, {}, None),
        (Gives.PERCENT, {"from_at": NOW + HOUR}, None),
        (Gives.NAMING, {}, None),
        (Gives.SEAT, {}, NOW + 5 * DAY),
        (Gives.EARLY, {}, NOW),
        (Gives.EARLY, {"from_at": NOW + DAY}, NOW + DAY),
        (Gives.EARLY, {"from_at": NOW - DAY}, NOW),
        (Gives.RELEASE, {"from_at": NOW + DAY}, NOW + DAY),
        (Gives.BADGE, {}, NOW),
    ],
)
def test_when_it_is_used(gives: Gives, told: dict[str, Any], begins: datetime | None) -> None:
    assert rules.begins(perk(gives=gives, **told), NOW, meeting=NOW + 5 * DAY) == begins


@pytest.mark.parametrize(
    ("told", "begins", "ends"),
    [
        ({}, None, None),
        ({"until_at": NOW + DAY}, NOW, NOW + DAY),
        ({"days": 2}, None, NOW + 2 * DAY),
        ({"days": 2}, NOW + DAY, NOW + 3 * DAY),
        ({"days": 2, "until_at": NOW + DAY}, None, NOW + DAY),
    ],
)
def test_until_when_it_lasts(told: dict[str, Any], begins: datetime | None, ends: datetime | None) -> None:
    assert rules.ends(perk(**told), NOW, begins) == ends


@pytest.mark.parametrize(
    ("told", "held"),
    [
        ({}, True),
        ({"from_at": NOW + HOUR}, True),
        ({"from_at": NOW}, False),
        ({"until_at": NOW}, False),
        ({"standing": Standing.USED}, False),
        ({"standing": Standing.BACK}, False),
    ],
)
def test_until_when_it_can_be_given_back(told: dict[str, Any], held: bool) -> None:
    assert rules.may_give_back(ADA, claim(**told), NOW) is held
    assert not rules.may_give_back(replace(ADA, id=2), claim(**told), NOW)
    assert not rules.may_give_back(STRANGER, claim(person_id=None, **told), NOW)


def test_every_perk_is_of_one_of_three_kinds() -> None:
    assert set(KIND) == set(Gives)
    assert set(KIND.values()) == set(Kind)
