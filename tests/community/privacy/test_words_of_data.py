"""No column of what is known of a person is shown to them by the name that it has in the house."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from community.people.models import Person
from community.people.owndata import OwnData, profile
from community.privacy import told
from community.privacy.columns import INTERNAL, NAMES
from kernel import db, i18n
from kernel.features import House, open_house
from run import house
from tests import cast, databases

ASIDE = frozenset(
    [
        *("kernel.sessions", "ideas.board.boards", "ideas.board.fields", "ideas.board.sight", "ideas.board.values"),
        *("ambassadors.influence.queries", "ambassadors.influence.places", "community.clubs.queries"),
    ]
)
"""What is asked there tells who may see a thing and what it is called, and is no line of a person's."""
DROPPED = {
    "designs": {"template_id"},
    "customers_you_are_not": {"by_id"},
    "mission_proofs": {"proof_id"},
    "supports_written_down_for_you": {"by_id", "event_id", "is_standing"},
}
"""Read for the sake of a line, and not in it."""


async def test_every_column_that_a_part_reads_has_words(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    person, asked, rows = await cast.person("ada"), dict[str, set[str]](), db.rows

    async def overheard(sql: str, *values: Any) -> list[db.Row]:
        if not ASIDE & set(_callers(sys._getframe(1))):
            asked.setdefault(part.name, set()).update(await _columns(sql, values))
        return await rows(sql, *values)

    monkeypatch.setattr(db, "rows", overheard)
    for part in told.registered():
        await part.collect(person.id)
    wordless = {
        (name, column)
        for name, columns in asked.items()
        for column in columns - NAMES.keys() - INTERNAL - DROPPED.get(name, set())
    }
    assert wordless == set()
    assert len(asked) > 100


def _callers(frame: FrameType | None) -> Iterator[str]:
    """The modules that are waiting for an answer, the nearest first."""
    while frame is not None:
        yield str(frame.f_globals.get("__name__"))
        frame = frame.f_back


async def _columns(sql: str, values: tuple[Any, ...]) -> list[str]:
    """What the database calls the columns of an answer, which may have no row."""
    async with db.client().acquire_connection() as connection:
        if db.on_sqlite():
            cursor = await connection.execute(sql, db._bound(values))
            return [column[0] for column in cursor.description]
        prepared = await connection.prepare(db._numbered(sql))
        return [attribute.name for attribute in prepared.get_attributes()]


async def test_every_name_that_a_part_makes_up_has_words(home: House) -> None:
    wordless = {(part.name, name) for part in told.registered() for name in _made_up(part) - NAMES.keys() - INTERNAL}
    assert wordless == set()
    assert profile(await cast.person("ada")).keys() - NAMES.keys() - INTERNAL == set()


def _made_up(part: OwnData) -> set[str]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(part.collect)))
    keys = [key for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys]
    return {str(key.value) for key in keys if isinstance(key, ast.Constant) and str(key.value).isidentifier()}


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_nothing_that_the_demo_world_tells_has_the_name_of_a_machine(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Labels that a board's own fields, answers and parts of products have there are words already."""
    built, wordless, lines = house(databases.demo_copy(tmp_path)), set[tuple[str, str]](), 0
    open_house(built)
    monkeypatch.setattr(told, "word", lambda key: f"«{key}»" if told._OURS.fullmatch(key) and key not in NAMES else key)
    async with db.opened(built.settings, built.features):
        with i18n.speaking(language):
            for person in await Person.filter(is_claimed=True).order_by("id").limit(20):
                for part in told.registered():
                    known = told.lines(await part.collect(person.id))
                    wordless |= {(part.name, key) for line in known for key, _value in line if "«" in key}
                    lines += len(known)
    assert wordless == set()
    assert lines > 1000


async def test_a_label_of_somebodys_own_stays_as_they_wrote_it(home: House) -> None:
    [[pair]] = told.lines([{"fields": {"iPhone or else": "else"}}])
    assert pair == ("Fields › iPhone or else", "else")


async def test_a_price_is_told_in_its_currency(home: House) -> None:
    [pairs] = told.lines([{"title": "Shoe", "price": 13800, "currency": "EUR"}])
    assert pairs == [("Title", "Shoe"), ("Price", "€138.00")]
    [pairs] = told.lines([{"amount": 150}])
    assert pairs == [("Amount", "150")]
