"""The rule of a club's door: which group of people belongs to it by itself, kept up to date both ways."""

from __future__ import annotations

from community.clubs import membership, rules
from community.clubs.models import Club, End, JoinRequest
from community.clubs.queries import ClubCard
from kernel import audiences, audit, clock, db
from kernel.errors import Invalid, require
from kernel.events import enqueue, record
from kernel.features import Job
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import CLUB, Viewer

KIND = "clubs.keep"
EVERY = 600
AT_ONCE = 200


async def choices() -> list[tuple[str, str]]:
    """Groups that may be let in by themselves: any but other clubs."""
    return [choice for choice in await audiences.choices() if not choice[0].startswith(CLUB)]


async def count(club_id: int) -> int:
    """How many belong to a club because of its rule."""
    sql = "SELECT count(*) FROM membership WHERE club_id = ? AND stands IS TRUE AND is_by_rule IS TRUE"
    return int(await db.value(sql, club_id) or 0)


async def set_rule(viewer: Viewer, club: ClubCard, audience: str) -> None:
    """Say which group belongs by itself from now on; an empty name ends the rule, and who came by it stays."""
    require(rules.may_set_rule(viewer, club), _("Which group belongs by itself is said by the team."))
    if audience and audience not in dict(await choices()):
        raise Invalid(_("Choose one of the list."), errors={"audience": _("Choose one of the list.")})
    async with db.transaction():
        await membership.hold(club.id)
        await Club.filter(id=club.id).update(audience=audience)
        if not audience:
            await db.execute(
                "UPDATE membership SET is_by_rule = ? WHERE club_id = ? AND stands IS TRUE", False, club.id
            )
        await audit.note(viewer, "club.rule", subject=("club", club.id), audience=audience)
        await enqueue(KIND, club=club.id)


async def keep(club: int | None = None) -> None:
    """Let in who is of the group of a club's rule by now, and out who is no longer. A group that is gone moves nobody."""
    only, values = (" AND id = ?", [club]) if club else ("", [])
    clubs = await db.rows(
        f"SELECT id, slug, name, audience FROM club WHERE audience <> '' AND archived_at IS NULL{only} ORDER BY id",
        *values,
    )
    known = dict(await choices()) if clubs else {}
    for one in clubs:
        if one["audience"] in known:
            await _keep(one, set(await audiences.people_of(one["audience"])))


async def _keep(club: db.Row, held: set[int]) -> None:
    belong = await db.rows(
        "SELECT person_id, is_by_rule FROM membership WHERE club_id = ? AND stands IS TRUE ORDER BY person_id",
        club["id"],
    )
    gone = [row["person_id"] for row in belong if row["is_by_rule"] and row["person_id"] not in held]
    come = sorted(held - {row["person_id"] for row in belong} - await _chose_to_go(club["id"]))
    for start in range(0, len(come), AT_ONCE):
        await _let_in(club, come[start : start + AT_ONCE])
    for start in range(0, len(gone), AT_ONCE):
        await _let_out(club, gone[start : start + AT_ONCE])


async def _chose_to_go(club_id: int) -> set[int]:
    """Who left is not fetched back."""
    rows = await db.rows(
        'SELECT DISTINCT person_id FROM membership WHERE club_id = ? AND "end" IN (?, ?)',
        club_id,
        End.LEFT.value,
        End.BANNED.value,
    )
    return {row["person_id"] for row in rows}


async def _let_in(club: db.Row, people: list[int]) -> None:
    async with db.transaction():
        fresh = await membership.begin_all(club["id"], people)
        if fresh:
            await JoinRequest.filter(club_id=club["id"], person_id__in=fresh, waits=True).update(
                waits=None, is_accepted=True, decided_at=clock.now()
            )
            about = {"title": club["name"], "url": f"/clubs/{club['slug']}", "people": fresh}
            await record("club.let-in", actor=None, subject=("club", club["id"]), **about)


async def _let_out(club: db.Row, people: list[int]) -> None:
    async with db.transaction():
        gone = [person for person in people if await membership.end(club["id"], person, End.RULE)]
        if gone:
            about = {"title": club["name"], "url": "/clubs", "people": gone}
            await record("club.let-out", actor=None, subject=("club", club["id"]), **about)


jobs = [Job(KIND, keep, every=EVERY, label=mark("Doors of clubs that follow a rule"))]
