"""What the wing of discovery registers with the house."""

from __future__ import annotations

from ideas.discovery import draft_pages, drafts, mine_pages, owndata
from kernel.features import Wing

wing = Wing(
    "discovery",
    routes=[*draft_pages.routes, *mine_pages.routes],
    slots=[*draft_pages.slots],
    jobs=[*drafts.jobs],
    registers={
        "idea.drafts": [drafts.drafting],
        "own-data": owndata.parts,
        "person.erasing": [drafts.erased],
    },
)
