"""Each board's share of base: its voices, weighed to stand for all customers, asked about its ideas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voting.demand import accounts, estimation
from voting.demand.accounts import Accounts
from voting.demand.cells import Classification
from voting.demand.estimation import Panel, Refusal, Shares
from voting.demand.readings import Readings
from voting.demand.voices import Ints, Pairs
from voting.value.segments import quintiles

Floats = NDArray[np.float64]
TENURES = ("6 months", "1 year", "2 years", "5 years", "longer", "unknown")
YEARS = (0.5, 1.0, 2.0, 5.0)
BANDS = ("lowest fifth", "second fifth", "middle fifth", "fourth fifth", "highest fifth")


@dataclass(frozen=True)
class BoardBase:
    """What a board's voices say: `shares` of its ideas, whose places are `rows`, or why there is none; and by worth."""

    board: int
    rows: Ints
    shares: Shares | None
    by_worth: Shares | None
    note: dict[str, Any]


def reckon(readings: Readings, found: Accounts, pool: Executor) -> Iterator[BoardBase]:
    """All boards that hold ideas; `pool` works on them."""
    voices = _voices(readings)
    base = classify(readings)
    wants = _by_customer(found, len(readings.customers))
    worth = accounts.amounts(readings)
    boards = np.unique(readings.board).tolist()

    def one(board: int, row: NDArray[np.bool_]) -> BoardBase:
        return _board(readings, base, wants, worth, board, np.flatnonzero(row))

    return pool.map(one, boards, voices)


def _voices(readings: Readings) -> NDArray[np.bool_]:
    """`(boards, customers)`: who did anything on the board in the window."""
    boards, place = np.unique(readings.board, return_inverse=True)
    largest = max((int(part.person.max(initial=0)) for part in (readings.supports, readings.other)), default=0)
    customer = accounts.customer_places(readings, largest)
    found = np.zeros((len(boards), len(readings.customers)), dtype=bool)
    for pairs in (_recent(readings), readings.other):
        idea, person = accounts.in_sight(readings, pairs)
        known = customer[person] >= 0
        found[place.reshape(-1)[idea[known]], customer[person[known]]] = True
    return found


def _recent(readings: Readings) -> Pairs:
    """Supports given in the window."""
    all_, old = readings.supports, readings.old
    if not len(old.idea):
        return all_
    width = int(all_.person.max(initial=0)) + 1
    kept = ~np.isin(all_.idea * width + all_.person, old.idea * width + old.person)
    return Pairs(all_.idea[kept], all_.person[kept])


def _by_customer(found: Accounts, customers: int) -> sparse.csr_array:
    """Supports `(ideas, customers)`."""
    known = np.flatnonzero(found.customer >= 0)
    held = found.supports[:, : len(known)].tocsr()
    indices = found.customer[known][held.indices]
    return sparse.csr_array((held.data, indices, held.indptr), shape=(held.shape[0], customers))


def _board(
    readings: Readings, base: Sequence[Classification], wants: sparse.csr_array, worth: Floats, board: int, voices: Ints
) -> BoardBase:
    rows = np.flatnonzero(readings.board == board)
    told = [_among(given, voices) for given in base]
    panel = estimation.gather(told)
    if isinstance(panel, Refusal):
        return BoardBase(board, rows, None, None, _refused(panel, len(readings.customers)))
    asked = sparse.csr_array(wants[rows][:, voices].T)
    by_worth = _by_worth(panel, asked, worth[voices])
    note = {**_told(panel), "effective_worth": estimation.heard(panel, worth[voices])}
    return BoardBase(board, rows, estimation.shares(panel, asked), by_worth, note)


def _by_worth(panel: Panel, asked: sparse.csr_array, worth: Floats) -> Shares | None:
    """Shares by what customers are worth, unless so few hold most of it that they count as too few."""
    if estimation.heard(panel, worth) < estimation.FEWEST_EFFECTIVE:
        return None
    return estimation.shares(panel, asked, measure=worth)


def _among(given: Classification, voices: Ints) -> Classification:
    return Classification(given.name, given.labels, given.codes[voices], given.base, given.ordered)


def _refused(refusal: Refusal, base: int) -> dict[str, Any]:
    return {
        "refused": refusal.reason,
        "voices": refusal.voices,
        "effective": refusal.effective,
        "base": base,
        "joined": [],
    }


def _told(panel: Panel) -> dict[str, Any]:
    return {
        "refused": "",
        "voices": panel.voices,
        "effective": panel.effective,
        "base": int(panel.base),
        "misfit": panel.misfit,
        "joined": [[said.classification, list(said.labels), said.voices] for said in panel.joined],
    }


def classify(readings: Readings) -> list[Classification]:
    """Every customer by segment, tenure and worth band; codes are of all customers here."""
    worth = accounts.amounts(readings)
    bands = quintiles(worth) - 1
    return [
        _counted("segment", *_segments(readings)),
        _counted("tenure", TENURES, _tenures(readings), ordered=True),
        _counted("worth", BANDS, bands, ordered=True),
    ]


def _counted(name: str, labels: tuple[str, ...], codes: Ints, *, ordered: bool = False) -> Classification:
    base = np.bincount(codes, minlength=len(labels)).astype(float)
    return Classification(name, labels, codes, base, ordered)


def _segments(readings: Readings) -> tuple[tuple[str, ...], Ints]:
    """The imported column, or the segments of RFM where no file named any."""
    names = [row["segment"] for row in readings.customers]
    if not any(names) and readings.worths is not None:
        rfm = dict(zip(readings.worths.customer.tolist(), readings.worths.rfm, strict=True))
        names = [rfm.get(row["id"], "") for row in readings.customers]
    labels = sorted(set(names)) or [""]
    place = {name: code for code, name in enumerate(labels)}
    return tuple(labels), np.array([place[name] for name in names], dtype=np.int64)


def _tenures(readings: Readings) -> Ints:
    """How long somebody has been a customer: since the day the file says, or their first order, as of the run."""
    as_of = readings.run.as_of if readings.run else readings.today
    weeks: dict[int, float] = {}
    if readings.worths is not None:
        table = readings.worths
        ages = zip(table.customer.tolist(), table.t.tolist(), table.rfm, strict=True)
        weeks = {customer: age for customer, age, rfm in ages if rfm}
    years = [_years(row["since_on"], as_of, weeks.get(row["id"])) for row in readings.customers]
    known = np.array([-1.0 if found is None else found for found in years])
    return np.where(known < 0, len(TENURES) - 1, np.searchsorted(YEARS, known, side="right")).astype(np.int64)


def _years(since: date | None, as_of: date, weeks: float | None) -> float | None:
    if since is not None:
        return max(0.0, (as_of - since).days / 365.25)
    return None if weeks is None else weeks / 52.1775
