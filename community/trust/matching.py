"""Which entries of the list a text holds: whole words in any form, exact words, hosts of links. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from community.trust import disguise, links
from community.trust.models import Listed, Treatment
from kernel import text as texts
from kernel.search import languages, words


@dataclass(frozen=True)
class Entry:
    """A line of the list; an empty language is every language."""

    how: Listed
    text: str
    does: Treatment
    language: str = ""


Word = tuple[str, str]
"""A word folded, and its common form in a language."""


class Words:
    """A list made ready: phrases by their first common form in each language, exact ones and hosts apart."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._phrases: dict[str, dict[str, list[tuple[list[Word], Entry]]]] = {code: {} for code in words.LANGUAGES}
        self._exact: list[tuple[re.Pattern[str], Entry]] = []
        self._hosts: dict[str, Entry] = {}
        for entry in entries:
            self._take(entry)

    def _take(self, entry: Entry) -> None:
        if entry.how == Listed.HOST:
            self._hosts[entry.text.lower().removeprefix("www.")] = entry
        elif entry.how == Listed.EXACT:
            self._exact.append((re.compile(rf"(?<!\w){re.escape(entry.text.casefold())}(?!\w)"), entry))
        else:
            for code in [entry.language] if entry.language else words.LANGUAGES:
                phrase = _words(entry.text, code)
                if phrase:
                    self._phrases[code].setdefault(phrase[0][1], []).append((phrase, entry))

    def found(self, text: str, *, language: str = "") -> list[Entry]:
        """The entries that a text holds, each once."""
        hits: dict[Entry, None] = {}
        spoken = language or languages.of(text)
        for reading in disguise.readings(text):
            for code in [spoken] if spoken in self._phrases else words.LANGUAGES:
                hits.update(dict.fromkeys(self._phrased(_words(reading, code), code)))
        plain = disguise.seen(text).casefold()
        hits.update({entry: None for pattern, entry in self._exact if pattern.search(plain)})
        hits.update({entry: None for host in _hosts(text) if (entry := self._hosted(host))})
        return list(hits)

    def _phrased(self, spoken: Sequence[Word], code: str) -> Iterable[Entry]:
        known = self._phrases[code]
        for place, (_word, stem) in enumerate(spoken):
            for phrase, entry in known.get(stem, ()):
                if _is_there(phrase, spoken[place : place + len(phrase)]):
                    yield entry

    def _hosted(self, host: str) -> Entry | None:
        """The entry of a host, or of one that it lies under."""
        parts = host.split(".")
        return next((found for n in range(len(parts)) if (found := self._hosts.get(".".join(parts[n:])))), None)


def _words(text: str, code: str) -> list[Word]:
    """Every word with its common form, small words too: a phrase is all of its words."""
    bare = (words.folded(found[0]) for found in words.cut(text))
    return [(word, words.stem_of(word, code) or word) for word in bare if word]


def _is_there(phrase: Sequence[Word], spoken: Sequence[Word]) -> bool:
    return len(phrase) == len(spoken) and all(_is_form(*pair) for pair in zip(phrase, spoken, strict=True))


def _is_form(wanted: Word, said: Word) -> bool:
    """A form of a word has its common form and begins as it does: `annales` is no form of a word with one n."""
    begins = max(2, min(len(wanted[1]) - 1, len(wanted[0]), len(said[0])))
    return wanted[1] == said[1] and wanted[0][:begins] == said[0][:begins]


_BARE = re.compile(r"(?<![\w@.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w@])")


def _hosts(text: str) -> list[str]:
    """Hosts of links, and names of hosts written without one: `shop.example`, `shop[.]example`."""
    plain = re.sub(r"\s?[\[(](?:\.|dot|point)[\])]\s?", ".", disguise.seen(text).lower())
    return list(dict.fromkeys([*links.hosts(plain), *_BARE.findall(texts.fold(plain))]))
