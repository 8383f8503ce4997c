"""The wings of community, in order."""

from __future__ import annotations

from community.inbox.wing import wing as inbox
from community.people.wing import wing as people
from kernel.features import Feature, Wing

community = Feature(
    "community",
    [people, Wing("moderation"), inbox, Wing("discussion")],
)
