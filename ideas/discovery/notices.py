"""Who hears that an idea was divided: its author, and those who support or follow it, who are asked which they meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from community.inbox.registry import Data, NoticeKind, Reader
from ideas.board import notices as board
from ideas.board import queries
from ideas.discovery import splitting
from kernel import db, mail
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer

ADDRESS = re.compile(r"/splits/(\d{1,9})$")
WHY = mark("You get this because you gave, support or follow this idea.")


def _line(data: Data) -> str:
    told = {name: data.get(name, "") for name in ("title", "first", "second")}
    return _("“%(title)s” is two ideas now: “%(first)s” and “%(second)s”. Which did you mean?") % told


def _url(event: db.Row) -> str:
    return str(event["data"]["url"])


async def _letter(reader: Reader, event: db.Row, stop: str) -> None:
    """In the reader's words: the title they gave their support to, and one link that needs no sign-in."""
    told = event["data"]
    await mail.write(
        reader.email,
        "split",
        subject=(_("“%(title)s” is two ideas now") % {"title": told["title"]})[:200],
        person=reader.id,
        unsubscribe=stop,
        name=reader.name,
        **{name: told[name] for name in ("title", "first", "second", "reason")},
        is_author=reader.id == told["author"],
        url=splitting.link(told["split"], reader.id),
        why=_(WHY),
    )


async def out_of_sight(viewer: Viewer, urls: Sequence[str]) -> set[str]:
    """Of some addresses those of splits of which the viewer does not see both ideas."""
    splits = {url: int(found[1]) for url in urls if (found := ADDRESS.match(url))}
    if not splits:
        return set()
    numbers = sorted(set(splits.values()))
    rows = await db.rows(f"SELECT id, source_id, new_id FROM idea_split WHERE id IN ({db.marks(numbers)})", *numbers)
    pairs = {row["id"]: {row["source_id"], row["new_id"]} for row in rows}
    unseen = await queries.unseen(viewer, sorted({idea for pair in pairs.values() for idea in pair}))
    return {url for url, number in splits.items() if number not in pairs or pairs[number] & unseen}


notices = [
    NoticeKind(
        "idea.split",
        ("idea.split",),
        mark("The question which half you meant, when an idea you support or follow is divided in two"),
        board.recipients,
        _line,
        _url,
        verb=mark("Say which I meant"),
        why=WHY,
        letter=_letter,
    )
]
