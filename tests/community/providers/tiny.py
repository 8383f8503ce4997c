"""A provider of our own on this machine, for the answers that no honest one gives: it says whatever a test wishes."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey
from joserfc.jws import JWSRegistry

from kernel import clock

SECRET = "a secret that two know"


class Tiny:
    """One provider; what it says is changed by setting its attributes."""

    def __init__(self) -> None:
        self.port = 0
        self.close: Callable[[], None] = lambda: None
        self.key = ECKey.generate_key("P-256", parameters={"kid": "first"})
        self.published = [self.key]
        self.codes: dict[str, dict[str, Any]] = {}
        self.about: dict[str, Any] = {}
        self.said: dict[str, Any] = {}
        self.more: dict[str, Any] | None = None
        self.header: dict[str, Any] = {}
        self.status, self.pause = 200, 0.0
        self.alg = "ES256"
        self.skew = 0
        self.asked: list[str] = []

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def consent(self, url: str, **claims: Any) -> str:
        """What a person does there: says yes. The address that their browser is sent back to."""
        asked = dict(parse_qsl(urlsplit(url).query))
        assert asked["code_challenge_method"] == "S256"
        assert asked["response_type"] == "code"
        code = secrets.token_hex(8)
        self.codes[code] = {"challenge": asked["code_challenge"], "nonce": asked["nonce"], "claims": claims}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def signed(self, claims: dict[str, Any], **header: Any) -> str:
        registry = JWSRegistry(algorithms=["ES256", "HS256"], strict_check_header=False)
        key: Any = self.key
        if self.alg == "HS256":
            key = OctKey.import_key(json.dumps(self.key.as_dict(private=False)).encode())
        full = {"alg": self.alg, "kid": self.key.kid, **self.header, **header}
        if self.alg == "none":
            parts = (
                base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (full, claims)
            )
            return f"{'.'.join(parts)}."
        return jwt.encode(full, claims, key, registry=registry)

    def sign_out_word(self, *, typ: str = "logout+jwt", **claims: Any) -> str:
        now = int(clock.now().timestamp())
        said = {
            "iss": self.issuer,
            "aud": "tandem",
            "iat": now,
            "exp": now + 120,
            "jti": secrets.token_hex(8),
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
            **claims,
        }
        return self.signed(
            {name: value for name, value in said.items() if value is not None}, **({"typ": typ} if typ else {})
        )

    def rotate(self, kid: str = "second") -> None:
        """Another key signs from now on, and the old one is gone."""
        self.key = ECKey.generate_key("P-256", parameters={"kid": kid})
        self.published = [self.key]

    def _token(self, body: str, authorization: str) -> tuple[int, Any]:
        asked = {name: values[0] for name, values in parse_qs(body).items()}
        known = base64.b64encode(f"tandem:{SECRET}".encode()).decode()
        if authorization != f"Basic {known}":
            return 401, {"error": "invalid_client"}
        given = self.codes.pop(asked.get("code", ""), None)
        if given is None:
            return 400, {"error": "invalid_grant"}
        made = base64.urlsafe_b64encode(hashlib.sha256(asked["code_verifier"].encode()).digest()).decode().rstrip("=")
        if made != given["challenge"]:
            return 400, {"error": "invalid_grant", "error_description": "PKCE"}
        now = int(clock.now().timestamp()) + self.skew
        access = "an-access-token"
        half = base64.urlsafe_b64encode(hashlib.sha256(access.encode()).digest()[:16]).decode().rstrip("=")
        claims = {
            "iss": self.issuer,
            "aud": "tandem",
            "sub": "s-1",
            "iat": now,
            "exp": now + 300,
            "nonce": given["nonce"],
            "at_hash": half,
            **given["claims"],
            **self.said,
        }
        word = self.signed({name: value for name, value in claims.items() if value is not None})
        return 200, {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": word}

    def _answer(self, path: str, body: str, authorization: str) -> tuple[int, Any]:
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/out",
                **({"userinfo_endpoint": f"{self.issuer}/me"} if self.more is not None else {}),
                **self.about,
            }
        if path == "/keys":
            return 200, {"keys": [key.as_dict(private=False) for key in self.published]}
        if path == "/me":
            return 200, self.more
        return self._token(body, authorization) if path == "/token" else (404, {})

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = head.split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
        body = (await reader.readexactly(int(headers.get("content-length", 0)))).decode()
        path = lines[0].split()[1]
        self.asked.append(path)
        await asyncio.sleep(self.pause)
        status, answer = self._answer(path, body, headers.get("authorization", ""))
        status = status if self.status == 200 else self.status
        text = json.dumps(answer).encode()
        writer.write(
            b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            % (status, len(text), text)
        )


@asynccontextmanager
async def running() -> AsyncIterator[Tiny]:
    tiny = Tiny()

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await tiny.serve(reader, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(once, "127.0.0.1", 0)
    tiny.close = server.close
    tiny.port = int(server.sockets[0].getsockname()[1])
    try:
        yield tiny
    finally:
        server.close()
