"""Which tool a file comes from, and what its columns are to be read as: proposed, then corrected by whoever knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from kernel.errors import Problem
from kernel.i18n import gettext as _
from voting.movers import dates, headings
from voting.movers.parts import Part
from voting.movers.tools.known import BY_NAME, TOOLS
from voting.movers.tools.plain import STATUSES
from voting.movers.tools.shapes import IDEAS, NEEDED, Table, Tool

LOOKED_AT = 5000
MOST_STATUSES = 60


@dataclass
class Plan:
    """How a batch reads its files; kept as JSON with the batch, and by name to be used again."""

    tool: str = "file"
    source: str = "file"
    board: str = ""
    joins: bool = True
    month_first: bool = False
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Plan:
        plan = cls(**{name: kept[name] for name in cls.__dataclass_fields__ if name in kept})
        plan.statuses = dict(sorted(plan.statuses.items()))
        return plan

    def columns(self, label: str) -> dict[str, str]:
        found: dict[str, str] = self.parts.get(label, {}).get("columns", {})
        return found

    def kind(self, label: str) -> str:
        return str(self.parts.get(label, {}).get("kind", ""))

    @property
    def prefix(self) -> str:
        """What stands before the references of this source; our own have nothing before them."""
        return "" if self.tool == "tandem" else f"{self.source}:"


def recognised(parts: Sequence[Part], *, tool: str = "", kept: Mapping[str, Any] | None = None) -> Plan:
    """The plan that is proposed for some tables: of a tool's own, of one kept before, or by names and contents."""
    known = BY_NAME[tool] if tool else _tool(parts)
    plan = Plan(tool=known.name, source=known.name)
    for part in parts:
        if part.file in known.passed_over:
            continue
        plan.parts[part.label] = _part(part, known)
    if kept:
        _as_before(plan, kept)
    _check(plan)
    _look(plan, parts, known)
    return plan


def _tool(parts: Sequence[Part]) -> Tool:
    """The tool whose tables name most of the columns, of those whose signs are there."""
    best, most = BY_NAME["file"], 0
    for tool in TOOLS:
        tables = [_table(part, tool) for part in parts if part.file not in tool.passed_over]
        if not any(table and table.kind == IDEAS for table in tables) and not (len(parts) == 1 and any(tables)):
            continue
        named = sum(_named(part, table) for part, table in zip(parts, tables, strict=False) if table)
        if named > most:
            best, most = tool, named
    return best


def _table(part: Part, tool: Tool) -> Table | None:
    """The table of a tool that a part is."""
    fitting = [
        table
        for table in tool.tables
        if table.sign <= {*part.names} and (not table.inside or table.inside == part.file)
    ]
    return max(fitting, key=lambda table: _named(part, table), default=None)


def _named(part: Part, table: Table) -> int:
    return sum(name in table.columns for name in part.names)


def _part(part: Part, tool: Tool) -> dict[str, Any]:
    table = _table(part, tool)
    if table is None:
        kind = headings.kind_of(part.names)
        return {"kind": kind, "columns": headings.proposed(kind, part.names, part.sample())}
    return {"kind": table.kind, "columns": {name: table.columns[name] for name in part.names if name in table.columns}}


def _as_before(plan: Plan, kept: Mapping[str, Any]) -> None:
    """What was corrected once is used again: columns of the same kind and name, words, board and source."""
    before = Plan.of(kept)
    plan.source, plan.board, plan.joins = before.source, before.board, before.joins
    plan.statuses = dict(before.statuses)
    held = list(before.parts.values())
    for part in plan.parts.values():
        fitting = [old for old in held if old["kind"] == part["kind"]] or (held if len(held) == 1 else [])
        for old in fitting[:1]:
            part["kind"] = old["kind"]
            part["columns"] = dict(old["columns"])


def _check(plan: Plan) -> None:
    if not any(part["kind"] == IDEAS for part in plan.parts.values()) and plan.tool not in ("file", "tandem"):
        raise Problem(_("There is no table of ideas in what was handed in."))


def missing(plan: Plan) -> list[str]:
    """What no column was named for, though nothing can be made without it; by the table's label."""
    lacking = []
    for label, part in plan.parts.items():
        if part["kind"] and set(NEEDED[part["kind"]]) - set(part["columns"].values()):
            lacking.append(label)
    return lacking


def _look(plan: Plan, parts: Sequence[Part], tool: Tool) -> None:
    """Words for states that occur, and whether days stand before months."""
    for part in parts:
        columns = plan.columns(part.label)
        days = [name for name, held in columns.items() if held.endswith("_at")]
        states = [name for name, held in columns.items() if held == "status"]
        slashed: list[str] = []
        for row in islice(part.rows(), LOOKED_AT):
            slashed += [row.cells[name] for name in days if "/" in row.cells.get(name, "")]
            for name in states:
                learn(plan, row.cells.get(name, ""), tool)
        plan.month_first = plan.month_first or dates.is_month_first(slashed)


def learn_states(plan: Plan, parts: Sequence[Part]) -> None:
    """Words for states in columns that somebody says hold them, so that they are asked about before anything is read."""
    for part in parts:
        states = [name for name, held in plan.columns(part.label).items() if held == "status"]
        for row in islice(part.rows(), LOOKED_AT if states else 0):
            for name in states:
                learn(plan, row.cells.get(name, ""))


def learn(plan: Plan, cell: str, tool: Tool | None = None) -> str:
    """Our state for a word of theirs, remembered with the plan; empty for one that nobody knows yet."""
    word = headings.folded(cell)[:60]
    if not word:
        return ""
    if word not in plan.statuses and len(plan.statuses) < MOST_STATUSES:
        table = (tool or BY_NAME.get(plan.tool) or BY_NAME["file"]).statuses
        plan.statuses[word] = table.get(word) or STATUSES.get(word, "")
    return plan.statuses.get(word, "")
