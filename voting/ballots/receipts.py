"""Receipts, and the marks that tie a secret ballot to its elector for as long as its salt is kept. No I/O."""

from __future__ import annotations

import hashlib
import hmac
import secrets

LENGTH, BLOCK = 16, 4


def new() -> str:
    """A code that names nobody, by which one finds one's own ballot again."""
    return secrets.token_hex(LENGTH // 2).upper()


def salt() -> str:
    return secrets.token_hex(32)


def holder(ballot: int, person: int, salt: str) -> str:
    """What stands for the elector beside an answer: made with the salt of a secret ballot, else the person's number."""
    if not salt:
        return str(person)
    return hmac.new(salt.encode(), f"{ballot}:{person}".encode(), hashlib.sha256).hexdigest()


def shown(code: str) -> str:
    """A code in blocks, as people copy it."""
    return " ".join(code[place : place + BLOCK] for place in range(0, len(code), BLOCK))


def typed(text: str) -> str:
    """A code as somebody typed it, back in the form that is kept."""
    return "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())[:LENGTH]
