"""Sentences that are kept for later readers: what is told while `remembering()` can be told anew in each reader's language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self

from kernel import i18n

MARK = "\x1e"
"""Begins a kept sentence; what was kept as plain words before begins otherwise, and stays as it is."""


class Sentence(str):
    """Words in the language being spoken that remember the message they come from and the values in it."""

    origin: dict[str, Any]

    def __new__(cls, words: str, origin: dict[str, Any]) -> Self:
        made = super().__new__(cls, words)
        made.origin = origin
        return made

    def __getnewargs__(self) -> tuple[str, dict[str, Any]]:  # type: ignore[override]
        return str.__str__(self), self.origin

    def __str__(self) -> str:
        return self

    def __mod__(self, values: Any) -> str:
        """Filled in, it remembers its values: amounts are numbers there, and written as the reader writes them."""
        if not isinstance(values, Mapping):
            return super().__mod__(values)
        held = {name: _held(value) for name, value in values.items()}
        return Sentence(
            super().__mod__({name: _told(value) for name, value in held.items()}), {**self.origin, "of": held}
        )


@contextmanager
def remembering() -> Iterator[None]:
    """Within the block every message that is asked for remembers where it comes from."""
    token = i18n.teller.set(Sentence)
    try:
        yield
    finally:
        i18n.teller.reset(token)


def together(sentences: Iterable[str]) -> str:
    """Several sentences one after the other, as one."""
    every = list(sentences)
    return Sentence(" ".join(every), {"all": [kept(one) for one in every]})


def kept(value: Any) -> Any:
    """What a report holds, ready to be kept: its sentences as message and values."""
    if isinstance(value, Sentence):
        return MARK + json.dumps(value.origin) if value else ""
    if isinstance(value, Mapping):
        return {name: kept(one) for name, one in value.items()}
    return [kept(one) for one in value] if isinstance(value, list | tuple) else value


def said(value: Any) -> Any:
    """What was kept, with its sentences in the language being spoken; plain words as they are."""
    if isinstance(value, str):
        try:
            return _said(value) if value.startswith(MARK) else value
        except (ValueError, KeyError, TypeError):  # words of a file that begin like a kept sentence are only words
            return value.lstrip(MARK)
    if isinstance(value, Mapping):
        return {name: said(one) for name, one in value.items()}
    return [said(one) for one in value] if isinstance(value, list | tuple) else value


def _said(sentence: str) -> str:
    origin = json.loads(sentence.removeprefix(MARK))
    if "all" in origin:
        return " ".join(said(origin["all"]))
    one, many = origin["say"], origin.get("many")
    if not (isinstance(one, str) and isinstance(many, str | None)):
        raise TypeError
    words = i18n.ngettext(one, many, origin["n"]) if many else i18n.gettext(one)
    return words % {name: _told(value) for name, value in origin["of"].items()} if "of" in origin else words


def _held(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, Sentence | int | float):
        return kept(value)
    return str(value).lstrip(MARK)


def _told(value: Any) -> Any:
    return i18n.format_number(value) if isinstance(value, int | float) else said(value)
