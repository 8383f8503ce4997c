"""Letters: written with the action that sends them, delivered by the worker, kept as pages where no SMTP is set."""

from __future__ import annotations

import asyncio
import json
import smtplib
import ssl
from dataclasses import asdict, dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

from kernel import clock, db, events, i18n, site
from kernel.features import Job, the_house
from kernel.pages import render


@dataclass(frozen=True)
class Invitation:
    """A calendar file that goes with a letter; `method` is what the reader's program is to do with it (RFC 5546)."""

    text: str
    method: str


async def write(
    address: str,
    template: str,
    *,
    subject: str,
    person: int | None = None,
    unsubscribe: str = "",
    invitation: Invitation | None = None,
    **context: object,
) -> int:
    """Write a letter from mail/<template>.html and .txt in the language spoken, inside the action's transaction; its number."""
    brand = await site.current()
    base = the_house().settings.base_url.rstrip("/")
    shared = {
        "lang": i18n.language.get(),
        "brand": brand,
        "base_url": base,
        "subject": subject,
        "unsubscribe": unsubscribe,
        **context,
    }
    headers = {}
    if unsubscribe:
        headers = {"List-Unsubscribe": f"<{base}{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    letter = await db.value(
        "INSERT INTO letter (person_id, address, subject, text, html, headers, attached, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        person,
        address,
        subject,
        render(f"mail/{template}.txt", shared),
        render(f"mail/{template}.html", shared),
        json.dumps(headers),
        json.dumps(asdict(invitation)) if invitation else None,
        clock.now(),
    )
    if the_house().settings.smtp_url:
        await events.enqueue("mail.deliver", letter=letter)
    return int(letter)


async def deliver(letter: int) -> None:
    """Send one letter by SMTP, once."""
    found = await db.row("SELECT * FROM letter WHERE id = ? AND sent_at IS NULL", letter)
    if found is None:
        return
    await asyncio.to_thread(_send, await _message(found))
    await db.execute("UPDATE letter SET sent_at = ? WHERE id = ?", clock.now(), letter)


async def _message(letter: db.Row) -> EmailMessage:
    settings, brand = the_house().settings, await site.current()
    name, _, host = settings.mail_from.rpartition("@")
    message = EmailMessage()
    message["From"] = Address(brand.name, name, host)
    message["To"] = letter["address"]
    message["Subject"] = letter["subject"]
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(str(letter["id"]), host)
    for header, value in json.loads(letter["headers"]).items():
        message[header] = value
    message.set_content(letter["text"])
    message.add_alternative(letter["html"], subtype="html")
    if letter["attached"]:
        _invite(message, Invitation(**json.loads(letter["attached"])))
    return message


def _invite(message: EmailMessage, invitation: Invitation) -> None:
    """As an alternative, which calendars act on, and as a file, for programs that know no such part."""
    named = {"method": invitation.method, "name": "invite.ics"}
    message.add_alternative(invitation.text, subtype="calendar", cte="base64", params=named)
    message.add_attachment(invitation.text.encode(), maintype="application", subtype="ics", filename="invite.ics")


def _send(message: EmailMessage) -> None:
    url = urlsplit(the_house().settings.smtp_url)
    host, port = url.hostname or "localhost", url.port or (465 if url.scheme == "smtps" else 25)
    secure = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(host, port, timeout=20, context=secure)
        if url.scheme == "smtps"
        else smtplib.SMTP(host, port, timeout=20) as server
    ):
        if url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=secure)
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


jobs = [Job("mail.deliver", deliver)]
