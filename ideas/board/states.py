"""The states of ideas and of what boards ask for, as the tables name them."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    OPEN = "open"
    UNDER_REVIEW = "under_review"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    SHIPPED = "shipped"
    DECLINED = "declined"
    MERGED = "merged"


NEXT = {
    Status.OPEN: (Status.UNDER_REVIEW, Status.PLANNED, Status.DECLINED),
    Status.UNDER_REVIEW: (Status.OPEN, Status.PLANNED, Status.DECLINED),
    Status.PLANNED: (Status.UNDER_REVIEW, Status.IN_PROGRESS, Status.SHIPPED, Status.DECLINED),
    Status.IN_PROGRESS: (Status.PLANNED, Status.SHIPPED, Status.DECLINED),
    Status.SHIPPED: (Status.IN_PROGRESS,),
    Status.DECLINED: (Status.OPEN, Status.UNDER_REVIEW),
    Status.MERGED: (),
}
"""The steps an idea may take; merging has an action of its own."""

ANSWERED = (Status.PLANNED, Status.IN_PROGRESS, Status.SHIPPED, Status.DECLINED)
"""Statuses that owe an answer."""


class Approval(StrEnum):
    """Whose ideas are read by the brand before others see them."""

    NOBODY = "nobody"
    NEWCOMERS = "newcomers"
    EVERYBODY = "everybody"


class Counting(StrEnum):
    """Which votes decide on a board; those that a person set aside never do."""

    SITE = "site"
    VALID = "valid"
    DOUBTFUL = "doubtful"


class Stage(StrEnum):
    """Where an idea stands before it is shown; only one that is shown is in any list of others."""

    SHOWN = "shown"
    WAITING = "waiting"
    RETURNED = "returned"
    REFUSED = "refused"


class FieldKind(StrEnum):
    """What may be typed in a field that a board asks for."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    DATE = "date"
    YES_NO = "yes_no"
