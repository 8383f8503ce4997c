"""Text as a reader sees it, however it was disguised: invisible letters, look-alikes, figures for letters, l e t t e r s apart.

Pure. The look-alikes are those of Unicode Technical Standard 39 (confusables.txt) that stand for one small Latin letter and
belong to the Cyrillic and Greek alphabets; they are read as Latin only in a word that mixes alphabets, or that is made of
look-alikes alone, so that what is written in Russian or Greek stays what it is.
"""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff]"
)
ALIKE = str.maketrans(
    "аеорсухіјѕԁԛԝһкмтвнгьαορνικτυχη",
    "aeopcyxijsdqwhkmtbhrbaopviktuxn",
)
_ALIKE_LETTERS = frozenset(chr(code) for code in ALIKE)
_FIGURES = {
    "0": "o",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "8": "b",
    "9": "g",
    "@": "a",
    "$": "s",
    "€": "e",
    "!": "i",
    "|": "l",
}
_CHUNK = re.compile(r"[^\s,;:…()\[\]{}«»\"“”<>]+")
_APART = re.compile(r"(?<![^\W_])(?:[^\W\d_][ ._\-*·]{1,2}){2,}[^\W\d_](?![^\W_])")
_RUN = re.compile(r"(.)\1{2,}")


def seen(text: str) -> str:
    """Without what nobody sees, and with Latin letters where others only look like them."""
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    return plain if plain.isascii() else re.sub(r"[^\W\d_]+", lambda found: _latin(found[0]), plain)


def _latin(word: str) -> str:
    small = word.lower()
    others = [letter for letter in small if letter > "\u036f"]
    if not others:
        return word
    mixed = any("a" <= letter <= "z" for letter in small)
    return small.translate(ALIKE) if mixed or all(letter in _ALIKE_LETTERS for letter in small) else word


def readings(text: str) -> list[str]:
    """The ways in which a text can be read: as it stands, and with each disguise taken off where there is one."""
    plain = seen(text)
    found = [plain, _closed(plain), _RUN.sub(r"\1", plain), _RUN.sub(r"\1\1", plain)]
    return list(dict.fromkeys([*found, _respelt(plain, "i"), _respelt(plain, "l")]))


def _respelt(text: str, one: str) -> str:
    """Every word with letters for its figures, `one` for a 1."""
    return _CHUNK.sub(lambda chunk: _spelt(chunk[0], one), text)


def _closed(text: str) -> str:
    """Letters that stand apart brought together: `s p a m`, `s.p.a.m`."""
    return _APART.sub(lambda found: re.sub(r"[^\w]|_", "", found[0]), text)


def _spelt(chunk: str, one: str) -> str:
    """Figures and signs inside a word as the letters they stand for; a number stays a number, and so does an address."""
    bare = chunk.strip(".!?'’")
    letters = sum(letter.isalpha() for letter in bare)
    if letters < 2 or letters * 2 < len(bare) or "/" in bare or re.fullmatch(r"[^@]+@[^@]+\.\w+", bare):
        return chunk
    return "".join(_FIGURES.get(letter, one if letter == "1" else letter) for letter in bare)
