"""The list of words and links, and what is read before it is shown, for administrators; with a text to try it on."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator
from starlette.requests import Request
from starlette.responses import Response

from community.trust import wording, wordlist
from community.trust.models import Listed, Treatment
from community.trust.wordlist import READ, Care
from kernel import forms, pages
from kernel.errors import Conflict
from kernel.forms import Form, Line, Text, wrong
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import admins
from kernel.web import get, number, post


class WordForm(Form):
    how: Listed
    text: Annotated[Line, Field(min_length=2, max_length=120)]
    language: Annotated[str, Field(pattern="^(|fr|en)$")] = ""
    does: Treatment
    note: Annotated[Line, Field(max_length=200)] = ""

    @model_validator(mode="after")
    def _is_host(self) -> WordForm:
        if self.how == Listed.HOST:
            host = self.text.lower().partition("//")[2] or self.text.lower()
            self.text = host.partition("/")[0].removeprefix("www.")
            if "." not in self.text.strip(".") or " " in self.text:
                raise wrong(mark("A host looks like shop.example."))
        return self


class CareForm(Form):
    comment: Care
    design: Care


class TrialForm(Form):
    trial: Annotated[Text, Field(max_length=5000)] = ""


async def index(request: Request) -> Response:
    return await _page(request)


async def add(request: Request) -> Response:
    """Put something on the list."""
    filled = await forms.read(request, WordForm)
    if "form" in filled.errors:
        filled.errors["text"] = filled.errors.pop("form")
    if filled.ok:
        try:
            await wordlist.add(request.state.viewer, **filled.valid.model_dump())
        except Conflict as error:
            filled.refuse("text", error.message)
        else:
            pages.said(request, _("It is on the list, and in force from now on."))
            return pages.see_other(request, "/moderation/words")
    return await _page(request, form=filled, status=422)


async def remove(request: Request) -> Response:
    """Take something off the list."""
    await wordlist.remove(request.state.viewer, number(request))
    pages.said(request, _("It is off the list. What was held stays with moderation until it is read."))
    return pages.see_other(request, "/moderation/words")


async def set_care(request: Request) -> Response:
    """Set what is read before it is shown."""
    filled = await forms.read(request, CareForm)
    if not filled.ok:
        return await _page(request, care=filled, status=422)
    await wordlist.set_cares(request.state.viewer, {**await wordlist.cares(), **filled.valid.model_dump()})
    pages.said(request, _("Set, from now on."))
    return pages.see_other(request, "/moderation/words")


async def try_out(request: Request) -> Response:
    """What the list would say of a text; nothing is kept."""
    filled = await forms.read(request, TrialForm)
    if not filled.ok:
        return await _page(request, trial=filled, status=422)
    found = (await wordlist.ready()).found(filled.valid.trial)
    return await _page(request, trial=filled, found=found)


async def _page(request: Request, *, status: int = 200, **typed: Any) -> Response:
    cares = {kind: str(care) for kind, care in (await wordlist.cares()).items()}
    context = {
        "entries": await wordlist.entries(),
        "form": forms.blank(how=Listed.WORDS.value, does=Treatment.HOLD.value, language=""),
        "care": forms.blank(**cares),
        "trial": forms.blank(trial=""),
        "found": None,
        "hows": [(str(how), _(label)) for how, label in wording.HOWS.items()],
        "treatments": [(str(does), _(label)) for does, label in wording.TREATMENTS.items()],
        "cares": [(str(care), _(label)) for care, label in wording.CARES.items()],
        "kinds": [(kind, wording.label(kind)) for kind in READ],
        **typed,
    }
    return await pages.page(request, "community/trust/words.html", context, status=status)


routes = [
    get("/moderation/words", index, allow=admins),
    post("/moderation/words", add, allow=admins),
    post("/moderation/words/{id}/removal", remove, allow=admins),
    post("/moderation/words/reading", set_care, allow=admins),
    post("/moderation/words/trial", try_out, allow=admins),
]
