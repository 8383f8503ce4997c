"""Writes of one kind that wait at the same time share one transaction, and so one flush to the disk.

Whoever comes while a transaction is under way waits for the next, which begins at once: nobody waits for company.
Everybody is answered after the commit. What fails together is tried again one by one, so that it hurts nobody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from kernel import db

T = TypeVar("T")
Answer = TypeVar("Answer")
MOST = 200


@dataclass
class _Waiting(Generic[T, Answer]):
    what: T
    answer: asyncio.Future[Answer]
    alone: bool = False


class Together(Generic[T, Answer]):
    """`write` is called inside a light transaction with those that waited, and gives back an answer to each, in order.

    It must bear being called for what it has written already: the answer to a commit may be lost on its way.
    """

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[Sequence[Answer]]]) -> None:
        self._write = write
        self._waiting: list[_Waiting[T, Answer]] = []
        self._turns: asyncio.Task[None] | None = None

    async def __call__(self, what: T) -> Answer:
        if db.inside():
            async with db.transaction(light=True):
                return (await self._write([what]))[0]
        one = _Waiting[T, Answer](what, asyncio.get_running_loop().create_future())
        if self._turns is None or self._turns.done():
            self._waiting = []
            self._turns = asyncio.create_task(self._take_turns())
        self._waiting.append(one)
        return await one.answer

    async def _take_turns(self) -> None:
        while self._waiting:
            await self._turn()

    async def _turn(self) -> None:
        """One transaction, and what came of it told to those who were in it."""
        taken: list[_Waiting[T, Answer]] = []
        try:
            async with db.transaction(light=True):
                taken = self._take()  # now, so that whoever came before the lock was free is in it
                answers = await self._write([one.what for one in taken])
        except Exception as error:
            self._failed(taken or self._take(), error, begun=bool(taken))
        else:
            for one, answer in zip(taken, answers, strict=True):
                if not one.answer.done():  # else whoever asked has gone
                    one.answer.set_result(answer)

    def _failed(self, taken: list[_Waiting[T, Answer]], error: Exception, *, begun: bool) -> None:
        if begun and len(taken) > 1:
            self._waiting = [replace(one, alone=True) for one in taken] + self._waiting
            return
        for one in taken:
            if not one.answer.done():
                one.answer.set_exception(error)

    def _take(self) -> list[_Waiting[T, Answer]]:
        most = 1 if self._waiting[0].alone else MOST
        taken, self._waiting = self._waiting[:most], self._waiting[most:]
        return taken
