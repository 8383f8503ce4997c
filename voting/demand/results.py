"""What a reckoning found: figures of ideas column by column, and one by one for whoever asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from voting.value.methods import Policy

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Interval(NamedTuple):
    point: float
    low: float
    high: float


@dataclass(frozen=True)
class IdeaFigures:
    """One idea; money in minor units. `band` is the doubt band; `unknown` counts accounts that are no known customer.

    `share` and `band` are by heads, `share_worth` and `band_worth` by what customers are worth.
    """

    idea: int
    people: int
    accounts: int
    raw_votes: int
    valid_votes: int
    doubtful_votes: int
    value: Interval
    by_segment: list[float]
    share: Interval | None
    band: tuple[float, float] | None
    trend_30d: int
    demand: dict[Policy, Interval]
    unknown: int = 0
    board: int = 0
    share_worth: Interval | None = None
    band_worth: tuple[float, float] | None = None
    further: Mapping[str, float | None] = field(default_factory=dict)


COUNTS = ("people", "accounts", "unknown", "raw_votes", "valid_votes", "doubtful_votes", "board", "trend_30d")


@dataclass(frozen=True)
class Columns:
    """Figures of the ideas numbered `idea` `(ideas,)`: whole numbers by the names in COUNTS; `value` and each policy's
    `demand` `(ideas, 3)` as point, low, high; `by_segment` `(ideas, segments)`; `further` of those that have any.

    `shares` `(ideas, 10)`: share, its ends and the band's by heads, then by worth; NaN where a board's voices are too few.
    """

    idea: Ints
    counts: dict[str, Ints]
    value: Floats
    demand: dict[Policy, Floats]
    shares: Floats
    by_segment: Floats
    further: Mapping[int, Mapping[str, float | None]]

    def ranked(self, policy: Policy) -> Ints:
        """Places of ideas by demand, then by supporters, then by number."""
        return np.lexsort((self.idea, -self.counts["people"], -self.demand[policy][:, 0]))

    def rows(self) -> list[IdeaFigures]:
        """One by one."""
        counts = zip(*(self.counts[name].tolist() for name in COUNTS), strict=True)
        demand = [(policy, _intervals(ends)) for policy, ends in self.demand.items()]
        columns = zip(
            self.idea.tolist(),
            counts,
            _intervals(self.value),
            self.by_segment.tolist(),
            self.shares.tolist(),
            strict=True,
        )
        return [
            IdeaFigures(
                idea=idea,
                value=value,
                by_segment=parts,
                share=_share(share[:3]),
                band=_band(share[3:5]),
                share_worth=_share(share[5:8]),
                band_worth=_band(share[8:]),
                demand={policy: intervals[row] for policy, intervals in demand},
                further=self.further.get(idea, {}),
                **dict(zip(COUNTS, whole, strict=True)),
            )
            for row, (idea, whole, value, parts, share) in enumerate(columns)
        ]


@dataclass(frozen=True)
class Reckoned:
    """All figures at a moment. `notes` holds `boards`: what each board's voices had to say, by its number."""

    as_of: date
    window_days: int
    worth_run_id: int | None
    worth_as_of: date | None
    currency: str
    default_worth: int
    segments: list[tuple[str, str]]
    notes: dict[str, Any]
    columns: Columns = field(repr=False)

    @cached_property
    def ideas(self) -> list[IdeaFigures]:
        """Each idea's figures, in the order of their numbers; made when they are asked for."""
        return self.columns.rows()


def ranked(reckoned: Reckoned, policy: Policy) -> list[IdeaFigures]:
    """Ideas by demand, then by supporters, then by number."""
    return [reckoned.ideas[place] for place in reckoned.columns.ranked(policy).tolist()]


def data(found: IdeaFigures) -> dict[str, Any]:
    """What is shown of an idea and not sorted by; the same under every policy."""
    return {
        "people": found.people,
        "accounts": found.accounts,
        "unknown": found.unknown,
        "raw_votes": found.raw_votes,
        "valid_votes": found.valid_votes,
        "doubtful_votes": found.doubtful_votes,
        "value": found.value,
        "by_segment": found.by_segment,
        "share": found.share,
        "band": found.band,
        "share_worth": found.share_worth,
        "band_worth": found.band_worth,
        "board": found.board,
        "further": found.further,
    }


def columns_of(rows: Sequence[tuple[int, int, Mapping[str, Any]]], policy: Policy) -> Columns:
    """Back from an idea's number, its trend and what `data` told of it, with its `demand` under the policy."""
    told = [{**data, "trend_30d": trend} for _, trend, data in rows]
    shares = [
        [*_known(one.get(f"share{by}"), 3), *_known(one.get(f"band{by}"), 2)] for by in ("", "_worth") for one in told
    ]
    return Columns(
        idea=np.array([idea for idea, _, _ in rows], dtype=np.int64),
        counts={name: np.array([one.get(name, 0) for one in told], dtype=np.int64) for name in COUNTS},
        value=_table([one["value"] for one in told], 3),
        demand={policy: _table([one["demand"] for one in told], 3)},
        shares=np.concatenate([_table(shares[: len(told)], 5), _table(shares[len(told) :], 5)], axis=1),
        by_segment=_table([one["by_segment"] for one in told], 0),
        further={idea: data["further"] for idea, _, data in rows if data.get("further")},
    )


def rounded(values: Floats, places: int) -> Floats:
    """What `round` makes of each value, many at once: where a half may have been cut off on the way, `round` is asked."""
    scale = 10.0**places
    scaled = values * scale
    whole = np.rint(scaled)
    found = np.asarray(whole / scale, dtype=float)
    near = (np.abs(np.abs(scaled - whole) - 0.5) < 1e-3) | (np.abs(scaled) > 1e12)
    found[near] = [round(value, places) for value in values[near].tolist()]
    return found


def _known(ends: Sequence[float] | None, number: int) -> Sequence[float]:
    return ends or [float("nan")] * number


def _table(rows: Sequence[Sequence[float]], columns: int) -> Floats:
    return np.array(rows, dtype=float).reshape(len(rows), len(rows[0]) if rows else columns)


def _intervals(ends: Floats) -> list[Interval]:
    return [Interval(*line) for line in ends.tolist()]


def _share(ends: list[float]) -> Interval | None:
    return Interval(*ends) if ends[0] == ends[0] else None


def _band(ends: list[float]) -> tuple[float, float] | None:
    return (ends[0], ends[1]) if ends[0] == ends[0] else None
