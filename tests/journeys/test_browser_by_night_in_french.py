"""axe-core in Chromium on every page of the demo world: by night in French."""

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


def test_every_page_is_for_everybody_by_night_in_french(site: Site) -> None:
    wrong = eyes.walked(site, 2)
    assert not wrong, "\n".join(wrong)
