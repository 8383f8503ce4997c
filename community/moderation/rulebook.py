"""The brand's numbered rules, in versions: what stands now, and what stood when somebody was ruled on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.moderation.models import RuleVersion
from community.moderation.rules import may_set_rules
from kernel import audit, cache, clock, db, i18n
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer

FIRST = (
    (
        "respect",
        mark("We talk about things, not about people"),
        mark("Disagree, measure, grumble. Insult nobody and tell nobody to be quiet."),
    ),
    ("selling", mark("No selling here"), mark("No adverts, no resale links. Saying that you mend shoes is fine.")),
    (
        "privacy",
        mark("Addresses stay at home"),
        mark("No telephone number, address or picture of somebody who did not ask for it."),
    ),
    ("topic", mark("One idea at a time"), mark("What is about something else finds its own place.")),
    (
        "law",
        mark("Nothing the law forbids"),
        mark("Threats, hatred, stolen work: it goes, and we keep what is needed."),
    ),
    (
        "copy",
        mark("Whose work it is, is said"),
        mark("No work of somebody else as one’s own. Give the address of what was copied."),
    ),
    ("other", mark("Something else"), mark("Say what it is; a person reads it.")),
)
"""The rules of a new house: slug, name and sentence."""
Document = list[dict[str, Any]]
_kept: cache.Store[list[db.Row]] = cache.Store(1, steady=True)


@dataclass(frozen=True)
class HouseRule:
    """A rule in the language being spoken, with its number in its version."""

    slug: str
    number: int
    name: str
    text: str


@dataclass(frozen=True)
class Rulebook:
    """One version of the rules, in the language being spoken; the first has no day where nobody has set any."""

    number: int
    at: datetime | None
    changes: str
    rules: tuple[HouseRule, ...]

    @property
    def by_slug(self) -> Mapping[str, HouseRule]:
        return {rule.slug: rule for rule in self.rules}


async def current() -> Rulebook:
    """The rules in force."""
    return _spoken((await _versions())[-1])


async def at(number: int) -> Rulebook:
    """The rules as they stood in a version; Missing when there is none of that number."""
    for row in await _versions():
        if row["number"] == number:
            return _spoken(row)
    raise Missing()


async def history() -> list[Rulebook]:
    """All versions, the newest first."""
    return [_spoken(row) for row in reversed(await _versions())]


async def named(slug: str, version: int) -> HouseRule | None:
    """A rule as a report or a ruling named it; None for what no version has."""
    for row in await _versions():
        if row["number"] == version:
            return _spoken(row).by_slug.get(slug)
    return None


async def said(slug: str, version: int) -> tuple[int, dict[str, str]]:
    """A rule's number in its version and its name in all languages, for what is told later; 0 for none."""
    for row in await _versions():
        if row["number"] == version:
            for place, rule in enumerate(row["rules"], start=1):
                if rule["slug"] == slug:
                    return place, rule["name"]
    return 0, {}


async def names() -> dict[str, HouseRule]:
    """Every rule that ever stood, by slug, in its newest words."""
    return {rule.slug: rule for row in await _versions() for rule in _spoken(row).rules}


async def document() -> Document:
    """The rules in force as they are kept, in all languages."""
    found: Document = (await _versions())[-1]["rules"]
    return found


def first() -> Document:
    """The rules of a new house, in all languages."""
    return [{"slug": slug, "name": _both(name), "text": _both(text)} for slug, name, text in FIRST]


def _both(message: str) -> dict[str, str]:
    return {lang: i18n.catalogue(lang).gettext(message) for lang in i18n.LANGUAGES}


async def begin() -> None:
    """The rules of a new house become version 1, once."""
    async with db.transaction():
        await _begin()


async def _begin() -> None:
    if not await RuleVersion.exists(number=1):
        await RuleVersion.create(number=1, rules=first(), at=clock.now())


async def change(viewer: Viewer, rules: Document, *, changes: dict[str, str], after: int) -> int:
    """Set the rules anew, saying what changed since the version that was read; gives the new version's number."""
    require(may_set_rules(viewer))
    async with db.transaction():
        await _begin()
        number = after + 1
        await audit.note(viewer, "rules.changed", subject=("rules", number), reason=changes.get("en", ""))
        if await RuleVersion.exists(number=number):
            raise Conflict(_("Somebody else changed the rules meanwhile. Read theirs first."))
        await RuleVersion.create(number=number, rules=rules, changes=changes, by_id=viewer.id, at=clock.now())
        await record("rules.changed", actor=viewer.id, subject=("rules", number))
    return number


async def _versions() -> list[db.Row]:
    return await _read() if db.inside() else await _kept.through("versions", _read)


async def _read() -> list[db.Row]:
    rows = await db.rows("SELECT number, rules, changes, at FROM rule_version ORDER BY number")
    for row in rows:
        row["rules"], row["changes"] = _json(row["rules"]), _json(row["changes"])
    return rows or [{"number": 1, "at": None, "changes": {}, "rules": first()}]


def _json(kept: Any) -> Any:
    return json.loads(kept) if isinstance(kept, str) else kept


def _spoken(row: db.Row) -> Rulebook:
    rules: Sequence[Any] = row["rules"]
    return Rulebook(
        number=row["number"],
        at=row["at"],
        changes=_say(row["changes"]),
        rules=tuple(
            HouseRule(rule["slug"], place, _say(rule["name"]), _say(rule["text"]))
            for place, rule in enumerate(rules, start=1)
        ),
    )


def _say(said: Mapping[str, str]) -> str:
    """In the language being spoken, or in another when nobody wrote it in this."""
    return said.get(i18n.language.get()) or next((words for words in said.values() if words), "")
