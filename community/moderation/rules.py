"""Who may rule, and the house rules that rulings name."""

from __future__ import annotations

from dataclasses import dataclass

from kernel.i18n import mark
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Rule:
    """A house rule: a short name and one sentence, both message ids."""

    slug: str
    name: str
    text: str


RULES = (
    Rule(
        "respect",
        mark("We talk about things, not about people"),
        mark("Disagree, measure, grumble. Insult nobody and tell nobody to be quiet."),
    ),
    Rule("selling", mark("No selling here"), mark("No adverts, no resale links. Saying that you mend shoes is fine.")),
    Rule(
        "privacy",
        mark("Addresses stay at home"),
        mark("No telephone number, address or picture of somebody who did not ask for it."),
    ),
    Rule("topic", mark("One idea at a time"), mark("What is about something else finds its own place.")),
    Rule(
        "law",
        mark("Nothing the law forbids"),
        mark("Threats, hatred, stolen work: it goes, and we keep what is needed."),
    ),
    Rule(
        "copy",
        mark("Whose work it is, is said"),
        mark("No work of somebody else as one’s own. Give the address of what was copied."),
    ),
    Rule("other", mark("Something else"), mark("Say what it is; a person reads it.")),
)
SLUGS = tuple(rule.slug for rule in RULES)
BY_SLUG = {rule.slug: rule for rule in RULES}


def may_report(viewer: Viewer) -> bool:
    return viewer.is_member and not viewer.suspended


def may_moderate(viewer: Viewer) -> bool:
    return viewer.is_manager and not viewer.suspended


def may_rule(viewer: Viewer, author_id: int) -> bool:
    """Nobody rules on their own words."""
    return may_moderate(viewer) and viewer.id != author_id
