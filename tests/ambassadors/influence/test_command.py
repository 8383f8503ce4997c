"""The command: scores as JSON alone, and the walk that says equal."""

from __future__ import annotations

import argparse
import json

import pytest

from ambassadors.influence import commands, queries
from ambassadors.influence.models import Score
from kernel.errors import Problem
from kernel.features import House
from tests import hearing


async def run(home: House, *words: str) -> int:
    parser = argparse.ArgumentParser()
    commands._arguments(parser)
    return await commands.influence(home, parser.parse_args(words))


@pytest.fixture(autouse=True)
def few_walks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_INFLUENCE_WALKS", "500")


async def test_scores_come_as_json_alone_and_are_made_first_where_there_are_none(
    home: House, capsys: pytest.CaptureFixture[str]
) -> None:
    await hearing.customer("ada")
    await hearing.support("ada", await hearing.idea("ben"))
    assert await run(home, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    [ben] = told["people"]
    assert ben["reference"] == "ben"
    assert {"score", "percentile", "low", "high", "band", "walks", "parts"} <= set(ben)
    assert ben["score"] == ben["walks"] / 500
    assert (told["run"]["walks"], told["run"]["seeds"]) == (500, 1)
    assert await run(home) == 0
    assert "ben" in capsys.readouterr().out


async def test_a_check_says_equal_or_what_differs(home: House, capsys: pytest.CaptureFixture[str]) -> None:
    await hearing.customer("ada")
    await hearing.support("ada", await hearing.idea("ben"))
    await run(home, "--now")
    newest = await queries.newest()
    assert newest
    capsys.readouterr()
    assert await run(home, "--check", str(newest.id)) == 0
    assert capsys.readouterr().out.startswith("equal: 500 walks, 1 scores, 1 lines")
    await Score.all().update(walks=1)
    with pytest.raises(Problem, match="1 differences"):
        await run(home, "--check", str(newest.id))


async def test_a_topic_that_nobody_talks_about_is_told(home: House) -> None:
    with pytest.raises(Problem, match="tag:none"):
        await run(home, "--topic", "tag:none")
