"""There and back: the code flow with PKCE, state and nonce; what must be remembered waits in an attempt of this browser."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any

from community.providers import claims, discovery, tokens
from community.providers.claims import Visitor
from community.providers.discovery import Provider
from community.providers.trouble import Unable
from kernel import clock, outgoing
from kernel.features import the_house

SIGN_IN, LINK, PROVE = "in", "link", "prove"
JUST_NOW = 300
"""Seconds since a provider asked somebody for their password or the like, to count as a proof made for us."""


@dataclass(frozen=True)
class Begun:
    """Where the browser is sent, and what must be known when it comes back."""

    url: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Came:
    """Somebody who came back, as the provider describes them, and its token, sealed; `is_fresh` when it asked them just now."""

    visitor: Visitor
    token: str
    is_fresh: bool = False


def callback(provider: Provider) -> str:
    """Where a provider sends people back to; by the setting, never by what a request says of its host."""
    return f"{the_house().settings.base_url.rstrip('/')}/sign-in/with/{provider.name}/callback"


async def begin(provider: Provider, purpose: str, *, language: str) -> Begun:
    """The address at the provider, and what to remember."""
    from authlib.common.security import generate_token

    about = await discovery.about(provider)
    nonce, verifier = generate_token(30), generate_token(48)
    more = {"nonce": nonce, "code_verifier": verifier, "ui_locales": language}
    if provider.settings.acr:
        more["acr_values"] = provider.settings.acr
    if purpose == PROVE:
        more |= {"prompt": "login", "max_age": "0"}
    async with _client(provider, about) as client:
        url, state = client.create_authorization_url(about["authorization_endpoint"], **more)
    data = {"provider": provider.name, "purpose": purpose, "state": state, "nonce": nonce, "verifier": verifier}
    return Begun(url, data)


def check_answer(provider: Provider, data: dict[str, Any], answer: dict[str, str], issuer: str) -> str:
    """The code in what a provider sent a browser back with; Unable when it is no answer to what this browser asked."""
    silent = "error" in answer and "state" not in answer  # some say no without saying to what; that opens nothing
    if not silent and not hmac.compare_digest(str(data["state"]).encode(), answer.get("state", "").encode()):
        raise Unable("lost", provider.label, "state")
    if answer.get("iss", issuer).rstrip("/") != issuer.rstrip("/"):
        raise Unable("doubtful", provider.label, "its answer names another issuer")
    if answer.get("error"):
        denied = answer["error"] in ("access_denied", "login_required", "interaction_required", "consent_required")
        raise Unable("denied" if denied else "doubtful", provider.label, f"it answered {answer['error'][:60]!r}")
    if not answer.get("code"):
        raise Unable("lost", provider.label, "no code")
    return answer["code"]


async def finish(provider: Provider, data: dict[str, Any], answer: dict[str, str]) -> Came:
    """Who came back: the code is exchanged, the token checked, and what it leaves out is asked for."""
    about = await discovery.about(provider)
    code = check_answer(provider, data, answer, about["issuer"])
    async with _client(provider, about) as client:
        token = await _exchange(provider, client, about, code, str(data["verifier"]))
        said = await tokens.identity(provider, token, nonce=str(data["nonce"]))
        if not claims.is_strict_enough(provider.settings, said):
            raise Unable("weak", provider.label, f"acr {str(said.get('acr'))[:60]!r}")
        told = said | await _userinfo(provider, client, about, said)
    asked_at = said.get("auth_time")
    fresh = isinstance(asked_at, (int, float)) and clock.now().timestamp() - asked_at < JUST_NOW
    return Came(claims.visitor(provider.name, provider.settings, told), tokens.sealed(str(token["id_token"])), fresh)


def _client(provider: Provider, about: dict[str, Any]) -> Any:
    from authlib.integrations.httpx_client import AsyncOAuth2Client

    settings = provider.settings
    return AsyncOAuth2Client(
        client_id=settings.client_id,
        client_secret=settings.client_secret or None,
        scope=" ".join(dict.fromkeys(("openid", *settings.scopes.split()))),
        redirect_uri=callback(provider),
        code_challenge_method="S256",
        token_endpoint_auth_method=_way(provider, about),
        **outgoing.options(),
    )


def _way(provider: Provider, about: dict[str, Any]) -> str:
    """How our secret is shown: as the setting says, or in the first way that the provider knows."""
    if provider.settings.client_auth:
        return provider.settings.client_auth
    if not provider.settings.client_secret:
        return "none"
    known = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return next((way for way in ("client_secret_basic", "client_secret_post") if way in known), "client_secret_basic")


async def _exchange(provider: Provider, client: Any, about: dict[str, Any], code: str, verifier: str) -> dict[str, Any]:
    from authlib.common.errors import AuthlibBaseError

    try:
        token = await client.fetch_token(about["token_endpoint"], code=code, code_verifier=verifier)
    except AuthlibBaseError as error:
        lost = error.error == "invalid_grant"
        raise Unable("lost" if lost else "misset", provider.label, f"its answer to our code: {error.error}") from error
    except outgoing.errors() as error:
        raise Unable("away", provider.label, f"{type(error).__name__}: {str(error)[:200]}") from error
    return dict(token)


async def _userinfo(provider: Provider, client: Any, about: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """What a provider tells only when asked with the access token; it must be about the same person."""
    wanted = {provider.settings.email_claim, provider.settings.name_claim}
    if provider.settings.customer_claim:
        wanted.add(provider.settings.customer_claim)
    if provider.settings.roles:
        wanted.add(provider.settings.groups_claim)
    if not about.get("userinfo_endpoint") or wanted <= said.keys():
        return {}
    try:
        answer = await client.get(about["userinfo_endpoint"])
        answer.raise_for_status()
        told = answer.json()
    except outgoing.errors() as error:
        raise Unable("away", provider.label, f"{type(error).__name__}: {str(error)[:200]}") from error
    if not isinstance(told, dict) or told.get("sub") != said["sub"]:
        raise Unable("doubtful", provider.label, "it tells of somebody else when asked for more")
    return {name: value for name, value in told.items() if name not in said}
