"""What a person does about doubt: set a group's votes aside, release them, object, and answer an objection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kernel import audit, clock, db
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from voting.ballots import doubts
from voting.ballots.doubt_models import Voted
from voting.ballots.doubts import Held
from voting.ballots.states import Pair, State
from voting.honesty import gathering, queries, rules
from voting.honesty.models import Finding, FoundVote, Quarantine, VoteObjection

NOTHING = Held(State.VALID)


async def quarantine(viewer: Viewer, finding_id: int, *, why: str) -> int:
    """Set a group's votes aside, as one act; says its number."""
    async with db.transaction():
        finding = await Finding.get_or_none(id=finding_id)
        if finding is None:
            raise Missing()
        votes = await db.rows(
            "SELECT kind, subject_id, person_id FROM found_vote WHERE finding_id = ? ORDER BY id", finding_id
        )
        people = {row["person_id"] for row in votes}
        require(rules.may_decide(viewer, people), _("A vote of your own is among these: leave it to somebody else."))
        made = await Quarantine.create(
            by_id=viewer.id,
            why=why,
            reasons=finding.reasons,
            told=finding.told,
            people=len(people),
            votes=len(votes),
            at=clock.now(),
        )
        for kind, pairs in _by_kind(votes).items():
            await _turn(viewer, kind, pairs, lambda held: replace(held, quarantine=made.id, cleared_at=None))
        await FoundVote.filter(finding_id=finding_id).delete()
        await finding.delete()
        await audit.note(viewer, "votes.quarantine", subject=("quarantine", made.id), reason=why, votes=len(votes))
        await record("votes.set_aside", actor=viewer.id, subject=("quarantine", made.id))
        return int(made.id)


async def leave(viewer: Viewer, finding_id: int, *, why: str) -> None:
    """Find a group's votes to be right: they are in doubt no more, and arithmetic marks them no more."""
    async with db.transaction():
        votes = await db.rows(
            "SELECT kind, subject_id, person_id FROM found_vote WHERE finding_id = ? ORDER BY id", finding_id
        )
        if not votes:
            raise Missing()
        require(rules.may_decide(viewer, {row["person_id"] for row in votes}))
        now = clock.now()
        for kind, pairs in _by_kind(votes).items():
            await _turn(viewer, kind, pairs, lambda held: replace(held, cleared_at=now))
        await FoundVote.filter(finding_id=finding_id).delete()
        await Finding.filter(id=finding_id).delete()
        await audit.note(viewer, "votes.found_right", subject=("site", 0), reason=why, votes=len(votes))


async def release(viewer: Viewer, quarantine_id: int, *, why: str) -> None:
    """Undo a quarantine exactly: every vote that it still holds is what it was. Done already is done."""
    async with db.transaction():
        votes = await db.rows(
            "SELECT kind, subject_id, person_id FROM doubt WHERE quarantine_id = ? ORDER BY id", quarantine_id
        )
        require(rules.may_decide(viewer, {row["person_id"] for row in votes}))
        ended = await Quarantine.filter(id=quarantine_id, released_at=None).update(
            released_at=clock.now(), released_by_id=viewer.id, released_why=why
        )
        if not ended:
            await queries.quarantine(quarantine_id)
            return
        for kind, pairs in _by_kind(votes).items():
            await _turn(viewer, kind, pairs, lambda held: replace(held, quarantine=None))
        await audit.note(viewer, "votes.release", subject=("quarantine", quarantine_id), reason=why, votes=len(votes))
        await record("votes.released", actor=viewer.id, subject=("quarantine", quarantine_id), pairs=_told(votes))


async def object_(viewer: Viewer, kind: Voted, subject: int, *, body: str) -> None:
    """Say that one's vote is held for something that it is not; one objection waits at a time."""
    async with db.transaction():
        vote = await queries.own(viewer, kind, subject)
        person = int(viewer.id or 0)
        if vote.state == State.VALID:
            raise Conflict(_("This vote counts like any other; there is nothing to object to."))
        if await VoteObjection.exists(person_id=person, kind=kind, subject_id=subject, answered_at=None):
            raise Conflict(_("Your objection waits for an answer already."))
        one = await VoteObjection.create(person_id=person, kind=kind, subject_id=subject, body=body, at=clock.now())
        await record("vote.objected", actor=viewer.id, subject=("vote_objection", one.id))


async def answer(viewer: Viewer, objection_id: int, *, is_upheld: bool, words: str) -> None:
    """Answer an objection: upheld, the vote counts from now on and is marked no more. Never by who had set it aside."""
    async with db.transaction():
        one = await queries.objection(objection_id)
        require(
            rules.may_answer(viewer, one["person_id"], one["set_aside_by"]),
            _("Somebody else answers this: you set the vote aside, or it is yours."),
        )
        now = clock.now()
        done = await VoteObjection.filter(id=objection_id, answered_at=None).update(
            is_upheld=is_upheld, answer=words, by_id=viewer.id, answered_at=now
        )
        if not done:
            raise Conflict(_("Somebody answered this already."))
        kind, pair = Voted(one["kind"]), (one["subject_id"], one["person_id"])
        if is_upheld:
            await _turn(viewer, kind, [pair], lambda held: replace(held, quarantine=None, cleared_at=now))
        await audit.note(
            viewer, "vote.objection", subject=("vote_objection", objection_id), reason=words, upheld=is_upheld
        )
        await record("vote.answered", actor=viewer.id, subject=("vote_objection", objection_id), upheld=is_upheld)


async def _turn(viewer: Viewer, kind: Voted, pairs: Sequence[Pair], change: Callable[[Held], Held]) -> None:
    for start in range(0, len(pairs), doubts.AT_ONCE):
        part = list(pairs[start : start + doubts.AT_ONCE])
        held = await doubts.held(kind, part)
        turns = {pair: gathering.standing(change(held.get(pair, NOTHING))) for pair in part}
        await doubts.write(kind, turns, by=viewer.id)


def _by_kind(votes: Sequence[db.Row]) -> Mapping[Voted, list[Pair]]:
    found: dict[Voted, list[Pair]] = {}
    for row in votes:
        found.setdefault(Voted(row["kind"]), []).append((row["subject_id"], row["person_id"]))
    return found


def _told(votes: Sequence[db.Row]) -> list[int]:
    return sorted({row["person_id"] for row in votes})
