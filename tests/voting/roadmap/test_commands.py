"""The roadmap as a file at the command line: every form, twice the same."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from kernel.features import House
from tests.ideas.board import things
from voting.roadmap import commands

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize("form", commands.FORMS)
async def test_the_same_roadmap_is_the_same_file_and_the_same_snapshot(home: House, tmp_path: Path, form: str) -> None:
    await things.idea()
    files = [tmp_path / f"{n}.{form}" for n in range(2)]
    for file in files:
        assert await commands.export(home, Namespace(what="roadmap", format=form, policy="linear", file=file)) == 0
    assert files[0].read_bytes() == files[1].read_bytes() != b""
