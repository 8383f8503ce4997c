"""What somebody may try who wants a higher score, on top of a graph."""

from __future__ import annotations

import numpy as np

from ambassadors.influence.graph import Number, Real, Whole
from ambassadors.influence.scoring import Graph


def more(graph: Graph, fakes: int, edges: Whole, weight: Real | float = 1.0) -> Graph:
    """The graph with so many new accounts at its end and these edges, rows of listener and speaker."""
    return Graph(
        graph.people + fakes,
        np.concatenate([graph.listener, edges[:, 0].astype(np.int32)]),
        np.concatenate([graph.speaker, edges[:, 1].astype(np.int32)]),
        np.concatenate([graph.weight, np.broadcast_to(weight, len(edges))]),
    )


def linking_back(graph: Graph, members: Number, each: int) -> Graph:
    """Each member and so many fakes of their own listen to one another."""
    owner = np.repeat(members, each)
    fake = graph.people + np.arange(len(owner))
    return more(graph, len(owner), np.concatenate([_edges(owner, fake), _edges(fake, owner)]))


def ring(graph: Graph, size: int) -> Graph:
    """So many new accounts that all listen to one another."""
    one, other = np.nonzero(~np.eye(size, dtype=bool))
    return more(graph, size, _edges(one, other) + graph.people)


def sybils(graph: Graph, member: int, count: int, *, seed: int = 2) -> Graph:
    """So many new accounts that listen to the member and to five of each other; the member listens to them all."""
    fake = graph.people + np.arange(count)
    mates = np.random.default_rng(seed).choice(fake, (count, 5))
    edges = [_edges(fake, np.full(count, member)), _edges(np.full(count, member), fake)]
    return more(graph, count, np.concatenate([*edges, _edges(np.repeat(fake, 5), mates.ravel())]))


def bought(graph: Graph, member: int, strangers: Number, *, half_lives: float) -> Graph:
    """Each stranger supported the member once, so many half-lives ago, and goes on listening to whom they did."""
    return more(graph, 0, _edges(strangers, np.full(len(strangers), member)), 0.5**half_lives)


def followers(graph: Graph) -> Whole:
    """How many others listen to each."""
    pairs = np.unique(np.stack([graph.listener, graph.speaker], 1)[graph.listener != graph.speaker], axis=0)
    return np.bincount(pairs[:, 1], minlength=graph.people)


def _edges(listener: Whole | Number, speaker: Whole | Number) -> Whole:
    return np.stack([listener, speaker], 1).astype(np.int64)
