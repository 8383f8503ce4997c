from ideas.studio import demo, lettering, recipe
from ideas.studio.products import Made
from kernel.demo import World
from tests.ideas.studio import drawn

CONTENT = World()
DESIGNS = {told["key"]: told for told in CONTENT.content("designs")["designs"]}


def test_every_design_of_the_demo_can_be_made_as_it_is_drawn() -> None:
    made = {slug: Made(1, slug, 1, drawn.product(slug), True, 500, 1) for slug in demo.PRODUCTS}
    for told in DESIGNS.values():
        wanted = demo.wanted_of(told, made[told["template"]])
        recipe.canonical(wanted)
        for said in wanted.texts.values():
            assert all(character == " " or lettering.covers(character, said.font) for character in said.words), told


def test_designs_of_the_demo_come_after_what_they_start_from() -> None:
    ideas = {told["key"]: told for told in CONTENT.content_of("ideas")}
    people = {told["handle"] for told in CONTENT.content_of("people")}
    assert len(DESIGNS) == 25
    for told in DESIGNS.values():
        assert told["author"] in people
        assert told["days_ago"] < ideas[told["idea"]]["days_ago"] if "idea" in told else told["days_ago"] > 0
        if "remix_of" in told:
            original = DESIGNS[told["remix_of"]]
            assert original["days_ago"] > told["days_ago"]
            assert original.get("remixing", "credit") != "none"
            assert original["template"] == told["template"]
