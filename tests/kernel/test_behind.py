"""Work done beside: in the language spoken, and only in a worker of its own with what the processor has to spare."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kernel import i18n
from kernel.behind import behind

POLICY = """
import asyncio, os, threading
from kernel import behind
{said}
print(asyncio.run(behind.behind(lambda: os.sched_getscheduler(threading.get_native_id()))) == os.SCHED_IDLE)
print(os.sched_getscheduler(0) == os.SCHED_IDLE)
"""


async def test_it_is_done_in_the_language_spoken_and_tells_what_went_wrong() -> None:
    with i18n.speaking("fr"):
        assert await behind(i18n.language.get) == "fr"
    with pytest.raises(ZeroDivisionError):
        await behind(lambda: 1 // 0)


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a policy of their own on Linux alone")
@pytest.mark.parametrize(("said", "policies"), [("behind.stand_back()", "True False"), ("", "False False")])
def test_only_a_worker_of_its_own_stands_back_and_with_that_thread_alone(said: str, policies: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", POLICY.format(said=said)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == policies.split()
