"""An idea's figures as command, API and page tell them: in whole units of the currency."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from kernel import db
from voting.demand import codesign, policies
from voting.demand.clubs import NOTHING, Wanted
from voting.demand.queries import Stored
from voting.value.methods import Policy

if TYPE_CHECKING:
    from voting.demand.results import Floats, Reckoned

Ends = Sequence[float]
VOTES = ("people", "accounts", "raw_votes", "valid_votes", "doubtful_votes")
VALUE, DEMAND = ("value", "value_low", "value_high"), ("demand", "demand_low", "demand_high")
SHARES = (
    *("share_of_base", "share_low", "share_high", "interval_low", "interval_high"),
    *("share_by_worth", "share_by_worth_low", "share_by_worth_high", "interval_by_worth_low", "interval_by_worth_high"),
)
SHARES_OF = [0, 3, 4, 1, 2, 5, 8, 9, 6, 7]
"""Where these stand among the shares of a reckoning."""


class FigureOut(BaseModel):
    """One idea. `share_low` and `share_high` are the ends of the doubt band; the interval is that of sampling alone.

    `share_of_base` is by heads, `share_by_worth` counts each customer for what it is worth.
    `clubs` names those that want it with how many members support it, private ones as a number of them.
    `further` holds what was designed for it: designs, their score, wishes, pre-orders and who they come from.
    """

    rank: int
    idea: int
    title: str
    people: int
    accounts: int
    raw_votes: int
    valid_votes: int
    doubtful_votes: int
    value: float
    value_low: float
    value_high: float
    demand: float
    demand_low: float
    demand_high: float
    share_of_base: float | None
    share_low: float | None
    share_high: float | None
    interval_low: float | None
    interval_high: float | None
    share_by_worth: float | None
    share_by_worth_low: float | None
    share_by_worth_high: float | None
    interval_by_worth_low: float | None
    interval_by_worth_high: float | None
    clubs: list[tuple[str, int]]
    segments: dict[str, float]
    further: dict[str, float | None]
    trend_30d: int


async def titles() -> dict[int, str]:
    return {row["id"]: row["title"] for row in await db.rows("SELECT id, title FROM idea")}


def header(reckoned: Reckoned, policy: Policy) -> dict[str, Any]:
    """What the figures were made with."""
    return {
        "policy": policy,
        "currency": reckoned.currency,
        "as_of": reckoned.as_of.isoformat(),
        "window_days": reckoned.window_days,
        "worth_run": reckoned.worth_run_id,
        "worth_as_of": reckoned.worth_as_of.isoformat() if reckoned.worth_as_of else None,
        "default_worth": reckoned.default_worth / policies.minor(reckoned.currency),
        "segments": dict(reckoned.segments),
        "notes": reckoned.notes,
    }


def sheet(
    reckoned: Reckoned, policy: Policy, told: dict[int, str], wanted: Mapping[int, Wanted]
) -> list[dict[str, Any]]:
    """Every idea by rank, as what a FigureOut holds."""
    table, order = reckoned.columns, reckoned.columns.ranked(policy)
    numbers = table.idea[order].tolist()
    nothing = codesign.in_units({}, reckoned.currency)
    further = {idea: codesign.in_units(values, reckoned.currency) for idea, values in table.further.items()}
    slugs, minor = [slug for slug, _ in reckoned.segments], policies.minor(reckoned.currency)
    columns: dict[str, Iterable[Any]] = {
        "rank": range(1, len(numbers) + 1),
        "idea": numbers,
        "title": [told.get(idea, "") for idea in numbers],
        **{name: table.counts[name][order].tolist() for name in VOTES},
        **dict(zip(VALUE, _written(table.value[order] / minor, 2), strict=True)),
        **dict(
            zip(
                DEMAND, _written(table.demand[policy][order] / policies.unit(policy, reckoned.currency), 2), strict=True
            )
        ),
        **dict(zip(SHARES, _written(table.shares[order][:, SHARES_OF], 4), strict=True)),
        "clubs": [wanted.get(idea, NOTHING).counted for idea in numbers],
        "segments": _by_segment(slugs, table.by_segment[order] / minor),
        "further": [further.get(idea, nothing) for idea in numbers],
        "trend_30d": table.counts["trend_30d"][order].tolist(),
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _written(table: Floats, places: int) -> list[list[float | None]]:
    """The columns of a table, rounded; nothing where nothing is known."""
    from voting.demand.results import rounded

    return [[None if cell != cell else cell for cell in column.tolist()] for column in rounded(table.T, places)]


def _by_segment(slugs: Sequence[str], parts: Floats) -> list[dict[str, float | None]]:
    columns = _written(parts, 2)
    return [dict(zip(slugs, row, strict=True)) for row in zip(*columns, strict=True)] if slugs else [{} for _ in parts]


def kept(row: db.Row, policy: Policy, stored: Stored, wanted: Wanted) -> FigureOut:
    """A row of the table."""
    write = _writer(policy, stored.currency, stored.segments)
    return FigureOut(
        clubs=wanted.counted,
        **write(row["rank"], row["idea_id"], row["title"], row["trend"], row["data"]["demand"], row["data"]),
    )


def _writer(policy: Policy, currency: str, segments: Sequence[tuple[str, str]]) -> Callable[..., dict[str, Any]]:
    slugs = [slug for slug, _ in segments]
    minor, unit = policies.minor(currency), policies.unit(policy, currency)

    def write(rank: int, idea: int, title: str, trend: int, demand: Ends, told: dict[str, Any]) -> dict[str, Any]:
        return dict(
            rank=rank,
            idea=idea,
            title=title,
            people=told["people"],
            accounts=told["accounts"],
            raw_votes=told["raw_votes"],
            valid_votes=told["valid_votes"],
            doubtful_votes=told["doubtful_votes"],
            **_ends("value", told["value"], minor),
            **_ends("demand", demand, unit),
            **_shares("share_of_base", "share", "interval", told["share"], told["band"]),
            **_shares(
                "share_by_worth", "share_by_worth", "interval_by_worth", told.get("share_worth"), told.get("band_worth")
            ),
            segments={slug: _of(part, minor) for slug, part in zip(slugs, told["by_segment"], strict=True)},
            further=codesign.in_units(told.get("further", {}), currency),
            trend_30d=trend,
        )

    return write


def _ends(name: str, ends: Ends, unit: float) -> dict[str, Any]:
    return {name: _of(ends[0], unit), f"{name}_low": _of(ends[1], unit), f"{name}_high": _of(ends[2], unit)}


def _shares(point: str, band: str, interval: str, share: Ends | None, ends: Ends | None) -> dict[str, Any]:
    names = (point, f"{band}_low", f"{band}_high", f"{interval}_low", f"{interval}_high")
    if not share or not ends:
        return dict.fromkeys(names)
    return dict(zip(names, map(_share, (share[0], ends[0], ends[1], share[1], share[2])), strict=True))


def _of(amount: float, unit: float) -> float:
    return round(amount / unit, 2)


def _share(share: float) -> float:
    return round(share, 4)
