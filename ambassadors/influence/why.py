"""Why a score is what it is: everything that its page tells, gathered in few queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ambassadors.influence import history, lines, standing, whose, wording
from ambassadors.influence.bands import BANDS, DAMPING, FROM
from ambassadors.influence.history import Drawing, Stand
from ambassadors.influence.lines import Faded, Group
from ambassadors.influence.standing import Standing
from ambassadors.influence.whose import Subject
from kernel import db, i18n, sessions
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

LATEST = 30


@dataclass(frozen=True)
class Step:
    """A band as a step of the ladder: `state` is done, here, or empty for one above."""

    words: str
    begins: float
    state: str


@dataclass(frozen=True)
class Why:
    """A score with its parts; `now` is None where nothing was ever reckoned, `groups` is empty for those who see no parts."""

    subject: Subject
    now: Stand | None
    standing: Standing
    topic: str
    topics: Sequence[tuple[str, str, Stand]] = ()
    steps: Sequence[Step] = ()
    groups: Sequence[Group] = ()
    faded: Sequence[Faded] = ()
    compared: Stand | None = None
    past: Sequence[Stand] = ()
    drawn: Drawing | None = None
    kinds: Sequence[tuple[str, int, float]] = ()
    weights: Sequence[dict[str, Any]] = ()
    missing: Sequence[str] = ()
    named: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_reached(self) -> bool:
        return self.now is not None and self.now.is_reached

    @property
    def latest(self) -> Sequence[Stand]:
        """The newest days, newest first: what the table beside the drawing tells."""
        return self.past[: -LATEST - 1 : -1]

    @property
    def damping(self) -> float:
        return DAMPING


@dataclass(frozen=True)
class Parts:
    """What lines are read from: groups of two runs and the strongest links of the one that is told."""

    rows: Sequence[db.Row] = ()
    then: Sequence[db.Row] = ()
    links: Sequence[db.Row] = ()

    def places(self) -> set[str]:
        return {row["place"] for some in (self.rows, self.then, self.links) for row in some}


async def told(viewer: Viewer, found: Subject, *, topic: str = "", run_id: int = 0) -> Why:
    """The whole of it for whoever the score is of, and for staff; who else is shown it gets no links between people."""
    stands = await history.stands(found.person.id, topic)
    mine = [one for one in stands if one.topic == topic]
    now = next((one for one in mine if one.run_id == run_id), mine[0] if mine else None)
    kind = (await standing.of([found.person.id])).get(found.person.id, Standing())
    if now is None or found.left_at:
        return Why(found, None, kind, topic)
    is_whole = whose.is_own(viewer, found) or whose.may_look(viewer)
    old = history.before(mine, now=now)
    parts = await _parts(found.person.id, now, old) if is_whole else Parts()
    reader = await _reader(viewer, found)
    others = [one for one in _newest(stands).values() if one.topic and one.is_reached]
    named = await lines.names(reader, {topic, *(one.topic for one in others), *parts.places()})
    past = history.daily(mine)
    return Why(
        found,
        now,
        kind,
        topic,
        topics=[(one.topic, named[one.topic], one) for one in others if one.topic in named],
        steps=steps(now),
        groups=await _groups(reader, now, parts, named) if is_whole else [],
        faded=_faded(now, old, parts, named) if old and is_whole else [],
        compared=old,
        past=past,
        drawn=history.drawing(past),
        kinds=_kinds(now),
        weights=_weights(mine[0]),
        missing=wording.steps(now.parts),
        named=named,
    )


async def _parts(person_id: int, now: Stand, old: Stand | None) -> Parts:
    rows = await lines.grouped(person_id, [now.run_id, *([old.run_id] if old else [])])
    links = await lines.strongest(person_id, now.run_id) if now.is_reached else []
    return Parts(rows[now.run_id], rows[old.run_id] if old else [], links)


async def _groups(reader: Viewer, now: Stand, parts: Parts, named: Mapping[str, str]) -> list[Group]:
    """By links, or by kinds alone where the run's links are kept no more."""
    if not parts.rows:
        return lines.of_kinds(now)
    return await lines.groups(reader, parts.rows, parts.links, of=now.walks, named=named)


def _faded(now: Stand, old: Stand, parts: Parts, named: Mapping[str, str]) -> list[Faded]:
    """Nothing where the run's links are kept no more: why they brought less is not known then."""
    if not parts.rows:
        return []
    if parts.then or not old.is_reached:
        return lines.faded(now, old, rows=parts.rows, then=parts.then, named=named)
    return lines.faded(now, old, rows=lines.by_kind(parts.rows), then=lines.once(old), named=named)


async def _reader(viewer: Viewer, found: Subject) -> Viewer:
    """What may be named: what the score's owner may see, and of clubs only what whoever reads belongs to as well."""
    if whose.is_own(viewer, found):
        return viewer
    return (await sessions.viewer_of(found.person.id)).among(viewer.audiences)


def _newest(stands: Sequence[Stand]) -> dict[str, Stand]:
    found: dict[str, Stand] = {}
    for one in stands:
        found.setdefault(one.topic, one)
    return found


def steps(now: Stand) -> list[Step]:
    """The bands from the lowest on, and where somebody stands."""
    at = BANDS.index(now.band) if now.band in BANDS else -1
    states = ["done" if n < at else "here" if n == at else "" for n in range(len(BANDS))]
    return [Step(wording.band(name), begins, state) for name, begins, state in zip(BANDS, FROM, states, strict=True)]


def _kinds(now: Stand) -> list[tuple[str, int, float]]:
    """Walks by kind of listening, and their part of a hundred."""
    ordered = sorted(now.parts.items(), key=lambda part: -part[1])
    return [(wording.kind(name), walks, round(100 * walks / now.walks)) for name, walks in ordered if now.walks]


def _weights(now: Stand) -> list[dict[str, Any]]:
    """What each kind weighed, in the order of their weight."""
    told = [{"kind": wording.kind(name), **kept} for name, kept in now.weights.items()]
    return sorted(told, key=lambda one: -float(one.get("weight", 0)))


async def data(viewer: Viewer, found: Subject, *, topic: str = "") -> dict[str, Any]:
    """All that a score was made from, as a file: the run, how it can be made again, every line, and what came before."""
    why = await told(viewer, found, topic=topic)
    if why.now is None:
        return {"score": None, "left_at": found.left_at}
    links = await lines.strongest(found.person.id, why.now.run_id, each=1_000_000, most=1_000_000)
    rows = await lines.written(viewer, links)
    now = why.now
    return {
        "made_by": _("Tandem, influence"),
        "run": {
            **{
                name: getattr(now, name) for name in ("run_id", "topic", "as_of_at", "seed", "people", "links", "seeds")
            },
            "walks": now.of,
            "damping": DAMPING,
            "weights": now.weights,
            "digest": now.digest,
            "again": f"run.py influence --check {now.run_id}",
        },
        "score": {
            "walks": now.walks,
            **{name: getattr(now, name) for name in ("percentile", "low", "high", "band", "parts")},
        },
        "standing": vars(why.standing),
        "lines": rows,
        "history": [
            {"at": one.as_of_at, "walks": one.walks, "of": one.of, "percentile": one.percentile, "band": one.band}
            for one in why.past
        ],
        "objections": await db.rows(
            "SELECT at, about, body, state, answer, answered_at FROM influence_objection WHERE person_id = ? ORDER BY id",
            found.person.id,
        ),
        "language": i18n.language.get(),
    }
