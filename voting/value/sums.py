"""Why a customer is worth what it is: every part in words, adding up to the figure."""

from __future__ import annotations

from typing import Any

from kernel import i18n
from kernel.i18n import gettext as _
from voting.value import cells
from voting.value.queries import Run

Part = tuple[str, str]


def explained(run: Run, worth: dict[str, Any], stated: int | None) -> list[Part]:
    """The lines of the page "why", value and sentence; the product of the model's two is the worth."""
    if worth["source"] == "stated":
        return [(_money(worth["amount"], run), _("stated value from the customer file; it wins over any model"))]
    if worth["source"] == "default":
        return [(_money(worth["amount"], run), _("default worth: this customer has no order by that day"))]
    history = [
        (i18n.format_number(worth["x"]), _("days with another purchase after the first")),
        (_weeks(worth["t_x"]), _("weeks from the first purchase to the last")),
        (_weeks(worth["t"]), _("weeks from the first purchase to the day of reckoning")),
    ]
    if worth["mean_spend"] is not None:
        history.append((_whole(worth["mean_spend"], run), _("mean spend of a repeat day")))
    return [*history, *(_by_model(run, worth) if worth["source"] == "model" else _by_rule(run))]


def _by_model(run: Run, worth: dict[str, Any]) -> list[Part]:
    """Chance of being with us, purchases to come and spend at each; numpy and scipy come in only here."""
    import numpy as np

    from voting.value import fits  # brings scipy, which the site does without
    from voting.value.lifetime import alive
    from voting.value.spend import expected_spend

    values = fits.restored(run.fit, method=run.method, horizon=run.horizon_weeks, yearly_discount=run.discount_rate)
    if values.purchases is None:
        return []
    x, t_x, age = np.array([worth["x"]]), np.array([worth["t_x"]]), np.array([worth["t"]])
    chance = float(alive(values.purchases.parameters, x, t_x, age)[0])
    spend = values.mean_spend
    if values.spend is not None:
        spend = float(expected_spend(values.spend.parameters, x, np.array([worth["mean_spend"] or 0.0]))[0])
    minor = 10 ** (cells.precision(run.currency) or 0)
    purchases = worth["amount"] / minor / spend if spend else 0.0
    ahead = {"weeks": i18n.format_number(run.horizon_weeks), "rate": i18n.format_percent(run.discount_rate, 1)}
    return [
        (i18n.format_percent(chance), _("chance that the customer is still with us")),
        (
            i18n.format_number(purchases, 2),
            _("purchases expected in the next %(weeks)s weeks, later ones counting %(rate)s a year less") % ahead,
        ),
        (_whole(spend, run), _("spend expected at each: purchases times spend is the worth")),
    ]


def _by_rule(run: Run) -> list[Part]:
    return [
        (_weeks(run.horizon_weeks), _("weeks ahead: net spend per week so far, times these weeks")),
    ]


def _money(minor: float, run: Run) -> str:
    return i18n.format_money(minor, run.currency, 2)


def _whole(amount: float, run: Run) -> str:
    return i18n.format_money(amount * 10 ** (cells.precision(run.currency) or 0), run.currency, 2)


def _weeks(value: float) -> str:
    return i18n.format_number(round(value, 1), 1)
