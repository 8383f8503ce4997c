"""The team's page of a file from another tool: what it seems to hold, what would become of it, and what became."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from kernel import db, exports, forms, pages, sentences
from kernel.errors import Missing, Problem
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, editors
from kernel.web import get, number, post
from voting.movers import actions, queries, recognition, shelf
from voting.movers.forms import MappingForm, PlanForm, planned
from voting.movers.recognition import Plan
from voting.movers.staging import Staging
from voting.movers.tools.known import BY_NAME
from voting.movers.tools.shapes import FIELDS

ROOT = "/team/imports/ideas"
SAMPLES = 3


async def taken(viewer: Viewer, upload: UploadFile) -> str:
    """Keep a file that was handed in; says where its page is."""
    batch = await actions.hand_in(viewer, upload.file, upload.filename or "")
    return f"{ROOT}/{batch}"


async def batch(request: Request) -> Response:
    return await _page(request, forms.blank())


async def _page(request: Request, filled: forms.Filled[Any], *, status: int = 200) -> Response:
    """A file before, while and after it is brought over."""
    row = await queries.find(request.state.viewer, number(request))
    is_busy = row["state"] in ("checking", "running", "undoing")
    if pages.by_htmx(request) and not is_busy and status == 200:
        return pages.see_other(request, request.url.path)
    plan = Plan.of(row["chosen"])
    context = {
        "batch": row,
        "report": row["facts"],
        "is_busy": is_busy,
        "plan": plan,
        "form": filled,
        "tool": BY_NAME[row["tool"]].label if row["tool"] in BY_NAME else "",
        "made": await queries.made(row["id"]) if row["state"] in ("done", "failed") else {},
        "has_rows": shelf.place(row["id"], "rows.db").is_file() and bool(row["facts"].get("sums")),
        **(await _reading(row, plan, filled) if row["state"] == "waiting" else {}),
    }
    block = "progress" if pages.by_htmx(request) and status == 200 else ""
    return await pages.page(request, "voting/movers/batch.html", context, status=status, block=block)


async def _reading(row: db.Row, plan: Plan, filled: forms.Filled[Any]) -> dict[str, Any]:
    """The tables of a waiting file with what each column is read as, and the words to say it with."""
    tables = await _tables(row)
    typed, kinds = iter(filled.values.get("columns", [])), iter(filled.values.get("kinds", []))
    said_states = iter(filled.values.get("statuses", []))
    shown = []
    for part, sample in tables:
        columns = []
        for name, heading in zip(part.names, part.headings, strict=True):
            said = plan.columns(part.label).get(name, "")
            cells = list(dict.fromkeys(cell[:80] for one in sample if (cell := one.get(name, "").strip())))[:SAMPLES]
            columns.append({"name": name, "heading": heading, "field": next(typed, said), "cells": cells})
        kind = next(kinds, plan.kind(part.label))
        shown.append({"label": part.label, "kind": kind, "encoding": part.encoding, "columns": columns})
    return {
        "tables": shown,
        "fields": {kind: [(name, _(label)) for name, label in known.items()] for kind, known in FIELDS.items()},
        "states": [(word, next(said_states, status)) for word, status in plan.statuses.items()],
        "ticked": _ticked(filled, plan),
        "lacking": recognition.missing(plan),
        "mappings": await queries.mappings(),
        "boards": await queries.boards(),
    }


def _ticked(filled: forms.Filled[Any], plan: Plan) -> set[str]:
    """The boxes with a tick: as they were sent, else as the plan says."""
    if "board" in filled.values:
        return {name for name in ("joins", "month_first") if filled.values.get(name) == "true"}
    return {name for name in ("joins", "month_first") if getattr(plan, name)}


async def _tables(row: db.Row) -> list[tuple[Any, list[dict[str, str]]]]:
    def read() -> list[tuple[Any, list[dict[str, str]]]]:
        plan = Plan.of(row["chosen"])
        found = shelf.parts(shelf.place(row["id"], "file"), shelf.place(row["id"], "parts"), row["name"])
        return [(part, part.sample()) for part in found if part.label in plan.parts]

    try:
        return await asyncio.to_thread(read)
    except (Problem, OSError):
        return []


async def read_as(request: Request) -> Response:
    """Correct what the columns hold."""
    row = await queries.find(request.state.viewer, number(request))
    filled = await forms.read(request, PlanForm)
    if not filled.ok:
        return await _page(request, filled, status=422)
    parts = [part for part, _sample in await _tables(row)]
    plan = planned(filled.valid, Plan.of(row["chosen"]), [(part.label, part.names) for part in parts])
    await asyncio.to_thread(recognition.learn_states, plan, parts)
    await actions.read_as(request.state.viewer, row, plan, name=filled.valid.name)
    said = _("It is read so, and kept as “%(name)s”.") if filled.valid.name else _("It is read so.")
    pages.said(request, said % {"name": filled.valid.name})
    return pages.see_other(request, f"{ROOT}/{row['id']}")


async def use_mapping(request: Request) -> Response:
    row = await queries.find(request.state.viewer, number(request))
    filled = await forms.read(request, MappingForm)
    if not filled.ok:
        return await _page(request, filled, status=422)
    await actions.use_mapping(request.state.viewer, row, filled.valid.mapping)
    return pages.see_other(request, f"{ROOT}/{row['id']}")


async def check(request: Request) -> Response:
    """Have the worker look the file through; nothing is written."""
    return await _begin(request, dry_run=True)


async def start(request: Request) -> Response:
    """Have the worker bring it over."""
    return await _begin(request, dry_run=False)


async def _begin(request: Request, *, dry_run: bool) -> Response:
    row = await queries.find(request.state.viewer, number(request))
    try:
        await actions.start(request.state.viewer, row, dry_run=dry_run)
    except Problem as problem:
        if problem.status != Problem.status:
            raise
        return await _page(request, forms.blank().refuse("reading", problem.message), status=422)
    return pages.see_other(request, f"{ROOT}/{row['id']}")


async def throw_away(request: Request) -> Response:
    row = await queries.find(request.state.viewer, number(request))
    await actions.throw_away(request.state.viewer, row)
    pages.said(request, _("The file is gone."))
    return pages.see_other(request, "/team/imports")


async def take_back(request: Request) -> Response:
    row = await queries.find(request.state.viewer, number(request))
    await actions.take_back(request.state.viewer, row)
    return pages.see_other(request, f"{ROOT}/{row['id']}")


async def rows(request: Request) -> Response:
    """Every row of the file with what became of it, or would."""
    row = await queries.find(request.state.viewer, number(request))
    path = shelf.place(row["id"], "rows.db")
    if not path.is_file():
        raise Missing()
    header = ["file", "line", "kind", "reference", "fate", "note"]
    pieces = exports.csv_stream(header, _fates(Staging(path)), personal=["reference"])
    return exports.attachment(pieces, name=f"import-{row['id']}-rows.csv", media_type="text/csv; charset=utf-8")


async def _fates(staging: Staging) -> AsyncIterator[list[Any]]:
    try:
        fates = staging.fates()
        while piece := await asyncio.to_thread(_some, fates):
            yield piece
    finally:
        staging.close()


def _some(fates: Any) -> list[Any]:
    return [(*fate[:-1], sentences.said(fate.note)) for fate, _n in zip(fates, range(1000), strict=False)]


routes = [
    get(ROOT + "/{id}", batch, allow=editors),
    post(ROOT + "/{id}/reading", read_as, allow=editors),
    post(ROOT + "/{id}/mapping", use_mapping, allow=editors),
    post(ROOT + "/{id}/check", check, allow=editors),
    post(ROOT + "/{id}/start", start, allow=editors),
    post(ROOT + "/{id}/removal", throw_away, allow=editors),
    post(ROOT + "/{id}/undoing", take_back, allow=editors),
    get(ROOT + "/{id}/rows.csv", rows, allow=editors),
]
