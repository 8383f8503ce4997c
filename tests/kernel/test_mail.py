"""Letters as a mail server receives them."""

import asyncio
import email
import email.policy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from typing import Any

import icalendar

from kernel import db, jobs, mail
from kernel.calendars import written
from kernel.features import House, open_house
from tests.kernel.test_calendars import entry

WORDS: dict[str, Any] = {"name": "Ada", "line": "Come", "excerpt": "", "url": "/", "verb": "See", "why": "Why"}


@asynccontextmanager
async def post_office() -> AsyncIterator[tuple[str, list[EmailMessage]]]:
    """A server that takes letters (RFC 5321), with those that it was given."""
    taken: list[EmailMessage] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            command = line[:4].upper()
            writer.write({b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}.get(command, b"250 fine\r\n"))
            if command == b"DATA":
                sent = (await reader.readuntil(b"\r\n.\r\n")).removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")
                taken.append(email.message_from_bytes(sent, policy=email.policy.default))
                writer.write(b"250 taken\r\n")
            if command == b"QUIT":
                break
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        yield f"smtp://{host}:{port}", taken


async def sent(home: House, invitation: mail.Invitation | None) -> EmailMessage:
    async with post_office() as (url, taken):
        open_house(House(home.features, home.settings.model_copy(update={"smtp_url": url})))
        async with db.transaction():
            await mail.write("ada@example.org", "notice", subject="Come", invitation=invitation, **WORDS)
        await jobs.work(home, until_idle=True, like="mail.%")
        await jobs.work(home, until_idle=True, like="mail.%")
    (letter,) = taken
    return letter


async def test_an_invitation_is_a_part_that_calendars_act_on_and_a_file(home: House) -> None:
    invited = mail.Invitation(written([entry()], method="REQUEST").decode(), "REQUEST")
    letter = await sent(home, invited)
    assert letter.get_content_type() == "multipart/mixed"
    both, file = letter.iter_parts()
    assert isinstance(both, EmailMessage)
    assert isinstance(file, EmailMessage)
    assert [part.get_content_type() for part in both.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    part = list(both.iter_parts())[-1]
    assert (part.get_param("method"), part.get_param("charset")) == ("REQUEST", "utf-8")
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    for held in (part.get_payload(decode=True), file.get_payload(decode=True)):
        assert isinstance(held, bytes)
        assert held.decode().replace("\r\n", "\n") == invited.text.replace("\r\n", "\n")
        assert str(icalendar.Calendar.from_ical(held)["method"]) == "REQUEST"


async def test_a_letter_without_one_has_two_parts_and_is_sent_once(home: House) -> None:
    letter = await sent(home, None)
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
