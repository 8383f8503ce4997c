"""The public numbers: what is rounded and withheld, and the yearly report in the Union's shape."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from community.moderation import statistics, transparency, union
from community.moderation.models import Act, Report, Ruling, Sanction, Source
from community.moderation.statistics import Told, middle, share, told
from community.moderation.transparency import COLUMNS, Rule
from kernel import clock, db
from kernel.features import House
from tests import cast
from tests.browsing import Browser

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, Told(False, 0)),
        (1, Told(True, 0)),
        (4, Told(True, 0)),
        (5, Told(False, 5)),
        (7, Told(False, 5)),
        (8, Told(False, 10)),
        (1003, Told(False, 1005)),
    ],
)
def test_small_counts_are_withheld_and_others_rounded(count: int, expected: Told) -> None:
    assert told(count) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(0, 19, None), (0, 20, 0.0), (3, 100, None), (97, 100, None), (5, 20, 0.25), (33, 100, 0.35), (20, 20, 1.0)],
)
def test_a_share_that_would_point_at_somebody_is_not_told(part: int, whole: int, expected: float | None) -> None:
    assert share(part, whole) == expected


def test_a_median_is_told_in_hours_then_days_and_never_of_few() -> None:
    assert middle([HOUR] * 19) is None
    assert middle([HOUR * 3] * 20) == 3 * HOUR
    assert middle([timedelta(minutes=2)] * 20) == HOUR
    assert middle([HOUR * 80] * 20) == 3 * DAY


def test_twelve_months_end_with_this_one() -> None:
    months = statistics.months_to(date(2026, 3, 31))
    assert (months[0], months[-1], len(months)) == (date(2025, 4, 1), date(2026, 3, 1), 12)


async def ruled(act: Act = Act.HIDE, *, times: int = 1, at: datetime | None = None, **more: Any) -> None:
    values: dict[str, Any] = {
        "rule": "respect",
        "reason": "Named a person: Zoé Martin.",
        "public": "One message hidden.",
    }
    for _ in range(times):
        ruling = await Ruling.create(
            subject_kind="comment",
            subject_id=1,
            act=act,
            opened_at=(at or NOW) - 3 * HOUR,
            created_at=at or NOW,
            **{**values, **more},
        )
        await Report.create(
            subject_kind="comment",
            subject_id=1,
            rule="respect",
            created_at=at or NOW,
            ruling=ruling,
            follows=ruling.id,
        )


async def test_the_numbers_of_a_year_by_rule_kind_time_and_outcome(home: House) -> None:
    with clock.at(NOW + HOUR):
        await ruled(times=20)
        await ruled(Act.NONE, times=2)
        await ruled(times=6, reversed_at=NOW)
        await ruled(times=7, at=NOW - 400 * DAY)
        found = await statistics.numbers()
    assert found.rulings == told(28)
    assert found.acts == {"hide": told(26), "none": told(2)}
    assert found.first == 3 * HOUR
    assert found.reversed == 0.25
    assert found.reports == {"upheld": told(26), "left": told(2)}
    assert [one.count for one in found.by_rule["respect"]] == [0] * 11 + [30]
    assert found.appealed is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"act": "hide", "measure": "none", "rule": "respect", "source": "reports"},
            {
                "decision_visibility": "DECISION_VISIBILITY_CONTENT_DISABLED",
                "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
                "incompatible_content_ground": "1. Respect",
                "illegal_content_legal_ground": "",
                "source_type": "SOURCE_TYPE_OTHER_NOTIFICATION",
                "automated_detection": "No",
            },
        ),
        (
            {"act": "remove", "measure": "suspend", "rule": "law", "source": "reports"},
            {
                "decision_visibility": "DECISION_VISIBILITY_CONTENT_REMOVED",
                "decision_account": "DECISION_ACCOUNT_TERMINATED",
                "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
                "illegal_content_legal_ground": "1. Respect",
                "incompatible_content_ground": "",
                "source_type": "SOURCE_ARTICLE_16",
            },
        ),
        (
            {"act": "none", "measure": "brake", "rule": "topic", "source": "filter", "until_at": NOW},
            {
                "decision_visibility": "",
                "decision_account": "",
                "decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION",
                "end_date_service_restriction": "2026-11-20",
                "source_type": "SOURCE_VOLUNTARY",
                "automated_detection": "Yes",
                "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
            },
        ),
    ],
)
def test_a_ruling_as_a_statement_of_reasons(values: dict[str, object], expected: dict[str, str]) -> None:
    ruling = {"id": 7, "subject_kind": "comment", "version": 1, "public": "A line.", "is_automated": False}
    ruling |= {"until_at": None, "created_at": NOW, **values}
    found = transparency.line(ruling, Rule(1, "Respect", "Be kind."), transparency.OTHER, written=None, home="")
    assert tuple(found) == COLUMNS
    assert {name: found[name] for name in expected} == expected


async def test_the_page_tells_strangers_and_a_year_is_a_file_without_names(browser: Browser) -> None:
    assert "Nothing was reported or decided" in (await browser.get("/moderation/statistics")).text
    async with db.transaction():
        await ruled(times=20, at=clock.now() - HOUR)
        await ruled(Act.NONE, measure=Sanction.WARN, at=clock.now() - HOUR)
        await ruled(times=3, rule="copy", source=Source.FILTER, at=clock.now() - HOUR)
    page = (await browser.get("/moderation/statistics")).text
    assert "a few" in page
    assert "3 hours" in page
    assert "Zoé" not in page
    year = clock.now().year
    report = (await browser.get(f"/moderation/transparency/{year}")).text
    assert "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS" in report.replace("<wbr>", "")
    assert set(re.findall(r"[A-Z]{4,}_\w+", report.replace("<wbr>", ""))) <= set(union.VALUES)
    assert "A member’s report" in report
    file = await browser.get(f"/moderation/transparency/{year}.csv")
    rows = list(csv.DictReader(io.StringIO(file.text)))
    assert (len(rows), tuple(rows[0])) == (23, COLUMNS)
    assert "Zoé" not in file.text
    assert {row["category"] for row in rows} <= set(union.CATEGORIES)
    assert (await browser.get("/moderation/transparency/1999")).status_code == 404
    assert (await browser.get(f"/moderation/transparency/{year + 1}.csv")).status_code == 404


async def test_an_administrator_chooses_the_categories(browser: Browser) -> None:
    root = await cast.browser_as(browser, "admin")
    page = "/moderation/transparency"
    wrong = await root.submit(page, page, respect="STATEMENT_CATEGORY_NONSENSE")
    assert wrong.status_code == 422
    done = await root.submit(page, page, respect="STATEMENT_CATEGORY_CYBER_VIOLENCE")
    assert done.status_code == 200
    assert (await transparency.categories())["respect"] == "STATEMENT_CATEGORY_CYBER_VIOLENCE"
    assert (await (await cast.browser_as(browser, "manager")).get(page)).status_code == 404
