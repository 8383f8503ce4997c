"""What may be written on a ballot, method by method: marks as they were sent are read, or every fault is said in a line. No I/O.

Marks are whole numbers by option: 1 for an approval or a project, 1 to 5 for a score, dots, votes (v of them cost v x v credits),
ranks from 1 on. An option without a mark is not there. No marks at all are a blank ballot, which counts as cast.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kernel import i18n
from kernel.i18n import gettext as _
from kernel.i18n import mark, ngettext

Marks = dict[int, int]
KINDS: Mapping[str, str] = {
    "approval": "approvals",
    "score": "scores",
    "star": "scores",
    "dots": "dots",
    "quadratic": "credits",
    "instant-runoff": "ranks",
    "stv": "ranks",
    "schulze": "ranks",
    "borda": "ranks",
    "pairwise": "picks",
    "knapsack": "projects",
    "equal-shares": "projects",
}
"""What a voter gives each option, by the methods that a ballot may be held by; the same words as in the tallies."""
LABELS: Mapping[str, str] = {
    "approval": mark("Approval"),
    "score": mark("Scores from 0 to 5"),
    "star": mark("Scores, then a run-off (STAR)"),
    "dots": mark("Dots"),
    "quadratic": mark("Quadratic credits"),
    "instant-runoff": mark("Ranking, one winner (instant run-off)"),
    "stv": mark("Ranking, several winners (STV)"),
    "schulze": mark("Ranking, by duels (Schulze)"),
    "borda": mark("Ranking, by points (Borda)"),
    "pairwise": mark("Two by two"),
    "knapsack": mark("A budget, by votes"),
    "equal-shares": mark("A budget, in equal shares"),
    "shared-approval": mark("Approval, each vote shared out"),
    "wins": mark("Share of pairs won"),
}
UNBOUND = ("equal-shares",)
"""Methods by which one may want more than the money buys: equal shares ask what one would pay for."""
HIGHEST = 5
FIELD = "option-"
ORDER = "order"
BLANK = "blank"
_WHOLE = re.compile(r"[+-]?[0-9]{1,400}")


@dataclass(frozen=True)
class Terms:
    """What a ballot allows: its options that stand, how many may be marked, points, and money for projects; 0 is no limit."""

    options: tuple[int, ...]
    least: int = 0
    most: int = 0
    points: int = 0
    budget: int = 0
    costs: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What is wrong, as a sentence; of one option, or of the ballot as a whole."""

    line: str
    option: int | None = None


def read(method: str, sent: Mapping[str, Sequence[str] | str], terms: Terms) -> Marks | list[Fault]:
    """The marks of a form: `option-7` holds the mark of option 7, or `order` names options, the best first, again and again.

    A form without a mark is a blank ballot where it says `blank`, else a fault.
    """
    kind, faults, found = KINDS[method], list[Fault](), Marks()
    listed = _many(sent.get(ORDER, ()))
    if kind == "ranks" and listed:
        found, faults = _ordered(listed)
    for name, values in sent.items():
        if name.startswith(FIELD):
            option, many = _number(name.removeprefix(FIELD)), [one for one in map(str.strip, _many(values)) if one]
            if option is None:
                faults.append(Fault(_("This ballot has no such option.")))
            elif len(many) > 1:
                faults.append(Fault(_("This option is marked twice."), option))
            elif many:
                _put(found, faults, option, many[0])
    faults += check(method, found, terms)
    if not faults and not any(found.values()) and not _many(sent.get(BLANK, ())):
        faults.append(Fault(_("Nothing is marked. Mark an option, or cast a blank ballot.")))
    return _once(faults) or plain(method, found)


def check(method: str, marks: Mapping[int, int], terms: Terms) -> list[Fault]:
    """Every way in which some marks break the terms."""
    kind = KINDS[method]
    faults = [Fault(_("This ballot has no such option.")) for option in marks if option not in terms.options][:1]
    lowest, highest = _bounds(kind, terms)
    for option, value in marks.items():
        if option in terms.options and not lowest <= value <= highest:
            faults.append(Fault(_range(kind, lowest, highest), option))
    if faults:
        return faults
    if kind == "picks":
        return _pair(marks)
    given = {option: value for option, value in marks.items() if value}
    return [*_spent(kind, given, terms), *_repeated(kind, given), *(_many_enough(given, terms) if given else [])]


def plain(method: str, marks: Mapping[int, int]) -> Marks:
    """Marks as they are kept: none that says nothing, ranks without gaps; for a pair both, the one that was picked with 1."""
    kind = KINDS[method]
    if kind == "picks":
        return dict(sorted(marks.items()))
    given = {option: value for option, value in marks.items() if value}
    if kind == "ranks":
        return {option: rank for rank, option in enumerate(sorted(given, key=given.__getitem__), start=1)}
    return dict(sorted(given.items()))


def standing(method: str, marks: Mapping[int, int], options: Sequence[int]) -> Marks:
    """What is left of marks once some options are withdrawn: those behind them move up."""
    return plain(method, {option: value for option, value in marks.items() if option in options})


def as_text(marks: Marks) -> str:
    """Marks as the text that is kept."""
    return json.dumps({str(option): value for option, value in sorted(marks.items())}, separators=(",", ":"))


def from_text(kept: str) -> Marks:
    """Marks out of the text that is kept."""
    return {int(option): value for option, value in json.loads(kept).items()}


def spent(method: str, marks: Mapping[int, int], costs: Mapping[int, int]) -> int:
    """How many points or how much money some marks take."""
    kind = KINDS[method]
    if kind == "credits":
        return sum(value * value for value in marks.values())
    if kind == "projects":
        return sum(costs.get(option, 0) for option, value in marks.items() if value)
    return sum(marks.values())


def _many(values: Sequence[str] | str) -> list[str]:
    return [values] if isinstance(values, str) else list(values)


def _number(text: str) -> int | None:
    """A number that an option may have."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _ordered(listed: Sequence[str]) -> tuple[Marks, list[Fault]]:
    found, faults = Marks(), list[Fault]()
    for text in filter(None, map(str.strip, listed)):
        option = _number(text)
        if option is None:
            faults.append(Fault(_("This ballot has no such option.")))
        elif option in found:
            faults.append(Fault(_("This option is ranked twice."), option))
        else:
            found[option] = len(found) + 1
    return found, faults


def _put(found: Marks, faults: list[Fault], option: int, text: str) -> None:
    if text == "on":
        text = "1"
    if not _WHOLE.fullmatch(text):
        faults.append(Fault(_("A whole number is needed."), option))
    elif option in found:
        faults.append(Fault(_("This option is ranked twice."), option))
    else:
        found[option] = max(-(10**9), min(int(text), 10**9))


def _bounds(kind: str, terms: Terms) -> tuple[int, int]:
    """The least and the greatest mark of an option."""
    if kind == "scores":
        return 0, HIGHEST
    if kind in ("dots", "credits"):
        return 0, terms.points
    return (0, len(terms.options)) if kind == "ranks" else (0, 1)


def _range(kind: str, lowest: int, highest: int) -> str:
    if kind in ("approvals", "projects", "picks"):
        return _("Choose this option or leave it.")
    said = {"lowest": i18n.format_number(lowest), "highest": i18n.format_number(highest)}
    if kind == "ranks":
        return _("A rank is a whole number from 1 to %(highest)s, or nothing.") % said
    return _("It must be a whole number from %(lowest)s to %(highest)s.") % said


def _pair(marks: Mapping[int, int]) -> list[Fault]:
    """One of two that were shown is picked, or neither."""
    if not marks:
        return []
    return [] if len(marks) == 2 and sum(marks.values()) <= 1 else [Fault(_("Pick one of the two."))]


def _spent(kind: str, given: Mapping[int, int], terms: Terms) -> list[Fault]:
    if kind == "dots" and (over := sum(given.values()) - terms.points) > 0:
        line = ngettext("That is %(count)s dot too many.", "That is %(count)s dots too many.", over)
        return [Fault(line % {"count": i18n.format_number(over)})]
    if kind == "credits" and (over := sum(v * v for v in given.values()) - terms.points) > 0:
        line = ngettext("That is %(count)s credit too many.", "That is %(count)s credits too many.", over)
        return [Fault(line % {"count": i18n.format_number(over)})]
    cost = sum(terms.costs.get(option, 0) for option in given)
    if kind == "projects" and 0 < terms.budget < cost:
        return [Fault(_("That costs more than the budget holds: untick something."))]
    return []


def _repeated(kind: str, given: Mapping[int, int]) -> list[Fault]:
    if kind != "ranks":
        return []
    seen: dict[int, int] = {}
    faults = []
    for option, rank in given.items():
        if rank in seen:
            said = {"rank": i18n.format_number(rank)}
            faults.append(Fault(_("Rank %(rank)s is given twice.") % said, option))
        seen[rank] = option
    return faults


def _many_enough(given: Mapping[int, int], terms: Terms) -> list[Fault]:
    many = len(given)
    if many < min(terms.least, len(terms.options)):
        line = ngettext("Mark at least %(count)s option.", "Mark at least %(count)s options.", terms.least)
        return [Fault(line % {"count": i18n.format_number(terms.least)})]
    if terms.most and many > terms.most:
        line = ngettext("Mark at most %(count)s option.", "Mark at most %(count)s options.", terms.most)
        return [Fault(line % {"count": i18n.format_number(terms.most)})]
    return []


def _once(faults: Sequence[Fault]) -> list[Fault]:
    return list(dict.fromkeys(faults))
