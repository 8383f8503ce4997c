"""Fixtures every test may ask for: a database of each kind, the house on it, and a client to browse with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import settings as examples

from kernel import db, security
from kernel.features import House, open_house
from kernel.settings import Settings
from run import house
from tests import databases, once
from tests.browsing import Browser, site_on
from tests.left_out import pytest_terminal_summary  # noqa: F401

examples.register_profile("settled", derandomize=True, deadline=None, print_blob=True)
"""The same examples on every run, so that red means a change; `--hypothesis-profile=default` looks for new ones."""
examples.load_profile("settled")


def pytest_configure(config: pytest.Config) -> None:
    once.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        once.end()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of each file the tests on one kind of database come first: to change to the other costs more than to go on."""
    files: dict[Path, int] = {}
    items.sort(key=lambda item: (files.setdefault(item.path, len(files)), _kind(item)))


def _kind(item: pytest.Item) -> str:
    return str(item.callspec.params.get("settings", "")) if hasattr(item, "callspec") else ""


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Each test that touches the database runs on both kinds."""
    with databases.of(request.param, tmp_path) as made:
        yield made


@pytest_asyncio.fixture
async def home(settings: Settings) -> AsyncIterator[House]:
    """The house, its database open: for tests of actions and queries."""
    built = house(settings)
    open_house(built)
    security.forget_limits()
    async with db.opened(built.settings, built.features):
        yield built


@pytest_asyncio.fixture
async def browser(settings: Settings) -> AsyncIterator[Browser]:
    """A stranger's browser on the running site; `.another()` is somebody else's."""
    built = house(settings)
    security.forget_limits()
    async with site_on(built) as made:
        yield made
