"""The transport of calls that go out; asked for by kernel/outgoing.py when there is one to make."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import httpx2

from kernel import outgoing
from kernel.outgoing import Refused


class Transport(httpx2.AsyncBaseTransport):
    """Connects to the address that was judged, and uses no connection for a second request: the next is judged anew."""

    def __init__(self, *, total: float, largest: int) -> None:
        self.total, self.largest = total, largest
        self.plain = httpx2.AsyncHTTPTransport(trust_env=False, limits=httpx2.Limits(max_keepalive_connections=0))

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        until = asyncio.get_running_loop().time() + self.total
        host, port = _place(request.url)
        async with asyncio.timeout_at(until):
            answer = await self._ask(request, await outgoing.resolved(host, port))
        fault = _fault(answer, self.largest)
        if fault:
            await answer.aclose()
            raise Refused(fault)
        return httpx2.Response(
            answer.status_code,
            headers=answer.headers,
            stream=Measured(answer, until, self.largest),
            extensions=answer.extensions,
        )

    async def _ask(self, request: httpx2.Request, addresses: list[str]) -> httpx2.Response:
        for address in addresses[:-1]:
            try:
                return await self.plain.handle_async_request(_to(request, address))
            except (httpx2.ConnectError, httpx2.ConnectTimeout):
                continue  # as browsers do: the next address of the same name
        return await self.plain.handle_async_request(_to(request, addresses[-1]))

    async def aclose(self) -> None:
        await self.plain.aclose()


class Measured(httpx2.AsyncByteStream):
    """An answer that ends when it is too long or takes too much time."""

    def __init__(self, answer: httpx2.Response, until: float, largest: int) -> None:
        self.answer, self.until, self.largest = answer, until, largest

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen, parts = 0, aiter(cast("httpx2.AsyncByteStream", self.answer.stream))
        while True:
            async with asyncio.timeout_at(self.until):
                part = await anext(parts, None)
            if part is None:
                return
            seen += len(part)
            if seen > self.largest:
                raise Refused("the answer is too long")
            yield part

    async def aclose(self) -> None:
        await self.answer.aclose()


def _place(url: httpx2.URL) -> tuple[str, int]:
    """Where an address leads; Refused for anything but https, but for places opened by setting."""
    port = url.port or {"https": 443, "http": 80}.get(url.scheme, 0)
    if url.userinfo or not url.host or not port:
        raise Refused("only web addresses are asked, without a name in front of their host")
    if url.scheme != "https" and not outgoing.is_opened(url.host, port):
        raise Refused(f"{url.host} is asked by https alone; TANDEM_OUTGOING_ALLOW can open a place for http")
    return url.host, port


def _to(request: httpx2.Request, address: str) -> httpx2.Request:
    """The same request to an address; the name stays in Host and is what the certificate must bear."""
    return httpx2.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=cast("httpx2.AsyncByteStream", request.stream),
        extensions={**request.extensions, "sni_hostname": outgoing.bare_name(request.url.host)},
    )


def _fault(answer: httpx2.Response, largest: int) -> str:
    declared = answer.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > largest:
        return "the answer is too long"
    packed = answer.headers.get("content-encoding", "identity").lower() not in ("", "identity")
    return "the answer is packed, and nobody asked for that" if packed else ""
