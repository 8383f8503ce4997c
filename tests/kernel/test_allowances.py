"""Limits that hold for all processes: the same in the database and in Redis, and still there when Redis is not."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from fakeredis import FakeAsyncRedis, FakeServer

from kernel import allowances, clock, db
from kernel.errors import TooMany
from kernel.features import House, open_house
from kernel.security import limit_everywhere
from run import house

TERMS: dict[str, Any] = {"burst": 3, "drop": 20.0}


@pytest.fixture(params=["database", "redis"])
def kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    server = FakeAsyncRedis() if request.param == "redis" else None
    monkeypatch.setattr(allowances, "_server", lambda url: server)
    return str(request.param)


async def _so_many(times: int, who: str = "ada") -> int:
    return sum(await asyncio.gather(*(allowances.taken("t", who, **TERMS) for _ in range(times))))


async def test_a_burst_is_let_in_and_then_one_for_each_drop_that_came_back(home: House, kept: str) -> None:
    now = clock.now()
    with clock.at(now):
        assert await _so_many(10) == 3
        assert await _so_many(10, "ben") == 3
    with clock.at(now + timedelta(seconds=19)):
        assert await _so_many(5) == 0
    with clock.at(now + timedelta(seconds=41)):
        assert await _so_many(5) == 2
    with clock.at(now + timedelta(hours=1)):
        assert await _so_many(10) == 3
    assert await db.value("SELECT count(*) FROM allowance") == (2 if kept == "database" else 0)


async def test_where_redis_is_away_the_database_counts(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    server = FakeServer()
    server.connected = False
    away = FakeAsyncRedis(server=server)
    monkeypatch.setattr(allowances, "_server", lambda url: away)
    assert await _so_many(10) == 3
    assert await db.value("SELECT count(*) FROM allowance") == 1


async def test_who_asks_too_often_is_told_when_to_come_back(home: House, kept: str) -> None:
    open_house(house(home.settings.model_copy(update={"rate_limits": "on"})))
    await limit_everywhere("t", "ada", burst=1, per_minute=2)
    with pytest.raises(TooMany) as refused:
        await limit_everywhere("t", "ada", burst=1, per_minute=2)
    assert refused.value.detail["after"] == 30
    open_house(home)
