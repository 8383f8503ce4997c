"""Where walks begin: customers who kept what they bought and proved their address, one share for a household.

What staff say is the least (TANDEM_INFLUENCE_LEAST_MINOR) keeps many cheap orders from making many beginnings; however
much somebody bought, their household begins as often as any other.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from babel.numbers import get_currency_precision

from ambassadors.influence.settings import InfluenceSettings
from kernel import db, site
from voting.value.links import SHOWN
from voting.value.settings import WorthSettings


async def trusted(as_of: datetime) -> list[int]:
    """The accounts that walks may begin at, in order."""
    customers = await _kept(as_of)
    return (
        sorted(person for person, customer in (await _people()).items() if customer in customers) if customers else []
    )


async def _kept(as_of: datetime) -> set[int]:
    """Customers whose orders before the return window, less every refund, come to the least or more."""
    settings, currency = InfluenceSettings(), (await site.current()).currency
    rows = await db.rows(
        "SELECT o.customer_id, o.currency, SUM(CASE WHEN o.amount < 0 OR o.placed_at <= ? THEN o.amount ELSE 0 END) AS kept "
        "FROM customer_order o WHERE o.placed_at <= ? AND EXISTS (SELECT 1 FROM customer_link l "
        f"WHERE l.customer_id = o.customer_id AND l.source IN ({db.marks(SHOWN)})) GROUP BY o.customer_id, o.currency",
        as_of - timedelta(days=settings.influence_return_days),
        as_of,
        *SHOWN,
    )
    kept: defaultdict[int, float] = defaultdict(float)
    factors = {code: factor(code, currency) for code in {row["currency"] for row in rows}}
    for row in rows:
        kept[row["customer_id"]] += float(row["kept"]) * factors[row["currency"]]
    return {customer for customer, amount in kept.items() if amount > 0 and amount >= settings.influence_least_minor}


def factor(code: str, currency: str) -> float:
    """Minor units of the site's currency for one of `code`; without a rate a unit of one is a unit of the other."""
    rate = 1.0 if code == currency else WorthSettings().worth_rates.get(code, 1.0)
    return rate * float(10 ** (get_currency_precision(currency) - get_currency_precision(code)))


async def _people() -> dict[int, int]:
    """Members with a proven address and the customer they are."""
    rows = await db.rows(
        "SELECT l.person_id, l.customer_id FROM customer_link l JOIN person p ON p.id = l.person_id "
        f"WHERE l.source IN ({db.marks(SHOWN)}) AND p.email_confirmed_at IS NOT NULL",
        *SHOWN,
    )
    return {row["person_id"]: row["customer_id"] for row in rows}
