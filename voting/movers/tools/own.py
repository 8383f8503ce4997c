"""Our own files, as the command line takes them: their references are used as they are."""

from __future__ import annotations

from voting.movers.tools.shapes import IDEAS, SUPPORTS, Table, Tool

own = Tool(
    "tandem",
    "Tandem",
    (
        Table(
            IDEAS,
            {
                "reference": "id",
                "board": "board",
                "title": "title",
                "body": "body",
                "author_email": "email",
                "created_at": "created_at",
                "status": "status",
                "tags": "tags",
            },
            frozenset({"reference", "board", "title"}),
        ),
        Table(
            SUPPORTS,
            {"idea": "idea", "email": "voter_email", "created_at": "voted_at"},
            frozenset({"idea", "email"}),
        ),
    ),
    source="docs/file-formats.md",
)
