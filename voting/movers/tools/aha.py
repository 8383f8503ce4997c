"""Aha!: ideas as its API lists them, and the lists that one makes and exports as CSV."""

from __future__ import annotations

from voting.movers.tools.shapes import IDEAS, SUPPORTS, Table, Tool

aha = Tool(
    "aha",
    "Aha!",
    (
        Table(
            IDEAS,
            {
                "reference_num": "id",
                "name": "title",
                "description_body": "body",
                "description_attachments": "links",
                "workflow_status_name": "status",
                "categories": "tags",
                "tags": "tags",
                "product_name": "board",
                "project_name": "board",
                "created_at": "created_at",
                "status_changed_on": "status_at",
                "created_by_portal_user_name": "name",
                "created_by_portal_user_email": "email",
                "created_by_idea_user_name": "name",
                "created_by_idea_user_email": "email",
                "endorsements_count": "votes",
                "votes": "votes",
            },
            frozenset({"reference_num", "name", "workflow_status_name"}),
        ),
        Table(
            IDEAS,
            {
                "idea_reference": "id",
                "idea_reference_number": "id",
                "idea_name": "title",
                "idea_description": "body",
                "idea_workflow_status": "status",
                "idea_status": "status",
                "idea_categories": "tags",
                "idea_tags": "tags",
                "idea_created_date": "created_at",
                "idea_created_by": "name",
                "idea_creator_email": "email",
                "idea_votes": "votes",
                "product_name": "board",
                "workspace_name": "board",
            },
            frozenset({"idea_name", "idea_votes"}),
        ),
        Table(
            SUPPORTS,
            {"idea_reference": "idea", "idea_reference_number": "idea", "email": "voter_email", "name": "voter_name"},
            frozenset({"idea_reference", "email"}),
        ),
    ),
    {
        "needs review": "under_review",
        "under consideration": "under_review",
        "future consideration": "under_review",
        "planned": "planned",
        "likely to implement": "planned",
        "in progress": "in_progress",
        "shipped": "shipped",
        "already exists": "shipped",
        "will not implement": "declined",
        "unlikely to implement": "declined",
    },
    "docs.progress.com: DataDirect for Aha!, table IDEAS (columns of /api/v1/ideas). The columns of a CSV are chosen by "
    "who exports it; none was found in public.",
    is_verified=False,
)
