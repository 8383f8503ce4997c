"""Fider: the CSV of all posts, and the ZIP of its tables as JSON."""

from __future__ import annotations

from voting.movers.tools.shapes import COMMENTS, IDEAS, LABELLED, LABELS, PEOPLE, SUPPORTS, Table, Tool

fider = Tool(
    "fider",
    "Fider",
    (
        Table(
            IDEAS,
            {
                "number": "id",
                "title": "title",
                "description": "body",
                "created_at": "created_at",
                "created_by": "name",
                "votes_count": "votes",
                "total_votes": "votes",
                "status": "status",
                "responded_by": "answer_name",
                "responded_at": "answer_at",
                "response": "answer",
                "original_number": "merged_into",
                "tags": "tags",
            },
            frozenset({"number", "title", "original_number", "responded_by"}),
        ),
        Table(
            IDEAS,
            {
                "id": "also",
                "number": "id",
                "title": "title",
                "description": "body",
                "created_at": "created_at",
                "user_id": "person",
                "status": "status",
                "response": "answer",
                "response_date": "answer_at",
                "response_user_id": "answer_person",
                "original_id": "merged_into",
            },
            frozenset({"number", "title", "slug", "user_id", "tenant_id"}),
        ),
        Table(
            COMMENTS,
            {"id": "id", "post_id": "idea", "content": "body", "user_id": "person", "created_at": "created_at"},
            frozenset({"post_id", "content", "user_id", "tenant_id"}),
        ),
        Table(
            SUPPORTS,
            {"post_id": "idea", "user_id": "voter", "created_at": "voted_at"},
            frozenset({"post_id", "user_id", "tenant_id"}),
            inside="post_votes.json",
        ),
        Table(
            PEOPLE,
            {"id": "id", "name": "name", "email": "email"},
            frozenset({"id", "name", "email", "tenant_id", "role"}),
        ),
        Table(LABELS, {"id": "id", "name": "name"}, frozenset({"id", "name", "slug", "color", "tenant_id"})),
        Table(LABELLED, {"post_id": "idea", "tag_id": "label"}, frozenset({"post_id", "tag_id"})),
    ),
    {
        "open": "open",
        "planned": "planned",
        "started": "in_progress",
        "completed": "shipped",
        "declined": "declined",
        "duplicate": "merged",
        "deleted": "hidden",
        "0": "open",
        "1": "in_progress",
        "2": "shipped",
        "3": "declined",
        "4": "planned",
        "5": "merged",
        "6": "hidden",
    },
    "getfider/fider: app/pkg/csv/csv.go and its testdata, app/pkg/backup/backup.go, migrations",
    passed_over=frozenset(
        {
            *("attachments.json", "email_verifications.json", "notifications.json", "oauth_providers.json"),
            *("post_subscribers.json", "tenants.json", "user_providers.json", "user_settings.json"),
        }
    ),
)
