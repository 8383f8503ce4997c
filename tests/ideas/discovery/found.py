"""A world in which everything is called by one word, for tests of who finds what."""

from __future__ import annotations

from ambassadors.helpdesk import actions as helpdesk
from community.clubs import queries as clubs_queries
from community.clubs import topics
from community.discussion import actions as talk
from community.people.models import Person
from ideas.board import actions, club_boards
from ideas.board.models import Board
from ideas.board.states import Approval
from kernel import clock
from tests import cast, clubs, polls
from tests.ambassadors.helpdesk import asked
from tests.ambassadors.missions import errands
from tests.community.discussion import things as messages
from tests.community.meetings import gatherings
from tests.ideas.board import things
from tests.ideas.studio import drawn

WORD = "Quokka"
VIEWERS = ("", "eve", "ben", "ada", "mo", "sol")
EVERYBODY = frozenset(VIEWERS)
CLUB = frozenset({"ben", "ada"})
TEAM = frozenset({"mo", "sol"})
NOBODY: frozenset[str] = frozenset()
SIGHT = {
    ("idea", "open"): EVERYBODY,
    ("idea", "hidden"): NOBODY,
    ("idea", "staff"): TEAM,
    ("idea", "club"): CLUB,
    ("idea", "oneway"): TEAM,
    ("idea", "waiting"): NOBODY,
    ("comment", "said"): EVERYBODY,
    ("comment", "note"): TEAM,
    ("comment", "inside"): TEAM,
    ("comment", "kept"): CLUB,
    ("comment", "removed"): NOBODY,
    ("person", "claimed"): EVERYBODY,
    ("person", "unclaimed"): NOBODY,
    ("club", "public"): EVERYBODY,
    ("club", "private"): CLUB,
    ("topic", "seen"): EVERYBODY,
    ("topic", "unseen"): CLUB,
    ("meeting", "outside"): EVERYBODY - {""},
    ("meeting", "within"): CLUB,
    ("design", "shelved"): EVERYBODY,
    ("mission", "offered"): EVERYBODY,
    ("mission", "drafted"): NOBODY,
    ("question", "put"): EVERYBODY,
    ("question", "away"): NOBODY,
    ("ballot", "called"): EVERYBODY,
    ("ballot", "planned"): NOBODY,
}
"""Who finds what, by its kind and the second word of its title or text; all others find nothing of it."""


def titled(second: str) -> str:
    return f"{WORD} {second}"


async def world() -> None:
    """One of each, those that are kept from somebody beside those that are not."""
    for handle in VIEWERS[1:]:
        await cast.person(handle)
    public = await clubs.found("walkers", members=["ben"], name=titled("public"))
    private = await clubs.found("owls", members=["ben"], is_private=True, name=titled("private"))
    await _ideas(private.slug)
    ada = await cast.viewer("ada")
    await topics.open_one(ada, public, title=titled("seen"), body="")
    await topics.open_one(ada, private, title=titled("unseen"), body="")
    await gatherings.plan(public, titled("outside"))
    await gatherings.plan(private, titled("within"), audience=f"club:{private.id}")
    await drawn.published(title=titled("shelved"))
    await drawn.draft()
    await errands.opened(title=titled("offered"))
    await errands.draft(title=titled("drafted"))
    await asked.question(title=titled("put"))
    await helpdesk.hide(await cast.manager(), (await asked.question(title=titled("away"))).id)
    await polls.opened(title=titled("called"))
    await polls.drafted(title=titled("planned"))
    await _people()


async def _ideas(club: str) -> None:
    ada, mo = await cast.viewer("ada"), await cast.manager()
    open_ = await things.idea(titled("open"))
    hidden = await things.idea(titled("hidden"))
    await actions.hide(mo, hidden.id)
    for slug, doors in (("staff", {"see": "staff", "propose": "staff"}), ("oneway", {"is_one_way": True})):
        await actions.open_board(await cast.admin(), name=slug.title(), slug=slug, **doors)
    await things.board("waiting")
    await Board.filter(slug="waiting").update(approval=Approval.EVERYBODY)
    inside = await things.idea(titled("staff"), by=mo, on="staff")
    await things.idea(titled("oneway"), on="oneway")
    await things.idea(titled("waiting"), on="waiting")
    kept_in = await clubs_queries.find(ada, club)
    kept = await actions.propose(ada, await club_boards.opened(kept_in), title=titled("club"))
    await messages.message(open_, titled("said"))
    await messages.message(open_, titled("note"), by=mo, internal=True)
    await messages.message(inside, titled("inside"), by=mo)
    await messages.message(kept, titled("kept"), by=ada)
    removed = await messages.message(open_, titled("removed"))
    await talk.hide(mo, removed.id)


async def _people() -> None:
    now = clock.now()
    await Person.create(handle="quokka1", name=titled("claimed"), email="q1@example.org", created_at=now)
    await Person.create(
        handle="quokka2", name=titled("unclaimed"), email="q2@example.org", is_claimed=False, created_at=now
    )
