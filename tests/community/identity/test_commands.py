"""Whoever keeps the machine can let the last administrator in."""

from __future__ import annotations

import argparse
import re

import pyotp
import pytest

from community.identity import commands, queries, steps
from kernel import clock, db
from kernel.errors import Problem
from kernel.features import House
from tests import cast


async def test_an_account_is_unlocked_and_a_link_printed(home: House, capsys: pytest.CaptureFixture[str]) -> None:
    root = await cast.person("root")
    await steps.begin(root.id)
    await steps.confirm(root.id, pyotp.TOTP(str(await steps.pending(root.id))).at(clock.now()))
    assert await commands.unlock(home, argparse.Namespace(email="root@example.org")) == 0
    assert re.search(r"/reset/[\w-]+", capsys.readouterr().out)
    assert not (await queries.ways_of(root.id)).has_second_factor
    assert await db.value("SELECT act FROM staff_act ORDER BY id DESC LIMIT 1") == "recovery.by_command"
    with pytest.raises(Problem):
        await commands.unlock(home, argparse.Namespace(email="nobody@example.org"))
