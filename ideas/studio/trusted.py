"""What of this wing counts as given by a person, on the ladder of trust."""

from __future__ import annotations

from community.trust.registry import Contribution
from kernel.i18n import mark

contributions = [
    Contribution(
        "designs",
        mark("Designs that stand"),
        "SELECT author_id AS person_id, count(*) AS n FROM design WHERE author_id IN ({whose}) "
        "AND is_listed IS TRUE GROUP BY author_id",
    )
]
