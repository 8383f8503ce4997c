"""The walks of a score, by what brought them: groups of one kind and place, and the strongest single links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import sqrt
from typing import Any

from ambassadors.influence import places, wording
from ambassadors.influence.history import Stand
from community.people import queries as people
from community.people.queries import PersonCard
from kernel import db
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

Key = tuple[str, int]
MOST, EACH, AMONG = 10, 3, 500
NOISE = 2.0


@dataclass(frozen=True)
class Said:
    """One link in words: how many walks came through whom, and what they did; `person` is None where it is not shown."""

    walks: int
    person: PersonCard | None
    what: str
    when: str
    url: str


@dataclass(frozen=True)
class Group:
    """Links of one kind in one place: `past` and `share` are where its bar begins and how long it is, of a hundred."""

    key: str
    kind: str
    words: str
    walks: int
    people: int
    events: int
    first_at: datetime
    last_at: datetime
    past: float = 0.0
    share: float = 0.0
    said: Sequence[Said] = field(default_factory=tuple)


@dataclass(frozen=True)
class Faded:
    """A group that carries less than it did: walks of 100,000, then and now, and why."""

    words: str
    then: float
    now: float
    is_age: bool
    last_at: datetime


_GROUPED = (
    "SELECT run_id, kind, place, subject_kind, SUM(walks) AS walks, COUNT(DISTINCT through_id) AS people, "
    "SUM(events) AS events, MIN(first_at) AS first_at, MAX(last_at) AS last_at FROM influence_line "
)
_STRONGEST = (
    "SELECT l.*, t.subject_kind AS thread_kind, t.subject_id AS thread_id, p.handle, p.name, p.role, p.is_ambassador, "
    "p.is_claimed, f.digest FROM (SELECT id, kind, place, subject_kind, subject_id, through_id, walks, events, first_at, "
    "last_at, ROW_NUMBER() OVER (PARTITION BY kind, place, subject_kind ORDER BY walks DESC, id) AS place_in "
    "FROM (SELECT * FROM influence_line WHERE person_id = ? AND run_id = ? ORDER BY walks DESC LIMIT ?) s) l "
    "JOIN person p ON p.id = l.through_id "
    "LEFT JOIN file f ON f.id = p.picture_id LEFT JOIN comment c ON l.subject_kind = 'comment' AND c.id = l.subject_id "
    "LEFT JOIN thread t ON t.id = c.thread_id WHERE l.place_in <= ? ORDER BY l.walks DESC, l.id"
)


async def grouped(person_id: int, runs: Sequence[int]) -> dict[int, list[db.Row]]:
    """The groups of some runs, strongest first, in one query."""
    found: dict[int, list[db.Row]] = {run: [] for run in runs}
    rows = await db.rows(
        f"{_GROUPED} WHERE person_id = ? AND run_id IN ({db.marks(runs)}) "
        "GROUP BY run_id, kind, place, subject_kind ORDER BY walks DESC, kind, place, subject_kind",
        person_id,
        *runs,
    )
    for row in rows:
        found[row["run_id"]].append({**row, "walks": int(row["walks"]), "events": int(row["events"])})
    return found


async def strongest(person_id: int, run_id: int, *, each: int = EACH, most: int = AMONG) -> list[db.Row]:
    """Of the strongest links those of each group that are strongest, with whom they came through, in one query."""
    return await db.rows(_STRONGEST, person_id, run_id, most, each)


LINK = (
    *("kind", "place", "subject_kind", "subject_id", "thread_kind", "thread_id", "through_id"),
    *("walks", "events", "first_at", "last_at"),
)
"""What a link is kept by, where its run will forget it."""


def plain(value: Any) -> Any:
    """A value as a file keeps it."""
    return value.isoformat() if isinstance(value, datetime) else value


async def joined(kept: Sequence[Mapping[str, Any]]) -> list[db.Row]:
    """Links that were kept, with those they came through as they are called now."""
    ids = [link["through_id"] for link in kept]
    rows = await db.rows(
        "SELECT p.id, p.handle, p.name, p.role, p.is_ambassador, p.is_claimed, f.digest FROM person p "
        f"LEFT JOIN file f ON f.id = p.picture_id WHERE p.id IN ({db.marks(ids)})",
        *ids,
    )
    people_ = {row["id"]: row for row in rows}
    return [
        {**people_[link["through_id"]], **link, **{at: db.moment(link[at]) for at in ("first_at", "last_at")}}
        for link in kept
        if link["through_id"] in people_
    ]


async def written(told: Viewer, links: Sequence[db.Row]) -> list[dict[str, Any]]:
    """Links as a file tells them: people and things only as `told` may see them."""
    named = await names(told, [link["place"] for link in links])
    things = await places.things(told, [about for link in links if (about := _about(link))[1]])
    found = list[dict[str, Any]]()
    for link in links:
        said = _said(link, named, things)
        kept = {name: link[name] for name in ("walks", "kind", "events", "first_at", "last_at")}
        place = link["place"] if not link["place"] or link["place"] in named else "hidden"
        who = said.person.handle if said.person else None
        found.append({**kept, "place": place, "through": who, "thing": said.url or None, "words": said.what})
    return found


async def names(told: Viewer, wanted: Iterable[str]) -> dict[str, str]:
    """What places are called, of those that `told` may see."""
    return {place: named.title for place, named in (await places.named(told, {one for one in wanted if one})).items()}


async def groups(
    told: Viewer, rows: Sequence[db.Row], links: Sequence[db.Row], *, of: int, named: Mapping[str, str]
) -> list[Group]:
    """The ten strongest in words that `told` may read, then all others as one; their walks sum to `of`."""
    things = await places.things(told, [about for link in links if (about := _about(link))[1]])
    found, past = list[Group](), 0
    for row in rows[:MOST]:
        key = key_of(row)
        said = [_said(link, named, things) for link in links if key_of(link) == key]
        found.append(_group(row, named, past=past, of=of, said=said))
        past += row["walks"]
    if rest := rows[MOST:]:
        found.append(_rest(rest, past=past, of=of))
    return found


def key_of(row: Mapping[str, Any]) -> str:
    """A group's name in a form, such as support/board:3/comment."""
    return f"{row['kind']}/{row['place']}/{row['subject_kind']}"


def _group(row: db.Row, named: Mapping[str, str], *, past: int, of: int, said: Sequence[Said]) -> Group:
    return Group(
        key=key_of(row),
        kind=row["kind"],
        words=sentence(row, named),
        **{name: row[name] for name in ("walks", "people", "events", "first_at", "last_at")},
        past=_part(past, of),
        share=_part(row["walks"], of),
        said=said,
    )


def sentence(row: Mapping[str, Any], named: Mapping[str, str]) -> str:
    """A group in words; a place that may not be seen is said to be one."""
    if row.get("words"):
        return wording.kind(row["kind"])
    place = named.get(row["place"], _("a place that you do not see")) if row["place"] else ""
    return wording.group(row["kind"], row["subject_kind"], int(row["people"]), place)


def _rest(rows: Sequence[db.Row], *, past: int, of: int) -> Group:
    walks = sum(row["walks"] for row in rows)
    return Group(
        key="",
        kind="",
        words=_("All smaller ones together"),
        walks=walks,
        people=0,
        events=sum(row["events"] for row in rows),
        first_at=min(row["first_at"] for row in rows),
        last_at=max(row["last_at"] for row in rows),
        past=_part(past, of),
        share=_part(walks, of),
    )


def _part(walks: int, of: int) -> float:
    return round(100 * walks / of, 2) if of else 0.0


def _about(link: Mapping[str, Any]) -> Key:
    if link["thread_kind"]:
        return link["thread_kind"], int(link["thread_id"])
    return link["subject_kind"], int(link["subject_id"] or 0)


def _said(link: db.Row, named: Mapping[str, str], things: Mapping[Key, Any]) -> Said:
    """A link in words: neither whom nor what is told of a place, or of a thing, that may not be seen."""
    about = _about(link)
    thing = things.get(about)
    seen = (not link["place"] or link["place"] in named) and (thing is not None or not about[1])
    return Said(
        walks=link["walks"],
        person=people.card_of({**link, "id": link["through_id"]}) if seen else None,
        what=wording.line(link["kind"], link["subject_kind"], thing.title if thing and seen else ""),
        when=wording.when(link["events"], link["first_at"], link["last_at"]) if seen else "",
        url=thing.url if thing and seen else "",
    )


def of_kinds(now: Stand) -> list[Group]:
    """The walks by kind alone, of a run whose lines are kept no more; they sum to the score as well."""
    found, past = list[Group](), 0
    for kind, walks in sorted(now.parts.items(), key=lambda part: -part[1]):
        begins, share = _part(past, now.walks), _part(walks, now.walks)
        at = now.as_of_at
        found.append(Group(kind, kind, wording.kind(kind), walks, 0, 0, at, at, past=begins, share=share))
        past += walks
    return found


def by_kind(rows: Sequence[db.Row]) -> list[db.Row]:
    """Groups of all places and things together, as far as an older run still tells them."""
    found: dict[str, db.Row] = {}
    for row in rows:
        kept = found.setdefault(row["kind"], {**row, "place": "", "subject_kind": "", "walks": 0, "words": True})
        kept["walks"] += row["walks"]
        kept["last_at"] = max(kept["last_at"], row["last_at"])
    return list(found.values())


def once(old: Stand) -> list[db.Row]:
    """The same of a run that only kept its kinds; `last_at` is when it was made."""
    told = {"place": "", "subject_kind": "", "people": 0, "last_at": old.as_of_at, "words": True}
    return [{"kind": kind, "walks": walks, **told} for kind, walks in old.parts.items()]


def faded(
    now: Stand, old: Stand, *, rows: Sequence[db.Row], then: Sequence[db.Row], named: Mapping[str, str]
) -> list[Faded]:
    """Groups that brought more of the walks then than now, by more than chance does; strongest loss first."""
    present = {key_of(row): row for row in rows}
    found = []
    for row in then:
        new = present.get(key_of(row))
        walks, were = (new["walks"] if new else 0) / now.of, row["walks"] / old.of
        chance = NOISE * sqrt(row["walks"] / old.of**2 + (new["walks"] if new else 0) / now.of**2)
        if were - walks > chance:
            is_age = new is None or new["last_at"] <= row["last_at"]
            found.append(Faded(sentence(row, named), were * 100_000, walks * 100_000, is_age, row["last_at"]))
    return sorted(found, key=lambda one: one.now - one.then)[:MOST]
