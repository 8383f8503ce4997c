"""What is proposed already is found beside what one writes, and nothing of it that one may not see."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ideas.board import actions, answers, merging
from ideas.board.models import Idea, Status
from ideas.discovery import likeness, rarity
from ideas.discovery.embedding import Embedding
from kernel import search
from kernel.features import House, the_house
from kernel.viewer import STRANGER, Viewer
from tests import cast
from tests.ideas.board import things

OTHERS = (
    ("Larger pockets", "My phone does not fit into the coat."),
    ("Half sizes", "I am a 9.5 and nothing fits."),
    ("A quieter zip", "The bag wakes the whole train."),
    ("Des lacets plus longs", "Ils sont trop courts pour un double nœud."),
    ("Un sac de trente litres", "Pour partir une semaine."),
    ("Livrer en point relais", "Je ne suis jamais là quand le facteur passe."),
)


async def shelf() -> dict[str, Idea]:
    """Ideas in both languages, counted and in the index."""
    made = {title: await things.idea(title, body=body) for title, body in OTHERS}
    made["resole"] = await things.idea("Resole worn boots", body="The uppers are fine, only the sole has gone.")
    made["ressemeler"] = await things.idea("Ressemeler la Bief", body="La semelle est lisse, le cuir comme neuf.")
    await ready()
    return made


async def ready() -> None:
    await rarity.count()
    await search.caught_up()


async def found(viewer: Viewer, title: str, body: str = "", **more: object) -> list[int]:
    return [one.idea_id for one in await likeness.to(viewer, title, body, **more)]  # type: ignore[arg-type]


async def test_the_same_wish_in_other_words_comes_first(home: House) -> None:
    made = await shelf()
    assert (await found(STRANGER, "Put a new sole on my old boots"))[0] == made["resole"].id
    assert (await found(STRANGER, "Changer la semelle usée", "Le cuir est impeccable"))[0] == made["ressemeler"].id


async def test_a_wish_is_found_in_the_other_language(home: House) -> None:
    made = await shelf()
    assert made["Livrer en point relais"].id in await found(
        STRANGER, "Deliver to a locker", "I am never home for the post"
    )
    assert made["Half sizes"].id in await found(STRANGER, "Des demi-pointures", "je fais du 42 et demi")


async def test_a_word_with_a_mistake_finds_what_was_meant(home: House) -> None:
    made = await shelf()
    assert made["ressemeler"].id in await found(STRANGER, "resemeler la bief")


async def test_where_nothing_is_alike_nothing_is_shown(home: House) -> None:
    await shelf()
    for title in ("", "   ", "Opening hours on Sunday of the swimming pool", "????", "\x00", "the of and", "x" * 9000):
        assert await likeness.to(STRANGER, title) == [], title


async def test_without_an_index_nothing_is_shown_and_nothing_fails(home: House) -> None:
    await things.idea("Resole worn boots")
    assert await likeness.to(STRANGER, "Put a new sole on my boots") == []


async def test_what_one_may_not_see_is_not_found(home: House) -> None:
    made = await shelf()
    mo, ada = await cast.manager(), await cast.member("ada")
    await things.board("inside", see="staff", propose="staff")
    secret = await things.idea("Resole old boots", body="Worn soles", by=mo, on="inside")
    hidden = made["resole"]
    await actions.hide(mo, hidden.id)
    await ready()
    words = ("Put a new sole on worn boots", "The sole has gone")
    assert not {secret.id, hidden.id} & set(await found(STRANGER, *words))
    assert not {secret.id, hidden.id} & set(await found(ada, *words))
    assert secret.id in await found(mo, *words)


async def test_what_was_merged_is_found_as_where_it_leads_and_what_was_declined_is_there(home: House) -> None:
    made = await shelf()
    mo = await cast.manager()
    target = await things.idea("Mend more than we sell", body="A workshop for everything that wears out.")
    await merging.merge(mo, sources=[made["resole"].id], target=target.id)
    await answers.answer(mo, made["ressemeler"], body="No.", status=Status.DECLINED, would_change="A press.")
    await ready()
    here = await found(STRANGER, "Resole worn boots", "Only the sole has gone")
    assert here[0] == target.id
    assert made["resole"].id not in here
    assert (await found(STRANGER, "Ressemeler la Bief"))[0] == made["ressemeler"].id


async def test_an_idea_is_not_shown_as_like_itself_and_at_most_as_many_as_asked_for(home: House) -> None:
    made = await shelf()
    own = made["resole"]
    assert own.id not in await found(STRANGER, own.title, own.body, but=[own.id])
    for number in range(7):
        await things.idea(f"Resole boots {number}", body="The sole is worn")
    await ready()
    assert len(await found(STRANGER, "Resole boots", "worn sole")) == 5
    assert len(await found(STRANGER, "Resole boots", "worn sole", limit=2)) == 2


async def _toy(texts: Sequence[str]) -> list[list[float]]:
    """Knows of one thing alone: of dogs."""
    return [[1.0, 0.0] if "hound" in text or "dog" in text else [0.0, 1.0] for text in texts]


async def _broken(texts: Sequence[str]) -> list[list[float]]:
    raise RuntimeError("no memory left")


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both a model that works and one that does not are installed."""
    told = the_house().registered
    models = [Embedding("toy", _toy), Embedding("broken", _broken)]
    monkeypatch.setattr(
        "kernel.features.House.registered", lambda house, name: models if name == "embedding" else told(name)
    )


async def test_a_model_that_a_brand_installs_takes_part(home: House, model: None) -> None:
    await shelf()
    dogs = await things.idea("Let my hound into the shop", body="He waits outside in the rain.")
    shop = await things.idea("A bigger shop", body="One waits in the rain outside.")
    await ready()
    here = await likeness.weighed(STRANGER, "Dogs welcome", "My dog waits outside the shop")
    assert here[0].idea_id == dogs.id
    assert {one.idea_id: one.score for one in here}.get(shop.id, 0) < 0.5 < here[0].score
