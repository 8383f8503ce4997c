"""A steady mark of everything that figures are reckoned from: while it stays the same, so do they."""

from __future__ import annotations

import hashlib
import json

from kernel import clock, db, site
from voting.demand import codesign
from voting.demand.settings import DemandSettings
from voting.honesty.settings import HonestySettings
from voting.value.settings import WorthSettings

HEADS = """
SELECT (SELECT MAX(id) FROM support_event) AS ledger, (SELECT MAX(id) FROM doubt_event) AS doubts,
(SELECT MAX(id) FROM worth_run) AS run,
(SELECT COUNT(*) FROM idea WHERE is_listed) AS listed,
(SELECT COUNT(*) FROM idea WHERE hidden_at IS NULL AND waits_since IS NULL) AS shown,
(SELECT SUM(CASE WHEN is_listed THEN CAST(id AS BIGINT) ELSE 0 END) FROM idea) AS which,
(SELECT SUM(CAST(id AS BIGINT) * board_id) FROM idea) AS boards,
(SELECT SUM(CAST(id AS BIGINT) * COALESCE(merged_into_id, 0)) FROM idea) AS merged,
(SELECT MAX(id) FROM merge) AS merge, (SELECT COUNT(*) FROM merge WHERE undone_at IS NOT NULL) AS parted,
(SELECT SUM(CAST(id AS BIGINT) * CASE counting WHEN 'valid' THEN 1 WHEN 'doubtful' THEN 99999 ELSE 0 END) FROM board)
AS counting,
(SELECT MAX(id) FROM comment) AS comment,
(SELECT COUNT(*) FROM comment WHERE deleted_at IS NULL AND hidden_at IS NULL AND NOT is_internal) AS comments,
(SELECT COUNT(*) FROM customer_link) AS links, (SELECT MAX(id) FROM customer_link) AS link,
(SELECT SUM(CAST(person_id AS BIGINT) * customer_id) FROM customer_link) AS linked,
(SELECT COUNT(*) FROM privacy_choice WHERE what = 'worth') AS apart, (SELECT MAX(id) FROM privacy_choice) AS chosen,
"""
CUSTOMERS = (
    "CAST(id AS TEXT) || '/' || segment || '/' || country || '/' || kind || '/' || COALESCE(CAST(since AS TEXT), '') "
    "|| '/' || COALESCE(CAST(stated_value AS TEXT), '')"
)
SEGMENTS = "slug || '/' || name || '/' || kind || '/' || CAST(rule AS TEXT)"
SETTLED = "pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot())"
"""PostgreSQL hands out numbers before they are committed: while anybody writes, a head says nothing of what is below it."""


async def now(*more: str) -> str | None:
    """The mark of this moment's figures, and of the further heads that `more` selects; None while nothing is settled.

    All heads come from one statement, so from one moment. The day is among them, since figures look back whole days.
    """
    [heads] = await db.rows(HEADS + ", ".join([_texts(), *codesign.heads(), *more]))
    if not heads.pop("settled"):
        return None
    told = json.dumps([clock.today().isoformat(), await _settings(), heads], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def _texts() -> str:
    """Customers and segments as texts in the order of their numbers, and whether all writing has ended."""
    if db.on_sqlite():
        return (
            f"(SELECT group_concat({CUSTOMERS}) FROM (SELECT * FROM customer ORDER BY id)) AS customers, "
            f"(SELECT group_concat({SEGMENTS}) FROM (SELECT * FROM segment ORDER BY id)) AS segments, 1 AS settled"
        )
    return (
        f"(SELECT md5(string_agg({CUSTOMERS}, ',' ORDER BY id)) FROM customer) AS customers, "
        f"(SELECT md5(string_agg({SEGMENTS}, ',' ORDER BY id)) FROM segment) AS segments, {SETTLED} AS settled"
    )


async def _settings() -> list[object]:
    demand, worth = DemandSettings(), WorthSettings()
    return [
        demand.demand_window_days,
        demand.demand_cap_percentile,
        HonestySettings().demand_counts_doubtful,
        worth.worth_default_minor,
        (await site.current()).currency,
    ]
