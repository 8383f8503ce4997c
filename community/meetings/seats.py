"""Who has a seat, and who moves up when one is free. No I/O.

The list is in the order in which people asked. Nobody is passed by somebody who asked later, even where a smaller party
would fit: whoever waits may come with fewer guests. Only a party larger than all the seats there are is passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Party:
    """Somebody who said yes, with their guests: `size` seats."""

    id: int
    size: int


@dataclass(frozen=True)
class Given:
    """What became of an answer: a seat, a place on the list, and whether it is a new place at its end."""

    is_waiting: bool
    is_new: bool


def free(seats: int | None, taken: int) -> int | None:
    """Seats that nobody has; None where they are not counted. Never below nothing, though a host took seats away."""
    return None if seats is None else max(seats - taken, 0)


def give(seats: int | None, taken: int, *, had: int, waited: int, asked: int, is_list: bool) -> Given | None:
    """Answer somebody who asks for `asked` seats, `had` some or `waited` for some; None where there is no room to grow.

    `taken` counts the seats they had, `is_list` whether anybody else waits.
    """
    if had and asked <= had:
        return Given(is_waiting=False, is_new=False)
    fits = seats is None or (taken - had + asked <= seats and not is_list)
    if had:
        return Given(is_waiting=False, is_new=False) if fits else None
    if waited and asked <= waited:
        return Given(is_waiting=True, is_new=False)
    return Given(is_waiting=not fits, is_new=True)


def moving_up(seats: int | None, taken: int, waiting: Sequence[Party]) -> list[Party]:
    """Those of the list, in its order, who have a seat now."""
    up: list[Party] = []
    for party in waiting:
        if seats is not None and party.size > seats:
            continue
        if seats is not None and taken + party.size > seats:
            break
        taken += party.size
        up.append(party)
    return up
