"""PostgreSQL whose pooled connection always returns to the pool, also when a task is cancelled while it begins."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import TransactionalDBClient, TransactionContextPooled
from tortoise.connection import get_connections
from tortoise.exceptions import DBConnectionError


@contextmanager
def refused_as_away() -> Iterator[None]:
    """A socket that is gone or refuses is a database that is away, not a fault of the files that we serve."""
    try:
        yield
    except OSError as error:
        raise DBConnectionError(f"cannot connect: {error}") from error


class SafePooled(TransactionContextPooled):
    __slots__ = ()

    async def __aenter__(self) -> TransactionalDBClient:
        client: Any = self.client
        with refused_as_away():
            await self.ensure_connection()
            pool = client._parent._pool
            raw = await pool.acquire()
        try:
            client._connection = raw
            await client.begin()
        except BaseException:
            await asyncio.shield(pool.release(raw))
            raise
        self.token = get_connections().set(self.connection_name, client)
        return self.client

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        client: Any = self.client
        ending = asyncio.ensure_future(self._end(client, failed=exc_type is not None))
        try:
            await asyncio.shield(ending)
        except asyncio.CancelledError:
            await asyncio.wait([ending])
            raise
        finally:
            get_connections().reset(self.token)

    async def _end(self, client: Any, *, failed: bool) -> None:
        try:
            if not client._finalized:
                await (client.rollback() if failed else client.commit())
        finally:
            await client._parent._pool.release(client._connection)


class Unset(asyncpg.Connection):  # type: ignore[misc]  # asyncpg says no types
    """Nothing is set on a pooled connection but in transactions, so that nothing is to be undone when it is given back: what
    is sent for that by default is one more trip after each statement."""

    def get_reset_query(self) -> str:
        return ""


class SafeClient(AsyncpgDBClient):
    connection_class = Unset

    async def create_connection(self, with_db: bool) -> None:
        with refused_as_away():
            await super().create_connection(with_db)

    async def _translate_exceptions(self, func: Any, *args: Any, **kwargs: Any) -> Any:
        with refused_as_away():
            return await super()._translate_exceptions(func, *args, **kwargs)

    def _in_transaction(self) -> SafePooled:
        return SafePooled(TransactionWrapper(self), self._pool_init_lock)


client_class = SafeClient
