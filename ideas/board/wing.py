"""What the wing of boards and ideas registers with the house."""

from __future__ import annotations

from community.clubs.registry import Tab
from ideas.board import (
    agenda,
    api,
    club_boards,
    club_pages,
    demo,
    demo_clubs,
    demo_threads,
    desk,
    exports,
    held,
    home,
    imports,
    notices,
    office,
    owndata,
    pages,
    pictures,
    proofs,
    search,
    setup,
    slots,
)
from kernel.features import Door, Proof, Wing
from kernel.i18n import mark

wing = Wing(
    "board",
    routes=[
        *home.routes,
        *desk.routes,
        *office.routes,
        *club_pages.routes,
        *exports.routes,
        *pages.routes,
        *api.routes,
    ],
    slots=slots.slots,
    proofs=[
        Proof("board.ideas", proofs.counts_of_boards),
        Proof("idea.comments", proofs.comments_of_ideas),
        Proof("idea.trending", proofs.places_of_ideas),
    ],
    doors=[Door("/", mark("Home"), "house"), Door("/ideas", mark("Ideas"), "chat-centered-text")],
    events={
        "idea.proposed": "somebody put an idea on a board",
        "idea.edited": "an idea's words, tags or pictures changed",
        "idea.answered": "the brand answered an idea; `before` and `after` say whether its state changed with it",
        "idea.status": "an idea changed its state without new words",
        "idea.followed": "somebody wants to hear what becomes of an idea",
        "idea.merged": "an idea became a part of another; data: into, into_title, title, url, own, merge, reason",
        "idea.parted": "a merged idea stands for itself again; data as for idea.merged",
        "idea.regrouped": "what leads to an idea changed by a merge or its undo; data: merge, ideas, is_undo, title, url",
        "idea.hidden": "an idea was taken out of every list",
        "idea.restored": "a hidden idea is back in its lists",
        "ideas.imported": "a file of ideas was read",
        "ideas.written": "rows of a file became ideas or changed them; data: ideas (their numbers)",
        "board.opened": "a new board",
        "board.changed": "a board's name, words or doors changed",
    },
    demo=[demo.boards, demo.ideas, demo_clubs.kept, demo_threads.conversation],
    registers={
        "club.tabs": [Tab("ideas", mark("Ideas"), "/clubs/{slug}/ideas", 30)],
        "club.closing": [club_boards.closing],
        "agenda": [agenda.kind],
        "meeting.desk": [agenda.desk],
        "discussed": [held.discussed],
        "reportable": [held.reportable],
        "importers": [imports.importer],
        "notices": notices.notices,
        "out-of-sight": [notices.out_of_sight],
        "own-data": owndata.parts,
        "pictures": [pictures.shown],
        "searchable": [search.searchable],
        "setup": [setup.first_board],
    },
)
