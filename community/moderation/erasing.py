"""What is left of somebody's reports, appeals and rulings when their account is erased: the acts, without them."""

from __future__ import annotations

from community.moderation.models import State
from community.trust import changes
from kernel import db


async def erased(person_id: int) -> None:
    """Reports and rulings stay, for the log and the counts of others; names, words and what was set aside go."""
    await db.execute(
        "UPDATE report SET reporter_id = NULL, text = '', is_anonymous = ? WHERE reporter_id = ?", True, person_id
    )
    await db.execute("UPDATE ruling SET author_id = NULL, reason = '' WHERE author_id = ?", person_id)
    await db.execute("UPDATE appeal SET by_id = NULL, text = '', answer = '' WHERE by_id = ?", person_id)
    await db.execute(
        "UPDATE moderation_case SET state = ?, claimed_by_id = NULL, claimed_until = NULL "
        "WHERE author_id = ? AND subject_kind = ?",
        *(State.DONE, person_id, changes.KIND),
    )
    await db.execute(
        "UPDATE moderation_case SET author_id = NULL, sketch = '', band = 0 WHERE author_id = ?", person_id
    )
    await db.execute("DELETE FROM set_aside WHERE author_id = ?", person_id)
    await db.execute("DELETE FROM reporter WHERE person_id = ?", person_id)
    await _as_staff(person_id)


async def _as_staff(person_id: int) -> None:
    """What they decided stays decided; nobody's name stands beside it any more."""
    await db.execute("UPDATE ruling SET by_id = NULL WHERE by_id = ?", person_id)
    await db.execute("UPDATE appeal SET judge_id = NULL WHERE judge_id = ?", person_id)
    await db.execute("UPDATE rule_version SET by_id = NULL WHERE by_id = ?", person_id)
    await db.execute(
        "UPDATE moderation_case SET claimed_by_id = NULL, claimed_until = NULL WHERE claimed_by_id = ?", person_id
    )
    await db.execute("DELETE FROM moderator_desk WHERE person_id = ?", person_id)
