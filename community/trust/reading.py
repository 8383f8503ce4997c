"""Reading before showing: what the list of words, the author's step and classifiers say of a text, and what waits for it.

A classifier that answers late or not at all holds back what newcomers write, and nobody else's words: a stranger's flood
does not pass because a machine is away, and the house does not fall silent with it (docs/decisions).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from community.trust import links, queries, wordlist
from community.trust.models import Step, Treatment
from community.trust.registry import Classify, Reason
from community.trust.wordlist import Care
from kernel import i18n
from kernel.errors import Invalid
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.search import languages
from kernel.viewer import Viewer

PATIENCE = 2.0
"""Seconds that a classifier may take."""
SURE = 0.8
log = logging.getLogger("tandem.trust")


class Outcome(StrEnum):
    SHOWN = "shown"
    HELD = "held"
    REFUSED = "refused"


@dataclass(frozen=True)
class Verdict:
    """What becomes of a text, and why; `marks` are for staff alone and hinder nothing."""

    outcome: Outcome = Outcome.SHOWN
    reasons: tuple[Reason, ...] = ()
    marks: tuple[Reason, ...] = ()

    @property
    def is_held(self) -> bool:
        return self.outcome == Outcome.HELD

    @property
    def is_refused(self) -> bool:
        return self.outcome == Outcome.REFUSED


SHOWN = Verdict()


async def of(viewer: Viewer, kind: str, texts: Sequence[str], *, language: str = "") -> Verdict:
    """What becomes of what somebody wrote. Outside of any transaction: a classifier may be far away."""
    if viewer.id is None or viewer.is_staff:
        return SHOWN
    whole = "\n".join(text for text in texts if text)
    entries = (await wordlist.ready()).found(whole, language=language)
    told = {does: [Reason("word", e.text) for e in entries if e.does == does] for does in Treatment}
    if told[Treatment.REFUSE]:
        return Verdict(Outcome.REFUSED, tuple(told[Treatment.REFUSE]))
    held = [
        *told[Treatment.HOLD],
        *await _by_step(viewer, kind, whole),
        *await _by_classifiers(viewer, whole, language),
    ]
    outcome = Outcome.HELD if held else Outcome.SHOWN
    return Verdict(outcome, tuple(held), tuple(told[Treatment.MARK]))


async def judged(viewer: Viewer, kind: str, texts: Sequence[str], *, field: str, language: str = "") -> Verdict:
    """The same for an action: what is refused is told beside `field`, and nothing is written."""
    verdict = await of(viewer, kind, texts, language=language)
    if verdict.is_refused:
        raise Invalid(refusal(verdict), errors={field: refusal(verdict)})
    return verdict


async def outright(viewer: Viewer, kind: str, texts: Sequence[str], *, field: str, language: str = "") -> None:
    """The same for what stands in sight already or has nowhere to wait: what would be held is told beside `field` too."""
    verdict = await judged(viewer, kind, texts, field=field, language=language)
    if verdict.is_held:
        raise Invalid(unheld(verdict), errors={field: unheld(verdict)})


def unheld(verdict: Verdict) -> str:
    """What is said to whoever wrote what would be held, where nothing can wait."""
    if words := [f"“{reason.what}”" for reason in verdict.reasons if reason.kind == "word"]:
        return _(
            "The team reads texts with %(words)s before they are shown, and here nothing can wait. Say it without them."
        ) % {"words": i18n.format_list(words)}
    if any(reason.kind == "away" for reason in verdict.reasons):
        return _("What newcomers write is looked at first, and what looks is away just now. Try again in a while.")
    return _("The team reads texts like this before they are shown, and here nothing can wait. Say it in other words.")


def refusal(verdict: Verdict) -> str:
    """What is said to whoever wrote what the list refuses."""
    words = i18n.format_list([f"“{reason.what}”" for reason in verdict.reasons])
    return _("This house does not publish %(words)s. Take it out and send it again; nothing is lost.") % {
        "words": words
    }


async def _by_step(viewer: Viewer, kind: str, text: str) -> list[Reason]:
    """What the house reads before it is shown, by kind and by who wrote it."""
    care = await wordlist.care_of(kind)
    if care == Care.NOBODY or (care == Care.LINKS and not links.hosts(text)):
        return []
    if care != Care.EVERYBODY and not await _is_new(viewer):
        return []
    return [Reason(str(care))]


async def _is_new(viewer: Viewer) -> bool:
    return await queries.step_of(int(viewer.id or 0)) == Step.NEWCOMER


async def _by_classifiers(viewer: Viewer, text: str, language: str) -> list[Reason]:
    asked: list[Classify] = the_house().registered("classifier")
    if not asked or not text:
        return []
    spoken = language or languages.of(text)
    answers = await asyncio.gather(*(_answer(one, text, spoken) for one in asked))
    found = [Reason("classifier", label) for answer in answers for label, score in answer or () if score >= SURE]
    if None in answers and await _is_new(viewer):
        found.append(Reason("away"))
    return found


async def _answer(classify: Classify, text: str, language: str) -> Sequence[tuple[str, float]] | None:
    """What a classifier says; None when it says nothing in time."""
    try:
        return await asyncio.wait_for(classify(text, language), PATIENCE)
    except Exception:
        log.warning("a classifier did not answer", exc_info=True)
        return None
