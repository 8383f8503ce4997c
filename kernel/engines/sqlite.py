"""SQLite whose transactions take the write lock at once and never leak it when a task is cancelled."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import Any

from tortoise.backends.base.client import TransactionalDBClient
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError


class ImmediateContext(SqliteTransactionContext):
    __slots__ = ()

    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            await self.connection.begin()
        except BaseException:
            try:
                raw = self.connection._connection
                if raw:  # the BEGIN may still run in the thread: queue a rollback behind it
                    await asyncio.shield(raw.rollback())
            finally:
                self._trxlock.release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        client: TransactionalDBClient = self.connection
        return client

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        ending = asyncio.ensure_future(self._end(failed=exc_type is not None))
        try:
            await asyncio.shield(ending)
        except asyncio.CancelledError:
            await asyncio.wait([ending])
            raise
        finally:
            get_connections().reset(self.token)
            self._trxlock.release()

    async def _end(self, *, failed: bool) -> None:
        if self.connection._finalized:
            return
        if failed:
            await self.connection.rollback()
            return
        try:
            await self.connection.commit()
        except sqlite3.Error as error:
            await self.connection._connection.rollback()
            raise OperationalError(error) from error


class ImmediateWrapper(SqliteTransactionWrapper):
    async def begin(self) -> None:
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error


def _lower(value: Any) -> Any:
    """SQLite's own knows no accents: É stays É."""
    return value.lower() if isinstance(value, str) else value


class ImmediateClient(SqliteClient):
    async def create_connection(self, with_db: bool) -> None:
        had = self._connection
        await super().create_connection(with_db)
        if self._connection is not None and self._connection is not had:
            await self._connection.create_function("lower", 1, _lower, deterministic=True)

    def _in_transaction(self) -> ImmediateContext:
        return ImmediateContext(ImmediateWrapper(self), self._lock)


client_class = ImmediateClient
