"""Canny: what its API lists, saved as JSON; a CSV of posts under the same names."""

from __future__ import annotations

from voting.movers.tools.shapes import COMMENTS, IDEAS, SUPPORTS, Table, Tool

canny = Tool(
    "canny",
    "Canny",
    (
        Table(
            IDEAS,
            {
                "id": "id",
                "title": "title",
                "details": "body",
                "board": "board",
                "board_name": "board",
                "category": "tags",
                "category_name": "tags",
                "tags": "tags",
                "status": "status",
                "status_changed_at": "status_at",
                "created": "created_at",
                "author": "name",
                "author_name": "name",
                "author_email": "email",
                "author_id": "person",
                "image_urls": "links",
                "score": "votes",
            },
            frozenset({"title", "details", "score"}),
        ),
        Table(
            COMMENTS,
            {
                "id": "id",
                "post_id": "idea",
                "parent_id": "parent",
                "value": "body",
                "author_name": "name",
                "author_email": "email",
                "author_id": "person",
                "created": "created_at",
                "internal": "internal",
                "image_urls": "links",
            },
            frozenset({"post_id", "value"}),
        ),
        Table(
            SUPPORTS,
            {
                "post_id": "idea",
                "voter_email": "voter_email",
                "voter_name": "voter_name",
                "voter_id": "voter",
                "created": "voted_at",
            },
            frozenset({"post_id", "voter_name"}),
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
    "developers.canny.io/api-reference (objects of the API); QuackbackIO/quackback: "
    "apps/web/src/lib/server/domains/import/adapters/canny. No header of the CSV was found in public.",
)
