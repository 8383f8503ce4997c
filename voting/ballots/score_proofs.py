"""Scores, wishes and showings refolded from what they count: the rows that stand, and the counts on designs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from ideas.studio import places, queries
from kernel import db
from voting.ballots import means, proofs
from voting.ballots.doubt_models import Voted
from voting.ballots.ledger import NOTHING, Given, Line, distributions, fold_scores
from voting.ballots.states import State
from voting.ballots.tallies import LEVELS, Pair, Row
from voting.value import queries as value

CHUNK = 200
COUNTED = ("scores", "raw_scores", "wishes", "shown")


@dataclass
class Truth:
    """What the ledger says of some designs: what stands, which of it counts, and what was put before whom."""

    standing: Mapping[Pair, Given]
    void: set[Pair]
    shown: Counter[int]
    levels: Mapping[int, list[int]] = field(init=False)
    raw: Counter[int] = field(init=False)
    wishes: Counter[int] = field(init=False)

    def __post_init__(self) -> None:
        valid = {pair: what for pair, what in self.standing.items() if pair not in self.void}
        self.levels = distributions(valid)
        self.raw = Counter(pair[0] for pair, what in self.standing.items() if what.value is not None)
        self.wishes = Counter(pair[0] for pair, what in valid.items() if what.wishes)

    def tally(self, design: int) -> list[int]:
        return self.levels.get(design) or [0] * len(LEVELS)

    def counts(self, design: int) -> dict[str, int]:
        found = sum(self.tally(design)), self.raw[design], self.wishes[design], self.shown[design]
        return dict(zip(COUNTED, found, strict=True))

    def kept(self, design: int) -> tuple[int, ...]:
        return (*self.counts(design).values(), *self.tally(design))

    def bound(self, design: int) -> float:
        return means.bound(self.tally(design))


async def scores(*, fix: bool = False) -> list[str]:
    """Each difference between the ledger of scores and what is kept of it; with `fix`, the ledger's word stands."""
    found: list[str] = []
    last, links = 0, await value.links()
    while True:
        ends = await db.value(
            "SELECT MAX(id) AS id FROM (SELECT id FROM design WHERE id > ? ORDER BY id LIMIT ?) i", last, CHUNK
        )
        if ends is None:
            return found
        async with db.transaction(quiet=not fix):
            if not (fix or db.on_sqlite()):
                await db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            found += await _of_some(last, int(ends), links, fix=fix)
        last = int(ends)


async def _of_some(first: int, last: int, links: Mapping[int, int], *, fix: bool) -> list[str]:
    """The differences of the designs numbered above `first` up to `last`."""
    secret, values = queries.secret()
    designs = await db.rows(
        f"SELECT d.id, d.author_id, {', '.join(f'd.{name}' for name in COUNTED)}, d.bound, d.comments, d.remixes, "
        f"d.published_at, {secret} AS is_secret, {', '.join(f'd.{name}' for name in LEVELS)} "
        "FROM design d WHERE d.id > ? AND d.id <= ? ORDER BY d.id",
        *values,
        first,
        last,
    )
    truth = await _truth(first, last, {row["id"]: links.get(row["author_id"]) for row in designs}, links)
    kept = await _kept(first, last)
    wrong = await _rows(truth, kept, fix=fix)
    mended = []
    for row in designs:
        found = _design(row, truth)
        wrong += found
        if found:
            mended.append(row)
    if fix:
        await _mend(mended, truth)
    return wrong


async def _truth(first: int, last: int, authors: Mapping[int, int | None], links: Mapping[int, int]) -> Truth:
    between = "design_id > ? AND design_id <= ?"
    lines = await db.rows(
        f"SELECT id, design_id, person_id, kind, value, at FROM score_event WHERE {between}", first, last
    )
    standing = fold_scores(Line(*row.values()) for row in lines)
    void = {(one, who) for one, who in standing if who in links and links[who] == authors.get(one)}
    void |= {
        pair
        for pair, state in (await proofs.held(Voted.SCORE, first, last)).items()
        if state == State.QUARANTINED and pair in standing
    }
    shown = await db.rows(
        f"SELECT design_id, COUNT(*) AS n FROM showing WHERE {between} GROUP BY design_id", first, last
    )
    return Truth(standing, void, Counter({row["design_id"]: row["n"] for row in shown}))


async def _kept(first: int, last: int) -> dict[Pair, Row]:
    rows = await db.rows(
        "SELECT design_id, person_id, value, wishes, is_valid FROM score WHERE design_id > ? AND design_id <= ?",
        first,
        last,
    )
    return {
        (row["design_id"], row["person_id"]): Row(Given(row["value"], bool(row["wishes"])), row["is_valid"])
        for row in rows
    }


async def _rows(truth: Truth, kept: Mapping[Pair, Row], *, fix: bool) -> list[str]:
    """Rows that say other than the ledger; one that gives nothing is as good as none."""
    wrong, mended = [], []
    for pair in sorted(truth.standing.keys() | kept.keys()):
        true = Row(truth.standing.get(pair, NOTHING), pair not in truth.void)
        held = kept.get(pair, Row(NOTHING))
        if held.given != true.given:
            wrong.append(f"design {pair[0]}: what person {pair[1]} gives is not what the ledger says")
        elif held.given != NOTHING and held.is_valid != true.is_valid:
            wrong.append(
                f"design {pair[0]}: what person {pair[1]} gives {'counts' if held.is_valid else 'is left out'}"
            )
        else:
            continue
        mended.append((*pair, true.given.value, true.given.wishes, true.is_valid))
    if fix:
        await _write(mended, kept)
    return wrong


async def _write(mended: list[tuple[int, int, int | None, bool, bool]], kept: Mapping[Pair, Row]) -> None:
    await db.execute_many(
        "UPDATE score SET value = ?, wishes = ?, is_valid = ? WHERE design_id = ? AND person_id = ?",
        [(*row[2:], *row[:2]) for row in mended if row[:2] in kept],
    )
    await db.execute_many(
        "INSERT INTO score (design_id, person_id, value, wishes, is_valid, at) "
        "VALUES (?, ?, ?, ?, ?, (SELECT MAX(e.at) FROM score_event e WHERE e.design_id = ? AND e.person_id = ?))",
        [(*row, *row[:2]) for row in mended if row[:2] not in kept],
    )


def _design(row: db.Row, truth: Truth) -> list[str]:
    """What is kept on a design and is not so."""
    number = row["id"]
    true = truth.counts(number)
    wrong = [f"design {number}: {row[n]} {n} kept, {true[n]} by the ledger" for n in COUNTED if row[n] != true[n]]
    if [row[name] for name in LEVELS] != truth.tally(number):
        wrong.append(f"design {number}: the scores kept one by one are not those of the ledger")
    if abs(row["bound"] - truth.bound(number)) > 1e-9:
        wrong.append(f"design {number}: its place by scores is not that of its scores")
    return wrong


async def _mend(designs: list[db.Row], truth: Truth) -> None:
    await db.execute_many(
        f"UPDATE design SET {', '.join(f'{name} = ?' for name in (*COUNTED, *LEVELS))}, bound = ?, trending = ? WHERE id = ?",
        [(*truth.kept(row["id"]), truth.bound(row["id"]), _trending(row, truth), row["id"]) for row in designs],
    )


def _trending(row: db.Row, truth: Truth) -> float:
    if row["published_at"] is None:
        return 0.0
    return places.place({**row, **truth.counts(row["id"])})
