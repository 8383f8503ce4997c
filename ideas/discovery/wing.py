"""What the wing of discovery registers with the house."""

from __future__ import annotations

from ideas.discovery import (
    beside,
    demo,
    draft_pages,
    drafts,
    duplicate_pages,
    link_pages,
    looking,
    mine_pages,
    notices,
    owndata,
    pages,
    pair_notices,
    same_pages,
    sameness,
    split_pages,
    splitting,
)
from kernel.features import Proof, Wing
from kernel.i18n import mark

wing = Wing(
    "discovery",
    routes=[
        *beside.routes,
        *draft_pages.routes,
        *mine_pages.routes,
        *pages.routes,
        *same_pages.routes,
        *link_pages.routes,
        *split_pages.routes,
        *duplicate_pages.routes,
    ],
    slots=[*beside.slots, *draft_pages.slots, *same_pages.slots, *link_pages.slots, *duplicate_pages.slots],
    jobs=[*drafts.jobs, *looking.jobs],
    reactions=looking.reactions,
    proofs=[*sameness.proofs, Proof("likeness.certainty", looking.certainties)],
    events={
        "idea.same": "a member called an idea the same as `other`",
        "ideas.alike": "as many members as it takes call an idea the same as `other`",
        "idea.split": "an idea was divided in two: `new` is the second, `first` and `second` their titles",
        "idea.meant": "a supporter said which of two ideas they `meant`: keep, move or both",
    },
    acts={
        "idea.link": mark("Linked two ideas"),
        "idea.split": mark("Split an idea in two"),
        "idea.unlink": mark("Took a link between two ideas away"),
        "ideas.different": mark("Said that two ideas are different"),
        "ideas.different.undone": mark("Took back that two ideas are different"),
    },
    demo=[demo.ties],
    registers={
        "idea.drafts": [drafts.drafting],
        "own-data": owndata.parts,
        "person.erasing": [drafts.erased, sameness.erased, splitting.erased],
        "notices": [*notices.notices, pair_notices.kind],
        "out-of-sight": [notices.out_of_sight],
    },
)
