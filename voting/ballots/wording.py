"""How a timed ballot is said: its methods, how each counts, its state, and what parts equals."""

from __future__ import annotations

from collections.abc import Mapping

from babel.numbers import get_currency_precision

from kernel.i18n import format_money, format_number, format_percent, mark
from kernel.i18n import gettext as _
from voting.ballots.marks import LABELS

MEANINGS: Mapping[str, str] = {
    "approval": mark("One ticks all that one could live with. For picking a date or a place."),
    "score": mark("One gives each option 0 to 5. For telling how much, not only which."),
    "star": mark("Scores, and the two highest meet in a run-off, so that exaggerating gains little."),
    "dots": mark("One shares out a few dots. For a quick view of where the weight lies."),
    "quadratic": mark("The second vote for an option costs more than the first. For many matters of unlike weight."),
    "instant-runoff": mark("One ranks; the last leaves until one has more than half. For one winner."),
    "stv": mark("One ranks; several places are filled so that large groups get their part. For choosing people."),
    "schulze": mark("One ranks; each option meets each other. For one winner whom no majority would swap."),
    "borda": mark("One ranks; each place is worth points. For a broad order of all options."),
    "pairwise": mark("Two cards are shown, one picks one. For many options on a telephone."),
    "knapsack": mark("One ticks works; those with most votes are bought while the money lasts."),
    "equal-shares": mark(
        "One ticks works; everybody’s part of the money weighs the same, so a small group keeps its part."
    ),
}

STEPS: Mapping[str, tuple[str, ...]] = {
    "approval": (
        mark("Each option you tick gets one vote."),
        mark("The option with most votes wins."),
    ),
    "score": (
        mark("Each option gets the score you give it; no score is 0."),
        mark("The option with the highest sum wins."),
    ),
    "star": (
        mark("The two options with the highest sums go to the run-off."),
        mark("There your ballot counts for the one you scored higher."),
        mark("The one that more ballots prefer wins."),
    ),
    "dots": (
        mark("You have a number of dots, and may put several on one option."),
        mark("The option with most dots wins."),
    ),
    "quadratic": (
        mark("One vote costs 1 credit, two votes for the same option 4, three 9."),
        mark("The option with most votes wins."),
    ),
    "instant-runoff": (
        mark("Your first choice gets your vote."),
        mark("The option with the fewest is set aside."),
        mark("If it was yours, your vote goes to your next choice."),
        mark("We go on until one has more than half."),
    ),
    "stv": (
        mark("Your first choice gets your vote. Who reaches the quota has a place."),
        mark("What a winner has above the quota goes on to the next choices, each ballot at a part of its worth."),
        mark("When nobody has a surplus, the option with the fewest leaves and its votes go on."),
        mark("We go on until every place is filled (Scottish rules)."),
    ),
    "schulze": (
        mark("Each option meets each other: which do more ballots rank higher?"),
        mark("Where the duels run in a circle, the weakest links give way."),
        mark("The option that nobody beats wins."),
    ),
    "borda": (
        mark("Your first choice gets the most points, the next one point less, and so on."),
        mark("Options you leave out share what is left equally."),
        mark("The option with most points wins."),
    ),
    "pairwise": (
        mark("You see two options and pick one, as often as you like."),
        mark("From all picks we estimate how strong each option is, and how sure that is."),
        mark("The strongest wins."),
    ),
    "knapsack": (
        mark("Each work you tick gets one vote."),
        mark("The one with most votes is bought first, then the next that still fits."),
    ),
    "equal-shares": (
        mark("The money is shared out equally among all who vote."),
        mark("A work is bought when those who ticked it can pay it together."),
        mark("Next comes the one that asks least of each; nobody pays for what they did not tick."),
        mark("The shares are raised as long as the budget holds (Add1); nothing is added beyond that."),
    ),
}

TIES: Mapping[str, str] = {
    "approval": mark("Equals are parted by the lot drawn before the ballot opened."),
    "score": mark("Equals are parted by who has more fives, then by the lot drawn before the ballot opened."),
    "star": mark("Equals are parted by who is preferred, by the sum, by fives, then by the lot drawn before."),
    "dots": mark("Equals are parted by how many people gave, then by the lot drawn before the ballot opened."),
    "quadratic": mark("Equals are parted by how many people gave, then by the lot drawn before the ballot opened."),
    "instant-runoff": mark(
        "Equals are parted by the latest earlier round in which they differed, then by the lot drawn before."
    ),
    "stv": mark("Equals are parted by the latest earlier round in which they differed, then by the lot drawn before."),
    "schulze": mark("Equals are parted by how many others they beat, then by the lot drawn before the ballot opened."),
    "borda": mark("Equals are parted by who has more first places, then by the lot drawn before the ballot opened."),
    "pairwise": mark("Equals are parted by who won more pairs, then by the lot drawn before the ballot opened."),
    "knapsack": mark("Of equals the cheaper is bought first, then the lot drawn before the ballot opened decides."),
    "equal-shares": mark("Of equals the one with more votes comes first, then the cheaper, then the lot drawn before."),
}
"""Said before anybody votes."""

PARTED: Mapping[str, str] = {
    "lot": mark("Equal in everything: the lot drawn before the ballot opened decided."),
    "earlier": mark("Equal here: the latest earlier round in which they differed decided."),
    "fives": mark("Equal sums: more fives decided."),
    "givers": mark("Equal sums: more people who gave decided."),
    "firsts": mark("Equal points: more first places decided."),
    "beaten": mark("Equal: beating more others decided."),
    "wins": mark("Equal strength: more pairs won decided."),
    "shown": mark("Equal shares: having been shown more often decided."),
    "preferred": mark("Equal sums: who is preferred by more ballots decided."),
    "totals": mark("Equal in the run-off: the sum decided."),
    "votes": mark("Equal prices: more votes decided."),
    "cost": mark("Equal votes: the lower cost decided."),
}


def method(name: str) -> str:
    """A method as people call it."""
    return _(LABELS[name]) if name in LABELS else name


def steps(name: str) -> list[str]:
    return [_(step) for step in STEPS.get(name, ())]


def ties(name: str) -> str:
    return _(TIES.get(name, ""))


def parted(by: str) -> str:
    return _(PARTED.get(by, ""))


def money(amount: float, currency: str, digits: int = 0) -> str:
    """An amount in whole units of a ballot's currency; without one it is a plain number."""
    if not currency:
        return format_number(amount, digits)
    return format_money(amount * 10 ** get_currency_precision(currency), currency, digits)


def share(part: float) -> str:
    return format_percent(part)


def meaning(name: str) -> str:
    """What a method is for."""
    return _(MEANINGS.get(name, ""))
