"""GitHub issues: the JSON of its API, and of `gh issue list --json`."""

from __future__ import annotations

import re

from voting.movers.tools.shapes import COMMENTS, IDEAS, Table, Tool

_PLACE = re.compile(r"(?<![\w.-])([\w.-]++/[\w.-]++)/(?:issues|pull)/(\d+)")
_COMMENT = {
    "id": "id",
    "idea": "idea",
    "issue_url": "idea",
    "body": "body",
    "user_login": "person",
    "author_login": "person",
    "created_at": "created_at",
}


def _mend(kind: str, cells: dict[str, str]) -> dict[str, str] | None:
    """Numbers count within one repository alone; a pull request is no issue; a reason says more than "closed"."""
    if any(name.startswith("pull_request") for name in cells):
        return None
    for name in ("html_url", "url", "issue_url", "idea"):
        if found := _PLACE.search(cells.get(name, "")):
            place, number = found.groups()
            own = {"number": f"{place}#{number}", "url": place.split("/")[1]}
            return cells | (own if kind == IDEAS else {"idea": f"{place}#{number}", "issue_url": ""})
    return cells


github = Tool(
    "github",
    "GitHub",
    (
        Table(
            IDEAS,
            {
                "number": "id",
                "url": "board",
                "title": "title",
                "body": "body",
                "state": "status",
                "state_reason": "reason",
                "closed_at": "status_at",
                "created_at": "created_at",
                "user_login": "person",
                "author_login": "person",
                "author_name": "name",
                "labels": "tags",
                "reactions_1": "votes",
            },
            frozenset({"number", "title", "state"}),
        ),
        Table(COMMENTS, _COMMENT, frozenset({"idea", "body", "author_login"})),
        Table(COMMENTS, _COMMENT, frozenset({"issue_url", "body", "user_login"})),
    ),
    {
        "open": "open",
        "closed": "shipped",
        "completed": "shipped",
        "not planned": "declined",
        "duplicate": "declined",
        "reopened": "open",
    },
    "docs.github.com/en/rest/issues/issues; cli.github.com/manual/gh_issue_list",
    mend=_mend,
)
