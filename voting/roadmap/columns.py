"""The columns of the roadmap as a file: their order is a contract, their meaning a dictionary that goes with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ideas.board import columns as held
from kernel.i18n import gettext as _
from kernel.i18n import mark
from voting.demand import codesign


@dataclass(frozen=True)
class Column:
    """A column: `kind` is text, number, whole or date; `meaning` a message id.

    The order and the names are a contract, so that what is personal is marked in the dictionary and not in the name.
    """

    name: str
    kind: str
    meaning: str
    is_personal: bool = False

    @property
    def explained(self) -> str:
        return " ".join([_(self.meaning), *([_("Personal: it names somebody.")] if self.is_personal else [])])


BEFORE = (
    Column("rank", "whole", mark("Place by demand under the snapshot's policy; ties by supporters, then by number.")),
    Column("idea", "whole", mark("The idea's number, as in its address.")),
    Column("title", "text", mark("The idea's title.")),
    Column("url", "text", mark("The idea's page.")),
    Column("board", "text", mark("The board's short name, as in its address.")),
    Column("tags", "text", mark("Tags, parted by commas.")),
    Column("status", "text", mark("open, under_review, planned, in_progress, shipped or declined.")),
    Column("horizon", "text", mark("now, next or later; empty when the idea is not on the roadmap.")),
    Column("target", "text", mark("When it is meant to be there, in the team's words.")),
    Column("owner", "text", mark("Handle of who looks after it in the team."), is_personal=True),
    Column("created", "date", mark("The day it was proposed (UTC).")),
    Column("merged_from", "whole", mark("How many ideas were merged into it.")),
    Column("supporters", "whole", mark("People with a standing support.")),
    Column("accounts", "whole", mark("Accounts of those people: the members of one customer count once.")),
    Column("raw_votes", "whole", mark("Standing supports, quarantined ones included.")),
    Column("valid_votes", "whole", mark("Standing supports without quarantined ones.")),
    Column("doubtful_votes", "whole", mark("Supports that are marked as doubtful and counted all the same.")),
    Column("demand", "number", mark("The weights of the supporting accounts, summed, under the policy.")),
    Column(
        "demand_low",
        "number",
        mark("Lower end of demand (2.5th percentile): what customers are worth is not known exactly."),
    ),
    Column("demand_high", "number", mark("Upper end of demand (97.5th percentile).")),
    Column("value", "number", mark("The expected lifetime worth of the supporting accounts, summed, in the currency.")),
    Column("value_low", "number", mark("Lower end of value (2.5th percentile).")),
    Column("value_high", "number", mark("Upper end of value (97.5th percentile).")),
    Column(
        "share_of_base",
        "number",
        mark("Share of all customers, by heads, who would support it, corrected for who speaks up."),
    ),
    Column("share_low", "number", mark("Lower end of the doubt band of that share.")),
    Column("share_high", "number", mark("Upper end of the doubt band of that share.")),
)
ON_BEHALF = Column(
    "on_behalf",
    "whole",
    mark("Of the supporters, those for whom the team wrote it down and who have not confirmed it."),
)
AFTER = (
    Column("trend_30d", "whole", mark("Supports given less supports taken back in the last 30 days.")),
    Column("ambassadors", "whole", mark("Ambassadors among the supporters; empty while there are none at all.")),
    Column(
        "clubs",
        "text",
        mark(
            "Clubs that want it, each with how many of its members support it, parted by semicolons. Private clubs that asked "
            "for it by a wish list are counted, with their signatures, and never named."
        ),
    ),
    Column("effort", "number", mark("The team's estimate of the effort, in its own unit.")),
    Column("score", "number", mark("Demand divided by effort; empty without an effort.")),
    Column("response", "text", mark("The newest official answer, in plain words.")),
)
CARRIED = Column(
    "demand_carried",
    "number",
    mark(
        "Demand if the account of whoever carries farthest weighed as much more as the settings say; beside demand, never in "
        "its place, and only where the team wants it."
    ),
)
SEGMENT = mark("Value of the supporting accounts of this segment, in the currency.")


ASKED = mark("What the idea says in the field of this name, which its board asks for; a choice by its key.")


def further() -> list[Column]:
    """What was designed for an idea, after the segments: ours, and what upper wings supply to demand."""
    kinds = {"whole": "whole", "number": "number", "money": "number"}
    return [Column(told.name, kinds[told.kind], told.meaning) for told in codesign.columns()]


def reserved() -> frozenset[str]:
    """Names that no segment's column may have."""
    return frozenset(column.name for column in (*BEFORE, *further(), ON_BEHALF, *AFTER, CARRIED))


def layout(segments: Sequence[str], *, asked: Sequence[str] = (), is_carried: bool = False) -> list[Column]:
    """All columns of a snapshot: in the middle one for each segment, then what boards ask for, then further ones."""
    middle = (Column(name, "number", SEGMENT) for name in segments)
    fields = (Column(name, "text", ASKED) for name in asked)
    return [*BEFORE, *middle, *fields, *further(), ON_BEHALF, *AFTER, *([CARRIED] if is_carried else [])]


def of_names(names: Sequence[str]) -> list[Column]:
    """The columns that a stored snapshot has."""
    known = {column.name: column for column in (*BEFORE, *further(), ON_BEHALF, *AFTER, CARRIED)}
    return [known.get(name, _of_site(name)) for name in names]


def _of_site(name: str) -> Column:
    """A column that is named by what boards ask for, or by a segment."""
    return Column(name, "text", ASKED) if name.startswith(held.STEM) else Column(name, "number", SEGMENT)
