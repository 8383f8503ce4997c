"""What a guardian's letter opens, and where who is under age waits for the answer."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from community.providers import guardians
from community.providers.forms import AnswerForm
from community.providers.models import GuardianConsent
from kernel import forms, i18n, pages
from kernel.errors import Conflict
from kernel.viewer import everyone
from kernel.web import get, post


async def waiting(request: Request) -> Response:
    return await pages.page(request, "community/providers/waiting.html", {})


async def show(request: Request) -> Response:
    """The words one agrees to, and two buttons; after a yes, the one that takes it back."""
    consent = await guardians.find(request.path_params["word"])
    with i18n.speaking(_language(request, consent)):
        return await _page(request, consent, forms.blank())


async def answer(request: Request) -> Response:
    consent = await guardians.find(request.path_params["word"])
    with i18n.speaking(_language(request, consent)):
        filled = await forms.read(request, AnswerForm)
        if not filled.ok:
            return await _page(request, consent, filled, status=422)
        given = filled.valid.answer == "yes"
        try:
            await (guardians.agree(consent) if given else guardians.decline(consent))
        except Conflict:  # the same answer once more, by a second press
            if not await guardians.stands(consent, given=given):
                raise
    return pages.see_other(request, f"/guardian/{request.path_params['word']}")


async def take_back(request: Request) -> Response:
    consent = await guardians.find(request.path_params["word"])
    with i18n.speaking(_language(request, consent)):
        try:
            await guardians.take_back(consent)
        except Conflict:
            if not await guardians.is_taken_back(consent):
                raise
    return pages.see_other(request, f"/guardian/{request.path_params['word']}")


def _language(request: Request, consent: GuardianConsent) -> str:
    """That of the letter, unless the browser has chosen one here."""
    chosen = request.state.viewer.is_member or request.cookies.get("language")
    return i18n.language.get() if chosen else consent.language


async def _page(
    request: Request, consent: GuardianConsent, form: forms.Filled[AnswerForm], *, status: int = 200
) -> Response:
    context = {"consent": consent, "word": request.path_params["word"], "form": form}
    return await pages.page(request, "community/providers/guardian.html", context, status=status)


routes = [
    get("/sign-up/guardian", waiting, allow=everyone),
    get("/guardian/{word}", show, allow=everyone),
    post("/guardian/{word}", answer, allow=everyone, tokenless=True),
    post("/guardian/{word}/revocation", take_back, allow=everyone, tokenless=True),
]
