"""A provider that others wrote (oidc-provider-mock), as a process of its own on this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2


@contextmanager
def serving_provider() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Its address and its process, which ends with the block at the latest."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    words = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    with subprocess.Popen(words, env=dict(os.environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _awaited(url)
            yield url, process
        finally:
            process.terminate()


def _awaited(url: str) -> None:
    for _ in range(200):
        try:
            if httpx2.get(f"{url}/.well-known/openid-configuration").status_code == 200:
                return
        except httpx2.HTTPError:
            time.sleep(0.05)
    raise AssertionError("the provider did not begin")


def knows(provider: str, subject: str, **claims: object) -> None:
    """Somebody has an account there."""
    httpx2.put(f"{provider}/users/{subject}", json=claims).raise_for_status()
