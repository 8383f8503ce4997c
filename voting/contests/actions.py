"""All writes of juries, marks and feedback, and the result, written once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from ideas.challenges import queries as challenges
from ideas.challenges.models import Phase
from ideas.challenges.queries import ChallengeCard, EntryLine
from ideas.studio.models import Design
from kernel import audit, clock, db
from kernel.errors import Conflict, Invalid, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from voting.contests import queries, result, rules
from voting.contests.models import Criterion, Juror


async def empanel(
    viewer: Viewer, challenge: ChallengeCard, criteria: Sequence[tuple[str, int]], people: Sequence[int]
) -> None:
    """Say who judges and by what; nobody who entered judges. Those who are new hear of it."""
    require(rules.may_empanel(viewer, challenge), _("The jury has begun: it stays as it is."))
    async with db.transaction():
        lock = "" if db.on_sqlite() else " FOR UPDATE"
        await db.rows(f"SELECT id FROM challenge WHERE id = ?{lock}", challenge.id)
        if {line.person_id for line in await challenges.entries(challenge.id)} & set(people):
            raise Conflict(_("Somebody of these has entered a design. Nobody judges a challenge they entered."))
        seated = {one.person_id for one in await queries.jury(challenge.id)}
        await Juror.filter(challenge_id=challenge.id, person_id__not_in=[*people, 0]).delete()
        await Criterion.filter(challenge_id=challenge.id).delete()
        for place, (name, weight) in enumerate(criteria):
            await Criterion.create(challenge_id=challenge.id, name=name, weight=weight, position=place)
        about = ("challenge", challenge.id)
        for person in dict.fromkeys(people):
            if person not in seated:
                await Juror.create(challenge_id=challenge.id, person_id=person, invited_at=clock.now())
                url = f"{challenge.url}/jury"
                await record(
                    "juror.named", actor=viewer.id, subject=about, person=person, title=challenge.title, url=url
                )
        await audit.note(
            viewer, "jury.named", subject=about, jurors=list(people), criteria=[list(one) for one in criteria]
        )


async def refuse_jurors(viewer: Viewer, challenge: ChallengeCard) -> None:
    """Nobody enters a challenge they judge."""
    if any(one.person_id == viewer.id for one in await queries.jury(challenge.id)):
        raise Conflict(_("You judge this challenge, and so do not enter it."))


async def mark(viewer: Viewer, challenge: ChallengeCard, entry: EntryLine, given: Mapping[int, int]) -> None:
    """Give an entry marks from 0 to 5, one for each criterion; changed at will until they are handed in."""
    judge = await queries.judge(viewer, challenge.id)
    require(rules.may_mark(viewer, challenge, is_done=bool(judge.done_at)), _("Marks are given while the jury looks."))
    looks = {look.id for look in await queries.criteria(challenge.id)}
    if set(given) != looks or not all(0 <= value <= 5 for value in given.values()):
        raise Invalid(_("Give each of them a mark from 0 to 5."))
    async with db.transaction(light=True):
        await _still(judge.id, challenge.id)
        await db.execute_many(
            "INSERT INTO jury_mark (juror_id, criterion_id, entry_id, value, at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (juror_id, criterion_id, entry_id) DO UPDATE SET value = excluded.value, at = excluded.at",
            [(judge.id, look, entry.id, value, clock.now()) for look, value in sorted(given.items())],
        )


async def hand_in(viewer: Viewer, challenge: ChallengeCard) -> None:
    """A juror is done: every entry has its marks, which count from now on and stay as they are."""
    judge = await queries.judge(viewer, challenge.id)
    require(rules.may_mark(viewer, challenge, is_done=bool(judge.done_at)), _("Marks are given while the jury looks."))
    async with db.transaction():
        await _still(judge.id, challenge.id)
        given = await queries.marks(judge.id)
        if missing := [line for line in await challenges.entries(challenge.id) if line.id not in given]:
            raise Conflict(_("Entries still without your marks: %(count)s.") % {"count": len(missing)})
        await Juror.filter(id=judge.id).update(done_at=clock.now())
        await record("juror.done", actor=viewer.id, subject=("challenge", challenge.id), title=challenge.title)


async def _still(juror_id: int, challenge_id: int) -> None:
    """Hold the challenge's row and the juror's: neither the result nor a second window comes between."""
    lock = "" if db.on_sqlite() else " FOR UPDATE"
    held = await db.row(f"SELECT phase, result_at FROM challenge WHERE id = ?{lock}", challenge_id)
    done = await db.value("SELECT done_at FROM juror WHERE id = ?", juror_id)
    if held is None or held["phase"] != Phase.JURY or clock.now() >= held["result_at"] or done:
        raise Conflict(_("Marks are given while the jury looks."))


async def decide(challenge_id: int, phase: Phase) -> None:
    """Freeze the result with every number it is made from, once; inside the transaction in which its phase begins."""
    if phase != Phase.RESULT:
        return
    challenge = await challenges.by_id(challenge_id)
    made = await gathered(challenge)
    fresh = await db.rows(
        "INSERT INTO contest_result (challenge_id, document, checksum, made_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (challenge_id) DO NOTHING RETURNING id",
        challenge_id,
        json.dumps(made, ensure_ascii=False, sort_keys=True),
        made["checksum"].partition(":")[2],
        clock.now(),
    )
    if fresh:
        url = f"{challenge.url}/result"
        await record("contest.decided", actor=None, subject=("challenge", challenge_id), title=challenge.title, url=url)


async def gathered(challenge: ChallengeCard) -> result.Document:
    """Every number of a challenge's result as it stands now."""
    lines = await challenges.entries(challenge.id)
    designs = [line.design_id for line in lines]
    titles = {row["id"]: row["title"] for row in await Design.filter(id__in=designs).values("id", "title")}
    looks, marks = await queries.criteria(challenge.id), await queries.handed_in(challenge.id)
    closed = challenge.jury_at
    scores, accounts = await queries.scores(designs, closed), await queries.accounts(designs, closed)
    held = await queries.held(designs, closed)
    entries = [
        {
            "design": line.design_id,
            "title": titles[line.design_id],
            "entered_at": line.entered_at.isoformat(),
            "scores": scores[line.design_id],
            **held[line.design_id],
            "marks": [[given[look.id] for look in looks] for given in marks.get(line.id, [])],
            "accounts": accounts.get(line.design_id, 0),
        }
        for line in sorted(lines, key=lambda line: line.id)
    ]
    about = {"slug": challenge.slug, "title": challenge.title, "result_at": challenge.result_at.isoformat()}
    weights = {part: getattr(challenge, f"weight_{part}") for part in result.PARTS}
    return result.document(about, weights, [{"name": look.name, "weight": look.weight} for look in looks], entries)


async def say(viewer: Viewer, challenge: ChallengeCard, entry: EntryLine, words: str) -> None:
    """Feedback to somebody who entered; said again, it takes the place of what was said."""
    require(rules.may_give_feedback(viewer, challenge), _("Feedback is given once the result is out."))
    async with db.transaction():
        await db.execute(
            "INSERT INTO feedback (entry_id, words, by_id, at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (entry_id) DO UPDATE SET words = excluded.words, by_id = excluded.by_id, at = excluded.at",
            entry.id,
            words,
            viewer.id,
            clock.now(),
        )
        about, url = ("entry", entry.id), f"{challenge.url}/result"
        await audit.note(viewer, "feedback.given", subject=about, challenge=challenge.slug)
        await record(
            "feedback.given",
            actor=viewer.id,
            subject=about,
            person=entry.person_id,
            title=challenge.title,
            url=url,
            excerpt=words[:300],
        )
