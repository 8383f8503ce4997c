"""What may earn points: kinds that wings register, so that staff can write a rule for each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from kernel import db
from kernel.features import the_house
from kernel.viewer import Viewer

Cause = tuple[str, int]
Paid = list[tuple[int, Cause]]
Named = dict[int, tuple[str, str]]
VOTING = ("support.", "supports.", "score.", "scores.", "wish.", "ballot.", "proxy.")
"""Beginnings of events that may never earn points: what is given for a vote buys it."""


@dataclass(frozen=True)
class Earning:
    """A kind of doing that may earn points, such as `idea`.

    One that follows `event` by itself says `whom(event)` it pays and for what cause; one without is paid by its own wing
    through `ledger.award`. `undone_by` are events after which `causes(event)` are taken back. `names(viewer, numbers)`
    says title and address of causes, as far as the viewer may see them.
    """

    kind: str
    label: str
    event: str | tuple[str, ...] = ""
    whom: Callable[[db.Row], Awaitable[Paid]] | None = None
    undone_by: tuple[str, ...] = ()
    causes: Callable[[db.Row], Awaitable[list[Cause]]] | None = None
    names: Callable[[Viewer, Sequence[int]], Awaitable[Named]] | None = None

    @property
    def events(self) -> tuple[str, ...]:
        """Those that it follows."""
        told = (self.event,) if isinstance(self.event, str) else self.event
        return tuple(one for one in told if one)


@dataclass(frozen=True)
class Spending:
    """What points are put aside and spent for, by the kind of its cause, such as `claim`, registered under `spending`."""

    cause_kind: str
    label: str
    names: Callable[[Viewer, Sequence[int]], Awaitable[Named]] | None = None


def spendings() -> list[Spending]:
    """Every kind, in the order of the house."""
    found: list[Spending] = the_house().registered("spending")
    return found


def earnings() -> list[Earning]:
    """Every kind, in the order of the house."""
    found: list[Earning] = the_house().registered("earning")
    return found


def earning(kind: str) -> Earning | None:
    return next((one for one in earnings() if one.kind == kind), None)


class Heard(tuple[str, ...]):
    """The kinds of event that any kind of earning follows or is undone by; known only when the house stands."""

    def __contains__(self, event: object) -> bool:
        return any(event in one.events or event in one.undone_by for one in earnings())
