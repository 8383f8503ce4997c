"""UserVoice: exports with a row for each idea and supporter, in the two ways their columns are named."""

from __future__ import annotations

from voting.movers.tools.shapes import COMMENTS, IDEAS, Table, Tool

uservoice = Tool(
    "uservoice",
    "UserVoice",
    (
        Table(
            IDEAS,
            {
                "suggestion_id": "id",
                "suggestion_title": "title",
                "suggestion_body": "body",
                "suggestion_forum_name": "board",
                "suggestion_category_name": "tags",
                "suggestion_labels_name": "tags",
                "suggestion_status_name": "status",
                "suggestion_parent_id": "merged_into",
                "suggestion_created_timestamp": "created_at",
                "user_email_address": "voter_email",
                "user_name": "voter_name",
            },
            frozenset({"suggestion_id", "suggestion_title"}),
        ),
        Table(
            IDEAS,
            {
                "idea_id": "id",
                "idea_title": "title",
                "idea_description": "body",
                "idea_creator_name": "name",
                "idea_creator_email_address": "email",
                "forum_name": "board",
                "category_name": "tags",
                "labels": "tags",
                "public_status_name": "status",
                "public_status_update_message": "answer",
                "public_status_updated_timestamp": "answer_at",
                "public_status_creator_email_address": "answer_email",
                "moderation_state": "state",
                "voters_count": "votes",
                "created_timestamp": "created_at",
                "user_email_address": "voter_email",
                "user_name": "voter_name",
                "linked_idea_creation_date": "voted_at",
            },
            frozenset({"idea_id", "idea_title", "public_status_name"}),
        ),
        Table(
            COMMENTS,
            {
                "suggestion_id": "idea",
                "text": "body",
                "user_email": "email",
                "user_name": "name",
                "created_at": "created_at",
            },
            frozenset({"suggestion_id", "text"}),
        ),
    ),
    {
        "active": "open",
        "under review": "under_review",
        "reviewing": "under_review",
        "planned": "planned",
        "started": "in_progress",
        "in progress": "in_progress",
        "working on it": "in_progress",
        "completed": "shipped",
        "already exists": "shipped",
        "shipped": "shipped",
        "declined": "declined",
        "closed": "declined",
        "will not implement": "declined",
        "duplicate": "merged",
    },
    "help.uservoice.com/hc/en-us/articles/360035485693 (fields of exports); "
    "QuackbackIO/quackback: scripts/import/adapters/uservoice",
)
