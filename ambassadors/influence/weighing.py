"""What counts, for the team: each kind of listening with its weight, and the form that sets it from now on."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response

from ambassadors.influence import queries, weights
from ambassadors.influence.weights import Weight
from kernel import forms, pages
from kernel.errors import Missing
from kernel.forms import Filled, Form, Line
from kernel.i18n import gettext as _
from kernel.viewer import editors
from kernel.web import get, post

BASE = "/team/influence/weights"
Decimal = Annotated[
    float,
    BeforeValidator(lambda typed: typed.replace(",", ".").replace("\u00a0", "") if isinstance(typed, str) else typed),
    Field(allow_inf_nan=False),
]


class WeightForm(Form):
    """As many decimals as one likes, with a comma or a point."""

    weight: Annotated[Decimal, Field(ge=0, le=weights.MOST_WEIGHT)]
    half_life: Annotated[Decimal, Field(ge=1, le=weights.MOST_DAYS)]
    pair_cap: Annotated[Decimal, Field(ge=0, le=weights.MOST_WEIGHT)]
    day_cap: Annotated[int, Field(ge=1, le=weights.MOST_A_DAY)]
    reason: Annotated[Line, Field(min_length=3, max_length=300)]


async def index(request: Request) -> Response:
    """Every kind as it counts now, and what was set so far."""
    found = await weights.at()
    context = {
        "weights": [*found.values()],
        "history": [row for row in await weights.history() if row["kind"] in found],
        "labels": {kind: _(one.label) for kind, one in found.items()},
        "run": await queries.newest(),
    }
    return await pages.page(request, "ambassadors/influence/weights.html", context)


async def edit(request: Request) -> Response:
    one = await _asked(request)
    return await _form(request, one, forms.blank(**_typed(one)))


async def change(request: Request) -> Response:
    one, filled = await _asked(request), await forms.read(request, WeightForm)
    if not filled.ok:
        return await _form(request, one, filled, status=422)
    sent = filled.valid
    wanted = weights.Set(sent.weight, sent.half_life, sent.pair_cap, sent.day_cap)
    if await weights.set_(request.state.viewer, one.kind, wanted, reason=sent.reason):
        pages.said(request, _("Set. The next reckoning counts with it, within some minutes, and says so."))
    return pages.see_other(request, BASE)


async def _asked(request: Request) -> Weight:
    found = (await weights.at()).get(request.path_params["kind"])
    if found is None:
        raise Missing()
    return found


def _typed(one: Weight) -> dict[str, Any]:
    return {name: f"{getattr(one, name):g}" for name in ("weight", "half_life", "pair_cap", "day_cap")}


async def _form(request: Request, one: Weight, filled: Filled[Any], *, status: int = 200) -> Response:
    context = {"one": one, "label": _(one.label), "form": filled}
    return await pages.page(request, "ambassadors/influence/weight.html", context, status=status)


routes = [
    get(BASE, index, allow=editors),
    get(BASE + "/{kind}", edit, allow=editors),
    post(BASE + "/{kind}", change, allow=editors),
]
