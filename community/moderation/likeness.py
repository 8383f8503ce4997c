"""How near two texts are in their words: sketches by minimal hashes (A. Broder, 1997). Pure; no text can be read back.

The share of places in which two sketches agree estimates the share of words they have in common (Jaccard), with a
standard error of at most 0.125 at 16 places.
"""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise

from kernel import text

PLACES = 16
NEAR = 0.5
_WORD = re.compile(r"\w+")


def words(said: str) -> set[str]:
    """The words of a text, folded, in pairs with the next one; a single word is itself."""
    found = _WORD.findall(text.fold(said))
    return {f"{one} {other}" for one, other in pairwise(found)} or set(found)


def sketch(said: str) -> str:
    """Sixteen numbers of eight hexadecimal digits, spaced; nothing where there are no words."""
    pairs = words(said)
    if not pairs:
        return ""
    digests = [hashlib.blake2b(pair.encode(), digest_size=4 * PLACES).digest() for pair in pairs]
    return " ".join(min(one[4 * n : 4 * n + 4] for one in digests).hex() for n in range(PLACES))


def band(made: str) -> int:
    """A number that nearly the same words share: of two of the sketch's places; 0 where there are no words."""
    return int(hashlib.blake2b(made[:17].encode(), digest_size=7).hexdigest(), 16) if made else 0


def nearness(one: str, other: str) -> float:
    """Between 0 and 1, from two sketches."""
    if not one or not other:
        return 0.0
    pairs = list(zip(one.split(), other.split(), strict=True))
    return sum(left == right for left, right in pairs) / len(pairs)
