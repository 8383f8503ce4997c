"""Reading before showing: what the list of words, the author's standing and classifiers say of a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from community.trust.models import Held, HeldState
from kernel.viewer import Viewer


class Outcome(StrEnum):
    SHOWN = "shown"
    HELD = "held"
    REFUSED = "refused"


@dataclass(frozen=True)
class Reason:
    """Why a text is kept back: `kind` is word, link, standing or classifier, `what` the entry, label or step."""

    kind: str
    what: str = ""


@dataclass(frozen=True)
class Verdict:
    """What becomes of a text, and why; `marks` are for staff alone and hinder nothing."""

    outcome: Outcome = Outcome.SHOWN
    reasons: tuple[Reason, ...] = ()
    marks: tuple[Reason, ...] = ()

    @property
    def is_held(self) -> bool:
        return self.outcome == Outcome.HELD

    @property
    def is_refused(self) -> bool:
        return self.outcome == Outcome.REFUSED


async def of(viewer: Viewer, kind: str, texts: Sequence[str], *, language: str = "") -> Verdict:
    """What becomes of what somebody wrote: shown, held until staff read it, or refused."""
    return Verdict()


async def waiting_of(person_id: int) -> list[Held]:
    """What of somebody's waits to be read, the oldest first."""
    return await Held.filter(author_id=person_id, state=HeldState.WAITING).order_by("id").limit(50)
