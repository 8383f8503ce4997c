"""What of this wing counts as given by a person, on the ladder of trust."""

from __future__ import annotations

from community.trust.registry import Contribution
from kernel.i18n import mark

contributions = [
    Contribution(
        "comments",
        mark("Messages that stand"),
        "SELECT author_id AS person_id, count(*) AS n FROM comment WHERE author_id IN ({whose}) "
        "AND deleted_at IS NULL AND hidden_at IS NULL AND is_internal IS FALSE GROUP BY author_id",
    )
]
