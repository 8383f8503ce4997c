"""Members who count without their worth: their support counts by heads, and by value it is nothing."""

from __future__ import annotations

from community.privacy import choices
from kernel.i18n import mark

WORTH = "worth"


def of(person: str) -> str:
    """A condition for statements: does the person of a row count without their worth?"""
    return choices.OUT.format(what=WORTH, person=person)


async def everybody() -> set[int]:
    """Their numbers."""
    return await choices.everybody_out_of(WORTH)


choice = choices.kept(
    WORTH,
    mark("Count me without my worth"),
    mark(
        "What you bought weighs nothing in what the product team sees: your support counts as one person, and by value as "
        "nothing. Figures of past days stay as they were."
    ),
)
