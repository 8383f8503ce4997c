"""Providers: signing in by another site, and who may open an account."""

from __future__ import annotations

from community.providers import (
    accounts,
    checks,
    demo,
    discovery,
    goodbye,
    guardian_pages,
    guardians,
    invitation_pages,
    invitations,
    joining,
    leaving,
    modes,
    notices,
    owndata,
    pages,
    ways,
)
from community.providers.settings import ProviderSettings, SignUpSettings
from kernel.features import Job, Reaction, Wing
from kernel.i18n import mark
from kernel.takeout.tables import LeftBehind

wing = Wing(
    "providers",
    routes=[
        *pages.routes,
        *joining.routes,
        *ways.routes,
        *leaving.routes,
        *invitation_pages.routes,
        *guardian_pages.routes,
    ],
    slots=ways.slots,
    jobs=[
        Job("providers.sweep", goodbye.sweep, every=3600),
        Job("guardians.sweep", guardians.sweep, every=86_400),
    ],
    reactions=[Reaction("providers.told", ("person.linked", "person.unlinked"), notices.write)],
    settings=[ProviderSettings, SignUpSettings],
    events={
        "person.linked": "an account at a provider lets somebody in from now on; data: provider",
        "person.unlinked": "it no longer does; data: provider",
        "person.vouched": "a provider says which customer somebody is; data: reference, before",
        "guardian.agreed": "a guardian said yes, and the account was opened",
        "guardian.revoked": "a guardian took their yes back, and the account is shut",
    },
    acts={
        "invitation.make": mark("Made an invitation to sign up"),
        "invitation.revoke": mark("Revoked an invitation to sign up"),
        "person.role_kept": mark("Left the last administrator their role, whatever their groups say"),
    },
    demo=[demo.invited],
    registers={
        "arrivals": [modes.brought, guardians.brought],
        "opening": [modes.admit, guardians.hold],
        "opening.waits": [guardians.waits],
        "sign-up.mode": [modes.mode],
        "sign-out": [leaving.lead_on],
        "way-in.names": [discovery.called],
        "examined": [checks.examined],
        "notices": notices.kinds,
        "own-data": owndata.parts,
        "person.erasing": [accounts.erased, invitations.erased, guardians.erased],
        "left-behind": [
            LeftBehind("outside_session", mark("Sessions at other sites: members sign in anew.")),
            LeftBehind("spent_token", mark("Words of other sites that have been acted on.")),
            LeftBehind("sign_up_invitation", mark("The secret of an invitation: make a new one."), ("digest",)),
            LeftBehind(
                "guardian_consent",
                mark("What waits for a guardian’s answer is asked for anew."),
                ("digest", "password", "waiting"),
            ),
        ],
    },
)
