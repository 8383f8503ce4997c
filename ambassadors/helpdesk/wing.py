"""What the wing of the help desk registers with the house."""

from __future__ import annotations

from ambassadors.helpdesk import (
    accepting,
    counting,
    demo,
    notices,
    owndata,
    pages,
    proofs,
    search,
    slots,
    talk,
    trusted,
)
from community.privacy import erasing
from kernel.features import Proof, Reaction, Wing
from kernel.i18n import mark

wing = Wing(
    "helpdesk",
    routes=pages.routes,
    slots=slots.slots,
    reactions=[Reaction("helpdesk.gone", ("comment.deleted", "comment.hidden"), accepting.gone)],
    proofs=[Proof("question.comments", proofs.comments), Proof("question.accepted", proofs.accepted)],
    events={
        "question.asked": "somebody asked a question",
        "question.changed": "somebody put their question in other words",
        "question.accepted": "an answer is accepted; `person` gave it, `acceptance` is its number",
        "question.unaccepted": "an answer is not the accepted one any more",
        "question.hidden": "a question was taken out of sight",
        "question.restored": "a hidden question is back",
    },
    acts={
        "question.accepted": mark("Accepted an answer to a question"),
        "question.hidden": mark("Hid a question"),
        "question.restored": mark("Showed a hidden question again"),
        "question.unaccepted": mark("Took back that an answer to a question is accepted"),
    },
    demo=[demo.questions],
    registers={
        "person.erasing": [
            erasing.sql(
                "UPDATE question SET title = '…', body = '', folded = '', "
                "hidden_at = COALESCE(hidden_at, created_at) WHERE author_id = ?",
                kind="talk",
                way="remove",
            )
        ],
        "contribution": trusted.contributions,
        "discussed": [talk.discussed],
        "earning": [counting.earning],
        "listening": [counting.listening],
        "mission.goals": [counting.goal],
        "notices": notices.notices,
        "out-of-sight": [notices.out_of_sight],
        "own-data": owndata.parts,
        "reportable": [talk.reportable],
        "searchable": [search.searchable],
    },
)
