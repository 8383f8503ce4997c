"""Passwords: argon2id away from the event loop, the same time for accounts that do not exist, and none that everyone uses."""

from __future__ import annotations

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kernel import text
from kernel.features import the_house
from kernel.i18n import gettext as _

SHORTEST, LONGEST = 10, 200
MARKS = "!?.*$#@&+-_ "
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_two = ThreadPoolExecutor(2, thread_name_prefix="argon2")


async def digest(password: str) -> str:
    """The hash to keep; two are computed at a time, so that a crowd of sign-ins cannot take all memory."""
    return await asyncio.get_running_loop().run_in_executor(_two, hasher.hash, _one_form(password))


async def matches(password: str, kept: str | None) -> bool:
    """Is this the password? Takes as long where there is none to compare with."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_two, _verify, kept, _one_form(password))


def is_outdated(kept: str) -> bool:
    """Was it hashed at a lower cost than today's?"""
    return hasher.check_needs_rehash(kept)


def weakness(password: str, *, name: str = "", email: str = "") -> str:
    """Why a password will not do, as a sentence; empty when it will."""
    if len(password) < SHORTEST:
        return _("Write at least %(number)s characters; a short sentence is easy to remember.") % {"number": SHORTEST}
    if len(password) > LONGEST:
        return _("Shorten it to %(number)s characters.") % {"number": LONGEST}
    plain = text.fold(password)
    cores = {plain, plain.rstrip(MARKS), plain.rstrip(MARKS + "0123456789")}
    if len(set(plain)) < 5 or cores & common():
        return _("Many people use this one, so it is tried first. Choose another.")
    if len(set(_without(plain, house_words()))) < 4:
        return _("Many people use this one, so it is tried first. Choose another.")
    if any(part in plain for part in _own_words(name, email)):
        return _("It holds your name or your address. Choose another.")
    return ""


@cache
def common() -> frozenset[str]:
    """Words and passwords that leaked lists hold most often; mostly of ten characters and more."""
    return frozenset(Path(__file__).with_name("common_passwords.txt").read_text("utf-8").split("\n")) - {""}


def house_words() -> list[str]:
    """What is tried first on this site alone: its own names, by its address, longest first."""
    host = urlsplit(the_house().settings.base_url).hostname or ""
    parts = {part for label in host.split(".")[:-1] or [host] for part in (label, *label.split("-"))}
    return sorted(
        {"tandem", "password", "motdepasse", *(part for part in parts if len(part) >= 4)}, key=len, reverse=True
    )


def _without(plain: str, words: list[str]) -> str:
    """What is left of a password without some words, digits and marks."""
    for word in words:
        plain = plain.replace(word, "")
    return plain.strip(MARKS + "0123456789")


def _one_form(password: str) -> str:
    """An accent typed on one keyboard equals the same one typed on another."""
    return unicodedata.normalize("NFKC", password)


def _own_words(name: str, email: str) -> set[str]:
    words = {*text.fold(name).split(), text.fold(email), text.fold(email).partition("@")[0]}
    return {word for word in words if len(word) >= 4}


def _verify(kept: str | None, password: str) -> bool:
    nobodys = _dummy()  # asked for either way: the first time costs as much as a sign-in
    try:
        return hasher.verify(kept or nobodys, password) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _dummy() -> str:
    return hasher.hash("a password that nobody has")
