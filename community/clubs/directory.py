"""The directory: clubs by their size, by words, by language and by the words of their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from community.clubs import queries
from community.clubs.queries import ClubCard
from kernel import db, lists, text
from kernel.lists import Listing
from kernel.search import looking
from kernel.viewer import Viewer

PER_PAGE = 20
NEAR = 6
_SMALL = "a am an au aux bei de del der des di du en et in la le les los of on over pres sous sud sur the und"
SMALL = frozenset(_SMALL.split())
"""Words of places that stand in too many of them to mean a place."""


@dataclass(frozen=True)
class Wanted:
    """What a directory is asked for: words of any kind, words of a place, a language."""

    q: str = ""
    place: str = ""
    language: str = ""

    @property
    def is_all(self) -> bool:
        return not (self.q or self.place or self.language)


async def listing(
    viewer: Viewer, wanted: Wanted, after: str | None = None, *, size: int = PER_PAGE
) -> Listing[ClubCard]:
    """Clubs that go on, the largest first, from a cursor on."""
    where, values = await _where(viewer, wanted)
    place = lists.place(after, int, int)
    if place:
        where, values = f"{where} AND (c.members, c.id) < (?, ?)", (*values, *place)
    found = await queries.listed(viewer, f"{where} ORDER BY c.members DESC, c.id DESC LIMIT {size + 1}", values)
    return lists.page_of(found, size, lambda club: (club.members, club.id))


async def total(viewer: Viewer, wanted: Wanted) -> int:
    """How many there are."""
    where, values = await _where(viewer, wanted)
    return int(await db.value(f"SELECT count(*) FROM club c WHERE {where}", *values))


async def _where(viewer: Viewer, wanted: Wanted) -> tuple[str, tuple[Any, ...]]:
    seen, values = queries.visible_to(viewer)
    parts, more = [seen, "c.archived_at IS NULL"], list(values)
    if wanted.q.strip():
        ids = await looking.numbers(viewer, "club", wanted.q)
        parts.append(f"c.id IN ({db.marks(ids)})")
        more += ids
    for word in words_of(wanted.place):
        parts.append("c.place_folded LIKE ? ESCAPE '\\'")
        more.append(f"%{_escaped(word)}%")
    if wanted.language:
        parts.append("c.language = ?")
        more.append(wanted.language[:10])
    return " AND ".join(parts), tuple(more)


async def places(viewer: Viewer, *, most: int = 40) -> list[tuple[str, int]]:
    """Where the clubs are that the viewer may see, the most frequent first, as they wrote it."""
    seen, values = queries.visible_to(viewer)
    found = await db.rows(
        f"SELECT min(c.place) AS place, count(*) AS clubs FROM club c WHERE {seen} AND c.archived_at IS NULL "
        f"AND c.place_folded <> '' GROUP BY c.place_folded ORDER BY 2 DESC, c.place_folded LIMIT {most}",
        *values,
    )
    return [(row["place"], row["clubs"]) for row in found]


async def languages(viewer: Viewer) -> list[str]:
    """The languages that clubs say they speak, of those that the viewer may see."""
    seen, values = queries.visible_to(viewer)
    found = await db.rows(
        f"SELECT c.language, count(*) AS clubs FROM club c WHERE {seen} AND c.archived_at IS NULL AND c.language <> '' "
        "GROUP BY c.language ORDER BY 2 DESC, c.language",
        *values,
    )
    return [row["language"] for row in found]


async def near(viewer: Viewer, club: ClubCard) -> list[ClubCard]:
    """Other clubs whose place has a word in common with this one's, those with the most such words first."""
    words = sorted(named(club.place))
    if not words:
        return []
    seen, values = queries.visible_to(viewer)
    shared = " OR ".join(["c.place_folded LIKE ? ESCAPE '\\'"] * len(words))
    found = await queries.listed(
        viewer,
        f"{seen} AND c.archived_at IS NULL AND c.id <> ? AND ({shared}) ORDER BY c.members DESC, c.id DESC LIMIT 200",
        (*values, club.id, *(f"%{_escaped(word)}%" for word in words)),
    )
    alike = [(len(named(one.place) & set(words)), one) for one in found]
    return [one for common, one in sorted(alike, key=lambda pair: -pair[0]) if common][:NEAR]


def named(place: str) -> frozenset[str]:
    """The words of a place that name it: "Saint-Malo, Ille-et-Vilaine" is saint, malo, ille, vilaine."""
    words = text.slug(place, 80).split("-")
    return frozenset(word for word in words if len(word) > 1 and word not in SMALL)


def words_of(asked: str) -> list[str]:
    """What is looked for: at most eight folded words."""
    return [word[:60] for word in text.fold(text.one_line(asked[:400])).split()[:8]]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
