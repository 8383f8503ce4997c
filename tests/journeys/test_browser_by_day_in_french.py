"""axe-core in Chromium on every page of the demo world: by day in French."""

from __future__ import annotations

import pytest

from tests import chromium
from tests.journeys import eyes
from tests.journeys.visit import Site, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
__all__ = ["site"]


def test_every_page_is_for_everybody_by_day_in_french(site: Site) -> None:
    wrong = eyes.walked(site, 0)
    assert not wrong, "\n".join(wrong)


def test_the_walk_sees_the_house(site: Site) -> None:
    seen = {path for path, _form, _person in eyes.places(site)}
    expected = {
        "/",
        "/ideas",
        "/ideas/new",
        "/roadmap",
        "/inbox",
        "/account",
        "/account/data",
        "/account/security",
        "/moderation/circles",
        "/moderation/votes",
        "/moderation/waiting",
        "/privacy",
        "/search?q=zzzqqq",
        "/team/recoveries",
        "/team/roadmap",
        "/team/customers",
        "/rules",
    }
    assert expected <= seen
    assert len(seen) > 240
