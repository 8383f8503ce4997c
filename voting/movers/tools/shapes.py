"""What a tool's files are described by: kinds of table, their columns, and the words for states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kernel.i18n import mark

IDEAS, SUPPORTS, COMMENTS, PEOPLE, LABELS, LABELLED = "ideas", "supports", "comments", "people", "labels", "labelled"

_PERSON = {
    "email": mark("Address of the author"),
    "name": mark("Name of the author"),
    "person": mark("Number of the author"),
}
_VOTER = {
    "voter_email": mark("Address of a supporter"),
    "voter_name": mark("Name of a supporter"),
    "voter": mark("Number of a supporter"),
    "voted_at": mark("Supported on"),
}
FIELDS: Mapping[str, Mapping[str, str]] = {
    IDEAS: {
        "id": mark("Its number there"),
        "also": mark("Another number of it"),
        "title": mark("Title"),
        "body": mark("Text"),
        "board": mark("Board"),
        "tags": mark("Tags"),
        "status": mark("State"),
        "reason": mark("Reason of the state"),
        "created_at": mark("Proposed on"),
        "status_at": mark("State since"),
        **_PERSON,
        "answer": mark("Answer"),
        "answer_at": mark("Answered on"),
        "answer_email": mark("Address of who answered"),
        "answer_name": mark("Name of who answered"),
        "answer_person": mark("Number of who answered"),
        "merged_into": mark("Merged into"),
        "links": mark("Attachments"),
        "votes": mark("How many support it"),
        "state": mark("Shown or hidden"),
        **_VOTER,
    },
    SUPPORTS: {"idea": mark("Number of the idea"), **_VOTER},
    COMMENTS: {
        "id": mark("Its number there"),
        "idea": mark("Number of the idea"),
        "parent": mark("Answers comment"),
        "body": mark("Text"),
        "created_at": mark("Said on"),
        **_PERSON,
        "internal": mark("For the team alone"),
        "links": mark("Attachments"),
        "state": mark("Shown or hidden"),
    },
    PEOPLE: {"id": mark("Number of the person"), "email": mark("Address"), "name": mark("Name")},
    LABELS: {"id": mark("Number of the tag"), "name": mark("Tag")},
    LABELLED: {"idea": mark("Number of the idea"), "label": mark("Number of the tag")},
}
"""What a column may hold, by kind of table."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    IDEAS: ("title",),
    SUPPORTS: ("idea",),
    COMMENTS: ("idea", "body"),
    PEOPLE: ("id",),
    LABELS: ("id", "name"),
    LABELLED: ("idea", "label"),
}
MANY = frozenset({"tags", "links"})
"""Fields that several columns may go to."""
LATER = ("merged", "hidden")
"""Words for states that are none of ours: one waits for its merge, the other is left aside."""


@dataclass(frozen=True)
class Table:
    """One kind of file: `columns` against our fields, known by those of `sign` being in its header."""

    kind: str
    columns: Mapping[str, str]
    sign: frozenset[str]
    inside: str = ""


@dataclass(frozen=True)
class Tool:
    """A tool one may come from: its tables, its words for states, and where both were found.

    `mend(kind, cells)` gives a row the shape of the table, or None for one that is no idea.
    """

    name: str
    label: str
    tables: tuple[Table, ...]
    statuses: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    is_verified: bool = True
    passed_over: frozenset[str] = frozenset()
    mend: Callable[[str, dict[str, str]], dict[str, str] | None] | None = None
