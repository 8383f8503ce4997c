"""PostgreSQL whose pooled connection always returns to the pool, also when a task is cancelled while it begins."""

from __future__ import annotations

import asyncio
from typing import Any

from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import TransactionalDBClient, TransactionContextPooled
from tortoise.connection import get_connections


class SafePooled(TransactionContextPooled):
    __slots__ = ()

    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        client: Any = self.client
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


class SafeClient(AsyncpgDBClient):
    def _in_transaction(self) -> SafePooled:
        return SafePooled(TransactionWrapper(self), self._pool_init_lock)


client_class = SafeClient
