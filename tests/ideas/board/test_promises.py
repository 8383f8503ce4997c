"""A promise is due until the brand's midnight, and late after it, on pages that nobody touched in between."""

from datetime import UTC, date, datetime

from ideas.board import answers, promises
from ideas.board.models import Status
from kernel import clock
from kernel.viewer import STRANGER
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things


async def test_a_promise_is_late_from_the_brands_midnight_on_every_page(browser: Browser) -> None:
    with clock.at(datetime(2028, 2, 1, 12, tzinfo=UTC)):
        idea = await things.idea("Resole my shoes")
        await answers.answer(
            await cast.editor(), idea, body="We will.", status=Status.PLANNED, promised_on=date(2028, 2, 29)
        )
    reader = await cast.browser_as(browser, "ada")
    for moment, late in (("2028-02-29T22:59:00", 0), ("2028-02-29T23:00:00", 1)):
        with clock.at(datetime.fromisoformat(moment).replace(tzinfo=UTC)):
            line = await promises.line(STRANGER)
            assert (line.due, line.late) == (1 - late, late)
            for theirs in (browser, reader):
                page = await theirs.get("/ideas/1-resole-my-shoes")
                assert ("29 February 2028, late" in page.text) is bool(late), moment
                assert page.text.count("Promised for 29 February 2028") == 1
