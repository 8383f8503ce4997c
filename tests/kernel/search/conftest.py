"""A shelf of texts of the tests' own, on which both engines are tried."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
import pytest_asyncio

from kernel import db, events, search
from kernel.app import kernel
from kernel.features import Feature, House, Wing, open_house
from kernel.search.registry import Document, Searchable, Shown
from kernel.settings import Settings
from kernel.viewer import Viewer
from tests import databases

EVENTS = ("text.written", "text.gone", "texts.imported")


class Shelf:
    """Texts that are read as a wing's are, and change as they do."""

    def __init__(self) -> None:
        self.held: dict[int, Document] = {}
        self.secret: set[int] = set()
        self.many: list[int] = []

    async def after(self, number: int, most: int) -> Sequence[Document]:
        return [self.held[n] for n in sorted(self.held) if n > number][:most]

    async def some(self, numbers: Sequence[int]) -> Sequence[Document]:
        return [self.held[n] for n in numbers if n in self.held]

    async def show(self, viewer: Viewer, numbers: Sequence[int]) -> Mapping[int, Shown]:
        seen = [n for n in numbers if n in self.held and (n not in self.secret or viewer.is_staff)]
        return {n: Shown(self.held[n].title, f"/texts/{n}", self.held[n].body) for n in seen}

    async def whose(self, found: Sequence[Mapping[str, object]]) -> Sequence[int]:
        """Of an event about many texts the numbers are read; of others they are in it."""
        single = [int(str(event["subject_id"])) for event in found if event["subject_kind"] == "text"]
        return [*single, *(self.many if len(single) < len(found) else [])]

    def put(self, title: str, body: str = "", *, number: int = 0, secret: bool = False, **facets: str) -> int:
        """A text, without a word to anybody."""
        number = number or max(self.held, default=0) + 1
        named = {"sight": ["staff" if secret else "everyone"], **{name: [value] for name, value in facets.items()}}
        self.held[number] = Document("text", number, title, body, facets=named)
        if secret:
            self.secret.add(number)
        return number

    async def write(self, title: str, body: str = "", **more: object) -> int:
        """A text, as an action writes it."""
        async with db.transaction():
            number = self.put(title, body, **more)  # type: ignore[arg-type]
            await events.record("text.written", actor=None, subject=("text", number))
        return number

    async def take_away(self, number: int) -> None:
        async with db.transaction():
            del self.held[number]
            await events.record("text.gone", actor=None, subject=("text", number))

    def in_language(self, number: int, language: str) -> None:
        self.held[number] = replace(self.held[number], language=language)


WAYS = ("sqlite-whoosh", "postgresql-whoosh", "postgresql-postgresql")


@pytest.fixture(params=WAYS)
def settings(request: pytest.FixtureRequest, tmp_path: object) -> Iterator[Settings]:
    """Each database, and on each every engine that it can have."""
    database, _, engine = request.param.partition("-")
    if database == "sqlite":
        yield databases.sqlite_copy(tmp_path)  # type: ignore[arg-type]
        return
    with databases.postgresql_copy(tmp_path) as made:  # type: ignore[arg-type]
        yield made.model_copy(update={"search": engine})


@pytest_asyncio.fixture
async def shelf(settings: Settings) -> AsyncIterator[Shelf]:
    """An empty shelf in an open house."""
    made = Shelf()
    built = house_with(made, settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        yield made


def house_with(shelf: Shelf, settings: Settings) -> House:
    """A house in which nothing can be looked for but this shelf's texts."""
    searchable = Searchable("text", "Texts", shelf.after, shelf.some, shelf.show, EVENTS, shelf.whose)
    told = dict.fromkeys(EVENTS, "a text changed")
    wing = Wing("kernel.search", events=told, registers={"searchable": [searchable]})
    return House([kernel, Feature("tests", [wing])], settings)


@pytest_asyncio.fixture
async def filled(shelf: Shelf) -> Shelf:
    """A few texts in both languages, in the index."""
    for title, body in TEXTS:
        shelf.put(title, body)
    await search.caught_up()
    return shelf


TEXTS = (
    (
        "Des semelles réparables",
        "On jette encore trop de chaussures. La réparation d’une semelle devrait être possible.",
    ),
    ("Repairable soles", "Shoes are thrown away although soles could be repaired in a workshop near me."),
    (
        "Économiser l’énergie à l’atelier",
        "Les économies d'énergie commencent par les données personnelles de chauffage.",
    ),
    ("Logiciels libres pour les clubs", "Un logiciel libre est l'accès à tous, neutralité comprise."),
    ("Wider sizes", "The widest size does not fit: my feet are wide, and sizing is a guess."),
    ("Un sac étanche", "Un sac qui ne prend pas l'eau, avec une poche pour le téléphone."),
    ("A quiet zip", "The zip of the bag makes too much noise."),
    ("Emballage sans plastique", "Moins d’emballages, plus de papier recyclé."),
)
