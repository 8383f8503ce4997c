"""What a provider says of itself, and its keys: asked once, kept for a while, asked again when it signs with a new key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from community.providers.settings import ProviderSettings, providers
from community.providers.trouble import Unable
from kernel import clock, outgoing
from kernel.errors import Missing

KEPT = timedelta(hours=1)
BETWEEN = timedelta(seconds=30)
"""New keys are not asked for more often: anybody may send us a token that names one."""
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
PLACES = (*NEEDED, "userinfo_endpoint", "end_session_endpoint")


@dataclass(frozen=True)
class Provider:
    """A provider of this site: its settings, and what people call it."""

    name: str
    settings: ProviderSettings

    @property
    def label(self) -> str:
        return self.settings.label or self.name.upper()

    @property
    def method(self) -> str:
        """What sessions say that were begun by it."""
        return f"oidc:{self.name}"


@dataclass(frozen=True)
class _Known:
    about: dict[str, Any]
    keys: dict[str, Any]
    at: datetime
    keys_at: datetime


_known: dict[tuple[str, str], _Known] = {}


def every() -> list[Provider]:
    return [Provider(name, settings) for name, settings in providers().items()]


def called(method: str) -> str:
    """What people call the provider that a session was begun by, one that the site no longer has too; else nothing."""
    kind, _colon, name = method.partition(":")
    labels = {provider.name: provider.label for provider in every()}
    return labels.get(name, name.upper()) if kind == "oidc" else ""


def named(name: str) -> Provider:
    """A provider by its name in the settings; Missing for any other."""
    found = providers().get(name)
    if found is None:
        raise Missing()
    return Provider(name, found)


async def about(provider: Provider) -> dict[str, Any]:
    """Its discovery document, checked."""
    return (await _fresh(provider)).about


async def keys(provider: Provider, *, anew: bool = False) -> dict[str, Any]:
    """Its public keys; `anew` when a token names one that we do not know."""
    known = await _fresh(provider)
    if anew and clock.now() - known.keys_at > BETWEEN:
        known = _Known(known.about, await _json(provider, known.about["jwks_uri"]), known.at, clock.now())
        _known[_key(provider)] = known
    return known.keys


def forget() -> None:
    """Ask again whatever was known."""
    _known.clear()


async def _fresh(provider: Provider) -> _Known:
    known, now = _known.get(_key(provider)), clock.now()
    if known is not None and timedelta(0) <= now - known.at < KEPT:
        return known
    found = await _json(provider, f"{provider.settings.issuer}/.well-known/openid-configuration")
    _check(provider, found)
    known = _Known(found, await _json(provider, found["jwks_uri"]), now, now - 2 * BETWEEN)
    _known[_key(provider)] = known
    return known


def _key(provider: Provider) -> tuple[str, str]:
    return provider.name, provider.settings.issuer


def _check(provider: Provider, found: dict[str, Any]) -> None:
    """It must be who the settings say, and name the places we need; none of them may be anything but an address."""
    if str(found.get("issuer", "")).rstrip("/") != provider.settings.issuer:
        raise Unable("misset", provider.label, f"its discovery says it is {str(found.get('issuer'))[:200]!r}")
    for place in PLACES:
        url = found.get(place)
        if url is None and place not in NEEDED:
            continue
        if not isinstance(url, str) or not is_address(url):
            raise Unable("misset", provider.label, f"its discovery has no address for {place}")


def is_address(url: str) -> bool:
    """Is it a plain https address, or one of a place opened by setting?"""
    try:
        parts = urlsplit(url)
        port = parts.port or 80
    except ValueError:
        return False
    if not parts.hostname or parts.username:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and outgoing.is_opened(parts.hostname, port))


async def _json(provider: Provider, url: str) -> dict[str, Any]:
    try:
        async with outgoing.client() as http:
            answer = await http.get(url)
            answer.raise_for_status()
            found = answer.json()
    except outgoing.errors() as error:
        raise Unable("away", provider.label, f"{type(error).__name__}: {str(error)[:200]}") from error
    if not isinstance(found, dict):
        raise Unable("misset", provider.label, "it answers something that is no document")
    return found
