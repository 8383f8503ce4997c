"""The rules as administrators edit them: a new version each time, with what changed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.moderation import rulebook
from community.moderation.forms import RulesForm
from kernel import forms, pages
from kernel.errors import Conflict
from kernel.i18n import gettext as _
from kernel.viewer import admins
from kernel.web import get, post

FIELDS = ("slug", "name_en", "name_fr", "text_en", "text_fr")
SPARE = 2
"""Empty places at the end of the form, for new rules."""
MOST = 30


async def edit(request: Request) -> Response:
    book = await rulebook.current()
    return await _form(request, forms.blank(after=book.number), [_flat(rule) for rule in await rulebook.document()])


def _flat(rule: Mapping[str, Any]) -> dict[str, str]:
    return {
        "slug": rule["slug"],
        **{f"{what}_{lang}": rule[what].get(lang, "") for what in ("name", "text") for lang in ("en", "fr")},
    }


async def _form(
    request: Request, filled: forms.Filled[Any], lines: list[dict[str, str]], *, status: int = 200
) -> Response:
    blank = dict.fromkeys(FIELDS, "")
    context = {
        "form": filled,
        "lines": [*lines, *(blank for _spare in range(SPARE if len(lines) < MOST else 0))],
        "book": await rulebook.current(),
    }
    return await pages.page(request, "community/moderation/edit_rules.html", context, status=status)


def _lines(filled: forms.Filled[Any]) -> list[dict[str, str]]:
    """What was typed, rule by rule, without the places left empty."""
    columns = [[str(one) for one in filled.values.get(name, [])] for name in FIELDS]
    lines = [dict(zip(FIELDS, line, strict=True)) for line in zip_longest(*columns, fillvalue="")]
    return [line for line in lines if any(line[name].strip() for name in FIELDS[1:])][:MOST]


async def change(request: Request) -> Response:
    """A new version of the rules."""
    filled = await forms.read(request, RulesForm)
    lines = _lines(filled)
    if any(not line[name].strip() for line in lines for name in FIELDS[1:]) or not lines:
        filled.refuse(
            "rules", _("Each rule needs a name and a sentence in both languages; there is one rule at least.")
        )
    if not filled.ok:
        return await _form(request, filled, lines, status=422)
    sent = filled.valid
    changes = {"en": sent.changes_en, "fr": sent.changes_fr}
    try:
        version = await rulebook.change(request.state.viewer, _document(lines), changes=changes, after=sent.after)
    except Conflict as error:
        return await _form(request, filled.refuse("rules", error.message), lines, status=Conflict.status)
    pages.said(request, _("Version %(number)s of the rules is in force.") % {"number": version})
    return pages.see_other(request, "/rules")


def _document(lines: list[dict[str, str]]) -> rulebook.Document:
    """Rules that stood before keep their short name, so that reports go on naming them; new ones get one that is free."""
    taken = {line["slug"] for line in lines if line["slug"]}
    free = (f"rule-{n}" for n in range(1, 10_000) if f"rule-{n}" not in taken)
    return [
        {
            "slug": line["slug"] or next(free),
            "name": {"en": line["name_en"], "fr": line["name_fr"]},
            "text": {"en": line["text_en"], "fr": line["text_fr"]},
        }
        for line in lines
    ]


routes = [
    get("/moderation/rules", edit, allow=admins),
    post("/moderation/rules", change, allow=admins),
]
