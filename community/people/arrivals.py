"""What a browser brings along to the door and the new account is to know of, whichever way it is opened.

A wing above registers a `Brought` under "arrivals". Whatever opens accounts (letter, passkey, another site's sign-in) asks
`taken` where somebody begins, keeps the short texts until they come back, and hands them to `actions.create` or `claim`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kernel.features import the_house

Values = Mapping[str, object]
LONGEST = 400


@dataclass(frozen=True)
class Brought:
    """One wing's part, under the `name` that its field has in forms and links.

    `drawn(request, values)` is what the sign-up form shows of it; `wrong(values)` says what cannot be used, field by field;
    `taken(request, values)` is the text to keep, "" for none; `arrived(person_id, text)` runs inside the transaction that
    opens the account and must never refuse it; `left(response)` clears the browser of it once the account is there.
    """

    name: str
    drawn: Callable[[Request, Values], Awaitable[str]]
    wrong: Callable[[Values], Awaitable[dict[str, str]]]
    taken: Callable[[Request, Values], Awaitable[str]]
    arrived: Callable[[int, str], Awaitable[None]]
    left: Callable[[Request, Response], None]


def _all() -> list[Brought]:
    found: list[Brought] = the_house().registered("arrivals")
    return found


async def drawn(request: Request, values: Values) -> Markup:
    """What the sign-up form shows of all of it."""
    return Markup("").join([Markup(await one.drawn(request, values)) for one in _all()])  # noqa: S704  drawn by templates


def named(values: Values) -> bool:
    """Does an address bring something itself? Its page is made for it alone."""
    return any(one.name in values for one in _all())


def names() -> set[str]:
    """What they are called in links and forms."""
    return {one.name for one in _all()}


async def wrong(values: Values) -> dict[str, str]:
    """What was typed and cannot be used."""
    return {field: message for one in _all() for field, message in (await one.wrong(values)).items()}


async def taken(request: Request, values: Values) -> dict[str, str]:
    """What is to be kept of a browser that begins, by name."""
    found = {one.name: (await one.taken(request, values))[:LONGEST] for one in _all()}
    return {name: text for name, text in found.items() if text}


def given(values: Values) -> dict[str, str]:
    """The same as it comes back, in a link or a hidden field."""
    texts = {one.name: values.get(f"with-{one.name}") for one in _all()}
    return {name: text[:LONGEST] for name, text in texts.items() if isinstance(text, str) and text}


def fields(texts: Mapping[str, str]) -> dict[str, str]:
    """As hidden fields, or as what stands in a link."""
    return {f"with-{name}": text for name, text in texts.items()}


def query(texts: Mapping[str, str], **more: str) -> str:
    """The end of a link that carries them, with `more` that it carries already."""
    told = {**{name: text for name, text in more.items() if text}, **fields(texts)}
    return f"?{urlencode(told, safe='/')}" if told else ""


async def arrived(person_id: int, texts: Mapping[str, str]) -> None:
    """An account was opened: told to each, inside that transaction."""
    for one in _all():
        await one.arrived(person_id, texts.get(one.name, ""))


def left(request: Request, response: Response) -> Response:
    """The browser needs to remember nothing of it any more."""
    for one in _all():
        one.left(request, response)
    return response
