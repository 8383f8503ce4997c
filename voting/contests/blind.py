"""What a juror is shown of an entry: a letter, its pictures and its words; nothing of it leads to who drew it.

Letters follow a keyed order that no other page shows, over all that was ever entered: one that is taken down leaves a gap.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

from community.people import queries as people
from ideas.challenges import queries as challenges
from ideas.challenges.queries import ChallengeCard, EntryLine
from ideas.studio import drawing, pictures, products, recipe, wording
from ideas.studio.models import Design
from ideas.studio.products import Made
from ideas.studio.queries import WALLS
from ideas.studio.sheets import money
from ideas.studio.wording import Said
from kernel import db, i18n
from kernel.errors import Missing
from kernel.features import the_house
from voting.contests.queries import Judge


@dataclass(frozen=True)
class Side:
    """One view of an entry as a picture of the jury's own."""

    name: str
    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Exhibit:
    """An entry as the jury sees it."""

    letter: str
    line: EntryLine
    wall: str
    hangs: bool
    product: str
    price: str
    alt: str
    words: list[Said]
    sides: list[Side]


def letter(place: int) -> str:
    """A to Z, then AA, AB ... as columns of a spreadsheet."""
    found, rest = "", place + 1
    while rest:
        rest, one = divmod(rest - 1, 26)
        found = chr(ord("A") + one) + found
    return found


async def letters(challenge_id: int) -> dict[int, str]:
    """Entry to letter, of all that was ever entered."""
    rows = await db.rows("SELECT id FROM challenge_entry WHERE challenge_id = ?", challenge_id)
    key = the_house().settings.key
    lots = {row["id"]: hmac.digest(key, f"jury:{challenge_id}:{row['id']}".encode(), "sha256") for row in rows}
    return {entry: letter(place) for place, entry in enumerate(sorted(lots, key=lambda one: lots[one]))}


async def in_turn(judge: Judge, challenge_id: int) -> list[tuple[str, EntryLine]]:
    """Letters and entries, in an order of this juror's own."""
    named, key = await letters(challenge_id), the_house().settings.key
    lines = await challenges.entries(challenge_id)
    lots = {line.id: hmac.digest(key, f"turn:{judge.id}:{line.id}".encode(), "sha256") for line in lines}
    return [(named[line.id], line) for line in sorted(lines, key=lambda line: lots[line.id])]


async def entry(challenge_id: int, asked: str) -> EntryLine:
    """The entry of a letter; Missing where none stands."""
    named = await letters(challenge_id)
    for line in await challenges.entries(challenge_id):
        if named[line.id] == asked.upper():
            return line
    raise Missing()


async def exhibits(challenge: ChallengeCard, turn: list[tuple[str, EntryLine]]) -> list[Exhibit]:
    """Entries as the jury sees them, those that are still shown."""
    shown = {row.id: row for row in await Design.filter(id__in=[line.design_id for _, line in turn], is_listed=True)}
    return [
        _exhibit(challenge, asked, line, design, await products.version(design.template_id, design.version))
        for asked, line in turn
        if (design := shown.get(line.design_id))
    ]


def _exhibit(challenge: ChallengeCard, asked: str, line: EntryLine, design: Design, made: Made) -> Exhibit:
    wanted, place = recipe.parse(design.recipe), f"{challenge.url}/jury/{asked}.png"
    sides = []
    for view in made.product.views:
        _left, _top, width, height = drawing.box(view)
        name = view.name.in_language(i18n.language.get())
        sides.append(Side(name, f"{place}?view={view.id}", round(width), round(height)))
    return Exhibit(
        letter=asked,
        line=line,
        wall=WALLS[sum(asked.encode()) % len(WALLS)],
        hangs=made.product.hangs,
        product=made.name,
        price=money(design.price, design.currency),
        alt=wording.sentence(wanted, made.product),
        words=wording.lines(wanted, made.product),
        sides=sides,
    )


async def picture(line: EntryLine, view: str) -> bytes:
    """A view of an entry as PNG, which names nobody; Missing for a view that it does not have."""
    design = await Design.get(id=line.design_id)
    made = await products.version(design.template_id, design.version)
    if view not in {side.id for side in made.product.views}:
        raise Missing()
    wanted = recipe.parse(design.recipe)
    place = await pictures.kept(await pictures.drawn(wanted, made, view), pictures.SIZES["page"])
    return place.read_bytes()


async def story(line: EntryLine) -> str:
    """What its author wrote of it, without their name."""
    design = await Design.get(id=line.design_id)
    author = (await people.names([line.person_id])).get(line.person_id)
    return without(design.story, [author.name, author.handle] if author else [])


def without(words: str, names: list[str]) -> str:
    """Some words in which every part of a name of three letters or more is a dash."""
    parts = {part for name in names for part in re.findall(r"\w{3,}", name)}
    if not parts:
        return words
    found = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
    return re.sub(rf"\b(?:{found})\b", "—", words, flags=re.IGNORECASE)
