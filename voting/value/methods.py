"""How worth was come by, and why not otherwise, in words; and the policies by which it may weigh. No arithmetic here."""

from __future__ import annotations

from typing import Literal, get_args

from kernel.i18n import mark

Policy = Literal["one-account", "linear", "square-root", "log", "capped"]
POLICIES: tuple[Policy, ...] = get_args(Policy)

METHODS = {
    "bgnbd_gamma_gamma": mark("expected purchases (BG/NBD) times expected spend (Gamma-Gamma)"),
    "bgnbd_mean_spend": mark("expected purchases (BG/NBD) times the mean spend of all repeat purchases"),
    "spend_rate": mark("what was spent so far per week, times the weeks ahead"),
    "none": mark("no orders: every customer counts with the default worth"),
}
REASONS = {
    "no_customers": mark("nobody has ordered"),
    "one_customer": mark("only one customer has ordered"),
    "few_repeat_buyers": mark("fewer than thirty customers came back"),
    "all_equal": mark("all customers bought alike"),
    "bad_history": mark("the orders contradict each other"),
    "not_converged": mark("the fit found no maximum"),
    "poorly_determined": mark("the orders do not determine the parameters"),
    "spend_not_finite": mark("an amount is no number"),
    "spend_not_positive": mark("too many repeat buyers were refunded to nothing"),
    "spend_all_equal": mark("everybody spends the same"),
    "spend_mean_unbounded": mark("the spread of spending has no bounded mean"),
    "rates_missing": mark("orders are in several currencies and a rate is missing"),
}
