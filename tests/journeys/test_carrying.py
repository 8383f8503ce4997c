"""A newcomer carries others, by plain forms, in both languages: the score, why, and the choice; then what staff make of it."""

from __future__ import annotations

import argparse
import csv
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ambassadors.influence import commands as influence
from kernel import clock
from kernel.features import the_house
from tests import cast
from tests.browsing import Browser
from tests.journeys import carrying
from tests.journeys.carrying import MINE
from tests.journeys.untouched import forms_of, go, main_of, sent
from voting.demand import commands as demand
from voting.demand import jobs as reckonings
from voting.roadmap import commands as roadmap
from voting.value import commands as value

LANGUAGES = pytest.mark.parametrize("lang", ["en", "fr"])
BECAUSE = {"en": "through Bea , who supported your idea", "fr": "par Bea , qui a soutenu votre idée"}
TOLD = {"en": "says that their influence is wrong", "fr": "trouve son influence fausse"}
UPHELD = {"en": "You were right", "fr": "Vous aviez raison"}
GONE = {"en": "Not scored since", "fr": "Pas de score depuis"}

SEGMENT = {"en": "Worth and influence: Pillars", "fr": "Valeur et influence : Piliers"}
QUARTERS = {
    "pillars": ("Pillars", "Piliers"),
    "voices": ("Voices", "Voix"),
    "quiet": ("Quiet customers", "Clients discrets"),
    "neighbours": ("Neighbours", "Voisins"),
}


def lines_of(page: str) -> list[int]:
    """The walks of each line, and their sum last."""
    return [int(re.sub(r"\D", "", found)) for found in re.findall(r'class="walked__n">([^<]+)<', page)]


async def ranked(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The newest reckoning as a command prints it, its people by handle."""
    told = argparse.Namespace(json=True, topic="", now=False, check=None)
    capsys.readouterr()
    assert await influence.influence(the_house(), told) == 0
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return {"run": printed["run"], "people": {one["reference"]: one for one in printed["people"]}}


@LANGUAGES
async def test_standing_is_earned_read_disputed_left_and_taken_up_again(
    browser: Browser, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    them = await carrying.people(browser, lang)
    await carrying.shopping(tmp_path)
    await carrying.shipped(them["sol"], await carrying.carried(them))
    morning = await carrying.night()
    before = await ranked(capsys)
    with clock.at(morning):
        await read(them["ada"], before, lang)
        await disputed(them["ada"], them["sol"], lang)
    await left(them, before, lang, capsys)


async def read(ada: Browser, known: dict[str, Any], lang: str) -> None:
    """She reads why: the lines are the score, the file holds them all, nobody else sees them."""
    page = await go(ada, MINE)
    walks = known["people"]["ada"]["walks"]
    lines = lines_of(page.text)
    assert lines[-1] == walks == sum(lines[:-1]) > 0
    assert BECAUSE[lang] in main_of(page), main_of(page)[:2000]
    topics = re.findall(rf'href="({MINE}\?topic=[^"]+)"', page.text)
    for topic in topics:
        told = lines_of((await go(ada, topic)).text)
        assert told[-1] == sum(told[:-1])
    assert len(topics) == 2, "the board and the tag"
    data = (await go(ada, f"{MINE}.json")).json()
    assert sum(line["walks"] for line in data["lines"]) == data["score"]["walks"] == walks
    assert data["run"]["seed"] == known["run"]["seed"]
    assert (await (await cast.browser_as(ada, "bea")).get(MINE)).status_code == 404
    assert (
        await influence.influence(
            the_house(), argparse.Namespace(json=False, topic="", now=False, check=known["run"]["id"])
        )
        == 0
    )


async def disputed(ada: Browser, sol: Browser, lang: str) -> None:
    """She says that a line is wrong, and one of the team answers her."""
    way = f"{MINE}/objections"
    page = await go(ada, way)
    about = [value for value in re.findall(r'<option value="([^"]+)"', page.text) if value != "whole"]
    assert about, "a line can be chosen"
    await sent(ada, page, way, about=about[0], body="Bea is my neighbour’s daughter.")
    await carrying.worked(clock.now() + timedelta(minutes=2))
    assert TOLD[lang] in main_of(await go(sol, "/inbox"))
    case = re.findall(r"/team/influence/objections/\d+", (await go(sol, "/team/influence/objections")).text)[0]
    page = await go(sol, case)
    assert "Bea is my neighbour’s daughter." in main_of(page)
    await sent(sol, page, case, verdict="upheld", words="Right; one household from tonight.")
    await carrying.worked(clock.now() + timedelta(minutes=4))
    assert UPHELD[lang] in main_of(await go(ada, "/inbox"))
    assert "Right; one household from tonight." in main_of(await go(ada, way))


async def left(them: dict[str, Browser], before: dict[str, Any], lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    """She is scored no more, her links go with the next night, and all of it comes back with her."""
    ada = them["ada"]
    page = await sent(ada, await go(ada, MINE), f"{MINE}/leaving")
    assert GONE[lang] in main_of(page), main_of(page)[:600]
    assert "ada" not in (await ranked(capsys))["people"], "gone at once"
    await carrying.night(2)
    without = await ranked(capsys)
    assert "ada" not in without["people"]
    assert without["run"]["links"] < before["run"]["links"]
    there = "/ideas/1"
    await sent(them["bea"], await go(them["bea"], there), "/comments", body="Still here.")
    page = await sent(ada, await go(ada, there), "/comments", body="So am I.")
    assert "So am I." in page.text, "everything else works the same"
    await sent(ada, await go(ada, MINE), f"{MINE}/return")
    await carrying.night(3)
    after = await ranked(capsys)
    assert after["people"]["ada"]["walks"] > 0
    assert after["run"]["links"] >= before["run"]["links"]


@LANGUAGES
async def test_worth_is_crossed_with_influence_and_a_quarter_becomes_a_segment_of_the_roadmap(
    browser: Browser,
    lang: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    them = await carrying.people(browser, lang, "gus")
    sol = await cast.browser_as(browser, "sol")
    await sol.get(f"/language/{lang}")
    await carrying.shopping(tmp_path, amounts={**carrying.BOUGHT, "ada": "990.00", "gus": "20.00"})
    there = await carrying.carried(them)
    assert await value.worth(the_house(), argparse.Namespace(as_of=None, json=True)) == 0
    desk = "/team/influence"
    with clock.at(await carrying.night()):
        page = await go(sol, desk)
        names = quarters(page.text)
        assert {name for name in names if "Ada" in names[name]} == {"pillars"}, names
        assert "Gus" in names["neighbours"]
        only = main_of(await go(sol, f"{desk}?quarter=pillars"))
        assert "Bea" in only
        assert "Gus" not in only
        page = await sent(sol, page, f"{desk}/quarters/pillars/segment")
        assert f"{desk}/quarters/pillars/segment" not in forms_of(page.text), "made once"
        monkeypatch.setattr(reckonings, "_not_before", 0.0)  # it rests by the machine's own clock
        await carrying.worked(clock.now() + timedelta(hours=1))
    with clock.at(clock.now() + timedelta(days=1, hours=3)):
        name = SEGMENT[lang]
        assert name in main_of(await go(sol, "/team/customers")), "a segment like any other"
        assert name in main_of(await go(sol, f"/team/demand/{carrying.number(there)}"))
        assert name in main_of(await go(sol, "/team/roadmap"))
    row = await exported(carrying.number(there), tmp_path / "roadmap.csv")
    (column,) = [one for one in row if one.endswith("influence_pillars")]
    assert float(row[column]) == 900
    capsys.readouterr()
    assert await demand.demand(the_house(), argparse.Namespace(policy="linear", json=True)) == 0
    (told,) = [one for one in json.loads(capsys.readouterr().out)["ideas"] if one["idea"] == carrying.number(there)]
    assert [worth for slug, worth in told["segments"].items() if slug.replace("-", "_") in column] == [900.0], (
        "of her who supports it, of two"
    )


def quarters(page: str) -> dict[str, str]:
    """Who stands in which quarter, as the table says it."""
    found: dict[str, str] = {}
    for row in re.findall(r"<tr\b.*?</tr>", page, re.S):
        words = " ".join(re.sub(r"<[^>]+>", " ", row).split())
        for slug, names in QUARTERS.items():
            if any(name in words for name in names):
                found[slug] = f"{found.get(slug, '')} {words}"
    return found


async def exported(idea: int, file: Path) -> dict[str, str]:
    """The row of an idea in the file that the command writes."""
    ordered = argparse.Namespace(what="roadmap", format="csv", policy="linear", file=file)
    assert await roadmap.export(the_house(), ordered) == 0
    rows = csv.DictReader(line for line in file.read_text("utf-8-sig").splitlines() if not line.startswith("#"))
    return next(row for row in rows if row["idea"] == str(idea))
