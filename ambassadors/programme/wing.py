"""What the wing of the programme registers with the house."""

from __future__ import annotations

from ambassadors.programme import belonging, demo, pages, queries
from kernel.features import Audience, Proof, Wing

wing = Wing(
    "programme",
    routes=pages.routes,
    audiences=[
        Audience(
            "ambassadors",
            queries.audiences_of,
            queries.audience_choices,
            columns="enrolled.tier AS ambassador_tier",
            joins=queries.ENROLLED,
        )
    ],
    proofs=[Proof("person.ambassador", belonging.marked)],
    events={
        "ambassador.joined": "somebody became an ambassador; data: tier",
    },
    demo=[demo.ambassadors],
    registers={"audience.people": [queries.people_of]},
)
