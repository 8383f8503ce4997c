"""What searches would have to read first, read beforehand: a little at a time, behind whoever searches."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

from kernel.search import whoosh_spellings, words
from kernel.search.whoosh_arrays import View, held_by

FREQUENT = 8
"""Texts of a part that hold a word; a word in fewer is read quickly enough when it is looked for."""


def steps(view: View) -> Iterator[None]:
    """Each step reads a little; what another state of the index has read already is passed over."""
    for name in words.LANGUAGES:
        view.share(name)
        yield
    for leaf, _first, part in view.leaves:
        for name in words.LANGUAGES:
            if name in part.warm:
                continue
            for term, told in leaf.iter_field(name):
                if told.doc_frequency() >= FREQUENT:
                    held_by(leaf, part, name, term.decode())
                yield
            part.warm.add(name)
    for number in range(view.size):
        view.key(number)
        yield
    for letter in ascii_lowercase:
        whoosh_spellings.of(view.searcher.reader(), letter)
        yield
