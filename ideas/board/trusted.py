"""What of this wing counts as given by a person, on the ladder of trust."""

from __future__ import annotations

from community.trust.registry import Contribution
from kernel.i18n import mark

contributions = [
    Contribution(
        "ideas",
        mark("Ideas that stand"),
        "SELECT author_id AS person_id, count(*) AS n FROM idea WHERE author_id IN ({whose}) "
        "AND hidden_at IS NULL AND waits_since IS NULL GROUP BY author_id",
    )
]
