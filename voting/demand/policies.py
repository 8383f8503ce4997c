"""The named policies of weights: what each is called, and the unit its demand is told in."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from babel.numbers import get_currency_precision

from kernel.errors import Invalid
from kernel.i18n import gettext as _
from kernel.i18n import mark
from voting.value.methods import POLICIES, Policy

DEFAULT: Policy = "linear"
MONEY: tuple[Policy, ...] = ("linear", "capped")
NAMES: dict[Policy, str] = {
    "one-account": mark("One account, one vote"),
    "linear": mark("By worth"),
    "square-root": mark("By the square root of worth"),
    "log": mark("By the logarithm of worth"),
    "capped": mark("By worth, up to a cap"),
}
MEANINGS: dict[Policy, str] = {
    "one-account": mark("Every account weighs 1, whatever it is worth."),
    "linear": mark("Every account weighs what it is expected to spend."),
    "square-root": mark("An account worth four times as much weighs twice as much."),
    "log": mark("Every doubling of worth adds about the same: the logarithm of 1 + worth ÷ median worth."),
    "capped": mark("Every account weighs its worth, up to a cap that only the richest few reach."),
}

DEFAULTS = {
    "setting": mark("set by the team"),
    "run": mark("the worth of the median customer"),
    "stated": mark("the worth of the median contract, since no worth has been reckoned yet"),
    "unit": mark("one of the currency, so that figures count accounts, since nobody’s worth is known yet"),
}
"""Where the worth of an account nothing is known of comes from."""


def named(text: str | None) -> Policy:
    """A policy by its name, the usual one for none."""
    if not text:
        return DEFAULT
    found = next((policy for policy in POLICIES if policy == text), None)
    if found is None:
        raise Invalid(_("There is no policy of that name."))
    return found


def share_of(data: Mapping[str, Any], by: str) -> tuple[Sequence[float] | None, Sequence[float] | None]:
    """Share with its interval, and doubt band, by `heads` or by `worth`, out of what is kept of an idea."""
    end = "_worth" if by == "worth" else ""
    return data.get(f"share{end}"), data.get(f"band{end}")


def minor(currency: str) -> int:
    """Minor units in one unit of a currency."""
    return int(10 ** get_currency_precision(currency))


def unit(policy: str, currency: str) -> float:
    """What demand is divided by to be in the currency's own units, since worth is reckoned in minor ones."""
    whole = float(minor(currency))
    return {"linear": whole, "capped": whole, "square-root": math.sqrt(whole)}.get(policy, 1.0)
