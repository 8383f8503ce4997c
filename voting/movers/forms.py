"""What staff say of a file: what each column holds, what each word for a state means, and where the rest goes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kernel.forms import Form, Line
from voting.movers.recognition import Plan
from voting.movers.tools.shapes import FIELDS, LATER, NEEDED

STATUSES = ("open", "under_review", "planned", "in_progress", "shipped", "declined")


class PlanForm(Form):
    """The columns of all tables in their order, then the words for states in theirs."""

    board: Annotated[Line, Field(max_length=80)] = ""
    source: Annotated[Line, Field(max_length=20)] = ""
    joins: bool = False
    month_first: bool = False
    kinds: list[str] = Field(default_factory=list)
    columns: list[str] = Field(default_factory=list)
    statuses: list[str] = Field(default_factory=list)
    name: Annotated[Line, Field(max_length=80)] = ""


class MappingForm(Form):
    mapping: Annotated[Line, Field(max_length=80)] = ""


def planned(form: PlanForm, before: Plan, tables: list[tuple[str, tuple[str, ...]]]) -> Plan:
    """The plan that was typed in, for tables of some labels and columns; what was not sent stays as it was."""
    plan = Plan(
        tool=before.tool,
        source=form.source or before.source,
        board=form.board or before.board,
        joins=form.joins,
        month_first=form.month_first,
        statuses=dict(before.statuses),
    )
    typed = iter(form.columns)
    kinds = iter(form.kinds)
    for label, names in tables:
        kind = next(kinds, before.kind(label))
        kind = kind if kind in NEEDED else ""
        chosen = {name: field for name in names if (field := next(typed, "")) in FIELDS.get(kind, {})}
        plan.parts[label] = {"kind": kind, "columns": chosen}
    for word, status in zip(before.statuses, form.statuses, strict=False):
        plan.statuses[word] = status if status in (*STATUSES, *LATER) else ""
    return plan
