"""How long 3,000,000 walks over 1,000,000 edges take, how near they come to the truth, and an update after 1,000 events."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from ambassadors.influence import exact
from ambassadors.influence.graph import Whole
from ambassadors.influence.scoring import Graph, Seeds, interval, reckon
from benchmarks.figures import Figure
from benchmarks.updates import update, walk_all

PEOPLE, EDGES, TRUSTED, WALKS, EVENTS, TURNS, SOME = 100_000, 1_000_000, 20_000, 3_000_000, 1_000, 3, 60


def influence() -> Iterator[Figure]:
    """Each part in a process of its own, so that its memory is its own; the graph is drawn, few are heard by many."""
    for part in (_walks, _update):
        with ProcessPoolExecutor(1, get_context("spawn")) as alone:
            yield from alone.submit(part).result()


def _walks() -> list[Figure]:
    listener, speaker, weight, seeds = _drawn()
    begun = time.perf_counter()
    graph = Graph(PEOPLE, listener, speaker, weight)
    reached = reckon(graph, seeds, walks=WALKS, seed=1).reached
    took, memory = time.perf_counter() - begun, _memory()
    ranked = np.flatnonzero(reached)[np.argsort(reached[reached > 0], kind="stable")]
    middle, top = len(ranked) // 2, len(ranked) - len(ranked) // 100
    near = {"median reached member": ranked[middle - SOME // 2 :][:SOME], "top hundredth": ranked[top:][:SOME]}
    held = {"median reached member": 25.0, "top hundredth": 6.0}
    return [
        Figure(f"{WALKS:,} walks, {PEOPLE:,} people, {EDGES:,} edges", took, "s", at_most=30),
        Figure("their memory, libraries included", memory, "MB", at_most=600),
        Figure("people reached", len(ranked), "of 100,000"),
        *(
            Figure(f"95 % for the {who}, stated", _stated(reached[some]), "± %", at_most=held[who])
            for who, some in near.items()
        ),
        *(
            Figure(
                f"{who}: exact within ± {held[who]:g} %", _within(graph, seeds, reached, some, held[who]), "of 1", 0.95
            )
            for who, some in near.items()
        ),
    ]


def _update() -> list[Figure]:
    listener, speaker, weight, seeds = _drawn()
    now = walk_all(Graph(PEOPLE, listener, speaker, weight), seeds, walks=WALKS, seed=1)
    lot, took = np.random.default_rng(2), []
    for _ in range(TURNS):
        heard = lot.integers(0, PEOPLE, (2, EVENTS)).astype(np.int32)
        listener, speaker = np.append(listener, heard[0]), np.append(speaker, heard[1])
        weight = np.append(weight, lot.random(EVENTS))
        begun = time.perf_counter()
        now = update(now, Graph(PEOPLE, listener, speaker, weight), seeds)
        took.append(time.perf_counter() - begun)
    memory, whole = _memory(), reckon(now.graph, seeds, walks=WALKS, seed=1)
    otherwise = int((now.reckoning.by_edge != whole.by_edge).sum())
    return [
        Figure(f"update after {EVENTS:,} events, best of {TURNS}", min(took), "s", at_most=1),
        Figure("its memory, libraries included", memory, "MB", at_most=600),
        Figure(f"edges that {TURNS} updates count otherwise than a full run", otherwise, "edges", at_most=0),
    ]


def _drawn() -> tuple[np.ndarray, np.ndarray, np.ndarray, Seeds]:
    lot = np.random.default_rng(1)
    listener = np.sort(lot.integers(0, PEOPLE, EDGES)).astype(np.int32)
    speaker = (PEOPLE * lot.random(EDGES) ** 3).astype(np.int32)
    trusted = Seeds.even(np.sort(lot.choice(PEOPLE, TRUSTED, replace=False)).astype(np.int32))
    return listener, speaker, lot.random(EDGES), trusted


def _stated(reached: Whole) -> float:
    low, high = interval(reached, WALKS)
    return 100 * float(np.median((high - low) / 2 / (reached / WALKS)))


def _within(graph: Graph, seeds: Seeds, reached: Whole, some: Whole, percent: float) -> float:
    true = exact.reach(graph, seeds, some)
    return float(np.mean(np.abs(reached[some] / WALKS / true - 1) <= percent / 100))


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
