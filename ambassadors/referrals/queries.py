"""Reading campaigns, what came of them, and what a member may know of those whom they invited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ambassadors.referrals import rules
from ambassadors.referrals.models import Campaign, State, Why
from kernel import clock, db, i18n, lists
from kernel.errors import Missing
from kernel.lists import Listing
from kernel.viewer import Viewer

PER_PAGE = 30


@dataclass(frozen=True)
class Funnel:
    """How far those who came by some codes went; each is counted once in every step that they reached."""

    letters: int = 0
    opened: int = 0
    remembered: int = 0
    joined: int = 0
    ordered: int = 0
    rewarded: int = 0
    reversed: int = 0
    lapsed: int = 0
    refused: int = 0
    given: int = 0
    why: dict[Why, int] = field(default_factory=dict)

    @property
    def steps(self) -> list[tuple[str, int]]:
        return [(name, getattr(self, name)) for name in ("opened", "joined", "ordered", "rewarded")]

    @property
    def most(self) -> int:
        return max((count for _name, count in self.steps), default=0) or 1


@dataclass(frozen=True)
class Own:
    """A member's part in a campaign: their code, if they made one, and what came of it."""

    campaign: Campaign
    code: str
    funnel: Funnel
    is_open: bool

    @property
    def link(self) -> str:
        return f"/sign-up/invited?via={self.code}" if self.code else ""


@dataclass(frozen=True)
class Came:
    """How a member came themselves: by whom, what was promised, whether they show their name."""

    inviter_id: int
    name: str
    handle: str
    shows_name: bool
    state: State
    points: int
    joined_at: datetime
    due_at: datetime | None


async def campaign(viewer: Viewer, number: int) -> Campaign:
    """A campaign for those who run it."""
    found = await Campaign.get_or_none(id=number) if rules.may_run(viewer) else None
    if found is None:
        raise Missing()
    return found


async def campaigns() -> list[Campaign]:
    """All of them, the newest first."""
    return await Campaign.all().order_by("-opens_at", "-id").limit(200)


async def open_to(viewer: Viewer) -> list[Campaign]:
    """Those in which a member may invite now."""
    now = clock.now()
    rows = await Campaign.filter(opens_at__lte=now).order_by("ends_at", "id")
    return [one for one in rows if rules.may_invite(viewer, one)]


async def invitable(viewer: Viewer, number: int) -> Campaign:
    """One of those; any other is not there."""
    found = next((one for one in await open_to(viewer) if one.id == number), None)
    if found is None:
        raise Missing()
    return found


async def owned(viewer: Viewer) -> list[Own]:
    """Campaigns that are open to a member, then those in which they had a code."""
    rows = await db.rows("SELECT campaign_id, id, code FROM referral_code WHERE person_id = ?", viewer.id)
    codes = {row["campaign_id"]: row for row in rows}
    now_open = await open_to(viewer)
    shown = {one.id for one in now_open}
    past = await Campaign.filter(id__in=list(codes.keys() - shown)).order_by("-id")
    funnels = await _funnels("c.id", [row["id"] for row in rows])
    return [
        Own(
            one,
            codes[one.id]["code"] if one.id in codes else "",
            funnels.get(codes[one.id]["id"], Funnel()) if one.id in codes else Funnel(),
            one.id in shown,
        )
        for one in [*now_open, *past]
    ]


async def funnels(campaigns: Sequence[Campaign]) -> dict[int, Funnel]:
    """What came of some campaigns."""
    return await _funnels("c.campaign_id", [one.id for one in campaigns])


async def brought(person_ids: Sequence[int]) -> dict[int, Funnel]:
    """What came of all the codes of some members."""
    return await _funnels("c.person_id", person_ids)


async def _funnels(key: str, numbers: Sequence[int]) -> dict[int, Funnel]:
    """Counted by `key` of the codes `c`, in three statements whatever the number."""
    if not numbers:
        return {}
    marks = db.marks(numbers)
    seen = await db.rows(
        f"SELECT {key} AS number, SUM(o.opened) AS opened, SUM(o.remembered) AS remembered FROM referral_code c "
        f"JOIN referral_opening o ON o.code_id = c.id WHERE {key} IN ({marks}) GROUP BY {key}",
        *numbers,
    )
    written = await db.rows(
        f"SELECT {key} AS number, COUNT(*) AS letters FROM referral_code c JOIN referral_letter l ON l.code_id = c.id "
        f"WHERE {key} IN ({marks}) GROUP BY {key}",
        *numbers,
    )
    came = await db.rows(
        f"SELECT {key} AS number, r.state, r.why, COUNT(*) AS n, COUNT(r.ordered_at) AS ordered, "
        "SUM(r.inviter_given) AS given FROM referral_code c JOIN referral r ON r.code_id = c.id "
        f"WHERE {key} IN ({marks}) GROUP BY {key}, r.state, r.why",
        *numbers,
    )
    return {number: _funnel(number, seen, written, came) for number in dict.fromkeys(numbers)}


def _funnel(number: int, seen: list[db.Row], written: list[db.Row], came: list[db.Row]) -> Funnel:
    opened = next((row for row in seen if row["number"] == number), {"opened": 0, "remembered": 0})
    mine = [row for row in came if row["number"] == number]
    counted = {state: sum(row["n"] for row in mine if row["state"] == state.value) for state in State}
    refused = [row for row in mine if row["state"] == State.REFUSED.value]
    return Funnel(
        letters=sum(row["letters"] for row in written if row["number"] == number),
        opened=int(opened["opened"]),
        remembered=int(opened["remembered"]),
        joined=sum(row["n"] for row in mine),
        ordered=sum(row["ordered"] for row in mine if row["state"] != State.REFUSED.value),
        rewarded=counted[State.REWARDED],
        reversed=counted[State.REVERSED],
        lapsed=counted[State.LAPSED],
        refused=counted[State.REFUSED],
        given=sum(int(row["given"]) for row in mine),
        why={Why(row["why"]): row["n"] for row in refused},
    )


async def named(viewer: Viewer, after: str | None = None) -> Listing[db.Row]:
    """Of those whom a member invited the ones who agreed to be named: who, and when they came. Nothing else of them."""
    place = lists.place(after, int)
    rows = await db.rows(
        "SELECT r.id, r.joined_at, p.name, p.handle FROM referral r JOIN person p ON p.id = r.person_id "
        "WHERE r.inviter_id = ? AND r.shows_name = ? AND p.is_claimed = ? AND r.id < ? ORDER BY r.id DESC LIMIT ?",
        viewer.id,
        True,
        True,
        place[0] if place else 2**31 - 1,
        PER_PAGE + 1,
    )
    return lists.page_of(rows, PER_PAGE, lambda row: (row["id"],))


async def came(viewer: Viewer) -> Came | None:
    """How a member came, if somebody invited them."""
    row = await db.row(
        "SELECT r.inviter_id, p.name, p.handle, r.shows_name, r.state, r.invited_points, r.joined_at, r.due_at "
        "FROM referral r JOIN person p ON p.id = r.inviter_id WHERE r.person_id = ?",
        viewer.id,
    )
    if row is None:
        return None
    told = (row["inviter_id"], row["name"], row["handle"], bool(row["shows_name"]), State(row["state"]))
    return Came(*told, points=row["invited_points"], joined_at=row["joined_at"], due_at=row["due_at"])


async def listing(viewer: Viewer, campaign_id: int, *, state: str = "", after: str | None = None) -> Listing[db.Row]:
    """Referrals of a campaign as the team reads them: both sides, where it stands and why."""
    if not rules.may_run(viewer):
        raise Missing()
    place = lists.place(after, int)
    only = " AND r.state = ?" if state in set(State) else ""
    rows = await db.rows(
        "SELECT r.id, r.state, r.why, r.joined_at, r.ordered_at, r.due_at, r.decided_at, r.inviter_given, r.invited_given, "
        "r.cleared_by_id, r.person_id, r.inviter_id, p.name, p.handle, i.name AS inviter_name, i.handle AS inviter_handle "
        "FROM referral r JOIN person p ON p.id = r.person_id JOIN person i ON i.id = r.inviter_id "
        f"WHERE r.campaign_id = ?{only} AND r.id < ? ORDER BY r.id DESC LIMIT ?",
        campaign_id,
        *([state] if only else []),
        place[0] if place else 2**31 - 1,
        PER_PAGE + 1,
    )
    return lists.page_of(rows, PER_PAGE, lambda row: (row["id"],))


def words(campaign: Campaign) -> str:
    """What a campaign says to whoever is invited, in the language being spoken or else the other."""
    fr, en = campaign.words_fr, campaign.words_en
    return (fr or en) if i18n.language.get() == "fr" else (en or fr)


async def inviters() -> dict[int, int]:
    """Who brought whom, for whoever looks at votes."""
    rows = await db.rows("SELECT person_id, inviter_id FROM referral")
    return {row["person_id"]: row["inviter_id"] for row in rows}
