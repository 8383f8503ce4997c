"""Signed tokens of a provider: who somebody is, and who has signed out there."""

from __future__ import annotations

import hashlib
from typing import Any

from community.providers import discovery
from community.providers.discovery import Provider
from community.providers.trouble import Unable
from kernel import clock
from kernel.features import the_house

LEEWAY = 60
"""Seconds that clocks may differ."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
"""Signatures that only the holder of a private key can make: neither none, nor a secret that two know."""
SIGNED_OUT = "http://schemas.openid.net/event/backchannel-logout"
STALE = 300


async def checked(provider: Provider, word: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The claims and the header of a token whose signature holds, by a key of the provider."""
    from joserfc import errors

    try:
        return _decoded(word, await discovery.keys(provider))
    except (errors.InvalidKeyIdError, errors.BadSignatureError, errors.MissingKeyError):
        return _believed(provider, word, await discovery.keys(provider, anew=True))
    except (errors.JoseError, ValueError) as error:
        raise Unable("doubtful", provider.label, _fact(error)) from error


def _believed(provider: Provider, word: str, keys: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    from joserfc import errors

    try:
        return _decoded(word, keys)
    except (errors.JoseError, ValueError) as error:
        raise Unable("doubtful", provider.label, _fact(error)) from error


def _decoded(word: str, keys: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    from joserfc import jwt
    from joserfc.jwk import KeySet
    from joserfc.jws import JWSRegistry

    registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
    found = jwt.decode(word, KeySet.import_key_set({"keys": keys.get("keys", [])}), registry=registry)
    return dict(found.claims), dict(found.header)


def _fact(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error)[:200]}"


async def identity(provider: Provider, token: dict[str, Any], *, nonce: str) -> dict[str, Any]:
    """The claims of the identity token in an answer to a code, all checks passed; Unable otherwise."""
    from authlib.oidc.core import CodeIDToken
    from joserfc import errors

    word = token.get("id_token")
    if not isinstance(word, str):
        raise Unable("doubtful", provider.label, "there is no identity token in its answer")
    said, header = await checked(provider, word)
    wanted = {
        "iss": {"essential": True, "value": (await discovery.about(provider))["issuer"]},
        "aud": {"essential": True, "value": provider.settings.client_id},
    }
    known = {"nonce": nonce, "client_id": provider.settings.client_id, "access_token": token.get("access_token")}
    now = int(clock.now().timestamp())
    _check_clock(provider, said, now)
    try:
        CodeIDToken(said, header, wanted, known).validate(now=now, leeway=LEEWAY)
    except (errors.JoseError, ValueError, TypeError) as error:
        raise Unable("doubtful", provider.label, _fact(error)) from error
    return said


def _check_clock(provider: Provider, said: dict[str, Any], now: int) -> None:
    """A token comes straight from its maker: one that is not valid yet, or no longer, tells of a clock."""
    times = {name: said[name] for name in ("iat", "nbf", "exp") if isinstance(said.get(name), (int, float))}
    early = max(times.get("iat", now), times.get("nbf", now)) - now
    late = now - times.get("exp", now)
    if max(early, late) > LEEWAY:
        raise Unable(
            "clock", provider.label, f"its clock differs from ours by {round(max(early, late))} seconds or more"
        )


async def signed_out(provider: Provider, word: str) -> dict[str, Any]:
    """The claims of a provider's word that somebody signed out there (OpenID Connect Back-Channel Logout 1.0, 2.6)."""
    said, header = await checked(provider, word)
    now = clock.now().timestamp()
    audience = said.get("aud")
    events = said.get("events")
    faults = {
        "type": str(header.get("typ", "")).lower().removeprefix("application/") not in _types(provider),
        "issuer": said.get("iss") != (await discovery.about(provider))["issuer"],
        "audience": provider.settings.client_id not in (audience if isinstance(audience, list) else [audience]),
        "time": not isinstance(said.get("iat"), (int, float)) or abs(now - said["iat"]) > STALE,
        "end": not isinstance(said.get("exp", now), (int, float)) or said.get("exp", now) < now - LEEWAY,
        "number": not isinstance(said.get("jti"), str) or not said["jti"],
        "event": not isinstance(events, dict) or not isinstance(events.get(SIGNED_OUT), dict),
        "nonce": "nonce" in said,
        "whom": not (_is_word(said.get("sid")) or _is_word(said.get("sub"))),
    }
    wrong = [name for name, is_wrong in faults.items() if is_wrong]
    if wrong:
        raise Unable("doubtful", provider.label, f"its word of a sign-out is wrong in: {', '.join(wrong)}")
    return said


def _types(provider: Provider) -> tuple[str, ...]:
    """What its word of a sign-out may be named; older providers name it as any other, or not at all."""
    return ("logout+jwt", "jwt", "") if provider.settings.logout_type == "any" else ("logout+jwt",)


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def digest(*parts: str) -> str:
    """What we keep in place of a name that a provider uses."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def sealed(word: str) -> str:
    """A text that only this site can read again."""
    from joserfc import jwe

    return jwe.encrypt_compact({"alg": "dir", "enc": "A256GCM"}, word, _key())


def unsealed(text: str) -> str:
    """The text; empty when it was sealed with another key of the site."""
    from joserfc import errors, jwe

    try:
        return (jwe.decrypt_compact(text, _key()).plaintext or b"").decode()
    except (errors.JoseError, ValueError):
        return ""


def _key() -> Any:
    from joserfc.jwk import OctKey

    return OctKey.import_key(hashlib.sha256(b"outside session\0" + the_house().settings.key).digest())
