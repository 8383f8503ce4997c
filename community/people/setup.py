"""The first run: until somebody with the code from the terminal has set the brand up, every page leads here.

Only what was imported by the terminal may be read before.
"""

from __future__ import annotations

import hmac
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from community.people import actions, forms, passwords
from community.people.models import Person, Role
from kernel import api, db, lists, security, sessions, site
from kernel.errors import Conflict, Unavailable
from kernel.features import the_house
from kernel.i18n import gettext as _

OPEN = ("/setup", "/static/", "/brand.", "/language/", "/healthz", "/readyz", "/metrics", "/reset/", "/search")
"""What answers before a site is set up; by searching one sees what was brought in by files."""


def code() -> str:
    """What `serve` prints at the start of a site that nobody has set up."""
    found = hmac.new(the_house().settings.key, b"setup", "sha256").hexdigest()
    return f"{found[:4]}-{found[4:8]}-{found[8:12]}"


async def is_awaited() -> bool:
    found = await site.current()
    return not (found.ready or found.demo)


async def gate(request: Request) -> Response | None:
    """Where a request must go instead, on a site that is not set up; a program is told so."""
    path = request.scope["path"]
    if not await is_awaited() or path.startswith(OPEN) or await _is_read(request):
        return None
    if path.startswith("/api/"):
        return api.problem(Unavailable(_("This site has not been set up yet.")))
    return RedirectResponse(f"/setup?next={quote(lists.address(request))}", status_code=303)


async def _is_read(request: Request) -> bool:
    """Is something looked at that came by the terminal, such as an imported file? It may be read before the first run."""
    return request.method in ("GET", "HEAD") and await db.row("SELECT id FROM person LIMIT 1") is not None


async def notice() -> str:
    """The lines that the terminal shows, or none."""
    if not await is_awaited():
        return ""
    return f"First run: open {the_house().settings.base_url.rstrip('/')}/setup and give the code {code()}"


async def is_code(typed: str) -> bool:
    await security.limit_everywhere("setup", "code", burst=10, per_minute=10)
    return hmac.compare_digest(typed.strip().lower().replace("-", "").encode(), code().replace("-", "").encode())


async def complete(form: forms.SetupForm, *, mark: str = "") -> Person:
    """Brand, first board and first administrator, all at once or not at all."""
    hashed = await passwords.digest(form.password)
    async with db.transaction():
        if not await is_awaited():
            raise Conflict(_("This site has been set up already."))
        await site.change(name=form.brand, accent=form.accent, language=form.site_language, mark=mark, ready=True)
        person = await actions.create(
            name=form.name, email=form.email, hashed=hashed, role=Role.ADMIN, language=form.site_language
        )
        viewer = await sessions.viewer_of(person.id)
        for step in the_house().registered("setup"):
            await step(viewer, form)
    return person
