"""Who hears of a measure: the person it is about."""

from __future__ import annotations

from community.inbox.registry import Data, NoticeKind
from community.trust import changes
from community.trust.models import Step
from community.trust.wording import STEPS
from kernel import db, i18n
from kernel.i18n import gettext as _
from kernel.i18n import mark


async def whom(event: db.Row) -> list[int]:
    return [int(event["data"]["person"])]


async def untold(event: db.Row) -> list[int]:
    """The same, but where a ruling imposed or lifted it: its statement of reasons says so in the one letter there is."""
    data = event["data"]
    by_ruling = data.get("ruling") and (event["kind"] == "measure.begun" or data.get("lifted"))
    return [] if by_ruling else await whom(event)


def _begun(data: Data) -> str:
    until = i18n.format_datetime(str(data.get("until") or ""))
    words = {"until": until}
    kind = data.get("measure")
    if kind == "warn":
        return _("You have a warning from the team.")
    if kind == "brake":
        return (
            _("You post more slowly until %(until)s.") % words
            if until
            else _("You post more slowly until further notice.")
        )
    if until:
        return _("Your account is suspended until %(until)s: you read, and do not post.") % words
    return _("Your account is suspended for good: you read, and do not post.")


def _ended(data: Data) -> str:
    if data.get("lifted"):
        return _("A measure against you was lifted.")
    if data.get("measure") == "suspend":
        return _("Your suspension is over. Welcome back.")
    return _("A measure against you is over.")


def _reached(data: Data) -> str:
    step = _(STEPS[Step(str(data.get("step")))])
    return _("You have come a step further: “%(step)s”. See what it opens.") % {"step": step}


def _url(event: db.Row) -> str:
    return "/account/standing"


_WHY = mark("You get this because it is about your account.")


def _held(data: Data) -> str:
    if str(data.get("url", "")).startswith(changes.PLACE):
        return _held_change(data)
    return _("What you wrote under “%(title)s” waits to be read before others see it.") % {
        "title": data.get("title", "")
    }


def _held_change(data: Data) -> str:
    return _("Your change to “%(title)s” waits to be looked at; until then what stood there before is shown.") % {
        "title": data.get("title", "")
    }


def _returned(data: Data) -> str:
    if not data.get("title"):
        return _("What you wanted to change is no longer there: your change was not put in place.")
    return _("“%(title)s” was changed since: your change was not put in place. Your words are kept.") % {
        "title": data.get("title", "")
    }


def _its_page(event: db.Row) -> str:
    return str(event["data"].get("url") or "/account/standing")


def _place(event: db.Row) -> str:
    return _its_page(event) if event["subject_kind"] == changes.KIND else "/account/standing#held"


notices = [
    NoticeKind(
        kind="thing.held",
        events=("thing.held",),
        label=mark("What you wrote waits to be read"),
        recipients=whom,
        line=_held,
        url=_place,
        default_mail=False,
        why=_WHY,
    ),
    NoticeKind(
        kind="change.returned",
        events=("change.returned",),
        label=mark("A change of yours no longer fits"),
        recipients=whom,
        line=_returned,
        url=_its_page,
        why=_WHY,
    ),
    NoticeKind(
        kind="step.reached",
        events=("step.reached",),
        label=mark("You come a step further"),
        recipients=whom,
        line=_reached,
        url=_url,
        default_mail=False,
        why=_WHY,
    ),
    NoticeKind(
        kind="measure.begun",
        events=("measure.begun",),
        label=mark("A measure against you begins"),
        recipients=untold,
        line=_begun,
        url=_url,
        why=_WHY,
    ),
    NoticeKind(
        kind="measure.ended",
        events=("measure.ended",),
        label=mark("A measure against you ends"),
        recipients=untold,
        line=_ended,
        url=_url,
        why=_WHY,
    ),
]
