"""What upper wings tell of a person's part in the house, and what reads texts before they are shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from kernel.viewer import Viewer


@dataclass(frozen=True)
class Contribution:
    """An entry of the registry "contribution": what somebody gave that stands in sight.

    `sql` is a SELECT of `person_id` and `n`, one row for each of the people whose numbers take the place of `{whose}`.
    """

    name: str
    label: str
    sql: str


Classify = Callable[[str, str], Awaitable[Sequence[tuple[str, float]]]]
"""An entry of the registry "classifier": (text, language) to pairs of a label and how sure it is, 0 to 1."""


@dataclass(frozen=True)
class Fault:
    """An entry of the registry "fault": when something was last ruled against somebody that was not reversed since.

    `sql` is a SELECT of `person_id` and `at`, as for contributions.
    """

    name: str
    sql: str


@dataclass(frozen=True)
class Reason:
    """Why a text is kept back: `kind` is one of wording.WHY, `what` the entry or label."""

    kind: str
    what: str = ""


@dataclass(frozen=True)
class Present:
    """What something says now, how it is called, where it stands and where its author edits it."""

    title: str
    url: str
    form: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Changeable:
    """An entry of the registry "changeable": something whose edits may wait to be read.

    `labels` names its words, `now` says what they are of some things (not of what is gone), `apply` edits one for its author
    as if they had sent it just now, and raises a Problem where that is no longer open to them.
    """

    kind: str
    labels: Mapping[str, str]
    now: Callable[[Sequence[int]], Awaitable[Mapping[int, Present]]]
    apply: Callable[[Viewer, int, Mapping[str, str]], Awaitable[None]]
