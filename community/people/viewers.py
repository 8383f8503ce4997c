"""How a person becomes a viewer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel import clock, files
from kernel.features import People
from kernel.viewer import Viewer


def viewer(row: Mapping[str, Any]) -> Viewer | None:
    """A person as a viewer; nobody views from an account that is not claimed."""
    if not row["is_claimed"]:
        return None
    return Viewer(
        id=row["id"],
        role=row["role"],
        handle=row["handle"],
        name=row["name"],
        language=row["language"],
        zone=row["zone"],
        confirmed=row["email_confirmed_at"] is not None,
        suspended=bool(row["free_at"] and row["free_at"] > clock.now()),
        picture=files.url(row["picture"]) if row["picture"] else "",
    )


people = People(
    table="person p",
    columns="p.id, p.role, p.handle, p.name, p.language, p.zone, p.email_confirmed_at, p.suspended_until AS free_at, "
    "p.is_claimed, picture.digest AS picture",
    joins="LEFT JOIN file picture ON picture.id = p.picture_id",
    viewer=viewer,
)
