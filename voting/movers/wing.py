"""What the wing of movers registers with the house."""

from __future__ import annotations

from kernel.features import Wing
from kernel.i18n import mark
from voting.movers import commands, everything, jobs, leaving, owndata, pages, slots
from voting.value.handed import Handed

wing = Wing(
    "movers",
    routes=[*pages.routes, *everything.routes],
    slots=slots.slots,
    jobs=[*jobs.jobs, *everything.jobs],
    commands=commands.commands,
    acts={
        "everything.asked": mark("Asked for everything of the site as an archive"),
        "everything.fetched": mark("Downloaded the archive of the whole site"),
        "import.start": mark("Had a file read, or tried out"),
        "import.undo": mark("Took an import back"),
    },
    registers={
        "person.erasing": [leaving.erased],
        "erasing.waits": [leaving.waits],
        "own-data": owndata.parts,
        "handed-in": [Handed("ideas", mark("Ideas, from here or another tool"), pages.taken)],
    },
)
