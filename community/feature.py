"""The wings of community, in order."""

from __future__ import annotations

from community.people.wing import wing as people
from kernel.features import Feature, Wing

community = Feature(
    "community",
    [people, Wing("moderation"), Wing("inbox"), Wing("discussion")],
)
