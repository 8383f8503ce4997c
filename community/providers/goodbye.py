"""Signing out by a provider: there when somebody signs out here, and here when the provider says they signed out there."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from starlette.requests import Request

from community.providers import accounts, discovery, queries, tokens
from community.providers.discovery import Provider
from community.providers.models import OutsideSession
from community.providers.trouble import Unable
from kernel import clock, db, i18n, sessions
from kernel.errors import Missing
from kernel.features import the_house

REMEMBERED = timedelta(hours=1)


async def way_out(request: Request) -> tuple[Provider, str] | None:
    """Where a browser goes on to, to be signed out at the provider it came in by too; None when there is no such place."""
    token = sessions.token_of(request)
    held = await db.row("SELECT method, outside FROM session WHERE id = ?", sessions.digest(token)) if token else None
    if held is None or not held["method"].startswith("oidc:"):
        return None
    try:
        provider = discovery.named(held["method"].removeprefix("oidc:"))
        about = await discovery.about(provider)
    except (Missing, Unable):
        return None  # whoever wishes to go out goes out, whatever the provider does
    if not about.get("end_session_endpoint"):
        return None
    return provider, await _address(provider, about["end_session_endpoint"], held["outside"])


async def _address(provider: Provider, endpoint: str, session: str | None) -> str:
    kept = await OutsideSession.get_or_none(id=session) if session else None
    hint = tokens.unsealed(kept.hint) if kept else ""
    asked = {
        "client_id": provider.settings.client_id,
        "post_logout_redirect_uri": f"{the_house().settings.base_url.rstrip('/')}/sign-out/done",
        "ui_locales": i18n.language.get(),
        **({"id_token_hint": hint} if hint else {}),
    }
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


async def told(provider: Provider, word: str) -> int:
    """A provider says that somebody signed out there: our sessions that it began end. Says how many; a word works once."""
    said = await tokens.signed_out(provider, word)
    async with db.transaction():
        fresh = await db.rows(
            "INSERT INTO spent_token (id, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING id",
            tokens.digest(provider.settings.issuer, said["jti"]),
            clock.now() + REMEMBERED,
        )
        if not fresh:
            raise Unable("doubtful", provider.label, "its word of a sign-out was used before")
        return await _end(provider, said)


async def _end(provider: Provider, said: dict[str, str]) -> int:
    """The session it names, or all of the person it names that came by it."""
    if said.get("sid"):
        key = accounts.session_key(said["iss"], said["sid"])
        gone = await db.rows("DELETE FROM session WHERE outside = ? RETURNING id", key)
        await db.execute("DELETE FROM outside_session WHERE id = ?", key)
        return len(gone)
    account = await queries.by_subject(said["iss"], said["sub"])
    if account is None:
        return 0
    gone = await db.rows(
        "DELETE FROM session WHERE person_id = ? AND method = ? RETURNING id", account.person_id, provider.method
    )
    await db.execute("DELETE FROM outside_session WHERE account_id = ?", account.id)
    return len(gone)


async def sweep() -> None:
    """Forget words that would be too old to be believed again, and sessions there that are none here any more."""
    now = clock.now()
    await db.execute("DELETE FROM spent_token WHERE expires_at < ?", now)
    await db.execute(
        "DELETE FROM outside_session WHERE created_at < ? AND NOT EXISTS "
        "(SELECT 1 FROM session s WHERE s.outside = outside_session.id)",
        now - REMEMBERED,
    )
