"""Quackback: the CSV of posts, the tables of a whole workspace, and the files its own importer reads."""

from __future__ import annotations

from voting.movers.tools.shapes import COMMENTS, IDEAS, SUPPORTS, Table, Tool

_POSTS = {
    "id": "id",
    "title": "title",
    "content": "body",
    "status": "status",
    "tags": "tags",
    "board": "board",
    "author_name": "name",
    "author_email": "email",
    "vote_count": "votes",
    "created_at": "created_at",
}
quackback = Tool(
    "quackback",
    "Quackback",
    (
        Table(IDEAS, _POSTS, frozenset({"title", "content", "author_email", "vote_count"})),
        Table(
            IDEAS,
            {
                **{name: field for name, field in _POSTS.items() if name != "content"},
                "body": "body",
                "moderation": "state",
                "response": "answer",
                "response_at": "answer_at",
                "response_by": "answer_email",
            },
            frozenset({"title", "body", "moderation", "vote_count", "response_by"}),
        ),
        Table(
            COMMENTS,
            {
                "id": "id",
                "post_id": "idea",
                "parent_id": "parent",
                "author_name": "name",
                "author_email": "email",
                "is_private": "internal",
                "moderation_state": "state",
                "content": "body",
                "created_at": "created_at",
            },
            frozenset({"post_id", "parent_id", "is_team_member", "content"}),
        ),
        Table(
            SUPPORTS,
            {"post_id": "idea", "voter_email": "voter_email", "created_at": "voted_at"},
            frozenset({"post_id", "voter_email"}),
        ),
    ),
    {
        "open": "open",
        "under review": "under_review",
        "planned": "planned",
        "in progress": "in_progress",
        "complete": "shipped",
        "closed": "declined",
    },
    "QuackbackIO/quackback: apps/web/src/lib/server/domains/export/entities, apps/web/src/routes/api/export.ts, "
    "scripts/import/README.md",
)
