"""What cannot be done, or broke, as page, fragment or problem document: in the reader's language, with every header."""

from __future__ import annotations

import contextlib
import errno
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import escape
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kernel import api, db, forms, i18n, incidents, pages, security
from kernel.errors import Missing, Problem, SignInNeeded, TooLarge, Unavailable
from kernel.features import the_house
from kernel.front import language_cookie
from kernel.i18n import gettext as _

FULL = (errno.ENOSPC, errno.EDQUOT)
LARGEST_KEPT = 1_000_000
AWAY = (*db.AWAY, ConnectionError)
log = logging.getLogger("tandem")


class Net:
    """Catches what nobody foresaw, the doorway's own mishaps too, and says it in the language of the request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def outward(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, outward)
        except Exception as error:
            if scope["type"] != "http" or begun:
                raise
            log.exception("a request failed")  # and is not raised: the server would close the line on its answer
            request = Request(scope, receive)
            with i18n.speaking(_language(request)):
                response = await failed(request, error)
            await response(scope, receive, send)


def _language(request: Request) -> str:
    """What the doorway had found, else what can be known without a memory."""
    known: str = request.scope["state"].get("lang", "")
    raw = request.headers.get("cookie", "").encode("latin-1", "replace")
    accept = request.headers.get("accept-language", "")
    return known or i18n.choose(language_cookie(raw), accept=accept, otherwise=the_house().settings.language or "en")


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    kinds: dict[int, type[Problem]] = {404: Missing, 413: TooLarge}
    problem = kinds.get(status, Problem)(_("That address takes no such request.") if status == 405 else "")
    problem.status = status
    return await refused(request, problem)


async def gone(request: Request, error: Exception) -> Response:
    """Whoever asked left before all of it was sent: no fault of ours, and nobody reads the answer."""
    return Response(status_code=400)


async def failed(request: Request, error: Exception) -> Response:
    """What nobody foresaw: a database that is away is a 503, all else a 500; neither says more than that."""
    if isinstance(error, AWAY) or getattr(error, "errno", None) in FULL:
        return await _said(
            request, Unavailable(_("We cannot reach our memory just now. Nothing was lost; try again in a minute."))
        )
    problem = Problem(_("Something broke on our side. It has been noted."))
    problem.status = 500
    return await _said(request, problem)


async def refused(request: Request, error: Exception) -> Response:
    """A Problem as whatever was asked for; what was written in a form that comes too late is given back."""
    if not isinstance(error, Problem):
        raise error
    incidents.refused(request, error)
    if request.method == "POST" and "sent" not in request.scope["state"] and not _wants_json(request):
        await _listen(request)
    return await _said(request, error)


async def _listen(request: Request) -> None:
    """Read the form that nobody has read yet, where it is small and from a page of ours."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) <= LARGEST_KEPT and security.same_origin(request):
        with contextlib.suppress(HTTPException, ClientDisconnect, RuntimeError):
            await forms.sent(request)


async def _said(request: Request, error: Problem) -> Response:
    headers = {"Retry-After": str(error.detail["after"])} if "after" in error.detail else {}
    if _wants_json(request):
        return api.problem(error, headers=headers)
    written = forms.words(request.scope["state"].get("sent", FormData())) if security.same_origin(request) else []
    if isinstance(error, SignInNeeded) and not written:
        return pages.see_other(request, f"{error.way}?next={_way_back(request)}")
    title = error.detail.get("title") or _title(error.status)
    way = f"{error.way}?next={_way_back(request)}" if isinstance(error, SignInNeeded) else getattr(error, "way", "")
    context = {"status": error.status, "title": title, "message": error.message, "written": written, "way": way}
    response = await _page(request, context)
    if pages.by_htmx(request):
        headers |= {"HX-Retarget": "body", "HX-Reswap": "outerHTML"}
    response.headers.update({**headers, "Cache-Control": "no-store"})
    return response


async def _page(request: Request, context: Mapping[str, Any]) -> Response:
    """The page of an error; where even that cannot be made, a plainer one, and at last one that needs nothing at all."""
    status: int = context["status"]
    try:
        return await pages.page(request, "errors/problem.html", context, status=status)
    except AWAY:
        pass
    except Exception:
        log.exception("the page of an error is broken")
    try:
        return pages.answer(pages.render("errors/plain.html", {"lang": i18n.language.get(), **context}), status=status)
    except Exception:
        log.exception("the plain page of an error is broken")
    return pages.answer(_last_resort(context), status=500)


def _last_resort(context: Mapping[str, Any]) -> str:
    """A page without template, stylesheet or picture."""
    lang, title, message = i18n.language.get(), escape(context["title"]), escape(context["message"])
    written = "".join(f"<pre>{escape(text)}</pre>\n" for text in context["written"])
    back = escape(_("To the front page"))
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{title}</title>\n</head>\n'
        f"<body>\n<main>\n<h1>{title}</h1>\n<p>{message}</p>\n{written}"
        f'<p><a href="/">{back}</a></p>\n</main>\n</body>\n</html>\n'
    )


def _wants_json(request: Request) -> bool:
    return request.url.path.startswith("/api/") or request.headers.get("accept", "").startswith("application/json")


def _way_back(request: Request) -> str:
    if request.method == "GET":
        return quote(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
    return quote(pages.safe_next(urlsplit(request.headers.get("referer", "")).path))


def _title(status: int) -> str:
    titles = {
        401: _("Sign in first"),
        403: _("This is not yours to do"),
        404: _("There is nothing here"),
        405: _("There is nothing here"),
        409: _("Somebody was faster"),
        413: _("That is too much at once"),
        422: _("This cannot be used"),
        429: _("A little slower, please"),
        503: _("Back in a moment"),
    }
    return titles.get(status, _("That did not work"))


handlers: Mapping[Any, Any] = {Problem: refused, HTTPException: _http, ClientDisconnect: gone}
