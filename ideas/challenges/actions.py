"""All writes of challenges and entries; the turning of their phases is in turning.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tortoise.exceptions import IntegrityError

from ideas.challenges import phases, queries, rules, turning
from ideas.challenges.models import Challenge, ChallengePicture, Entry, Phase, PhaseTurn
from ideas.challenges.queries import ChallengeCard
from ideas.studio import places
from ideas.studio.models import Design
from kernel import audit, clock, db
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

DATES = tuple(phases.BEGINS.values())
TOLD = {**dict.fromkeys(DATES, "calendar"), **{name: name for name in ("brief", "rules", "prize", "enter", "most")}}
"""Of what may change, what those who take part are told of."""


async def make(viewer: Viewer, *, pictures: Sequence[tuple[int, str]] = (), **values: Any) -> ChallengeCard:
    """A new challenge, seen by those who keep challenges until it is announced."""
    require(rules.may_keep(viewer))
    try:
        async with db.transaction():
            made = await Challenge.create(by_id=viewer.id, created_at=clock.now(), **values)
            await _hang(made.id, pictures)
            about = ("challenge", made.id)
            await audit.note(viewer, "challenge.made", subject=about, title=made.title)
            await record("challenge.made", actor=viewer.id, subject=about, title=made.title)
    except IntegrityError as error:
        raise Conflict(_("Another challenge has this address.")) from error
    return await queries.by_id(made.id)


async def change(
    viewer: Viewer,
    challenge: ChallengeCard,
    *,
    pictures: Sequence[tuple[int, str]] = (),
    remove: Sequence[int] = (),
    **values: Any,
) -> None:
    """Change a challenge: what those who entered relied on stays as it is once designs come in."""
    require(rules.may_keep(viewer))
    try:
        async with db.transaction():
            held = await _locked(challenge.id)
            kept = {name: value for name, value in values.items() if not is_settled(held, name)}
            changed = {name: str(value) for name, value in kept.items() if getattr(held, name) != value}
            await Challenge.filter(id=held.id).update(**kept)
            await ChallengePicture.filter(challenge_id=held.id, id__in=list(remove)).delete()
            await _hang(held.id, pictures)
            await turning.look_again(held.id)
            about, url = ("challenge", held.id), f"/challenges/{kept.get('slug', held.slug)}"
            await audit.note(viewer, "challenge.changed", subject=about, **changed)
            title, what = kept.get("title", held.title), sorted({TOLD[name] for name in changed if name in TOLD})
            await record("challenge.changed", actor=viewer.id, subject=about, title=title, url=url, what=what)
    except IntegrityError as error:
        raise Conflict(_("Another challenge has this address.")) from error
    await turning.turn(challenge.id)


async def _locked(challenge_id: int) -> ChallengeCard:
    """A challenge as it is now, its row held: no phase begins and nothing is entered meanwhile."""
    lock = "" if db.on_sqlite() else " FOR UPDATE"
    await db.rows(f"SELECT id FROM challenge WHERE id = ?{lock}", challenge_id)
    return await queries.by_id(challenge_id)


def is_settled(challenge: ChallengeCard, name: str) -> bool:
    """May this no longer be changed? Dates until their phase begins; what designs are judged by until they come in."""
    told, now = vars(challenge), clock.now()
    for phase, moment in phases.BEGINS.items():
        if name == moment:
            return not phases.may_change(told, phase, now)
    promised = ("slug", "template_id", "royalty", "weight_public", "weight_jury", "weight_demand")
    return name in promised and not phases.may_change(told, Phase.SUBMISSIONS, now)


async def announce(viewer: Viewer, challenge: ChallengeCard) -> None:
    """Show a challenge to everyone; from now on its phases turn by themselves."""
    require(rules.may_keep(viewer))
    now = clock.now()
    if challenge.phase == Phase.DRAFT and challenge.scoring_at <= now:
        raise Conflict(_("Its dates have passed: nobody could enter a design. Change them first."))
    async with db.transaction():
        changed = await Challenge.filter(id=challenge.id, phase=Phase.DRAFT).update(phase=Phase.ANNOUNCED)
        if not changed:
            raise Conflict(_("This challenge is announced already."))
        await PhaseTurn.create(challenge_id=challenge.id, phase=Phase.ANNOUNCED, due_at=now, turned_at=now)
        about = ("challenge", challenge.id)
        await audit.note(viewer, "challenge.announced", subject=about, title=challenge.title)
        await record("challenge.announced", actor=viewer.id, subject=about, title=challenge.title, url=challenge.url)
        await turning.look_again(challenge.id)
    await turning.turn(challenge.id)


async def call_off(viewer: Viewer, challenge: ChallengeCard, reason: str) -> None:
    """End a challenge without a result, and say why to everybody: designs are free again, their scores are shown."""
    require(rules.may_keep(viewer))
    now = clock.now()
    async with db.transaction():
        held = await _locked(challenge.id)
        if not held.is_live:
            raise Conflict(_("Only a challenge that still runs can be called off."))
        await Challenge.filter(id=held.id).update(phase=Phase.CANCELLED)
        await PhaseTurn.create(challenge_id=held.id, phase=Phase.CANCELLED, due_at=now, turned_at=now)
        about = ("challenge", held.id)
        await audit.note(viewer, "challenge.cancelled", subject=about, title=held.title, reason=reason)
        await record(
            "challenge.cancelled", actor=viewer.id, subject=about, title=held.title, url=held.url, reason=reason
        )


async def throw_away(viewer: Viewer, challenge: ChallengeCard) -> None:
    """A challenge that nobody but staff ever saw is gone."""
    require(rules.may_keep(viewer))
    async with db.transaction():
        held = await _locked(challenge.id)
        if held.phase != Phase.DRAFT:
            raise Conflict(_("This challenge is announced already."))
        await ChallengePicture.filter(challenge_id=held.id).delete()
        await Challenge.filter(id=held.id).delete()
        about = ("challenge", held.id)
        await audit.note(viewer, "challenge.thrown-away", subject=about, title=held.title)
        await record("challenge.thrown-away", actor=viewer.id, subject=about, title=held.title)


async def enter(viewer: Viewer, challenge: ChallengeCard, design: Design) -> int:
    """Enter one's design; the royalty that the challenge promises today is this entry's for good. Says its number."""
    require(rules.may_take_part(viewer, challenge), _("This challenge is for others."))
    require(viewer.id == design.author_id, _("A design is entered by its author."))
    if challenge.template_id not in (None, design.template_id):
        raise Conflict(_("This challenge is about another product."))
    for refuses in the_house().registered("challenge.refuses"):
        await refuses(viewer, challenge)
    async with db.transaction():
        lock = "" if db.on_sqlite() else " FOR NO KEY UPDATE"
        listed = await db.rows(f"SELECT id FROM design WHERE id = ? AND is_listed = ?{lock}", design.id, True)
        await _count(challenge.id, 1, (Phase.SUBMISSIONS,), "scoring_at")
        if not listed or not await queries.is_free(design.id, challenge.id):
            raise Conflict(_("This design cannot be entered: it is not published, or stands in a challenge already."))
        if len(await queries.entries(challenge.id, person_id=viewer.id)) >= challenge.most:
            raise Conflict(_("You have entered as many designs as this challenge takes from one person."))
        number = await _stand(viewer, challenge, design.id)
        await places.rank([design.id])
        await record(
            "entry.entered",
            actor=viewer.id,
            subject=("entry", number),
            challenge=challenge.id,
            design=design.id,
            title=design.title,
        )
    return number


async def _stand(viewer: Viewer, challenge: ChallengeCard, design_id: int) -> int:
    """The row of an entry; one that was withdrawn before stands again, at the rate of today."""
    return int(
        await db.value(
            "INSERT INTO challenge_entry (challenge_id, design_id, person_id, royalty, entered_at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (challenge_id, design_id) DO UPDATE SET withdrawn_at = NULL, royalty = excluded.royalty, "
            "entered_at = excluded.entered_at RETURNING id",
            challenge.id,
            design_id,
            viewer.id,
            challenge.royalty,
            clock.now(),
        )
    )


async def withdraw(viewer: Viewer, challenge: ChallengeCard, entry_id: int) -> None:
    """Take one's entry back, until scoring ends."""
    line = await queries.entry(challenge.id, entry_id)
    allowed = rules.may_withdraw(viewer, line.person_id, challenge.phase)
    require(allowed, _("An entry is withdrawn by who entered it, until scoring ends."))
    async with db.transaction():
        await places.hold([line.design_id])
        await _count(challenge.id, -1, (Phase.SUBMISSIONS, Phase.SCORING), "jury_at")
        if not await Entry.filter(id=entry_id, withdrawn_at=None).update(withdrawn_at=clock.now()):
            raise Conflict(_("This entry is withdrawn already."))
        about = ("entry", entry_id)
        design = line.design_id
        await places.rank([design])
        await record("entry.withdrawn", actor=viewer.id, subject=about, challenge=challenge.id, design=design)


async def taken_down(design_id: int) -> None:
    """A design leaves the lists: so do its entries wherever the result is still to come. Inside that transaction."""
    live = tuple(phase.value for phase in phases.LIVE)
    for row in await db.rows(
        f"UPDATE challenge_entry SET withdrawn_at = ? WHERE design_id = ? AND withdrawn_at IS NULL AND challenge_id IN "
        f"(SELECT id FROM challenge WHERE phase IN ({db.marks(live)})) RETURNING id, challenge_id",
        clock.now(),
        design_id,
        *live,
    ):
        await db.execute("UPDATE challenge SET entries = entries - 1 WHERE id = ?", row["challenge_id"])
        await places.rank([design_id])
        about, challenge = ("entry", row["id"]), row["challenge_id"]
        await record("entry.withdrawn", actor=None, subject=about, challenge=challenge, design=design_id)


async def _count(challenge_id: int, change: int, during: tuple[Phase, ...], until: str) -> None:
    """Keep the count of entries, and the challenge's row locked, while one comes or goes; Conflict once it is too late."""
    held = await db.rows(
        f"UPDATE challenge SET entries = entries + ? WHERE id = ? AND phase IN ({db.marks(during)}) AND {until} > ? "
        "RETURNING id",
        change,
        challenge_id,
        *(phase.value for phase in during),
        clock.now(),
    )
    if not held:
        raise Conflict(
            _("This challenge takes no designs at the moment.")
            if change > 0
            else _("Scoring has ended: what was entered stays entered.")
        )


async def _hang(challenge_id: int, pictures: Sequence[tuple[int, str]]) -> None:
    """Add pictures behind those that a challenge has; inside its transaction."""
    first = await db.value(
        "SELECT coalesce(max(position), 0) FROM challenge_picture WHERE challenge_id = ?", challenge_id
    )
    await db.execute_many(
        "INSERT INTO challenge_picture (challenge_id, file_id, alt, position) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (challenge_id, file_id) DO UPDATE SET alt = excluded.alt",
        [(challenge_id, file_id, alt, first + n) for n, (file_id, alt) in enumerate(pictures, 1)],
    )
