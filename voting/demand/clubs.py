"""Which clubs want an idea, and with how many of their members.

A club that everybody may know of is named; its members count who support the idea or one that was merged into it. A private
one stays silent until it asks the brand itself, by a wish list: then it is counted among those without a name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kernel import db
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.i18n import ngettext
from voting.ballots.merges import GROUP


@dataclass(frozen=True)
class Wanting:
    """A club with how many of its members support an idea."""

    slug: str
    name: str
    members: int
    of: int

    @property
    def url(self) -> str:
        return f"/clubs/{self.slug}"


@dataclass(frozen=True)
class Wanted:
    """The clubs that want an idea, the strongest first; `silent`: how many private ones asked for it, and their signatures."""

    clubs: Sequence[Wanting] = field(default_factory=list)
    silent: tuple[int, int] = (0, 0)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Name and number, in the reader's language."""
        told = [(club.name, str(club.members)) for club in self.clubs]
        clubs, people = self.silent
        if clubs:
            told.append((ngettext("%(n)s private club", "%(n)s private clubs", clubs) % {"n": clubs}, str(people)))
        return told

    @property
    def counted(self) -> list[tuple[str, int]]:
        """Name and number, for other programs."""
        clubs, people = self.silent
        silent = [(f"{clubs} private club{'s' * (clubs > 1)}", people)] if clubs else []
        return [*((club.name, club.members) for club in self.clubs), *silent]

    @property
    def written(self) -> str:
        """What the column of a file holds, the same in every language."""
        return "; ".join(f"{name} ({count})" for name, count in self.counted)


NOTHING = Wanted()
_WANTING = (
    "SELECT coalesce(i.merged_into_id, i.id) AS idea, c.id, c.slug, c.name, c.members AS whole, "
    "count(DISTINCT s.person_id) AS n FROM club c JOIN membership m ON m.club_id = c.id AND m.stands IS TRUE "
    "JOIN support s ON s.person_id = m.person_id JOIN idea i ON i.id = s.idea_id "
    "WHERE s.state <> 'quarantined' AND c.is_private IS NOT TRUE AND c.hidden_at IS NULL AND c.archived_at IS NULL {} "
    "GROUP BY coalesce(i.merged_into_id, i.id), c.id, c.slug, c.name, c.members ORDER BY n DESC, c.id"
)
HEADS = (
    "(SELECT COUNT(*) FROM membership WHERE stands IS TRUE) AS belonging",
    "(SELECT MAX(id) FROM membership) AS membership",
)
"""What marks add to their statement, so that they move when somebody joins or leaves a club."""


async def wanting(ideas: Sequence[int] | None = None) -> Mapping[int, Wanted]:
    """The clubs behind some ideas, or behind all."""
    where, values = "", []
    if ideas is not None:
        marks = db.marks(ideas)
        where, values = f"AND (i.id IN ({marks}) OR i.merged_into_id IN ({marks}))", [*ideas, *ideas]
    clubs: dict[int, list[Wanting]] = {}
    for row in await db.rows(_WANTING.format(where), *values):
        clubs.setdefault(row["idea"], []).append(Wanting(row["slug"], row["name"], row["n"], row["whole"]))
    found = {idea: Wanted(named) for idea, named in clubs.items()}
    for asked in the_house().registered("demand.silent"):
        for idea, silent in (await asked(ideas)).items():
            found[idea] = replace(found.get(idea, NOTHING), silent=silent)
    return found


def beside(idea: str) -> str:
    """An SQL expression: up to five clubs behind one idea as a text that `read` takes apart."""
    joined = "group_concat(w.told, char(31))" if db.on_sqlite() else "string_agg(w.told, chr(31))"
    people = "count(DISTINCT s.person_id)"
    return (
        f"(SELECT {joined} FROM (SELECT c.slug || ' ' || {people} || ' ' || c.members || ' ' || c.name AS told "
        "FROM support s JOIN membership m ON m.person_id = s.person_id AND m.stands IS TRUE JOIN club c ON c.id = m.club_id "
        f"WHERE s.idea_id IN {GROUP.format(idea)} AND s.state <> 'quarantined' AND c.is_private IS NOT TRUE "
        "AND c.hidden_at IS NULL AND c.archived_at IS NULL "
        f"GROUP BY c.id, c.slug, c.name, c.members ORDER BY {people} DESC, c.id LIMIT 5) w)"
    )


def read(told: str | None) -> list[Wanting]:
    """What `beside` wrote, the strongest first."""
    parts = [line.split(" ", 3) for line in (told or "").split("\x1f") if line]
    found = [Wanting(slug, name, int(count), int(of)) for slug, count, of, name in parts]
    return sorted(found, key=lambda club: -club.members)


def meaning() -> str:
    """What these numbers say."""
    return _(
        "Members who support it. Private clubs are counted without their names, once a wish list of theirs asks for it."
    )
