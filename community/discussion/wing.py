"""Discussion: threads, their comments and thanks."""

from __future__ import annotations

from community.discussion import (
    around,
    changeable,
    given,
    leaving,
    notices,
    owndata,
    pages,
    proofs,
    reportable,
    search,
    slots,
    trusted,
)
from kernel.features import Proof, Wing
from kernel.i18n import mark

wing = Wing(
    "discussion",
    routes=pages.routes,
    slots=[*slots.slots, *given.slots, *around.slots],
    proofs=[Proof("thread.comments", proofs.comments), Proof("comment.reactions", proofs.thanks)],
    events={
        "comment.posted": "somebody said something; data: thread, title, url, excerpt, internal, parent_author, subject_author",
        "comments.written": "a file brought messages, changed some, or was taken back; data: comments",
        "comment.mentioned": "a message names people; data: thread, title, url, excerpt, internal, named",
        "comment.edited": "an author changed their words",
        "comment.deleted": "an author took their words away",
        "comment.hidden": "moderation took a comment out of sight",
        "comment.restored": "a hidden comment is back",
    },
    acts={
        "comment.hidden": mark("Hid a message"),
        "comment.restored": mark("Showed a hidden message again"),
    },
    registers={
        "person.erasing": [leaving.erased],
        "changeable": [changeable.changeable],
        "contribution": trusted.contributions,
        "notices": notices.notices,
        "reportable": [reportable.comments],
        "own-data": owndata.parts,
        "searchable": [search.searchable],
    },
)
