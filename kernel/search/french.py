"""French words brought to a common form: the light stemmer of Jacques Savoy (UniNE), on words without accents.

Savoy, "Light stemming approaches for the French, Portuguese, German and Hungarian languages", SAC 2006. The published
rules keep accents until the end; here they are folded first, so that what is typed without them finds the same. What is
done to a thing, can be done to it, and doing it are one word too (`reparation`, `reparable`, `reparer`).
"""

from __future__ import annotations

import re

ENDINGS: tuple[tuple[int, str, str], ...] = (
    (9, "issement", "ir"),
    (8, "issant", "ir"),
    (7, "ivement", "if"),
    (6, "ement", "e"),
    (11, "ficatrice", "fier"),
    (10, "ficateur", "fier"),
    (9, "catrice", "quer"),
    (8, "cateur", "quer"),
    (8, "atrice", "er"),
    (7, "ateur", "er"),
    (6, "trice", "teur"),
    (5, "ieme", ""),
    (7, "teuse", "ter"),
    (6, "teur", "ter"),
    (5, "euse", "eu"),
    (7, "iere", "ier"),
    (7, "ive", "if"),
    (9, "nnelle", "n"),
    (9, "nnel", "n"),
    (4, "ete", "et"),
    (8, "ique", ""),
    (8, "esse", ""),
    (7, "inage", "in"),
    (9, "isation", "iser"),
    (9, "isateur", "iser"),
    (8, "ation", "er"),
    (8, "ition", "ir"),
    (9, "abilite", "er"),
    (8, "able", "er"),
    (7, "age", "er"),
)
"""An ending with what stands in its place in words that are longer than the number."""
_TWICE = re.compile(r"([a-z])\1")
_STOP = """
a ai aie ait alors apres as au aucun aussi autre autres aux avaient avais avait avant avec avez avoir avons ayant c ca car
ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment d dans de des deux devrait doit
donc dont du elle elles en encore entre es est et etaient etais etait etant etes etre eu eux fait faire faut font
hors il ils j je jusqu jusque l la le les lequel leur leurs lors lorsqu lorsque lui m ma mais me meme memes mes mon
n ne ni nos notre nous on ont ou par parce pas peu peut peuvent plusieurs pour pourquoi pourrait puisqu puisque qu
quand que quel quelle quelles quels qui quoi quoique s sa se sera seront ses si soi soient soit son sont sous suis
sur t ta te tes toi ton tous tout toute toutes tres tu un une va vers vos votre vous y
"""
STOP = frozenset(_STOP.split())


def stem(word: str) -> str:
    """The common form of a folded word: `economies`, `economie` -> `econom`; `logiciels` -> `logiciel`."""
    word = _singular(word)
    for longer_than, ending, instead in ENDINGS:
        if len(word) > longer_than and word.endswith(ending):
            word = word[: -len(ending)] + instead
            return _bare(word) if instead else _TWICE.sub(r"\1", word)
    return _bare(word)


def _singular(word: str) -> str:
    if len(word) > 5 and word.endswith("aux") and word[-4] != "e":
        word = f"{word[:-2]}lx"
    if len(word) > 3 and word.endswith("x"):
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _bare(word: str) -> str:
    """Without double letters, and without the endings that only agree."""
    if len(word) <= 4:
        return word
    word = _TWICE.sub(r"\1", word)
    if len(word) > 4 and word.endswith("ie"):
        word = word[:-2]
    if len(word) > 4:
        word = word.removesuffix("r").removesuffix("e").removesuffix("e")
    return word
