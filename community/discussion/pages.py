"""Threads in the browser: as a hole on their subject's page, and as pages of their own where a form needs one."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from community.discussion import actions, counts, queries, registry, rules
from community.discussion.forms import CommentForm, EditForm
from community.discussion.models import Comment
from community.discussion.registry import Subject
from community.trust import sides
from kernel import forms, pages, slots
from kernel.errors import Forbidden, Invalid, TooMany, require
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post


async def show(request: Request) -> Response:
    """A thread on a page of its own: further comments, or another order."""
    viewer: Viewer = request.state.viewer
    subject = await registry.subject(viewer, request.path_params["kind"], number(request))
    home = (await registry.gathering(viewer, subject.kind, subject.id)).home
    if home != subject.id:
        further = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/threads/{subject.kind}/{home}{further}", status_code=302)
    sort = "thanked" if request.query_params.get("sort") == "thanked" else ""
    talk = await queries.thread(subject.kind, subject.id, viewer, sort=sort, after=request.query_params.get("after"))
    context = {"subject": subject, "talk": talk, "sort": sort, "kind": subject.kind, "number": subject.id}
    return await pages.page(request, "community/discussion/thread.html", context)


async def place(request: Request) -> Response:
    """On to where a message stands."""
    viewer: Viewer = request.state.viewer
    comment, kind, subject_id = await queries.find(viewer, number(request))
    return pages.see_other(
        request, await queries.address(viewer, await registry.subject(viewer, kind, subject_id), comment)
    )


async def write(request: Request) -> Response:
    """Say something; with `preview` it is only shown."""
    viewer: Viewer = request.state.viewer
    filled = await forms.read(request, CommentForm)
    subject = await registry.subject(viewer, str(filled.values.get("kind", "")), _whole(filled.values.get("id")))
    if not filled.ok or "preview" in filled.values:
        return await _again(request, subject, filled)
    sent = filled.valid
    try:
        comment = await actions.post(viewer, subject, body=sent.body, parent_id=sent.parent, internal=sent.internal)
    except (Forbidden, Invalid, TooMany) as error:
        return await _again(request, subject, filled.refuse("body", error.message), status=error.status)
    if comment.hidden_at:
        pages.said(request, _("Your message waits to be read before others see it. You will hear of it."))
        return pages.see_other(request, subject.url)
    if pages.by_htmx(request):
        return await _swap(request, subject, comment.id)
    pages.said(request, _("Your note is there, for the team alone.") if sent.internal else _("Your message is there."))
    return pages.see_other(request, await queries.address(viewer, subject, comment))


async def _swap(request: Request, subject: Subject, number: int) -> Response:
    """A message as it stands now, with the thread's new count."""
    said, count = await queries.said(number), await counts.of(request.state.viewer, subject.kind, subject.id)
    context = {"subject": subject, "said": said, "count": count, "kind": subject.kind, "number": subject.id}
    return await pages.page(request, "community/discussion/_written.html", context)


def _whole(value: Any) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


async def _again(
    request: Request, subject: Subject, filled: forms.Filled[Any], *, status: int | None = None
) -> Response:
    """The form with what was typed, and what is wrong with it or how it will read."""
    viewer: Viewer = request.state.viewer
    context = {
        "subject": subject,
        "form": filled,
        "preview": filled.ok,
        "may_comment": rules.may_comment(viewer, subject),
        "may_note": rules.may_note(viewer),
        "action": "/comments",
        "title": _("Your message"),
    }
    template = "_form.html" if pages.by_htmx(request) else "write.html"
    status = status or (200 if filled.ok else 422)
    return await pages.page(request, f"community/discussion/{template}", context, status=status)


async def reply(request: Request) -> Response:
    """The form to answer a comment."""
    viewer: Viewer = request.state.viewer
    comment, kind, subject_id = await queries.find(viewer, number(request))
    subject = await registry.subject(viewer, kind, subject_id)
    filled = forms.blank(kind=kind, id=subject_id, parent=comment.id, body="")
    context = {
        "subject": subject,
        "form": filled,
        "preview": False,
        "may_note": rules.may_note(viewer),
        "action": "/comments",
        "answered": comment.body,
        "title": _("Your answer"),
    }
    return await pages.page(request, "community/discussion/write.html", context)


async def edit(request: Request) -> Response:
    """The form to change one's own words, and its sending."""
    viewer: Viewer = request.state.viewer
    comment, kind, subject_id = await queries.find(viewer, number(request))
    subject = await registry.subject(viewer, kind, subject_id)
    require(rules.may_edit(viewer, comment), _("Only its author can change it."))
    filled = await _edition(request, comment)
    if request.method == "POST" and filled.ok and "preview" not in filled.values:
        try:
            is_in_place = await actions.edit(viewer, comment, subject=subject, body=filled.valid.body)
        except Invalid as error:
            filled.refuse("body", error.message)
        else:
            kept = _("Your change waits to be looked at; until then your message stays as it was.")
            pages.said(request, _("Changed. What it said before stays readable.") if is_in_place else kept)
            return pages.see_other(request, await queries.address(viewer, subject, comment))
    context = {
        "subject": subject,
        "form": filled,
        "preview": filled.ok,
        "may_note": False,
        "action": f"/comments/{comment.id}/edit",
        "title": _("Change your message"),
    }
    return await pages.page(request, "community/discussion/write.html", context, status=422 if filled.errors else 200)


async def _edition(request: Request, comment: Comment) -> forms.Filled[Any]:
    """What was sent; at first what the message says, or a change of it that was kept back."""
    if request.method == "POST":
        return await forms.read(request, EditForm)
    kept = await sides.again(request.state.viewer, "comment", comment.id, request.query_params.get("change", ""))
    return forms.blank(body=kept.get("body", comment.body))


async def history(request: Request) -> Response:
    """What a comment said before."""
    viewer: Viewer = request.state.viewer
    comment, kind, subject_id = await queries.find(viewer, number(request))
    subject = await registry.subject(viewer, kind, subject_id)
    context = {"subject": subject, "comment": comment, "versions": await queries.history(comment.id)}
    return await pages.page(request, "community/discussion/history.html", context)


async def delete(request: Request) -> Response:
    """Take one's own words away."""
    viewer: Viewer = request.state.viewer
    comment, kind, subject_id = await queries.find(viewer, number(request))
    subject = await registry.subject(viewer, kind, subject_id)
    await actions.delete(viewer, comment, kind=kind, number=subject_id)
    if pages.by_htmx(request):
        return await _swap(request, subject, comment.id)
    pages.said(request, _("Your message is gone."))
    return pages.see_other(request, f"{subject.url}#thread")


async def thank(request: Request) -> Response:
    return await _thanks(request, given=True)


async def unthank(request: Request) -> Response:
    return await _thanks(request, given=False)


async def _thanks(request: Request, *, given: bool) -> Response:
    viewer: Viewer = request.state.viewer
    comment, kind, subject_id = await queries.find(viewer, number(request))
    subject = await registry.subject(viewer, kind, subject_id)
    await (actions.thank if given else actions.unthank)(viewer, comment)
    if pages.by_htmx(request):
        key = (await queries.said(comment.id)).key
        return pages.answer(await slots.one("comment.mine", viewer, key))
    return pages.see_other(request, await queries.address(viewer, subject, comment))


routes = [
    get("/threads/{kind}/{id}", show, allow=everyone),
    post("/comments", write, allow=members),
    get("/comments/{id}", place, allow=everyone),
    get("/comments/{id}/reply", reply, allow=members),
    get("/comments/{id}/edit", edit, allow=members),
    post("/comments/{id}/edit", edit, allow=members, name="comment.edited"),
    get("/comments/{id}/history", history, allow=everyone),
    post("/comments/{id}/deletion", delete, allow=members),
    post("/comments/{id}/reaction", thank, allow=members),
    post("/comments/{id}/reaction/withdrawal", unthank, allow=members),
]
