"""Rulings of a year as statements of reasons have them in the European Union's DSA Transparency Database.

Fields and values are those of its API, version 2 (in force since 1 July 2025): the Commission's own documentation,
https://transparency.dsa.ec.europa.eu/page/api-documentation, and its source, github.com/digital-services-act/
transparency-database, resources/markdown/en/api-documentation.md. Nothing here names a person: the facts are the public
line of the ruling, and the unique identifier is its number in the public log.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from community.moderation import rulebook
from kernel import audit, cache, db
from kernel.features import the_house
from kernel.viewer import Viewer

KEY = "transparency.categories"
OTHER = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"
USUAL = {
    "privacy": "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    "law": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    "copy": "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS",
}
ILLEGAL = ("law",)
EEA = [
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE"),
    *("IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
]
COLUMNS = (
    *("puid", "decision_visibility", "decision_provision", "end_date_service_restriction", "decision_account"),
    *("end_date_account_restriction", "decision_ground", "decision_ground_reference_url"),
    *("illegal_content_legal_ground", "illegal_content_explanation", "incompatible_content_ground"),
    *("incompatible_content_explanation", "content_type", "content_type_other", "category", "territorial_scope"),
    *("content_date", "application_date", "decision_facts", "source_type", "automated_detection", "automated_decision"),
)
VISIBILITY = {
    "hide": "DECISION_VISIBILITY_CONTENT_DISABLED",
    "edit": "DECISION_VISIBILITY_CONTENT_DISABLED",
    "remove": "DECISION_VISIBILITY_CONTENT_REMOVED",
}
CONTENT = {"design": "CONTENT_TYPE_IMAGE", "club": "CONTENT_TYPE_OTHER", "meeting": "CONTENT_TYPE_OTHER"}
DATED = {kind: kind for kind in ("comment", "idea", "design", "topic", "question", "club", "meeting")} | {
    "change": "held_edit",
    "person": "person",
}
PAGE = 500
_kept: cache.Store[Mapping[str, str]] = cache.Store(1, steady=True)


@dataclass(frozen=True)
class Rule:
    """A house rule as a ruling named it."""

    number: int
    name: str
    text: str


def line(ruling: db.Row, rule: Rule, category: str, *, written: date | None, home: str) -> dict[str, str]:
    """A ruling as the fields of a statement of reasons; what does not apply is empty."""
    illegal = ruling["rule"] in ILLEGAL
    ground, said = f"{rule.number}. {rule.name}", rule.text
    until = ruling["until_at"].date().isoformat() if ruling["until_at"] else ""
    found = {
        "puid": f"ruling-{ruling['id']}",
        "decision_visibility": VISIBILITY.get(ruling["act"], ""),
        **_about_person(ruling["measure"], until),
        "decision_ground": f"DECISION_GROUND_{'ILLEGAL' if illegal else 'INCOMPATIBLE'}_CONTENT",
        "decision_ground_reference_url": f"{home}/rules?version={ruling['version']}",
        **_grounds(ground, said, illegal=illegal),
        "content_type": (content := CONTENT.get(ruling["subject_kind"], "CONTENT_TYPE_TEXT")),
        "content_type_other": ruling["subject_kind"] if content == "CONTENT_TYPE_OTHER" else "",
        "category": category,
        "territorial_scope": " ".join(EEA),
        "content_date": written.isoformat() if written else "",
        "application_date": ruling["created_at"].date().isoformat(),
        "decision_facts": ruling["public"],
        "source_type": _source(ruling["source"], illegal=illegal),
        "automated_detection": "Yes" if ruling["source"] == "filter" else "No",
        "automated_decision": f"AUTOMATED_DECISION_{'FULLY' if ruling['is_automated'] else 'NOT_AUTOMATED'}",
    }
    return {name: found[name] for name in COLUMNS}


def _about_person(measure: str, until: str) -> dict[str, str]:
    suspended = "DECISION_ACCOUNT_SUSPENDED" if until else "DECISION_ACCOUNT_TERMINATED"
    return {
        "decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION" if measure == "brake" else "",
        "end_date_service_restriction": until if measure == "brake" else "",
        "decision_account": suspended if measure == "suspend" else "",
        "end_date_account_restriction": until if measure == "suspend" else "",
    }


def _grounds(ground: str, said: str, *, illegal: bool) -> dict[str, str]:
    return {
        "illegal_content_legal_ground": ground if illegal else "",
        "illegal_content_explanation": said if illegal else "",
        "incompatible_content_ground": "" if illegal else ground,
        "incompatible_content_explanation": "" if illegal else said,
    }


def _source(source: str, *, illegal: bool) -> str:
    if source != "reports":
        return "SOURCE_VOLUNTARY"
    return "SOURCE_ARTICLE_16" if illegal else "SOURCE_TYPE_OTHER_NOTIFICATION"


async def categories() -> Mapping[str, str]:
    """The category of each house rule, as an administrator chose it."""
    return await _kept.through(KEY, _read)


async def _read() -> Mapping[str, str]:
    stored = await db.value("SELECT value FROM site_setting WHERE key = ?", KEY)
    return {**USUAL, **(json.loads(stored) if stored else {})}


async def choose(viewer: Viewer, wanted: Mapping[str, str]) -> None:
    """Set which category the rulings on each rule belong to."""
    async with db.transaction():
        await db.execute(
            "INSERT INTO site_setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            *(KEY, json.dumps(dict(wanted))),
        )
        await audit.note(viewer, "transparency.categories", subject=("site", None), **wanted)


RESTRICTS = "(act IN ('hide', 'remove', 'edit') OR measure IN ('brake', 'suspend'))"


async def years() -> list[int]:
    """The years that have a report, the newest first."""
    year = "substr(created_at, 1, 4)" if db.on_sqlite() else "to_char(created_at AT TIME ZONE 'UTC', 'YYYY')"
    rows = await db.rows(f"SELECT DISTINCT {year} AS year FROM ruling WHERE {RESTRICTS} ORDER BY 1 DESC")
    return [int(row["year"]) for row in rows]


async def statements(year: int) -> AsyncIterator[Sequence[Sequence[str]]]:
    """The statements of a year, page by page, in the order they were made."""
    home, chosen, after = the_house().settings.base_url.rstrip("/"), await categories(), 0
    while rows := await _page(year, after):
        written, named = await _written(rows), {}
        for row in rows:
            key = (row["rule"], row["version"])
            if key not in named:
                found = await rulebook.named(*key)
                named[key] = Rule(found.number, found.name, found.text) if found else Rule(0, row["rule"], "")
        yield [
            list(
                line(
                    row,
                    named[row["rule"], row["version"]],
                    chosen.get(row["rule"], OTHER),
                    written=written.get((row["subject_kind"], row["subject_id"])),
                    home=home,
                ).values()
            )
            for row in rows
        ]
        after = rows[-1]["id"]


async def _page(year: int, after: int) -> list[db.Row]:
    return await db.rows(
        "SELECT id, subject_kind, subject_id, act, measure, until AS until_at, rule, version, public, source, is_automated, "
        f"created_at FROM ruling WHERE id > ? AND created_at >= ? AND created_at < ? AND {RESTRICTS} ORDER BY id LIMIT {PAGE}",
        *(after, datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)),
    )


async def _written(rows: Sequence[db.Row]) -> dict[tuple[str, int], date]:
    """The day each thing was written, where it still stands; one statement a kind."""
    found: dict[tuple[str, int], date] = {}
    for kind, table in DATED.items():
        ids = sorted({row["subject_id"] for row in rows if row["subject_kind"] == kind})
        if ids:
            dated = await db.rows(f"SELECT id, created_at FROM {table} WHERE id IN ({db.marks(ids)})", *ids)
            found |= {(kind, row["id"]): row["created_at"].date() for row in dated}
    return found


async def totals(year: int) -> dict[str, dict[str, int]]:
    """How many statements of a year have each value of a few fields."""
    fields = (
        "decision_visibility",
        "decision_account",
        "decision_provision",
        "decision_ground",
        "category",
        "source_type",
    )
    wanted = (*fields, "automated_detection", "automated_decision")
    found: dict[str, dict[str, int]] = {name: {} for name in wanted}
    async for page in statements(year):
        for cells in page:
            told = dict(zip(COLUMNS, cells, strict=True))
            for name in wanted:
                if told[name]:
                    found[name][told[name]] = found[name].get(told[name], 0) + 1
    return found
