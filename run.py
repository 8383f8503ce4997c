"""Composition root: the packages in import order, the site as an application, and the commands."""

from __future__ import annotations

import sys

from starlette.applications import Starlette

from ambassadors.feature import ambassadors
from community.feature import community
from ideas.feature import ideas
from kernel.app import create, kernel
from kernel.commands import main
from kernel.features import House
from kernel.settings import Settings
from voting.feature import voting

FEATURES = [kernel, community, ideas, voting, ambassadors]


def house(settings: Settings | None = None) -> House:
    """All packages under one roof."""
    return House(FEATURES, settings or Settings())


def app() -> Starlette:
    """What a server is pointed at: `uvicorn --factory run:app`."""
    return create(house())


if __name__ == "__main__":
    sys.exit(main(house(), sys.argv[1:]))
