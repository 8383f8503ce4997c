"""What was designed for an idea, beside who supports it: columns of our own, and those that upper wings supply."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kernel import db, i18n
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.i18n import mark
from voting.ballots import score_queries
from voting.demand import policies

Ties = Mapping[int, Sequence[int]]
"""The designs of each idea, by their numbers."""
Values = Mapping[int, float | None]
Told = Mapping[str, float | None]
"""What an idea's further columns say, by name; money in minor units, nothing at all where nothing was designed for it."""

TIED = (
    "SELECT d.idea_id, d.id AS design_id FROM design d WHERE d.is_listed AND d.idea_id IS NOT NULL UNION "
    "SELECT c.idea_id, e.design_id FROM challenge c JOIN challenge_entry e ON e.challenge_id = c.id "
    "JOIN design d ON d.id = e.design_id WHERE c.idea_id IS NOT NULL AND e.withdrawn_at IS NULL AND d.is_listed"
)
"""Designs in sight that answer an idea: they name it, or they are entered in a challenge that came from it."""


@dataclass(frozen=True)
class Further:
    """A column of demand and of the roadmap's files. `kind` is whole, number or money; a number may be unknown.

    `tell` says what it holds for each idea; `head` is an SQL expression whose value moves when what it tells may have.
    """

    name: str
    kind: str
    label: str
    meaning: str
    tell: Callable[[Ties], Awaitable[Values]]
    head: str

    @property
    def nothing(self) -> float | None:
        """What it holds where nothing was designed."""
        return None if self.kind == "number" else 0

    def shown(self, told: Told, minor: float) -> float | None:
        """Its value in the whole unit of the currency."""
        value = told.get(self.name, self.nothing)
        if value is None or self.kind == "whole":
            return value
        return round(value / (minor if self.kind == "money" else 1), 2)

    def written(self, told: Told, currency: str) -> str:
        """Its value in words; empty where it is unknown."""
        value = told.get(self.name, self.nothing)
        if value is None:
            return ""
        return i18n.format_money(value, currency) if self.kind == "money" else i18n.format_number(round(value, 2))


def columns() -> list[Further]:
    """All of them, in the order of the files."""
    return [*_OWN, *the_house().registered("demand.columns")]


def heads() -> list[str]:
    """What marks add to their statement, so that they move when a further column may have."""
    told = "t.idea_id || '/' || t.design_id || '/' || d.scores || '/' || d.bound || '/' || d.wishes"
    lines = f"SELECT {told} AS line FROM ({TIED}) t JOIN design d ON d.id = t.design_id ORDER BY 1"
    gathered = "group_concat(line)" if db.on_sqlite() else "md5(string_agg(line, ',' ORDER BY line))"
    designs = f"(SELECT {gathered} FROM ({lines}) told) AS designs"
    turned = "(SELECT COUNT(*) FROM phase_turn) AS turned"
    return [designs, turned, *(f"({column.head}) AS further_{column.name}" for column in columns())]


async def read(root: Callable[[int], int]) -> dict[int, dict[str, float | None]]:
    """What the further columns say of each idea that something was designed for; `root` is where an idea counts."""
    ties: dict[int, set[int]] = {}
    for row in await db.rows(f"{TIED} ORDER BY 1, 2"):
        if idea := root(row["idea_id"]):
            ties.setdefault(idea, set()).add(row["design_id"])
    given = {idea: sorted(designs) for idea, designs in ties.items()}
    if not given:
        return {}
    told = [(column, await column.tell(given)) for column in columns()]
    return {idea: {column.name: values.get(idea, column.nothing) for column, values in told} for idea in given}


async def of_idea(idea: int) -> tuple[Told, Mapping[int, Told]]:
    """The same of one idea at this moment, with those merged into it; and what each of its designs adds to it."""
    rows = await db.rows(
        "WITH RECURSIVE counted(id) AS (SELECT CAST(? AS BIGINT) UNION "
        "SELECT CAST(i.id AS BIGINT) FROM idea i JOIN counted c ON i.merged_into_id = c.id) "
        f"SELECT DISTINCT t.design_id FROM ({TIED}) t JOIN counted c ON c.id = t.idea_id ORDER BY 1",
        idea,
    )
    designs = [int(row["design_id"]) for row in rows]
    if not designs:
        return {}, {}
    whole, single = {0: designs}, {design: [design] for design in designs}
    told = [(column, (await column.tell(whole))[0], await column.tell(single)) for column in columns()]
    each = {design: {column.name: values.get(design) for column, _whole, values in told} for design in designs}
    return {column.name: value for column, value, _each in told}, each


def table(each: Mapping[int, Told], told: Told, currency: str) -> tuple[list[str], dict[int, list[str]], list[str]]:
    """Heads, what each design adds, and the whole, in words: of each column but the count of designs itself."""
    held = columns()[1:]
    rows = {design: [column.written(values, currency) for column in held] for design, values in each.items()}
    return [_(column.label) for column in held], rows, [column.written(told, currency) for column in held]


def in_units(told: Told, currency: str) -> dict[str, float | None]:
    """Each further column by name, in the whole unit of the currency."""
    minor = policies.minor(currency)
    return {column.name: column.shown(told, minor) for column in columns()}


def lines(told: Told, currency: str) -> list[tuple[str, str, str]]:
    """Label, value and meaning of each further column that something is known of; none where nothing was designed."""
    if not told:
        return []
    said = [(_(column.label), column.written(told, currency), _(column.meaning)) for column in columns()]
    return [line for line in said if line[1]]


def _all(ties: Ties) -> list[int]:
    return sorted({design for designs in ties.values() for design in designs})


async def _designs(ties: Ties) -> Values:
    return {idea: len(designs) for idea, designs in ties.items()}


async def _counts(ties: Ties, column: str, where: str) -> dict[int, float]:
    """A count of each design whose scores may be known now."""
    wanted = _all(ties)
    secret = await score_queries.hidden(wanted)
    rows = await db.rows(
        f"SELECT id, {column} AS kept FROM design WHERE id IN ({db.marks(wanted)}) AND {where}", *wanted
    )
    return {row["id"]: row["kept"] for row in rows if row["id"] not in secret}


async def _score(ties: Ties) -> Values:
    bounds = await _counts(ties, "bound", "scores > 0")
    return {idea: _mean(bounds[design] for design in designs if design in bounds) for idea, designs in ties.items()}


def _mean(values: Iterable[float]) -> float | None:
    held = list(values)
    return sum(held) / len(held) if held else None


async def _wishes(ties: Ties) -> Values:
    wishes = await _counts(ties, "wishes", "wishes > 0")
    return {idea: sum(wishes.get(design, 0) for design in designs) for idea, designs in ties.items()}


_OWN = (
    Further(
        "designs",
        "whole",
        mark("Designs"),
        mark(
            "Designs in sight that answer the idea: they name it, or they are entered in a challenge that came from it."
        ),
        _designs,
        "SELECT 0",
    ),
    Further(
        "design_score",
        "number",
        mark("Score of designs, at least"),
        mark(
            "Mean over the scored designs of the score, 0 to 5, that each surpasses with 95 %. "
            "Designs in a challenge before its result are left out."
        ),
        _score,
        "SELECT 0",
    ),
    Further(
        "design_wishes",
        "whole",
        mark("Would buy one"),
        mark("How often a member said of one of these designs that they would buy it; left out as scores are."),
        _wishes,
        "SELECT 0",
    ),
)
