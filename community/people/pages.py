"""The door: signing in, up and out, the link of a letter, a new password, the language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from community.people import actions, arrivals, entrance, keys, letting, opening, proofs, queries
from community.people.forms import NewPasswordForm, ResetForm, SignInForm, SignUpForm
from kernel import forms, i18n, pages, security, sessions, site
from kernel.errors import Missing
from kernel.features import the_house
from kernel.front import language_name
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, post

DEMO = (
    ("ada", mark("Customer, proposes and supports")),
    ("ben", mark("Ambassador, heard by many")),
    ("mo", mark("Community manager, one queue of what needs a hand")),
    ("sol", mark("Product team, demand and roadmap")),
    ("root", mark("Administrator, people and settings")),
)
DEMO_PASSWORD = "tandem-demo"  # noqa: S105  printed on the page of the demo


async def sign_in_page(request: Request) -> Response:
    """The ways in; the demo's people hang beside them."""
    wanted = pages.safe_next(request.query_params.get("next"))
    if request.state.viewer.is_member:
        return RedirectResponse(wanted, status_code=303)

    async def build() -> dict[str, Any]:
        return {"form": forms.blank(), "next": wanted, "cards": await _demo_cards()}

    return await pages.shared(request, "community/people/sign_in.html", build)


async def sign_in(request: Request) -> Response:
    filled = await forms.read(request, SignInForm)
    wanted = pages.safe_next(str(filled.values.get("next", "")))
    typed = filled.data or SignInForm()
    await security.limit_everywhere("sign-in.from", security.address_of(request), burst=60, per_minute=30)
    await security.limit_everywhere("sign-in.to", typed.email.lower(), burst=20, per_minute=10)
    person = await entrance.sign_in(email=typed.email, password=typed.password)
    if person is None:
        filled.values.pop("password", None)
        filled.refuse(
            "password",
            _("This address and this password do not go together, or the address has not been confirmed yet."),
        )
        context = {"form": filled, "next": wanted, "cards": await _demo_cards()}
        return await pages.page(request, "community/people/sign_in.html", context, status=422)
    return await letting.let_in(request, pages.see_other(request, wanted), person.id, method="password")


async def _demo_cards() -> list[dict[str, Any]]:
    """The five people one may be in the demo, as far as they exist."""
    if not (await site.current()).demo:
        return []
    known = await queries.by_emails([f"{handle}@example.org" for handle, _sees in DEMO])
    cards = await queries.names(list(known.values()))
    return [
        {"card": cards[known[email]], "email": email, "password": DEMO_PASSWORD, "sees": _(sees)}
        for handle, sees in DEMO
        if (email := f"{handle}@example.org") in known
    ]


async def sign_out(request: Request) -> Response:
    """Out of here; a wing above may lead on to where else one is signed in by the same, under "sign-out"."""
    answer = pages.see_other(request, "/")
    for step in the_house().registered("sign-out"):
        answer = await step(request) or answer
    return await sessions.end(request, answer)


async def sign_up_page(request: Request) -> Response:
    wanted = pages.safe_next(request.query_params.get("next"))
    if request.state.viewer.is_member:
        return RedirectResponse(wanted, status_code=303)

    async def build() -> dict[str, Any]:
        return await _sign_up_context(request, forms.blank(), wanted, request.query_params)

    if arrivals.named(request.query_params):
        return await pages.page(request, "community/people/sign_up.html", await build())
    return await pages.shared(request, "community/people/sign_up.html", build)


async def _sign_up_context(
    request: Request, form: forms.Filled[Any], wanted: str, values: Mapping[str, object]
) -> dict[str, Any]:
    """The form, or why there is none; `values` are what the address or the form brings."""
    return {
        "form": form,
        "next": wanted,
        "mode": await opening.mode(values),
        "brought": await arrivals.drawn(request, values),
        "query": urlencode([(name, text) for name, text in values.items() if name in arrivals.names() and text]),
    }


async def sign_up(request: Request) -> Response:
    filled = await forms.read(request, SignUpForm)
    wanted = pages.safe_next(str(filled.values.get("next", "")))
    for field, message in (await arrivals.wrong(filled.values)).items():
        filled.refuse(field, message)
    if not filled.ok:
        filled.values.pop("password", None)
        context = await _sign_up_context(request, filled, wanted, filled.values)
        return await pages.page(request, "community/people/sign_up.html", context, status=422)
    await limit_letters(request, filled.valid.email)
    brought = await arrivals.taken(request, filled.values)
    await entrance.sign_up(**filled.valid.model_dump(), wanted=wanted if wanted != "/" else "", brought=brought)
    return pages.see_other(request, "/sign-up/sent")


async def sign_up_sent(request: Request) -> Response:
    return await pages.shared(request, "community/people/sent.html", _nothing_more, extra="sign-up")


async def confirm_page(request: Request) -> Response:
    """What the link of a letter opens: one button, since mail programs open links by themselves."""
    word = request.path_params["token"]
    proof = await proofs.find(proofs.CONFIRM, word)
    wanted = pages.safe_next(request.query_params.get("next"), "/account")
    brought = arrivals.fields(arrivals.given(request.query_params))
    context = {"proof": proof, "word": word, "next": wanted, "brought": brought}
    return await pages.page(request, "community/people/confirm.html", context)


async def confirm(request: Request) -> Response:
    form = await request.form()
    wanted = pages.safe_next(str(form.get("next", "")), "/account")
    if there := await _confirmed(request, wanted):
        return pages.see_other(request, there)
    proof = await proofs.find(proofs.CONFIRM, request.path_params["token"])
    person = await entrance.confirm(proof, brought=arrivals.given(form))
    if isinstance(person, str):
        return arrivals.left(request, pages.see_other(request, person))
    response = arrivals.left(request, pages.see_other(request, wanted))
    return await letting.let_in(request, response, person.id, method="letter")


async def _confirmed(request: Request, wanted: str) -> str:
    """Where the second press of the button leads, the first having opened the account, or having asked somebody else."""
    done = await proofs.used(proofs.CONFIRM, request.path_params["token"])
    if done is None:
        return ""
    person = await queries.by_email(done.email)
    if person is None or not person.is_claimed:
        return await opening.waits(done.email)
    is_in = request.state.viewer.id == person.id
    return wanted if is_in else f"/sign-in?{urlencode({'next': wanted})}"


async def reset_page(request: Request) -> Response:
    async def build() -> dict[str, Any]:
        return {"form": forms.blank()}

    return await pages.shared(request, "community/people/reset.html", build)


async def ask_reset(request: Request) -> Response:
    filled = await forms.read(request, ResetForm)
    if not filled.ok:
        return await pages.page(request, "community/people/reset.html", {"form": filled}, status=422)
    await limit_letters(request, filled.valid.email)
    await keys.ask_reset(filled.valid.email)
    return pages.see_other(request, "/reset/sent")


async def reset_sent(request: Request) -> Response:
    return await pages.shared(request, "community/people/sent.html", _nothing_more, extra="reset")


async def new_password_page(request: Request) -> Response:
    word = request.path_params["token"]
    await proofs.find(proofs.RESET, word)
    return await pages.page(request, "community/people/new_password.html", {"form": forms.blank(), "word": word})


async def new_password(request: Request) -> Response:
    word = request.path_params["token"]
    proof = await proofs.find(proofs.RESET, word)
    filled = await forms.read(request, NewPasswordForm)
    if not filled.ok:
        context = {"form": filled, "word": word}
        return await pages.page(request, "community/people/new_password.html", context, status=422)
    person = await keys.reset(proof, password=filled.valid.password)
    return await letting.let_in(request, pages.see_other(request, "/account"), person.id, method="letter")


async def speak(request: Request) -> Response:
    """Another language, kept in a cookie and, for members, in the profile."""
    lang = request.path_params["lang"]
    if lang not in i18n.LANGUAGES:
        raise Missing()
    viewer: Viewer = request.state.viewer
    if viewer.is_member and security.same_origin(request):
        await actions.speak(viewer, language=lang)
    response = RedirectResponse(pages.safe_next(request.query_params.get("next")), status_code=303)
    secure, name = the_house().settings.secure, language_name()
    response.set_cookie(name, lang, max_age=365 * 86400, path="/", secure=secure, httponly=True, samesite="lax")
    return response


async def limit_letters(request: Request, email: str) -> None:
    """Nobody's letter box is filled from here."""
    await security.limit_everywhere("letters.from", security.address_of(request), burst=30, per_minute=6)
    await security.limit_everywhere("letters.to", email, burst=5, per_minute=0.5)


async def _nothing_more() -> dict[str, Any]:
    return {}


routes = [
    get("/sign-in", sign_in_page, allow=everyone),
    post("/sign-in", sign_in, allow=everyone, tokenless=True),
    post("/sign-out", sign_out, allow=members),
    get("/sign-up", sign_up_page, allow=everyone),
    post("/sign-up", sign_up, allow=everyone, tokenless=True),
    get("/sign-up/sent", sign_up_sent, allow=everyone),
    get("/confirm/{token}", confirm_page, allow=everyone),
    post("/confirm/{token}", confirm, allow=everyone, tokenless=True),
    get("/reset", reset_page, allow=everyone),
    post("/reset", ask_reset, allow=everyone, tokenless=True),
    get("/reset/sent", reset_sent, allow=everyone),
    get("/reset/{token}", new_password_page, allow=everyone),
    post("/reset/{token}", new_password, allow=everyone, tokenless=True),
    get("/language/{lang}", speak, allow=everyone),
]
