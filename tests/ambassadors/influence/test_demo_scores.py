"""The demo world's influence: enough people, apart from one another, with a past of weeks."""

from __future__ import annotations

from pathlib import Path

import pytest

from ambassadors.influence import queries
from community.people import queries as people
from kernel import db
from kernel.features import open_house
from run import house
from tests import databases


@pytest.mark.parametrize("who", ["ben", "ada"])
async def test_the_demos_people_have_scores_with_a_past(tmp_path: Path, who: str) -> None:
    built = house(databases.demo_copy(tmp_path))
    open_house(built)
    async with db.opened(built.settings, built.features):
        found = dict(await queries.every())
        assert len(found) >= 20
        assert len({card.walks for card in found.values()}) >= 5
        assert {card.band for card in found.values()} == {"near", "heard", "far", "farthest"}
        assert {"mo", "sol", "root"} & set(found) == set()
        person = await people.by_handle(who)
        assert person
        past = await queries.history(person.id)
        assert len(past) >= 10
        assert len({round(one.percentile) for one in past}) >= 3
        newest = await queries.newest()
        assert newest
        lines = await queries.lines(person.id, newest.id)
        assert sum(line.walks for line in lines) == found[who].walks == sum(found[who].parts.values())
        kinds = {topic.partition(":")[0] for topic, _label in await queries.topics()}
        assert {"board", "tag"} <= kinds
