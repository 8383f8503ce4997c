"""The wings of community, in order."""

from __future__ import annotations

from kernel.features import Feature, Wing

community = Feature(
    "community",
    [Wing("people"), Wing("moderation"), Wing("inbox"), Wing("discussion")],
)
