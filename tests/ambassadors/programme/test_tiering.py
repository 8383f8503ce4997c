"""Tiers and terms are set by the team as versions with a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ambassadors.programme import queries, terms, tiering
from kernel import clock, db
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.features import House
from tests import cast

BODY = "What we promise each other, said in words that one can keep. " * 3


async def named() -> list[tuple[str, float]]:
    return [(tier.slug, tier.percentile) for tier in await queries.tiers()]


async def test_a_site_begins_with_four_tiers_and_first_terms(home: House) -> None:
    assert await named() == [("voice", 0), ("guide", 50), ("relay", 75), ("workshop", 95)]
    assert (await terms.now()).number == 1


async def test_a_lower_bar_counts_at_once_and_the_others_stay(home: House) -> None:
    await tiering.set_tier(await cast.manager(), "relay", percentile=70, name_en="Relay", name_fr="Relais")
    assert await named() == [("voice", 0), ("guide", 50), ("relay", 70), ("workshop", 95)]


async def test_a_tier_between_two_takes_its_place(home: House) -> None:
    slug = await tiering.set_tier(await cast.manager(), "", percentile=60, name_en="Pilot", name_fr="Pilote")
    assert [name for name, _ in await named()] == ["voice", "guide", slug, "relay", "workshop"]
    await tiering.drop_tier(await cast.manager(), slug)
    assert [name for name, _ in await named()] == ["voice", "guide", "relay", "workshop"]


async def test_a_higher_bar_needs_notice_while_there_are_ambassadors(home: House) -> None:
    await cast.person("ben")
    mo = await cast.manager()
    told = {"percentile": 60, "name_en": "Guide", "name_fr": "Guide"}
    with pytest.raises(Invalid):
        await tiering.set_tier(mo, "guide", **told)  # type: ignore[arg-type]
    await tiering.set_tier(mo, "guide", **told, from_at=clock.now() + timedelta(days=15))  # type: ignore[arg-type]
    assert ("guide", 50) in await named()
    assert [tier.percentile for tier in await queries.coming()] == [60]
    with clock.at(clock.now() + timedelta(days=16)):
        assert ("guide", 60) in await named()


@pytest.mark.parametrize(("slug", "percentile"), [("voice", 10), ("guide", 0), ("guide", 75), ("", 95)])
async def test_no_two_tiers_ask_for_the_same_and_the_first_for_nothing(
    home: House, slug: str, percentile: float
) -> None:
    with pytest.raises(Invalid):
        await tiering.set_tier(await cast.manager(), slug, percentile=percentile, name_en="A", name_fr="B")


async def test_the_first_tier_stays(home: House) -> None:
    with pytest.raises(Conflict):
        await tiering.drop_tier(await cast.manager(), "voice")


async def test_new_terms_have_a_number_a_day_and_a_notice(home: House) -> None:
    await cast.person("ben")
    mo = await cast.manager()
    with pytest.raises(Invalid):
        await tiering.publish(mo, body_en=BODY, body_fr=BODY, from_at=clock.now() + timedelta(days=2))
    day = clock.now() + timedelta(days=20)
    assert await tiering.publish(mo, body_en=BODY, body_fr=BODY, from_at=day) == 2
    assert (await terms.now()).number == 1
    with pytest.raises(Conflict):
        await tiering.publish(mo, body_en=BODY, body_fr=BODY, from_at=day)
    with clock.at(day + timedelta(days=1)):
        assert (await terms.now()).number == 2
    assert await db.value("SELECT count(*) FROM staff_act WHERE act = 'ambassador.terms'") == 1


async def test_editors_read_and_managers_set(home: House) -> None:
    for handle in ("sol", "ada", "ben"):
        with pytest.raises(Forbidden):
            await tiering.set_tier(await cast.viewer(handle), "guide", percentile=40, name_en="G", name_fr="G")
