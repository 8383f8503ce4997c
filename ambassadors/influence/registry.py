"""Who listens to whom: wings say here which of their doings show it, and what else is known of two people."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from kernel.features import the_house

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Heard(NamedTuple):
    """`listener` did something that cost them a little, because of `speaker`; `share` is the speaker's part of it.

    `place` is where, such as board:3, template:tee or club:5; `topics` what else it is about, such as tag:fit. `subject` is
    the thing it was about.
    """

    listener: int
    speaker: int
    at: datetime
    share: float = 1.0
    place: str = ""
    subject_kind: str = ""
    subject_id: int = 0
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Batch:
    """An entry for each part of a doing, as in `Heard`: `at` in seconds, `place` and `subject_kind` numbers in these lists."""

    listener: NDArray[Any]
    speaker: NDArray[Any]
    at: NDArray[Any]
    share: NDArray[Any]
    place: NDArray[Any]
    subject_kind: NDArray[Any]
    subject: NDArray[Any]
    places: Sequence[tuple[str, ...]]
    subject_kinds: Sequence[str]

    def __len__(self) -> int:
        return len(self.listener)

    def heard(self) -> list[Heard]:
        """The same one by one."""
        columns = (self.listener, self.speaker, self.at, self.share, self.place, self.subject_kind, self.subject)
        found = list[Heard]()
        for listener, speaker, at, share, place, kind, subject in zip(*(c.tolist() for c in columns), strict=True):
            where, *topics = self.places[place]
            moment = datetime.fromtimestamp(at, UTC)
            found.append(
                Heard(listener, speaker, moment, share, where, self.subject_kinds[kind], subject, tuple(topics))
            )
        return found


@dataclass(frozen=True)
class Listening:
    """A kind of listening, registered under "listening", with what it weighs until staff say otherwise.

    `half_life` is in days, `pair_cap` the most that one person may weigh for another by this kind, `day_cap` how many
    doings of a listener count on one day. `rows(since)` reads all that stand today, some thousands at a time: one by one, or as
    columns where there may be a million. `events` are those of the log after which scores are reckoned again.
    """

    kind: str
    label: str
    weight: float
    half_life: float
    pair_cap: float
    day_cap: int
    rows: Callable[[datetime], AsyncIterator[list[Heard] | Batch]]
    events: tuple[str, ...] = ()


class CameBy(NamedTuple):
    """A member came to an idea by somebody's link or comment; registered under "came-by" as `rows(since)`."""

    person: int
    idea: int
    by: int
    at: datetime


Pairs = Callable[[], Awaitable[list[tuple[int, int]]]]
"""Pairs of accounts. Under "household": those that are one household; under "brought": (who was brought, by whom)."""


def listenings() -> list[Listening]:
    """Every kind, in the order of the house."""
    found: list[Listening] = the_house().registered("listening")
    return found


def came_by() -> list[Callable[[datetime], AsyncIterator[list[CameBy]]]]:
    found: list[Callable[[datetime], AsyncIterator[list[CameBy]]]] = the_house().registered("came-by")
    return found


async def pairs(registry: str) -> list[tuple[int, int]]:
    """What all wings know of one sort of pair."""
    return [pair for told in the_house().registered(registry) for pair in await told()]
