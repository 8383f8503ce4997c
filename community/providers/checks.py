"""What `doctor` says of each provider: does it answer, and is it who the settings say?"""

from __future__ import annotations

from community.providers import discovery
from community.providers.trouble import Unable
from kernel.doctor import Finding


async def examined() -> list[Finding]:
    found = []
    for provider in discovery.every():
        try:
            await discovery.about(provider)
        except Unable as error:
            found.append(Finding(f"oidc {provider.name}", False, f"{provider.settings.issuer}: {error.fact}"))
        else:
            found.append(
                Finding(
                    f"oidc {provider.name}", True, f"{provider.settings.issuer} answers; callback {_back(provider)}"
                )
            )
    return found


def _back(provider: discovery.Provider) -> str:
    from community.providers import flow

    return flow.callback(provider)
