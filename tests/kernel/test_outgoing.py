"""Calls that go out: what is refused, however it is written, and what an answer may be."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from community.providers import flow
from community.providers.discovery import Provider
from community.providers.settings import ProviderSettings
from kernel import outgoing
from kernel.carefully import Transport
from kernel.features import House, open_house
from kernel.outgoing import Refused
from kernel.settings import Settings
from run import house

CLOSED = """0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 127.0.0.1 127.8.8.8 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8
    192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1
    255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe
    64:ff9b:1::a00:1 2002:7f00:1:: 2002:a9fe:a9fe:: 2001::1 2001:db8::1 fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1
    100::1 5f00::1""".split()  # noqa: SIM905  a list to read
OPEN = """8.8.8.8 172.15.0.1 172.32.0.1 100.128.0.1 2606:4700::1111 2001:4860::8888 ::ffff:8.8.8.8
    64:ff9b::808:808""".split()  # noqa: SIM905  a list to read
URLS = """https://localhost/ https://localhost./ https://LOCALHOST/ https://127.0.0.1/ https://127.1/ https://2130706433/
    https://0177.0.0.1/ https://0x7f.0.0.1/ https://0x7f000001/ https://0.0.0.0/ https://0/ https://[::1]/ https://[::]/
    https://[::ffff:127.0.0.1]/ https://[::ffff:7f00:1]/ https://[64:ff9b::7f00:1]/ https://[fe80::1%25lo]/
    https://[fe80::1]/ https://169.254.169.254/latest/meta-data/ https://10.0.0.1:8443/ https://127.0.0.1./
    https://user@8.8.8.8/ https://8.8.8.8@127.0.0.1/ https://user:word@example.org/ http://8.8.8.8/ http://127.0.0.1:8000/
    ftp://8.8.8.8/ file:///etc/passwd gopher://127.0.0.1:70/ https:///path https://１２７.0.0.1/ https://①②⑦.0.0.1/
    https://nobody.invalid/ https://127.0.0.1%2f@8.8.8.8/""".split()  # noqa: SIM905  a list to read
ROOT = Path(__file__).parents[2]
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture(autouse=True)
def closed(tmp_path: Path) -> None:
    opened(tmp_path, "")


def opened(folder: Path, places: str) -> None:
    open_house(house(Settings(data_dir=folder, outgoing_allow=places)))


@pytest.mark.parametrize(
    "address",
    CLOSED,
)
def test_an_address_that_only_this_network_answers_is_not_public(address: str) -> None:
    assert not outgoing.is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    OPEN,
)
def test_an_address_of_the_open_net_is_public(address: str) -> None:
    assert outgoing.is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    URLS,
)
async def test_what_leads_inside_or_is_no_plain_https_address_is_refused_before_anything_connects(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def connects(*_args: Any, **_more: Any) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(httpx2.AsyncHTTPTransport, "handle_async_request", connects)
    with pytest.raises(outgoing.errors()):
        async with outgoing.client() as http:
            await http.get(url)


async def test_a_name_with_one_address_inside_is_refused_with_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    _means(monkeypatch, ["93.184.216.34", "127.0.0.1"])
    with pytest.raises(Refused, match="private network"):
        await outgoing.resolved("two.example", 443)


async def test_the_connection_goes_to_the_address_that_was_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name means this machine only for the first question: a second one would lead astray, and the Host stays."""
    asked: list[bytes] = []
    async with answering(_telling(asked, b"hello")) as port:
        opened(tmp_path, f"rebound.example:{port}")
        _means(monkeypatch, ["127.0.0.1"], ["192.0.2.1"])
        async with outgoing.client() as http:
            assert (await http.get(f"http://rebound.example:{port}/x")).text == "hello"
    assert f"Host: rebound.example:{port}".encode() in asked[0]


async def test_a_redirect_is_judged_as_the_first_address_was(tmp_path: Path) -> None:
    async with answering(
        _saying(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n")
    ) as port:
        opened(tmp_path, f"127.0.0.1:{port}")
        async with outgoing.client() as http:
            with pytest.raises(Refused, match="https"):
                await http.get(f"http://127.0.0.1:{port}/")


async def test_redirects_end(tmp_path: Path) -> None:
    async with answering(_saying(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")) as port:
        opened(tmp_path, f"127.0.0.1:{port}")
        async with outgoing.client() as http:
            with pytest.raises(httpx2.TooManyRedirects):
                await http.get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + b"x" * 5000,
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 5000,
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nzzzz",
    ],
    ids=["declared", "unsaid", "packed"],
)
async def test_an_answer_that_is_too_long_or_packed_is_left(tmp_path: Path, answer: bytes) -> None:
    async with answering(_saying(answer)) as port:
        opened(tmp_path, f"127.0.0.1:{port}")
        async with outgoing.client(largest=1000) as http:
            with pytest.raises(Refused):
                await http.get(f"http://127.0.0.1:{port}/")


async def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    asked: list[bytes] = []
    server = await asyncio.start_server(_answered(asked), "127.0.0.1", 0, ssl=_own_certificate(tmp_path))
    port = int(server.sockets[0].getsockname()[1])
    opened(tmp_path, f"127.0.0.1:{port}")
    async with server, outgoing.client() as http:
        with pytest.raises(httpx2.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            await http.get(f"https://127.0.0.1:{port}/")
    assert asked == []


def _answered(asked: list[bytes]) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.read(100))
        writer.close()

    return serve


def _own_certificate(folder: Path) -> ssl.SSLContext:
    """Of 127.0.0.1, good today, and signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "pair.pem").write_bytes(plain + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "pair.pem")
    return context


@pytest.mark.parametrize("begins", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nx"], ids=["silent", "dripping"])
async def test_who_is_slow_is_left(tmp_path: Path, begins: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(begins)
        for _ in range(20):
            await asyncio.sleep(0.05)
            writer.write(b"x" if begins else b"")

    async with answering(serve) as port:
        opened(tmp_path, f"127.0.0.1:{port}")
        async with outgoing.client(total=0.3) as http:
            with pytest.raises(outgoing.errors()):
                await http.get(f"http://127.0.0.1:{port}/")


async def test_the_setting_opens_one_port_of_one_host_alone(tmp_path: Path) -> None:
    opened(tmp_path, "intra.example:8080, [::1]:9000")
    assert outgoing.is_opened("intra.example", 8080)
    assert outgoing.is_opened("Intra.Example.", 8080)
    assert outgoing.is_opened("::1", 9000)
    assert not outgoing.is_opened("intra.example", 80)
    assert not outgoing.is_opened("other.example", 8080)


ASKING = re.compile(
    r"^\s*(?:from|import) ((?:httpx2?|urllib\.request|http\.client|requests|aiohttp|socket|redis|smtplib"
    r"|authlib\.integrations)\b[\w.]*)",
    re.M,
)
BY_SETTING = {
    "kernel/allowances.py": ["redis.asyncio", "redis.exceptions"],
    "kernel/doctor.py": ["smtplib"],
    "kernel/mail.py": ["smtplib"],
}
"""Who asks only what whoever runs the site named, most often inside its own network."""


def test_nothing_else_of_the_house_asks_the_net() -> None:
    """A library that asks is imported by the transport alone, or where it is given our options."""
    found = {
        str(path.relative_to(ROOT)): sorted(set(ASKING.findall(path.read_text("utf-8"))))
        for package in ("kernel", "community", "ideas", "voting", "ambassadors")
        for path in (ROOT / package).rglob("*.py")
        if ASKING.search(path.read_text("utf-8"))
    }
    assert found == BY_SETTING | {
        "community/providers/flow.py": ["authlib.integrations.httpx_client"],
        "kernel/carefully.py": ["httpx2"],
        "kernel/outgoing.py": ["httpx2", "socket"],
        "kernel/serve.py": ["socket"],
    }


def test_the_library_that_speaks_with_providers_asks_by_our_transport(home: House) -> None:
    about = {"token_endpoint_auth_methods_supported": ["client_secret_basic"]}
    made = flow._client(Provider("acme", ProviderSettings(issuer="https://acme.example", client_id="tandem")), about)
    assert isinstance(made._transport, Transport)
    assert not made._mounts


def _means(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
    """What a name resolves to, question by question."""
    left = list(answers)

    async def getaddrinfo(*_args: Any, **_more: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in left.pop(0)]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo, raising=False)


@asynccontextmanager
async def answering(serve: Serve) -> AsyncIterator[int]:
    """A server on this machine, and its port."""

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(once, "127.0.0.1", 0)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()


def _saying(answer: bytes) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)

    return serve


def _telling(asked: list[bytes], body: bytes) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    return serve
