"""The roadmap as a club sees it: what its members wait for, over three horizons, and their talk about each item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from community.clubs import queries as clubs
from community.clubs import rules as club_rules
from community.clubs.queries import ClubCard
from community.discussion.registry import Discussed, Named, Subject
from ideas.board import queries as ideas
from kernel import db, lists
from kernel.errors import Missing, require
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.lists import Listing
from kernel.viewer import Viewer
from voting.ballots.merges import GROUP

HORIZONS = (
    ("now", mark("Short term"), mark("Being made")),
    ("next", mark("Middle term"), mark("Decided, not begun")),
    ("later", mark("Long term"), mark("Meant, nothing promised")),
)
MOST, UNPLACED = 60, 10

_WANTED = (
    "WITH wanted AS (SELECT coalesce(g.merged_into_id, g.id) AS idea_id, count(DISTINCT s.person_id) AS n FROM membership m "
    "JOIN support s ON s.person_id = m.person_id JOIN idea g ON g.id = s.idea_id "
    "WHERE m.club_id = ? AND m.stands IS TRUE AND s.state <> 'quarantined' GROUP BY coalesce(g.merged_into_id, g.id)), "
    "asked AS (SELECT DISTINCT coalesce(g.merged_into_id, g.id) AS idea_id FROM wish_item x JOIN idea g ON g.id = x.idea_id "
    "JOIN wish_list w ON w.id = x.wish_list_id WHERE w.club_id = ? AND w.state <> 'draft' AND w.hidden_at IS NULL)"
)
"""What members of a club support, with how many, and what its lists ask for; what is merged is where it leads."""


@dataclass(frozen=True)
class Step:
    """An idea as the club waits for it: its state, how many members want it, and how much they said about it."""

    idea_id: int
    title: str
    url: str
    status: str
    horizon: str
    target: str
    wanted: int
    talk: int
    wished: bool


_STEPS = (
    f"{_WANTED}, known AS (SELECT idea_id FROM wanted UNION SELECT idea_id FROM asked "
    "UNION SELECT n.id FROM idea n WHERE n.club_id = ?) "
    "SELECT i.id AS idea_id, i.title, i.slug, i.status, coalesce(r.horizon, '') AS horizon, "
    "coalesce(r.target, '') AS target, coalesce(k.comments, 0) AS talk, coalesce(w.n, 0) AS wanted, "
    "CASE WHEN a.idea_id IS NULL THEN 0 ELSE 1 END AS wished FROM known o JOIN idea i ON i.id = o.idea_id "
    "LEFT JOIN wanted w ON w.idea_id = i.id LEFT JOIN asked a ON a.idea_id = i.id "
    "LEFT JOIN roadmap_item r ON r.idea_id = i.id LEFT JOIN club_item k ON k.idea_id = i.id AND k.club_id = ? "
    "WHERE i.status NOT IN ('shipped', 'declined', 'merged')"
)


async def of_club(viewer: Viewer, club_id: int) -> dict[str, list[Step]]:
    """By horizon what the club wants or asked for, the most wanted first."""
    found: dict[str, list[Step]] = {name: [] for name, _label, _hint in HORIZONS}
    for step in await _steps(viewer, club_id, "coalesce(r.horizon, '') <> ''", (), MOST):
        found[step.horizon].append(step)
    return found


async def unplaced(viewer: Viewer, club_id: int, after: str | None = None) -> Listing[Step]:
    """What the club wants and is on no horizon yet, the most wanted first, from a cursor on."""
    place = lists.place(after, int, int)
    further = " AND (coalesce(w.n, 0) < ? OR (coalesce(w.n, 0) = ? AND i.id > ?))" if place else ""
    values = (place[0], *place) if place else ()
    found = await _steps(viewer, club_id, f"coalesce(r.horizon, '') = ''{further}", values, UNPLACED + 1)
    return lists.page_of(found, UNPLACED, lambda step: (step.wanted, step.idea_id))


async def _steps(viewer: Viewer, club_id: int, where: str, values: Sequence[Any], most: int) -> list[Step]:
    seen = await ideas.visible_to(viewer)
    rows = await db.rows(
        f"{_STEPS} AND {where} AND {seen.sql} ORDER BY coalesce(w.n, 0) DESC, i.id LIMIT {most}",
        *[club_id] * 4,
        *values,
        *seen.values,
    )
    return [_step(row) for row in rows]


def _step(row: db.Row) -> Step:
    url = ideas.address(row["idea_id"], row["slug"])
    names = ("idea_id", "title", "status", "horizon", "target", "wanted", "talk")
    return Step(url=url, wished=bool(row["wished"]), **{name: row[name] for name in names})


def labelled(steps: dict[str, list[Step]]) -> list[tuple[str, str, str, list[Step]]]:
    """The three horizons with their names, in the reader's language."""
    return [(name, _(label), _(hint), steps[name]) for name, label, hint in HORIZONS]


async def item(viewer: Viewer, club: ClubCard, idea_id: int) -> tuple[Step, int | None]:
    """One idea as the club sees it, and the number of its talk where that has begun; Missing where it is not to be seen."""
    idea = await ideas.find(viewer, idea_id)
    row = await db.row(
        "SELECT i.id AS idea_id, i.title, i.slug, i.status, coalesce(r.horizon, '') AS horizon, "
        "coalesce(r.target, '') AS target, coalesce(k.comments, 0) AS talk, k.id AS number, "
        "(SELECT count(DISTINCT s.person_id) FROM support s JOIN membership m ON m.person_id = s.person_id "
        f"AND m.club_id = ? AND m.stands IS TRUE WHERE s.state <> 'quarantined' "
        f"AND s.idea_id IN {GROUP.format('i.id')}) AS wanted, "
        "0 AS wished "
        "FROM idea i LEFT JOIN roadmap_item r ON r.idea_id = i.id LEFT JOIN club_item k ON k.idea_id = i.id AND k.club_id = ? "
        "WHERE i.id = ? AND i.is_listed = ?",
        *(club.id, club.id, idea.id, True),
    )
    if row is None:
        raise Missing()
    return _step(row), row["number"]


async def begin_talk(viewer: Viewer, club: ClubCard, idea_id: int) -> None:
    """A member opens the club's talk about an idea; there is one for each."""
    require(club_rules.may_take_part(viewer, club), _("Members talk here."))
    idea = await ideas.find(viewer, idea_id)
    async with db.transaction():
        await db.execute(
            "INSERT INTO club_item (club_id, idea_id, comments) VALUES (?, ?, 0) ON CONFLICT (club_id, idea_id) DO NOTHING",
            club.id,
            idea.id,
        )


async def _find(viewer: Viewer, number: int) -> Subject | None:
    row = await db.row("SELECT club_id, idea_id FROM club_item WHERE id = ?", number)
    if row is None:
        return None
    try:
        club, idea = await clubs.by_id(viewer, row["club_id"]), await ideas.find(viewer, row["idea_id"])
    except Missing:
        return None
    return Subject(
        kind="club_item",
        id=number,
        title=_("%(idea)s, in %(club)s") % {"idea": idea.title, "club": club.name},
        url=f"{club.url}/roadmap/{idea.id}",
        may_comment=club_rules.may_take_part(viewer, club) and idea.hidden_at is None,
    )


async def _counted(number: int, change: int) -> None:
    await db.execute("UPDATE club_item SET comments = comments + ? WHERE id = ?", change, number)


async def _named(viewer: Viewer, numbers: Sequence[int]) -> dict[int, Named]:
    seen, values = clubs.visible_to(viewer)
    where = await ideas.visible_to(viewer)
    rows = await db.rows(
        "SELECT k.id, i.id AS idea_id, i.title, c.slug, c.name FROM club_item k JOIN club c ON c.id = k.club_id "
        f"JOIN idea i ON i.id = k.idea_id WHERE k.id IN ({db.marks(numbers)}) AND {seen} AND {where.sql}",
        *numbers,
        *values,
        *where.values,
    )
    return {
        row["id"]: Named(
            _("%(idea)s, in %(club)s") % {"idea": row["title"], "club": row["name"]},
            f"/clubs/{row['slug']}/roadmap/{row['idea_id']}",
        )
        for row in rows
    }


discussed = Discussed("club_item", _find, _counted, _named)
