"""The team's desk: files handed in, segments, and worth reckoned again."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from kernel import audit, db, exports, forms, pages
from kernel.errors import Missing, Problem
from kernel.events import enqueue
from kernel.features import Job
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer, editors
from kernel.web import get, number, post
from voting.value import groups, handed, methods, queries, uploads
from voting.value.forms import SegmentForm, StartForm, UploadForm


async def files(request: Request) -> Response:
    """What was handed in, and the form for more."""
    return await _files(request, forms.blank())


async def _files(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    context = {"form": filled, "uploads": await uploads.every(), "kinds": _kinds()}
    return await pages.page(request, "voting/value/imports.html", context, status=status)


def _kinds() -> list[tuple[str, str]]:
    return [
        ("customers", _("Customers")),
        ("orders", _("Orders")),
        *((one.kind, _(one.label)) for one in handed.kinds()),
    ]


async def hand_in(request: Request) -> Response:
    filled = await forms.read(request, UploadForm)
    file = next(iter(filled.files.get("file", [])), None)
    if file is None:
        filled.refuse("file", _("Choose a file: CSV, its first line naming the columns."))
    if filled.data and filled.data.kind not in dict(_kinds()):
        filled.refuse("kind", _("Choose one of the list."))
    if not filled.ok or file is None:
        return await _files(request, filled, status=422)
    try:
        where = await _taken(request.state.viewer, file, filled.valid.kind)
    except Problem as problem:
        if problem.status != Problem.status:
            raise
        return await _files(request, filled.refuse("file", problem.message), status=422)
    return pages.see_other(request, where)


async def _taken(viewer: Viewer, file: UploadFile, kind: str) -> str:
    """The page of a file that was handed in, by whoever takes files of its kind."""
    for other in handed.kinds():
        if other.kind == kind:
            return await other.take(viewer, file)
    return f"/team/imports/{await uploads.hand_in(viewer, file, kind=kind)}"


async def file(request: Request) -> Response:
    """A file before, while and after it is read."""
    upload = await uploads.find(request.state.viewer, number(request))
    if pages.by_htmx(request) and upload["state"] != "running":
        return pages.see_other(request, request.url.path)  # it is read: the whole page anew
    seen = await uploads.preview(upload) if upload["state"] == "waiting" else None
    context = {
        "upload": upload,
        "kind": dict(_kinds()).get(upload["kind"], upload["kind"]),
        "sheet": seen[0] if seen else None,
        "lines": seen[1] if seen else [],
        "has_bad": uploads.path_of(upload["id"], "bad.csv").is_file(),
    }
    block = "progress" if pages.by_htmx(request) else ""
    return await pages.page(request, "voting/value/import.html", context, block=block)


async def start(request: Request) -> Response:
    filled = await forms.read(request, StartForm)
    upload = number(request)
    await uploads.find(request.state.viewer, upload)
    await uploads.start(request.state.viewer, upload, dry_run=bool(filled.data and filled.data.dry_run))
    return pages.see_other(request, f"/team/imports/{upload}")


async def throw_away(request: Request) -> Response:
    await uploads.throw_away(request.state.viewer, number(request))
    pages.said(request, _("The file is gone."))
    return pages.see_other(request, "/team/imports")


async def bad_rows(request: Request) -> Response:
    upload = await uploads.find(request.state.viewer, number(request))
    path = uploads.path_of(upload["id"], "bad.csv")
    if not path.is_file():
        raise Missing()
    return exports.attachment(uploads.bad_rows(path), name=f"{upload['kind']}-bad-rows.csv", media_type="text/csv")


async def segments(request: Request) -> Response:
    return await _segments(request, forms.blank())


async def _segments(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    cards, run = await groups.every(), await queries.latest_run_id()
    context = {
        "form": filled,
        "segments": cards,
        "removed": await groups.removed(),
        "sizes": await groups.sizes(cards, run),
        "kinds": [("", _("any")), ("person", _("person")), ("company", _("company"))],
        "has_rfm": any(card.kind == "rfm" for card in cards),
    }
    return await pages.page(request, "voting/value/segments.html", context, status=status)


async def add_segment(request: Request) -> Response:
    filled = await forms.read(request, SegmentForm)
    if not filled.ok:
        return await _segments(request, filled, status=422)
    await groups.create(request.state.viewer, name=filled.valid.name, kind="rule", rule=dict(filled.valid.rule))
    pages.said(request, _("The segment %(name)s is there.") % {"name": filled.valid.name})
    return pages.see_other(request, "/team/segments")


async def add_rfm(request: Request) -> Response:
    await groups.add_rfm(request.state.viewer)
    return pages.see_other(request, "/team/segments")


async def remove_segment(request: Request) -> Response:
    await groups.remove(request.state.viewer, number(request))
    pages.said(request, _("The segment is gone; its customers stay."))
    return pages.see_other(request, "/team/segments")


async def restore_segment(request: Request) -> Response:
    name = await groups.restore(request.state.viewer, number(request))
    pages.said(request, _("The segment %(name)s is there.") % {"name": name})
    return pages.see_other(request, "/team/segments")


async def worth(request: Request) -> Response:
    """Every worth run, newest first, with how it was made."""
    context = {"runs": await queries.runs(), "methods": methods.METHODS, "reasons": methods.REASONS}
    return await pages.page(request, "voting/value/worth.html", context)


async def reckon(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    async with db.transaction():
        await enqueue("value.worth", key="value.worth")
        await audit.note(viewer, "worth.reckon", subject=("worth_run", None))
    pages.said(request, _("Worth is being reckoned; reload this page in a moment."))
    return pages.see_other(request, "/team/worth")


async def _reckon() -> None:
    from voting.value import runs

    await runs.make()


jobs = [Job("value.worth", _reckon, tries=3, label=mark("Worth of every customer")), *uploads.jobs]

routes = [
    get("/team/imports", files, allow=editors),
    post("/team/imports", hand_in, allow=editors),
    get("/team/imports/{id}", file, allow=editors),
    post("/team/imports/{id}/start", start, allow=editors),
    post("/team/imports/{id}/removal", throw_away, allow=editors),
    get("/team/imports/{id}/bad.csv", bad_rows, allow=editors),
    get("/team/segments", segments, allow=editors),
    post("/team/segments", add_segment, allow=editors),
    post("/team/segments/rfm", add_rfm, allow=editors),
    post("/team/segments/{id}/removal", remove_segment, allow=editors),
    post("/team/segments/{id}/return", restore_segment, allow=editors),
    get("/team/worth", worth, allow=editors),
    post("/team/worth", reckon, allow=editors),
]
