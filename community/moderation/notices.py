"""Who hears of a ruling: the author with the statement of reasons, whoever reported, and whoever appealed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from community.inbox.registry import Data, NoticeKind, Reader
from community.moderation import rules
from community.trust import changes
from kernel import db, mail
from kernel.i18n import format_date, format_datetime, language, mark
from kernel.i18n import gettext as _

WHY = mark("You get this because the team decided something about what is yours.")


async def author(event: db.Row) -> list[int]:
    return [int(event["data"]["author"])] if event["data"].get("author") else []


async def reporters(event: db.Row) -> list[int]:
    return [int(person) for person in event["data"]["reporters"]]


async def people(event: db.Row) -> list[int]:
    return [int(person) for person in event["data"]["people"]]


def rule_of(data: Data) -> str:
    """The rule an event names, in the language being spoken."""
    said = data.get("rule_said") or {}
    return str(said.get(language.get()) or next(iter(said.values()), ""))


def _ruled(data: Data) -> str:
    words = {"title": data.get("title", ""), "rule": rule_of(data)}
    act, measure = str(data.get("act")), str(data.get("measure", "none"))
    if data.get("of") == changes.KIND and act in ("hide", "restore"):
        taken = _("Your change to “%(title)s” is in place: somebody looked at it.")
        return (taken if act == "restore" else _("Your change to “%(title)s” was not taken up: %(rule)s.")) % words
    if act == "hide":
        return _("What you wrote under “%(title)s” was hidden: %(rule)s.") % words
    if act == "remove":
        return _("Something of yours was removed: %(rule)s.") % words
    if act == "edit":
        return _("Please change what you wrote under “%(title)s”: %(rule)s.") % words
    if act == "none" and measure != "none":
        return _MEASURES[measure](words)
    if act == "none":
        return _("A decision about you was reversed.")
    return _("What you wrote under “%(title)s” is shown again.") % words


def _told(data: Data) -> str:
    """The same with what its author meets: there is no other notice of it."""
    until = datetime.fromisoformat(data["until"]) if data.get("until") else None
    met = measure_line(str(data.get("measure", "none")), until)
    return f"{_ruled(data)} {met}" if met else _ruled(data)


_MEASURES: dict[str, Callable[[dict[str, Any]], str]] = {
    "warn": lambda words: _("You are warned: %(rule)s.") % words,
    "brake": lambda words: _("For a while you can post less often: %(rule)s.") % words,
    "suspend": lambda words: _("Your account is suspended: %(rule)s.") % words,
}


def measure_line(measure: str, until: datetime | None) -> str:
    """What is done to a person, in a sentence."""
    if measure == "warn":
        return _("This is a warning: you can go on writing as before.")
    if measure == "brake":
        slower = _("You can post less often until %(time)s.") if until else _("You can post less often from now on.")
        return slower % {"time": format_datetime(until)}
    if measure == "suspend" and until:
        return _("You can read, but write nothing, until %(time)s.") % {"time": format_datetime(until)}
    return _("You can read, but write nothing any more.") if measure == "suspend" else ""


def _answered(data: Data) -> str:
    if data.get("act") == "gone":
        return _("What you reported is gone: it was taken away before anybody had ruled on it.")
    words = {"title": data.get("title", "")}
    if data.get("act") == "hide":
        return _("Your report under “%(title)s” was right: it is hidden.") % words
    if data.get("act") == "remove":
        return _("Your report was right: what you reported is removed.")
    if data.get("act") == "edit":
        return _("Your report under “%(title)s” was right: its author was asked to change it.") % words
    if data.get("measure", "none") != "none":
        return _("Your report under “%(title)s” was right: whoever wrote it heard from us.") % words
    return _("Your report under “%(title)s” was read: it stays.") % words


def _decided(data: Data) -> str:
    said = {
        "upheld": _("Your appeal was read by somebody else: the ruling stays."),
        "reversed": _("You won your appeal: the ruling is reversed."),
        "changed": _("Your appeal was followed: another ruling takes the place of the first."),
        "moot": _("What you appealed against was reversed already."),
    }
    return said.get(str(data.get("outcome")), "")


def _url(event: db.Row) -> str:
    return str(event["data"].get("url", "/moderation/log"))


async def _statement(reader: Reader, event: db.Row, stop: str) -> None:
    """The statement of reasons as a letter: what, by which rule, on which facts, and how to appeal until when."""
    told: dict[str, Any] = event["data"]
    until = datetime.fromisoformat(told["until"]) if told.get("until") else None
    line = _ruled(told)
    await mail.write(
        reader.email,
        "statement",
        subject=line[:200],
        person=reader.id,
        unsubscribe=stop,
        name=reader.name,
        line=line,
        rule=rule_of(told),
        number=told.get("rule_number"),
        version=told.get("version"),
        reason=told.get("excerpt", ""),
        measure=measure_line(str(told.get("measure", "none")), until),
        is_automated=bool(told.get("automated")),
        may_appeal=bool(told.get("may_appeal")),
        until=format_date(rules.appeal_until(event["at"])),
        url=_url(event),
        why=_(WHY),
    )


notices = [
    NoticeKind(
        "ruling.made",
        ("ruling.made",),
        mark("Moderation ruled on something of yours"),
        author,
        _told,
        _url,
        why=WHY,
        letter=_statement,
    ),
    NoticeKind(
        "report.ruled",
        ("report.ruled",),
        mark("What became of your reports"),
        reporters,
        _answered,
        _url,
        default_mail=False,
        excerpt=lambda data: "",
    ),
    NoticeKind(
        "appeal.decided", ("appeal.decided",), mark("What became of your appeals"), people, _decided, _url, why=WHY
    ),
]
