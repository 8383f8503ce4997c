"""The result of a challenge out of every number that it is made from. No I/O, no chance: whoever has the document gets it.

Each entry has three parts, whole millionths from 0 to 1,000,000, rounded half up:
- `public`: the bound of `voting.ballots.means` (the mean score that is exceeded with 95 %), divided by 5, at least 0;
- `jury`: the mean over jurors of their marks 0 to 5, weighted by criterion, divided by 5;
- `demand`: the accounts that would buy it, divided by those of the entry that most would buy.
The sum of the parts times their weights decides. A part that nobody gave anything to (no juror handed in, no account would
buy any) is left out for all alike, so that it favours nobody. Equal sums are parted by the jury, then the public, then demand;
what is still equal shares its place, and the next place is left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voting.ballots import means

FORMAT = "tandem-contest 1"
WHOLE = 1_000_000
PARTS = ("public", "jury", "demand")
BREAKS = ("jury", "public", "demand")
"""In this order they part what has equal sums."""
Document = dict[str, Any]


@dataclass(frozen=True)
class Placed:
    """An entry's place with the parts it comes from; `sum` is of weight times part, `parted_by` what decided a tie."""

    design: int
    place: int
    sum: int
    points: int
    public: int
    jury: int
    demand: int
    parted_by: str


def document(
    challenge: Mapping[str, Any],
    weights: Mapping[str, int],
    criteria: Sequence[Mapping[str, Any]],
    entries: Sequence[Mapping[str, Any]],
) -> Document:
    """Everything that the result is made from, the result, and a checksum of both.

    Of an entry: `design`, `title`, `scores` (how many gave 0, 1, ... 5 that count), beside them `given` (with those that do not)
    and `doubtful` (that count and are marked; neither decides), `marks` (a row for each juror who handed in, a number
    for each criterion in their order) and `accounts` (that would buy it).
    """
    made: Document = {
        "format": FORMAT,
        "challenge": dict(challenge),
        "weights": {part: weights[part] for part in PARTS},
        "criteria": [dict(one) for one in criteria],
        "entries": [dict(one) for one in entries],
    }
    made["result"] = [vars(placed) for placed in recompute(made)]
    return {**made, "checksum": checksum(made)}


def recompute(told: Document) -> list[Placed]:
    """The ranking, from the numbers of a document alone."""
    parts = {entry["design"]: _parts(told, entry) for entry in told["entries"]}
    used = used_weights(told)
    sums = {design: sum(used[part] * found[part] for part in PARTS) for design, found in parts.items()}
    keys = {design: (sums[design], *(parts[design][part] for part in BREAKS)) for design in parts}
    order = sorted(keys, key=lambda design: (*(-value for value in keys[design]), design))
    total = sum(used.values()) or 1
    return [
        Placed(
            design=design,
            place=1 + sum(key > keys[design] for key in keys.values()),
            sum=sums[design],
            points=_rounded(sums[design], total),
            **parts[design],
            parted_by=_parted_by(keys, design),
        )
        for design in order
    ]


def used_weights(told: Document) -> dict[str, int]:
    """The weights, 0 where nobody gave anything to a part."""
    entries = told["entries"]
    given = {
        "public": True,
        "jury": bool(told["criteria"]) and any(entry["marks"] for entry in entries),
        "demand": any(entry["accounts"] for entry in entries),
    }
    return {part: told["weights"][part] if given[part] else 0 for part in PARTS}


def checksum(told: Document) -> str:
    """Of the document without its checksum, keys sorted, no spaces."""
    kept = {name: value for name, value in told.items() if name != "checksum"}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def faults(told: Document) -> list[str]:
    """What is not right with a document: its checksum, or its ranking."""
    found = []
    if told.get("format") != FORMAT:
        return ["not a result of a challenge"]
    if told.get("checksum") != checksum(told):
        found.append("the checksum is another")
    if told.get("result") != [vars(placed) for placed in recompute(told)]:
        found.append("the ranking is another")
    return found


def _parts(told: Document, entry: Mapping[str, Any]) -> dict[str, int]:
    most = max((one["accounts"] for one in told["entries"]), default=0)
    bound = max(0.0, means.standing(entry["scores"]).bound)
    return {
        "public": int(bound / 5 * WHOLE + 0.5),
        "jury": _jury([one["weight"] for one in told["criteria"]], entry["marks"]),
        "demand": _rounded(entry["accounts"] * WHOLE, most) if most else 0,
    }


def _jury(weights: Sequence[int], marks: Sequence[Sequence[int]]) -> int:
    given = sum(weight * mark for row in marks for weight, mark in zip(weights, row, strict=True))
    most = 5 * sum(weights) * len(marks)
    return _rounded(given * WHOLE, most) if most else 0


def _rounded(value: int, by: int) -> int:
    """Division of whole numbers, half up."""
    return (2 * value + by) // (2 * by)


def _parted_by(keys: Mapping[int, tuple[int, ...]], design: int) -> str:
    """What parted an entry from those of an equal sum: the first break that differs, `shared`, or nothing."""
    mine = keys[design]
    equals = [key for other, key in keys.items() if other != design and key[0] == mine[0]]
    if not equals:
        return ""
    depth = max(
        next((n for n, pair in enumerate(zip(mine, key, strict=True)) if pair[0] != pair[1]), 4) for key in equals
    )
    return BREAKS[depth - 1] if depth < len(mine) else "shared"
