"""What the wing of clubs registers with the house."""

from __future__ import annotations

from community.clubs import queries
from kernel.features import Audience, Wing

wing = Wing(
    "clubs",
    audiences=[Audience("club", queries.audiences_of, queries.audience_choices, columns=queries.audience_column)],
    registers={"audience.people": [queries.people_of]},
)
