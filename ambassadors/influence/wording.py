"""A score in words: its lines, its kinds of listening, its bands; nobody's gender has to be known for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from ambassadors.influence.registry import listenings
from kernel import i18n
from kernel.i18n import gettext as _
from kernel.i18n import mark, ngettext

BANDS = {
    "near": mark("Carries near"),
    "heard": mark("Is heard"),
    "far": mark("Carries far"),
    "farthest": mark("Carries farthest"),
}
KINDS = {
    "support": mark("supports"),
    "comment": mark("answers to comments"),
    "remix": mark("designs made after one’s own"),
    "help": mark("help that was accepted"),
    "meeting": mark("meetings attended"),
    "referral": mark("people who came by a link and stayed"),
    "invitation": mark("invitations accepted"),
}
STEPS = {
    "support": mark("Propose, or comment where others decide: a support of your idea, or after your comment, counts."),
    "comment": mark("Say what can be answered: an answer to a comment of yours counts."),
    "remix": mark("Leave a design open to be made further: each design made after yours counts."),
    "help": mark("Answer a question: it counts when who asked accepts the answer."),
    "meeting": mark("Hold a meeting: everybody who came counts."),
    "referral": mark("Bring somebody along: it counts once they became an active customer."),
    "invitation": mark("Invite somebody to your club: it counts once they accepted."),
}
_GROUPS: Mapping[tuple[str, str], Callable[[int], str]] = {
    ("support", ""): lambda n: ngettext(
        "%(count)s person supported ideas of yours", "%(count)s people supported ideas of yours", n
    ),
    ("support", "comment"): lambda n: ngettext(
        "%(count)s person supported ideas after your comments",
        "%(count)s people supported ideas after your comments",
        n,
    ),
    ("comment", ""): lambda n: ngettext(
        "%(count)s person answered your comments", "%(count)s people answered your comments", n
    ),
    ("remix", ""): lambda n: ngettext(
        "%(count)s person made designs after yours", "%(count)s people made designs after yours", n
    ),
    ("help", ""): lambda n: ngettext("%(count)s person accepted your help", "%(count)s people accepted your help", n),
    ("meeting", ""): lambda n: ngettext(
        "%(count)s person came to your meetings", "%(count)s people came to your meetings", n
    ),
    ("referral", ""): lambda n: ngettext(
        "%(count)s person came by your link and stayed", "%(count)s people came by your link and stayed", n
    ),
    ("invitation", ""): lambda n: ngettext(
        "%(count)s person accepted your invitation", "%(count)s people accepted your invitations", n
    ),
}
_LINES = {
    ("support", ""): (mark("who supported your idea “%(title)s”"), mark("who supported an idea of yours")),
    ("support", "comment"): (
        mark("who supported “%(title)s” after a comment of yours"),
        mark("who supported an idea after a comment of yours"),
    ),
    ("comment", ""): (
        mark("who answered a comment of yours under “%(title)s”"),
        mark("who answered a comment of yours"),
    ),
    ("remix", ""): (mark("who made a design after your “%(title)s”"), mark("who made a design after one of yours")),
    ("help", ""): (mark("who accepted your answer to “%(title)s”"), mark("who accepted an answer of yours")),
    ("meeting", ""): (mark("who came to your meeting “%(title)s”"), mark("who came to a meeting of yours")),
    ("referral", ""): (mark("who came by your link and stayed"), mark("who came by your link and stayed")),
    ("invitation", ""): (
        mark("who accepted your invitation to “%(title)s”"),
        mark("who accepted an invitation of yours"),
    ),
}


def band(name: str) -> str:
    """A band in words."""
    return _(BANDS[name]) if name in BANDS else name


def kind(name: str) -> str:
    """A kind of listening in words."""
    if name in KINDS:
        return _(KINDS[name])
    return next((_(one.label) for one in listenings() if one.kind == name), name)


def steps(parts: Mapping[str, int]) -> list[str]:
    """What somebody may do of whom no walk came by some kind yet, of the kinds that are there."""
    known = {one.kind for one in listenings()}
    return [_(words) for name, words in STEPS.items() if name in known and name not in parts]


def group(name: str, subject: str, people: int, place: str) -> str:
    """Some lines of one kind and place as a sentence."""
    words = _GROUPS.get((name, subject)) or _GROUPS.get((name, "")) or _others
    said = words(people) % {"count": i18n.format_number(people)}
    return _("%(sentence)s in %(place)s") % {"sentence": said, "place": place} if place else said


def _others(n: int) -> str:
    return ngettext("%(count)s person, by another way", "%(count)s people, by another way", n)


def line(name: str, subject: str, title: str) -> str:
    """What somebody did, after their name."""
    titled, bare = _LINES.get((name, subject)) or _LINES.get((name, "")) or (mark("by another way"),) * 2
    return _(titled) % {"title": title} if title and "%(title)s" in titled else _(bare)


def when(events: int, first: datetime, last: datetime) -> str:
    """On one day, or how often between two."""
    if i18n.format_date(first) == i18n.format_date(last):
        return _("on %(day)s") % {"day": i18n.format_date(last)}
    words = ngettext("%(count)s time", "%(count)s times", events) % {"count": i18n.format_number(events)}
    days = {"first": i18n.format_date(first), "last": i18n.format_date(last), "times": words}
    return _("%(times)s between %(first)s and %(last)s") % days
