"""A snapshot's head and rows, put together from figures and from what is told of ideas, and their checksum; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voting.demand import carriers, codesign, policies
from voting.demand.codesign import Further
from voting.roadmap import columns
from voting.roadmap.queries import Told
from voting.value.methods import Policy

if TYPE_CHECKING:  # figures bring scipy, which whoever reads a snapshot does without
    from voting.demand.reckon import IdeaFigures, Interval, Reckoned

Cells = list[Any]


@dataclass(frozen=True)
class Sheet:
    """What is frozen: `lines` are the rows by rank as canonical JSON, beside the idea each is of."""

    header: dict[str, Any]
    columns: list[str]
    lines: list[tuple[int, str]]
    checksum: str


def sheet(
    reckoned: Reckoned, told: Mapping[int, Told], policy: Policy, *, carried: Mapping[int, float] | None = None
) -> Sheet:
    """Every idea that is told of, by its demand under the policy; ties by supporters, then by number.

    `carried`, demand in hundredths with how far supporters carry, is a column beside it where the team wants it.
    """
    head = header(reckoned, policy) | ({} if carried is None else {"carry_most": carriers.most()})
    asked = sorted({name for one in told.values() for name in one.asked})
    layout = columns.layout(_segment_names(reckoned), asked=asked, is_carried=carried is not None)
    names = [column.name for column in layout]
    kept = [found for found in reckoned.ideas if found.idea in told]
    kept.sort(key=lambda found: (-found.demand[policy].point, -found.people, found.idea))
    minor, scale = policies.minor(reckoned.currency), policies.unit(policy, reckoned.currency)
    further = codesign.columns()
    lines = [
        (
            found.idea,
            canonical(
                _cells(rank, found, told[found.idea], found.demand[policy], minor, scale, asked, further)
                + ([] if carried is None else [_round(carried.get(found.idea, 0.0) / 100)])
            ),
        )
        for rank, found in enumerate(kept, start=1)
    ]
    return Sheet(head, names, lines, checksum(head, names, (line for _, line in lines)))


def header(reckoned: Reckoned, policy: str) -> dict[str, Any]:
    """What a file says of how it was made."""
    return {
        "policy": policy,
        "currency": reckoned.currency,
        "date": reckoned.as_of.isoformat(),
        "window": f"{reckoned.window_days} days",
        "worth_as_of": reckoned.worth_as_of.isoformat() if reckoned.worth_as_of else "",
        "default_worth": reckoned.default_worth / policies.minor(reckoned.currency),
    }


def _segment_names(reckoned: Reckoned) -> list[str]:
    """A column for each segment, by its short name; one that is called like a column of ours gets a prefix."""
    slugs, taken = [slug.replace("-", "_") for slug, _name in reckoned.segments], columns.reserved()
    return [f"segment_{slug}" if slug in taken else slug for slug in slugs]


def _cells(
    rank: int,
    found: IdeaFigures,
    told: Told,
    demand: Interval,
    minor: float,
    scale: float,
    asked: Sequence[str],
    further: Sequence[Further],
) -> Cells:
    weight = demand.point / scale
    share = found.share.point if found.share else None
    low, high = found.band or (None, None)
    return [
        rank, found.idea, told.title, told.url, told.board, told.tags, told.status, told.horizon, told.target, told.owner,
        told.created, told.merged_from, found.people, found.accounts, found.raw_votes, found.valid_votes,
        found.doubtful_votes, _round(weight), _round(demand.low / scale), _round(demand.high / scale),
        _round(found.value.point / minor), _round(found.value.low / minor), _round(found.value.high / minor),
        _round(share, 4), _round(low, 4), _round(high, 4), *(_round(part / minor) for part in found.by_segment),
        *(told.asked.get(name) for name in asked),
        *(column.shown(found.further, minor) for column in further),
        told.on_behalf, found.trend_30d, told.ambassadors, told.clubs or None, told.effort,
        _round(weight / told.effort) if told.effort else None, told.response,
    ]  # fmt: skip


def _round(number: float | None, places: int = 2) -> float | None:
    return None if number is None else round(float(number), places)


def checksum(head: Mapping[str, Any], names: Sequence[str], lines: Iterable[str]) -> str:
    """SHA-256 over the head, the columns and each row as canonical JSON lines; the day it was made is left out."""
    made = {name: value for name, value in head.items() if name != "date"}
    digest = hashlib.sha256(f"{canonical(made)}\n{canonical(list(names))}\n".encode())
    for line in lines:
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
