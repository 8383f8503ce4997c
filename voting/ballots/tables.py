"""The table behind a result's drawing: every figure that the drawing shows."""

from __future__ import annotations

from dataclasses import dataclass

from kernel.i18n import format_number
from kernel.i18n import gettext as _
from voting.ballots import wording
from voting.ballots.counted import Count, Matter
from voting.ballots.drawings import NOBODY
from voting.ballots.rounds import figure


@dataclass(frozen=True)
class Cell:
    """A figure, how it changed since the round before, and whether it won."""

    text: str
    move: str = ""
    is_strong: bool = False


@dataclass(frozen=True)
class Row:
    """An option with its figures."""

    name: str
    cells: tuple[Cell, ...]
    is_winner: bool = False


@dataclass(frozen=True)
class Table:
    """A caption, the columns' heads, and a row for each option."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def table(count: Count, matter: Matter) -> Table:
    """The table of a count, the options from best to worst."""
    if count.method in ("instant-runoff", "stv"):
        return _by_round(count, matter)
    if count.method in ("knapsack", "equal-shares"):
        return _works(count, matter)
    if count.method in ("pairwise", "wins"):
        return _strengths(count, matter)
    if count.method == "star":
        return _star(count, matter)
    return _sums(count, matter)


def _by_round(count: Count, matter: Matter) -> Table:
    rows = [_line(key, matter.names[key], count) for key in count.order]
    if any(one.about.get("nobody") for one in count.rounds):
        rows.append(_line(NOBODY, _("For nobody any more"), count))
    columns = tuple(_("Round %(number)s") % {"number": format_number(n)} for n in range(1, len(count.rounds) + 1))
    caption = _(
        "Votes by round, and what changed. A ballot counts for nobody once it ranks no option that is still in."
    )
    return Table(caption, columns, tuple(rows))


def _line(key: str, name: str, count: Count) -> Row:
    cells: list[Cell] = []
    before: float | None = None
    for one in count.rounds:
        now = one.whole.get(key)
        if now is None:
            cells.append(Cell(_("out") if key in one.excluded else "–"))
        else:
            move = "" if before is None or now == before else _signed(now - before)
            cells.append(Cell(figure(now), move, key in one.elected))
        before = now
    return Row(name, tuple(cells), key in count.winners)


def _signed(number: float) -> str:
    return f"{'+' if number > 0 else '−'}{figure(abs(number))}"


def _sums(count: Count, matter: Matter) -> Table:
    """Points of each option, and what that is for each ballot."""
    heads = {
        "score": (_("Sum"), _("Mean score")),
        "dots": (_("Dots"), _("For each ballot")),
        "quadratic": (_("Votes"), _("For each ballot")),
        "borda": (_("Points"), _("For each ballot")),
        "schulze": (_("Stands before"), ""),
        "approval": (_("Votes"), _("Of all ballots")),
        "shared-approval": (_("Votes"), ""),
    }
    first, second = heads.get(count.method, (_("Votes"), ""))
    rows = []
    for key in count.order:
        total = count.last.get(key, 0)
        cells = [Cell(figure(total), is_strong=key in count.winners)]
        if second:
            cells.append(Cell(_each(count, matter, total)))
        rows.append(Row(matter.names[key], tuple(cells), key in count.winners))
    caption = _("The options from best to worst; the winners are bold.")
    return Table(caption, (first, second) if second else (first,), tuple(rows))


def _each(count: Count, matter: Matter, total: float) -> str:
    if not matter.cast:
        return "–"
    if count.method == "approval":
        return wording.share(total / matter.cast)
    return format_number(total / matter.cast, 2)


def _star(count: Count, matter: Matter) -> Table:
    scoring = [one for one in count.rounds if one.kind == "scoring"]
    finals = [one for one in count.rounds if one.kind == "run-off"]
    rows = []
    for key in count.order:
        total = scoring[0].totals.get(key, 0) if scoring else 0
        met = [one.totals[key] for one in finals if key in one.totals]
        cells = (Cell(figure(total)), Cell(figure(met[-1]) if met else "–", is_strong=key in count.winners))
        rows.append(Row(matter.names[key], cells, key in count.winners))
    caption = _("The sum of all scores, and for those in a run-off the ballots that prefer them.")
    return Table(caption, (_("Sum"), _("Run-off")), tuple(rows))


def _works(count: Count, matter: Matter) -> Table:
    votes = count.rounds[0].totals if count.rounds else {}
    prices = {one.elected[0]: one.about["price"] for one in count.rounds if one.elected and "price" in one.about}
    rows = []
    for key in count.order:
        is_bought = key in count.winners
        cells = [Cell(_("bought") if is_bought else _("waits"), is_strong=is_bought), Cell(figure(votes.get(key, 0)))]
        cells.append(Cell(wording.money(matter.costs.get(key, 0), matter.currency)))
        if prices:
            cells.append(Cell(wording.money(prices[key], matter.currency, 2) if key in prices else "–"))
        rows.append(Row(matter.names[key], tuple(cells), is_bought))
    columns = (_("Outcome"), _("Votes"), _("Cost"), *([_("Each pays at most")] if prices else []))
    return Table(_("Works in the order in which they were bought, then by votes."), columns, tuple(rows))


def _strengths(count: Count, matter: Matter) -> Table:
    details, at = count.details, {key: place for place, key in enumerate(matter.keys)}
    rows = []
    for key in count.order:
        place = at[key]
        cells = [Cell(format_number(count.last.get(key, 0), 2), is_strong=key in count.winners)]
        if "low" in details:
            low, high = details["low"][place], details["high"][place]
            span = _("%(low)s to %(high)s") % {"low": format_number(low, 2), "high": format_number(high, 2)}
            cells += [
                Cell(span),
                Cell(format_number(details["wins"][place])),
                Cell(format_number(details["losses"][place])),
            ]
        rows.append(Row(matter.names[key], tuple(cells), key in count.winners))
    columns = (_("Strength"), *([_("In 95 cases of 100"), _("Picked"), _("Passed over")] if "low" in details else []))
    caption = _("Strength 0 is the average; one more means to be picked 2.7 times as often as not against the average.")
    return Table(caption, columns, tuple(rows))
