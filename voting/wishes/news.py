"""What wish lists bring to the news of a club: signing began, it was delivered, all of it is answered."""

from __future__ import annotations

from collections.abc import Callable

from community.clubs.queries import ClubCard
from community.clubs.registry import News
from kernel import db
from kernel.i18n import gettext as _
from kernel.i18n import mark


def _of(moment: str) -> str:
    return (
        f"SELECT w.{moment} AS at, w.id AS number, w.title FROM wish_list w WHERE w.club_id = ? AND w.hidden_at IS NULL "
        f"AND w.{moment} IS NOT NULL"
    )


def _saying(sentence: str) -> Callable[[ClubCard, db.Row], tuple[str, str]]:
    return lambda club, row: (_(sentence) % {"title": row["title"]}, f"{club.url}/wishes/{row['number']}")


news = [
    News("signing", _of("signing_at"), _saying(mark("Signing of a wish list began: %(title)s"))),
    News("delivered", _of("delivered_at"), _saying(mark("A wish list was delivered: %(title)s"))),
    News("answered", _of("answered_at"), _saying(mark("A wish list is answered: %(title)s"))),
]
