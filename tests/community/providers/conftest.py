"""A provider on this machine, and a site that knows it as ACME."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from community.providers import discovery
from kernel.settings import Settings
from tests.community.providers.tiny import SECRET, Tiny, running


@pytest_asyncio.fixture
async def tiny(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Tiny]:
    """Set before the site begins: ask for this fixture before `browser` or `home`."""
    discovery.forget()
    async with running() as made:
        for name, value in {
            "ISSUER": made.issuer,
            "CLIENT_ID": "tandem",
            "CLIENT_SECRET": SECRET,
            "LABEL": "Acme",
        }.items():
            monkeypatch.setenv(f"TANDEM_OIDC_ACME_{name}", value)
        yield made


@pytest.fixture
def settings(tiny: Tiny, settings: Settings) -> Settings:
    return settings.model_copy(update={"outgoing_allow": f"127.0.0.1:{tiny.port}"})
