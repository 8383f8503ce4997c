"""How fast the large works are: fitting worth, reckoning demand, importing a million orders, exporting twenty thousand ideas."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil

from benchmarks.figures import Figure
from benchmarks.load import as_deployed
from benchmarks.pages import site
from benchmarks.world import world
from voting.value.lifetime import fit_purchases
from voting.value.spend import fit_spend
from voting.value.summary import History, histories

ROOT = Path(__file__).parent.parent
CDNOW = ROOT.parent / "shared" / "data" / "clv" / "CDNOW_master.txt"


class Memory(NamedTuple):
    """MB that are resident, and those of them that are the process's own: no mapped file, nothing shared."""

    resident: float
    own: float


def run(words: Sequence[str], environment: dict[str, str]) -> tuple[float, list[Memory]]:
    """A command's seconds, and its memory, taken ten times a second."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "run.py", *words], cwd=ROOT, env=as_deployed(environment), stdout=subprocess.DEVNULL
    )
    taken: list[Memory] = []
    watch = threading.Thread(target=_watch, args=(psutil.Process(process.pid), taken))
    watch.start()
    if process.wait() != 0:
        raise RuntimeError(f"{' '.join(words)} ended {process.returncode}")
    watch.join()
    return time.monotonic() - begun, taken


def _watch(process: psutil.Process, taken: list[Memory]) -> None:
    while True:
        try:
            info = process.memory_info()
            taken.append(Memory(info.rss / 1e6, (info.rss - getattr(info, "shared", 0)) / 1e6))
        except psutil.Error:
            return
        time.sleep(0.1)


def worth() -> Iterator[Figure]:
    """Fitting CDNOW's 23,570 customers, against `lifetimes` fitting the same."""
    from lifetimes import BetaGeoFitter, GammaGammaFitter

    if not CDNOW.exists():
        sys.stderr.write(f"left out: {CDNOW.name} is not beside the checkout\n")
        return
    told = _cdnow()
    x, t_x, t, spend = told.repeats, told.recency, told.age, told.spend
    begun = time.perf_counter()
    fit_purchases(x, t_x, t)
    fit_spend(x[x > 0], spend[x > 0])
    ours = time.perf_counter() - begun
    begun = time.perf_counter()
    BetaGeoFitter().fit(x, t_x, t)
    repeat = (x > 0) & (spend > 0)
    GammaGammaFitter().fit(x[repeat], spend[repeat])
    theirs = time.perf_counter() - begun
    yield Figure("worth of 23,570 customers, time", ours / theirs, "x of lifetimes", at_most=1.5)


def _cdnow() -> History:
    """The whole cohort as of the last day of its file."""
    lines = [fields for line in CDNOW.read_text().splitlines() if (fields := line.split()) and fields[0].isdigit()]
    customer = np.array([int(fields[0]) for fields in lines])
    day = np.array([date.fromisoformat(fields[1]).toordinal() for fields in lines])
    amount = np.array([float(fields[3]) for fields in lines])
    return histories(np.unique(customer, return_inverse=True)[1], day, amount, as_of=int(day.max()))


def demand() -> Iterator[Figure]:
    """Demand with intervals for the whole world, everything read from the database."""
    environment = site(world())
    run(["worth"], environment)
    seconds, memory = run(["demand", "--json"], environment)
    yield Figure("demand of the whole world, time", seconds, "s", at_most=5)
    yield Figure("demand of the whole world, memory", max(memory).resident, "MB", at_most=1000)


def orders() -> Iterator[Figure]:
    """A million orders out of a file."""
    with tempfile.TemporaryDirectory() as place:
        folder, count = Path(place), 1_000_000
        _order_files(folder, count)
        environment = {"TANDEM_DATA_DIR": str(folder / "data"), "TANDEM_SECRET": "of-the-benchmarks"}
        run(["migrate"], environment)
        run(["import", "customers", str(folder / "customers.csv")], environment)
        seconds, memory = run(["import", "orders", str(folder / "orders.csv")], environment)
    yield Figure("import of 1,000,000 orders, rate", count / seconds, "rows a second", at_least=20_000)
    own, resident = [taken.own for taken in memory], [taken.resident for taken in memory]
    yield Figure("import of 1,000,000 orders, growth of its own memory", _growth(own), "x", at_most=1.1)
    yield Figure("import of 1,000,000 orders, growth with the mapped file", _growth(resident), "x")


def _growth(memory: Sequence[float]) -> float:
    """The most of the last quarter against the most of the second."""
    quarter = len(memory) // 4
    return max(memory[-quarter:]) / max(memory[quarter : 2 * quarter])


def _order_files(folder: Path, count: int) -> None:
    lot = np.random.default_rng(1)
    with (folder / "customers.csv").open("w") as out:
        out.write("reference,name,kind,email,segment,country,since,stated_value\n")
        out.writelines(f"c{n},Customer {n},person,p{n}@example.org,,FR,2024-01-01,\n" for n in range(50_000))
    days, amounts = lot.integers(1, 29, count).tolist(), lot.integers(500, 20_000, count).tolist()
    with (folder / "orders.csv").open("w") as out:
        out.write("reference,customer,placed_at,amount,currency\n")
        for n in range(count):
            out.write(f"o{n},c{n % 50_000},2026-0{n % 9 + 1}-{days[n]:02}T12:00:00Z,{amounts[n] / 100:.2f},EUR\n")


def exports() -> Iterator[Figure]:
    """The roadmap of 20,000 ideas in each format, from one snapshot."""
    environment = site(world())
    with tempfile.TemporaryDirectory() as place:
        run(["export", "roadmap", "--format", "csv", "-o", f"{place}/first.csv"], environment)
        for form, most in (("csv", 3), ("json", 3), ("md", 3), ("xlsx", 12)):
            seconds, _memory = run(["export", "roadmap", "--format", form, "-o", f"{place}/r.{form}"], environment)
            yield Figure(f"roadmap of 20,000 ideas as {form}, time", seconds, "s", at_most=most)
