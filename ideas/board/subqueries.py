"""Rows under a row, read in the same statement: as one JSON array, on either database, with the faces of people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from community.people.queries import PersonCard, card_of
from kernel import db

_PERSON = ("id", "handle", "name", "role", "is_ambassador", "is_claimed")
FACE = (*(f"by_{name}" for name in _PERSON), "by_digest")
WHO = ", ".join(f"p.{name} AS by_{name}" for name in _PERSON) + ", f.digest AS by_digest"
BY = "JOIN person p ON p.id = {} LEFT JOIN file f ON f.id = p.picture_id"


def many(columns: Sequence[str], source: str) -> str:
    """A subquery that gives all its rows as one JSON array."""
    pairs = ", ".join(f"'{name}', s.{name}" for name in columns)
    if db.on_sqlite():
        return f"(SELECT json_group_array(json_object({pairs})) FROM ({source}) s)"
    return f"(SELECT json_agg(json_build_object({pairs})) FROM ({source}) s)"


def face(row: dict[str, Any]) -> PersonCard:
    """The person whose columns are `WHO`."""
    return card_of({name: row[f"by_{name}"] for name in (*_PERSON, "digest")})
