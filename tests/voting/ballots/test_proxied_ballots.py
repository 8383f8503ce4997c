"""A ballot that takes proxies, from its opening to its file: copied at the close, overridden by voting, and secret."""

from __future__ import annotations

import pytest

from community.clubs import queries as clubs_of
from community.people import queries as people
from tests import cast, clubs
from tests import polls as made
from voting.ballots import poll_queries, polls, proxies, proxy_queries
from voting.ballots.models import Answer, Elector
from voting.ballots.results import Result

pytestmark = pytest.mark.usefixtures("home")


async def held(*, is_secret: bool) -> tuple[int, Result]:
    """Ada and Cid gave Ben their votes, Eve gave hers to Dee; Ben and Cid vote, Dee does not."""
    club = await clubs.found(members=["ben", "cid", "dee", "eve"])
    host = await cast.viewer("ada")
    ballot = await made.opened(
        "approval", by=host, club_id=club.id, audience=club.named, takes_proxies=True, is_secret=is_secret
    )
    wide, tall, _half = await made.numbers(ballot)
    with made.while_open():
        for giver, holder in (("ada", "ben"), ("cid", "ben"), ("eve", "dee")):
            viewer = await cast.viewer(giver)
            card = await people.card((await cast.person(holder)).id)
            assert card
            await proxies.give(viewer, await clubs_of.find(viewer, club.slug), card)
        await polls.cast(await cast.viewer("ben"), ballot.id, {wide: 1})
        await polls.cast(await cast.viewer("cid"), ballot.id, {tall: 1})
    return ballot.id, await made.closed(ballot)


@pytest.mark.parametrize("is_secret", [True, False])
async def test_whoever_did_not_vote_says_what_their_holder_said(*, is_secret: bool) -> None:
    ballot, result = await held(is_secret=is_secret)
    wide, tall, half = result.plain.order
    assert result.plain.rounds[0].totals == {wide: 2, tall: 1, half: 0}
    assert (result.cast, result.electors, result.by_proxy) == (3, 5, 1)
    pairs = await Elector.filter(ballot_id=ballot).exclude(through_id=None).values_list("person_id", "through_id")
    assert pairs == [((await cast.person("ada")).id, (await cast.person("ben")).id)], "Cid voted and Dee did not"
    ways = {handle: await proxy_queries.history(await cast.viewer(handle), 1) for handle in ("ada", "cid", "eve")}
    assert {handle: told[0].how for handle, told in ways.items()} == {"ada": "through", "cid": "own", "eve": "nothing"}


async def test_which_answers_of_a_secret_ballot_were_copied_is_forgotten() -> None:
    ballot, _result = await held(is_secret=True)
    answers = await Answer.filter(ballot_id=ballot)
    assert len(answers) == 3
    assert not any(answer.is_by_proxy or answer.holder for answer in answers)
    assert (await poll_queries.mine(await cast.viewer("ada"), ballot)).marks is None


async def test_a_giver_reads_in_an_open_ballot_what_was_said_for_them() -> None:
    ballot, result = await held(is_secret=False)
    ada = await poll_queries.mine(await cast.viewer("ada"), ballot)
    assert ada.marks == {result.plain.winners[0]: 1}
    assert ada.through_id == (await cast.person("ben")).id
