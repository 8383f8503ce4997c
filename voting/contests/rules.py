"""Who may judge, and who may speak to those who entered."""

from __future__ import annotations

from ideas.challenges import rules as challenges
from ideas.challenges.queries import ChallengeCard
from kernel.viewer import Viewer


def may_empanel(viewer: Viewer, challenge: ChallengeCard) -> bool:
    """Name the jury and what it looks at, until it begins."""
    return challenges.may_keep(viewer) and challenge.is_live and challenge.phase != "jury"


def may_mark(viewer: Viewer, challenge: ChallengeCard, *, is_done: bool) -> bool:
    return viewer.is_member and not viewer.suspended and challenge.takes_marks and not is_done


def may_give_feedback(viewer: Viewer, challenge: ChallengeCard) -> bool:
    return challenges.may_keep(viewer) and challenge.is_decided
