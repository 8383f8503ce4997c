"""What a timed ballot's pages say of it: its state, who votes, what is asked, what a sheet adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kernel import i18n
from kernel.i18n import format_number, ngettext
from kernel.i18n import gettext as _
from kernel.viewer import CLUB, MEMBERS, Viewer
from voting.ballots import booth, closing, drawings, wording
from voting.ballots.booth import Choice, Line, Sheet
from voting.ballots.electorate import CUSTOMERS, VERIFIED
from voting.ballots.marks import UNBOUND
from voting.ballots.models import BallotState
from voting.ballots.plans import CASTING, PRESENT
from voting.ballots.poll_queries import PollCard
from voting.value import groups

WHOLES = {"dots": "points", "credits": "points", "projects": "budget", "approvals": "most"}
"""What a sheet of each kind spends from."""


def moment(at: Any) -> str:
    return i18n.format_datetime(at)


def state(ballot: PollCard) -> str:
    """Where a ballot stands and what comes next."""
    if ballot.state == BallotState.DRAFT:
        return _("Draft, seen by those who run it alone")
    if ballot.state == BallotState.CANCELLED:
        return _("Called off on %(moment)s") % {"moment": moment(ballot.closed_at)}
    if ballot.is_open:
        return _("Open until %(moment)s") % {"moment": moment(ballot.closes_at)}
    if ballot.state == BallotState.ANNOUNCED:
        return _("Opens on %(moment)s") % {"moment": moment(ballot.opens_at)}
    said = _("Closed on %(moment)s") if ballot.is_counted else _("Closed on %(moment)s, being counted")
    return said % {"moment": moment(ballot.closes_at)}


def reason(ballot: PollCard) -> str:
    """Why a ballot was called off; what the house wrote itself is said in the reader's language."""
    own = {
        closing.NOBODY: _("Nobody could have answered it."),
        closing.NO_OPTION: _("No option was left."),
        closing.ARCHIVED: _("The club was closed."),
    }
    return own.get(ballot.reason, ballot.reason)


def turnout(ballot: PollCard) -> str:
    """How many voted of how many, and what the quorum asks."""
    if ballot.state in (BallotState.DRAFT, BallotState.ANNOUNCED):
        told = ""
    elif ballot.frozen == CASTING and ballot.state == BallotState.OPEN:
        told = ngettext("%(cast)s has voted.", "%(cast)s have voted.", ballot.cast)
    else:
        told = ngettext("%(cast)s of %(electors)s has voted.", "%(cast)s of %(electors)s have voted.", ballot.cast)
    told %= {"cast": format_number(ballot.cast), "electors": format_number(ballot.electors)} if told else {}
    if not ballot.quorum:
        return told
    needed = ngettext("%(quorum)s ballot is needed.", "%(quorum)s ballots are needed.", ballot.quorum)
    return f"{told} {needed % {'quorum': format_number(ballot.quorum)}}".strip()


async def electorate(ballot: PollCard) -> str:
    """Who may vote, and as of when."""
    if ballot.audience == PRESENT:
        who = _("Those who came to the meeting")
    elif ballot.audience.startswith(CLUB):
        who = _("Members of %(club)s") % {"club": ballot.club_name}
    elif ballot.audience == MEMBERS:
        who = _("All members")
    elif ballot.audience == CUSTOMERS:
        who = _(VERIFIED)
    else:
        who = dict(await groups.audience_choices()).get(ballot.audience, ballot.audience)
    when = _("as they are when they vote") if ballot.frozen == CASTING else _("as they are when it opens")
    return f"{who}, {when}"


def why_not(viewer: Viewer, ballot: PollCard) -> str:
    """Why a member does not vote on an open ballot."""
    if viewer.suspended:
        return _("Your account is suspended: it can vote on nothing for now.")
    belongs = ballot.role is not None if ballot.audience.startswith(CLUB) else ballot.audience in viewer.audiences
    if belongs and not ballot.is_elector and ballot.frozen != CASTING:
        return _("Who votes was written down when it opened, before you came.")
    return _("You are not among those who vote here.")


def ask(ballot: PollCard, many: int) -> str:
    """What the voter is to do, in a sentence or two."""
    points = {"points": format_number(ballot.points)}
    asked = {
        "approvals": _("Tick all that you could live with."),
        "scores": _("Give each from 0 to 5. What you leave empty counts as 0."),
        "dots": _("You have %(points)s dots. Put several on one if you like.") % points,
        "credits": _("You have %(points)s credits. One vote costs 1, two for the same 4, three 9.") % points,
        "ranks": _("Put what you want most at the top. What you leave out never gets your vote."),
        "projects": _("Tick what you would pay for."),
    }.get(ballot.kind, "")
    budget = {"budget": wording.money(ballot.budget, ballot.currency)}
    free = _("The budget is %(budget)s; you may want more than it buys.") % budget if ballot.method in UNBOUND else ""
    return " ".join(filter(None, [asked, free, _bounds(ballot, many)]))


def _bounds(ballot: PollCard, many: int) -> str:
    if ballot.least and ballot.most and ballot.least == ballot.most:
        return ngettext("Exactly %(count)s.", "Exactly %(count)s.", ballot.most) % {"count": format_number(ballot.most)}
    said = []
    if ballot.least:
        said.append(_("At least %(count)s.") % {"count": format_number(ballot.least)})
    if ballot.most and ballot.most < many:
        said.append(_("At most %(count)s.") % {"count": format_number(ballot.most)})
    return " ".join(said)


def whole(ballot: PollCard) -> int:
    """All that a sheet may spend; 0 where there is no limit."""
    return int(getattr(ballot, WHOLES[ballot.kind])) if ballot.kind in WHOLES and ballot.method not in UNBOUND else 0


def dressed(sheet: Sheet, ballot: PollCard) -> Sheet:
    """A sheet with what its lines cost and say."""
    return replace(sheet, lines=tuple(_dressed(line, ballot) for line in sheet.lines))


def _dressed(line: Line, ballot: PollCard) -> Line:
    value = booth.number(line.value)
    if ballot.kind == "projects":
        price = wording.money(line.choice.cost, ballot.currency)
        return replace(line, price=price, says=price)
    if ballot.kind == "credits":
        votes, cost = format_number(value), format_number(line.spent)
        price = _("{votes} × {votes} = {cost} credits").replace("{votes}", votes).replace("{cost}", cost)
        return replace(line, price=price, says=price)
    if ballot.kind == "scores":
        return replace(line, says=_("%(score)s of 5") % {"score": format_number(value)})
    if ballot.kind == "dots":
        return replace(line, says=format_number(value))
    return line


def marked(sheet: Sheet) -> list[Line]:
    """What a sheet says; a score of 0 that was given is said too."""
    if sheet.kind == "scores":
        given = [line for line in sheet.lines if line.value]
        return sorted(given, key=lambda line: -booth.number(line.value))
    return sheet.marked


def in_words(sheet: Sheet) -> str:
    """A sheet on one line."""
    lines = marked(sheet)
    if sheet.kind == "ranks":
        return " > ".join(line.choice.title for line in lines)
    return i18n.format_list([f"{line.choice.title} {line.says}".strip() for line in lines])


def sums(sheet: Sheet, ballot: PollCard) -> dict[str, Any]:
    """The running total in words, and the patterns that the page's script fills in the same way."""
    spent, rest, over = _patterns(ballot.kind)
    amount = _amount(ballot)
    places = {"{whole}": amount(sheet.whole)}
    shown = (
        _filled(over if sheet.over else rest, {**places, "{amount}": amount(abs(sheet.left))}) if sheet.whole else ""
    )
    return {
        "total": bool(spent),
        "spent": _filled(spent, {"{amount}": amount(sheet.spent)}),
        "rest": shown,
        "spent_text": spent,
        "rest_text": rest,
        "over_text": over,
        "bar": min(drawings.widths([sheet.spent], sheet.whole)[0], 200.0) if sheet.whole else 0,
    }


def _filled(pattern: str, places: dict[str, str]) -> str:
    for name, value in places.items():
        pattern = pattern.replace(name, value)
    return pattern


def _amount(ballot: PollCard) -> Any:
    return lambda number: wording.money(number, ballot.currency if ballot.kind == "projects" else "")


def _patterns(kind: str) -> tuple[str, str, str]:
    """What is spent, what is left, what is too much."""
    return {
        "projects": (_("{amount} chosen"), _("{amount} left of {whole}"), _("{amount} over: untick something")),
        "dots": (_("Dots given: {amount}"), _("{amount} left of {whole}"), _("{amount} too many")),
        "credits": (_("Credits spent: {amount}"), _("{amount} left of {whole}"), _("{amount} too many")),
        "approvals": (_("Ticked: {amount}"), _("{amount} more of {whole}"), _("{amount} too many")),
    }.get(kind, ("", "", ""))


def left_out(sheet: Sheet, lines: Sequence[Line]) -> str:
    """The options that a ballot does not name."""
    said = {line.choice.id for line in lines}
    return i18n.format_list([line.choice.title for line in sheet.lines if line.choice.id not in said])


def moved(sheet: Sheet, option: int) -> Sheet:
    """A ranking after one press, which says what the press did."""
    lines = tuple(replace(line, is_moved=line.choice.id == option and line.place > 0) for line in sheet.lines)
    pressed = next((line for line in lines if line.choice.id == option), None)
    if pressed is None or sheet.kind != "ranks":
        return sheet
    if not pressed.place:
        return replace(sheet, lines=lines, said=_filled(_("{name} is left out."), {"{name}": pressed.choice.title}))
    places = {"{place}": format_number(pressed.place), "{many}": format_number(len(sheet.ranked))}
    pattern = _("Moved: {name} is now {place} of {many}.")
    return replace(sheet, lines=lines, said=_filled(_filled(pattern, places), {"{name}": pressed.choice.title}))


def choices(options: Sequence[Any], seen: Any) -> list[Choice]:
    """Options as the booth shows them: what they stand for is told as the viewer may see it."""
    found = []
    for option in options:
        subject = seen.get((option.kind, option.subject))
        hidden = subject is not None and subject.is_gone and not subject.url
        title = subject.title if hidden else option.title
        body = "" if hidden else option.body or (subject.body if subject else "")
        url, picture, joined = (subject.url, subject.picture, subject.joined) if subject else ("", "", "")
        found.append(Choice(option.id, title, body, option.cost, url, picture, joined=joined))
    return found
