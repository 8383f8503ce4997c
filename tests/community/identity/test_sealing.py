"""What is sealed is read again by this site alone, and only as it was written."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest

from community.identity import sealing
from community.providers import tokens
from kernel.features import House

TEXT = "JBSWY3DPEHPK3PXP"
SEALS = [(sealing.seal, sealing.unseal), (tokens.sealed, tokens.unsealed)]


def _changed(sealed: str) -> list[str]:
    """The same with one letter another, at each place in turn."""
    return [
        sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :]
        for at in range(len(sealed))
        if sealed[at] not in ".="
    ]


@pytest.mark.parametrize(("seal", "unseal"), SEALS, ids=["second step", "word of a provider"])
def test_one_letter_changed_anywhere_opens_nothing(
    home: House, seal: Callable[[str], str], unseal: Callable[[str], str | None]
) -> None:
    sealed = seal(TEXT)
    assert unseal(sealed) == TEXT
    assert TEXT not in sealed
    assert sealed != seal(TEXT), "the same text is sealed otherwise each time"
    for other in _changed(sealed):
        found = unseal(other)
        assert not found or _bits(other) == _bits(sealed), other


def _bits(sealed: str) -> list[bytes]:
    """What the letters stand for: the last one of a part holds bits that stand for nothing."""
    return [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in sealed.split(".")]


def test_ciphers_are_those_of_the_page(home: House) -> None:
    header = tokens.sealed(TEXT).split(".")[0]
    assert json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4))) == {"alg": "dir", "enc": "A256GCM"}
    assert base64.urlsafe_b64decode(sealing.seal(TEXT))[0] == 0x80, "Fernet's version: AES-128-CBC, then HMAC-SHA-256"
