"""Heavy work beside: in one thread that, in a worker of its own, takes only what the processor has to spare."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_is_worker = False


def stand_back() -> None:
    """To be called by a process that answers nobody: where one thread waits for another, a page would wait too."""
    global _is_worker
    _is_worker = True


def _begin() -> None:
    if _is_worker and sys.platform == "linux":  # nice alone leaves it a whole processor while the site has one
        with suppress(OSError):
            os.sched_setscheduler(threading.get_native_id(), os.SCHED_IDLE, os.sched_param(0))


_aside = ThreadPoolExecutor(1, "behind", initializer=_begin)


async def behind(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What `work` gives back, done beside, in the language spoken here."""
    done = partial(copy_context().run, work, *args, **named)
    return await asyncio.get_running_loop().run_in_executor(_aside, done)
