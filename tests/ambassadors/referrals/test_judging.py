"""What becomes of a referral, as a table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ambassadors.referrals.judging import Facts, judge
from ambassadors.referrals.models import State, Why

JOINED = datetime(2026, 3, 1, 12, tzinfo=UTC)
BOUGHT = JOINED + timedelta(days=10)
FACTS = Facts(now=JOINED + timedelta(days=20), joined_at=JOINED, return_days=30, order_days=90)


def day(number: float) -> datetime:
    return JOINED + timedelta(days=number)


TABLE: list[tuple[str, dict[str, Any], State, Why]] = [
    ("nothing bought yet", {}, State.JOINED, Why.NONE),
    ("bought a moment ago", {"ordered_at": BOUGHT, "is_enough": True}, State.ORDERED, Why.NONE),
    (
        "the last second of the window",
        {"ordered_at": BOUGHT, "is_enough": True, "now": day(39.999)},
        State.ORDERED,
        Why.NONE,
    ),
    ("the window is over", {"ordered_at": BOUGHT, "is_enough": True, "now": day(40)}, State.REWARDED, Why.NONE),
    ("too little, or sent back", {"ordered_at": BOUGHT, "now": day(60)}, State.JOINED, Why.REFUND),
    ("sent back, and no time left", {"ordered_at": BOUGHT, "now": day(121)}, State.LAPSED, Why.REFUND),
    ("the file of the last day may come late", {"now": day(119)}, State.JOINED, Why.NONE),
    ("nothing bought in time", {"now": day(121)}, State.LAPSED, Why.TIME),
    ("bought a day too late", {"ordered_at": day(91), "is_enough": True, "now": day(200)}, State.LAPSED, Why.TIME),
    ("bought on the last day", {"ordered_at": day(90), "is_enough": True, "now": day(200)}, State.REWARDED, Why.NONE),
    ("oneself under an alias", {"is_self": True}, State.REFUSED, Why.SELF),
    ("a second account", {"is_known": True}, State.REFUSED, Why.KNOWN),
    ("the same household", {"is_household": True}, State.REFUSED, Why.HOUSEHOLD),
    ("a customer already", {"is_customer": True}, State.REFUSED, Why.CUSTOMER),
    ("cleared by staff", {"is_household": True, "is_self": True, "is_cleared": True}, State.JOINED, Why.NONE),
    ("cleared, but a customer", {"is_customer": True, "is_cleared": True}, State.REFUSED, Why.CUSTOMER),
]


@pytest.mark.parametrize(("facts", "state", "why"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_the_table(facts: dict[str, Any], state: State, why: Why) -> None:
    verdict = judge(replace(FACTS, **facts))
    assert (verdict.state, verdict.why) == (state, why)


def test_what_waits_for_time_alone_says_until_when() -> None:
    assert judge(replace(FACTS, ordered_at=BOUGHT, is_enough=True)).due_at == BOUGHT + timedelta(days=30)
