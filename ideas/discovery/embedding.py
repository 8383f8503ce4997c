"""A model of meaning that a brand may install: it is asked beside the words, and nothing waits for it to be there."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from kernel.features import the_house

log = logging.getLogger("tandem.embedding")
LONGEST = 2_000
"""Letters of a text that a model is given."""

Vector = Sequence[float]


@dataclass(frozen=True)
class Embedding:
    """An entry of the registry "embedding".

    `vectors` gives one vector a text, all of one length, for a text and up to about a hundred others; what it costs is
    its own to remember. `weight`, from 0 to 1, is how much its cosine counts beside the chance that words give.
    """

    name: str
    vectors: Callable[[Sequence[str]], Awaitable[Sequence[Vector]]]
    weight: float = 0.5


async def mixed(scores: Sequence[float], text: str, others: Sequence[str]) -> list[float]:
    """The chances of some texts with what each model says of them; as they were where a model fails."""
    mixed = list(scores)
    for model in the_house().registered("embedding"):
        try:
            own, *theirs = await model.vectors([one[:LONGEST] for one in (text, *others)])
            near = [max(0.0, cosine(own, their)) for their in theirs]
            mixed = [
                (1 - model.weight) * score + model.weight * found for score, found in zip(mixed, near, strict=True)
            ]
        except Exception:
            log.exception("a model of meaning failed", extra={"model": model.name})
    return mixed


def cosine(a: Vector, b: Vector) -> float:
    """From -1 to 1; 0 beside a vector of no length."""
    lengths = sqrt(sum(x * x for x in a) * sum(y * y for y in b))
    return sum(x * y for x, y in zip(a, b, strict=True)) / lengths if lengths else 0.0
