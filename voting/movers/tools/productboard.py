"""Productboard: features and notes, by the names of its API; columns of a CSV are chosen by who exports it."""

from __future__ import annotations

from voting.movers.tools.shapes import IDEAS, Table, Tool

productboard = Tool(
    "productboard",
    "Productboard",
    (
        Table(
            IDEAS,
            {
                "id": "id",
                "name": "title",
                "description": "body",
                "status_name": "status",
                "created_at": "created_at",
                "owner_email": "email",
                "parent_component_id": "tags",
            },
            frozenset({"name", "description", "status_name", "owner_email"}),
        ),
        Table(
            IDEAS,
            {
                "feature_id": "id",
                "feature_name": "title",
                "feature_description": "body",
                "feature_status": "status",
                "status": "status",
                "product": "board",
                "product_name": "board",
                "component": "tags",
                "component_name": "tags",
                "tags": "tags",
                "created_at": "created_at",
                "user_impact_score": "votes",
            },
            frozenset({"feature_name"}),
        ),
        Table(
            IDEAS,
            {
                "id": "id",
                "title": "title",
                "content": "body",
                "tags": "tags",
                "user_email": "email",
                "user_name": "name",
                "created_at": "created_at",
                "display_url": "links",
            },
            frozenset({"title", "content", "display_url"}),
        ),
    ),
    {
        "new idea": "open",
        "candidate": "under_review",
        "under consideration": "under_review",
        "planned": "planned",
        "in progress": "in_progress",
        "released": "shipped",
        "won't do": "declined",
    },
    "developer.productboard.com/reference (features and notes of the API). No header of its CSV was found in public.",
    is_verified=False,
)
