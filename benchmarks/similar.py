"""Do texts of one wish find each other? Measured on the labelled set, and the weights fitted to half of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.figures import Figure
from benchmarks.labelled import FIT, FRESH, HELD, Text, pairs, proposals, texts
from ideas.discovery import likeness, similarity
from ideas.discovery.similarity import Words

FIVE = 5
FOLDS = 5
HELD_TO = 0.85
"""Recall at 5 within a language that is aimed at."""
DRAWN = 2_000
"""Times that topics are drawn anew to say how far a figure may be by chance."""
PENALTIES = (0.001, 0.003, 0.01, 0.03)
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Ranked:
    """For one text: the places of those that are the same wish in the list of all others, best first; what was shown.

    `near` and `beside` are the same in the list of what is written in its own language.
    """

    text: Text
    places: Mapping[str, list[int]]
    shown: Sequence[bool]
    near: Sequence[int]
    beside: Sequence[bool]


def measured() -> Iterator[Figure]:
    """Precision, recall at 5 and mean reciprocal rank, each part and language, among everything written and 696 more."""
    known = texts()
    others = proposals()
    if not others:
        sys.stderr.write("left out: the 696 public proposals are not in ../shared/data; measured without them\n")
    same = sum(a.same(b) for a, b in pairs(known))
    yield Figure("pairs that are one wish", same, "", at_least=150)
    yield Figure("pairs that are near and not one", sum(1 for _ in pairs(known)) - same, "", at_least=300)
    for part in (FIT, HELD, FRESH):
        found = ranked(known, others, part)
        yield from _within(part, found)
        yield from _figures(part, found)


def _within(part: str, found: Sequence[Ranked]) -> Iterator[Figure]:
    """A language alone: asked in it, among what is written in it."""
    aim = HELD_TO if part != FIT else None
    for language in ("fr", "en"):
        name = f"{language} alone, {part}"
        those = [one for one in found if one.text.language == language]
        asked = [one for one in those if one.near]
        yield from _drawn(f"recall at 5, {name}", [(one.text.topic, recall([one.near]), 1) for one in asked], aim)
        first = [(one.text.topic, 1 / (1 + min(one.near)), 1) for one in asked]
        yield from _drawn(f"mean reciprocal rank, {name}", first)
        shown = [(one.text.topic, sum(one.beside), len(one.beside)) for one in those]
        yield from _drawn(f"precision of what is shown, {name}", shown)


def _drawn(name: str, parts: Sequence[tuple[str, float, int]], aim: float | None = None) -> Iterator[Figure]:
    """A share, and between what 95 of 100 shares lie where as many topics are drawn with replacement."""
    topics = sorted({topic for topic, _, _ in parts})
    sums = np.zeros((len(topics), 2))
    for topic, found, of in parts:
        sums[topics.index(topic)] += found, of
    drawn = sums[np.random.default_rng(6).integers(len(topics), size=(DRAWN, len(topics)))].sum(axis=1)
    low, high = np.percentile(drawn[:, 0] / np.maximum(drawn[:, 1], 1), (2.5, 97.5))
    yield Figure(name, float(sums[:, 0].sum() / sums[:, 1].sum()), "", at_least=aim)
    yield Figure(f"{name}, 95 % from", float(low), "")
    yield Figure(f"{name}, 95 % to", float(high), "")


def _figures(part: str, found: Sequence[Ranked]) -> Iterator[Figure]:
    """From a language to a language, in the list of everything."""
    for language in ("fr", "en"):
        for goal in ("fr", "en"):
            name = f"{language} to {goal}, {part}"
            asked = [
                (one.text.topic, one.places[goal])
                for one in found
                if one.text.language == language and one.places[goal]
            ]
            yield from _drawn(f"recall at 5, {name}", [(topic, recall([p]), 1) for topic, p in asked])
            yield from _drawn(f"one of them in 5, {name}", [(topic, float(min(p) < FIVE), 1) for topic, p in asked])
            yield from _drawn(f"mean reciprocal rank, {name}", [(topic, 1 / (1 + min(p)), 1) for topic, p in asked])
    shown = [(one.text.topic, sum(one.shown), len(one.shown)) for one in found]
    yield from _drawn(f"precision of what is shown, {part}", shown)
    yield Figure(f"shown beside a text, {part}", sum(of for _, _, of in shown) / len(found), "ideas")


def recall(places: Iterable[Sequence[int]]) -> float:
    """How many of the texts that are the same are in the first five, a mean over texts."""
    return fmean(sum(place < FIVE for place in one) / len(one) for one in places)


def ranked(known: Sequence[Text], others: Sequence[tuple[str, str]], part: str) -> list[Ranked]:
    """Every text of a part among all others, by `similar`."""
    held = _ready(known, others)
    return [_rank(number, known, held) for number, text in enumerate(known) if text.part == part]


def _ready(known: Sequence[Text], others: Sequence[tuple[str, str]]) -> list[Words]:
    """All made ready, as rare as their words are among them all."""
    told = [(text.title, text.body, text.language) for text in known] + [(*other, "fr") for other in others]
    rarity = similarity.counted(similarity.said(f"{title}\n{body[:4000]}", spoken) for title, body, spoken in told)
    return [similarity.words_of(title, body, rarity, spoken) for title, body, spoken in told]


def _rank(number: int, known: Sequence[Text], held: Sequence[Words]) -> Ranked:
    text, own = known[number], held[number]
    scores = [(-similarity.similar(own, other), at) for at, other in enumerate(held) if at != number]
    same = {at for at, other in enumerate(known) if at != number and text.same(other)}
    order = sorted(scores)
    alone = [pair for pair in order if held[pair[1]].language == text.language]
    places: dict[str, list[int]] = {"fr": [], "en": []}
    for place, (_, at) in enumerate(order):
        if at in same:
            places[known[at].language].append(place)
    near = [place for place, (_, at) in enumerate(alone) if at in same]
    return Ranked(text, places, _shown(order, same), near, _shown(alone, same))


def _shown(order: Sequence[tuple[float, int]], same: set[int]) -> list[bool]:
    return [at in same for score, at in order[:FIVE] if -score >= likeness.SHOWN]


def fitted() -> Iterator[Figure]:
    """The weights of similarity.py, by what ranks best among the texts to fit on, and the chance they stand for."""
    known = [text for text in texts() if text.part == FIT]
    held = _ready(known, proposals())[: len(known)]
    for name, across in (("SAME", False), ("ACROSS", True)):
        asked = _asked(known, held, across=across)
        penalty = max(PENALTIES, key=lambda p: _crossed(asked, p))
        weights = _weights(asked, penalty)
        slope, offset = _chance(asked, weights)
        sys.stderr.write(f"{name}: {', '.join(f'{w:.2f}' for w in weights)}; {slope:.2f}, {offset:.2f} ({penalty})\n")
        for feature, weight in zip(similarity.FEATURES, weights, strict=True):
            yield Figure(f"{name} {feature}", float(weight), "")
        yield Figure(f"{name} slope", slope, "")
        yield Figure(f"{name} offset", offset, "")
        yield Figure(f"{name} recall at 5 in {FOLDS} folds", _crossed(asked, penalty), "")


@dataclass(frozen=True)
class Asked:
    """One text's rivals as rows of features, and which of them are the same."""

    topic: str
    rows: Numbers
    goals: NDArray[np.bool_]


def _asked(known: Sequence[Text], held: Sequence[Words], *, across: bool) -> list[Asked]:
    found = []
    for a, text in enumerate(known):
        rivals = [b for b, other in enumerate(known) if b != a and (other.language != text.language) == across]
        goals = np.array([text.same(known[b]) for b in rivals])
        if goals.any():
            rows = np.array([similarity.features(held[a], held[b]) for b in rivals])
            found.append(Asked(text.topic, rows, goals))
    return found


def _weights(asked: Sequence[Asked], penalty: float) -> Numbers:
    """Weights, none below nothing, that make what is the same likeliest among its rivals (a softmax over each list)."""

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total, slope, number = 0.0, np.zeros_like(weights), 0
        for one in asked:
            scores = one.rows @ weights
            wrong = np.exp(scores[~one.goals] - scores.max())
            for goal in np.flatnonzero(one.goals):
                right = np.exp(scores[goal] - scores.max())
                whole = wrong.sum() + right
                total -= float(np.log(right / whole))
                slope -= one.rows[goal] - (wrong @ one.rows[~one.goals] + right * one.rows[goal]) / whole
                number += 1
        return total / number + penalty * float(weights @ weights), slope / number + 2 * penalty * weights

    size = len(similarity.FEATURES)
    found = minimize(loss, np.ones(size), jac=True, method="L-BFGS-B", bounds=[(0, None)] * size)
    return np.asarray(found.x)


def _crossed(asked: Sequence[Asked], penalty: float) -> float:
    """Recall at 5 of texts whose topics the weights have not seen, in folds."""
    topics = sorted({one.topic for one in asked})
    found = []
    for fold in range(FOLDS):
        left = set(topics[fold::FOLDS])
        weights = _weights([one for one in asked if one.topic not in left], penalty)
        found += [_recall(one, weights) for one in asked if one.topic in left]
    return fmean(found)


def _recall(one: Asked, weights: Numbers) -> float:
    first = np.argsort(-(one.rows @ weights), kind="stable")[:FIVE]
    return float(one.goals[first].sum() / one.goals.sum())


def _chance(asked: Sequence[Asked], weights: Numbers) -> tuple[float, float]:
    """Slope and offset of the logistic curve through the ten best of each list: what would be looked at."""
    scores, goals = [], []
    for one in asked:
        found = one.rows @ weights
        first = np.argsort(-found)[:10]
        scores.append(found[first])
        goals.append(one.goals[first])
    z, y = np.concatenate(scores), np.concatenate(goals).astype(float)

    def loss(line: Numbers) -> float:
        chance = line[0] * z + line[1]
        return float(np.mean(np.logaddexp(0, chance) - y * chance))

    line = minimize(loss, np.array([1.0, -5.0]))
    return float(line.x[0]), float(line.x[1])
