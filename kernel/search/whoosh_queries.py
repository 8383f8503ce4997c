"""A plan as Whoosh is asked it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from whoosh import query

from kernel.search.plans import Plan, Wanted


def of(plan: Plan) -> Any:
    join = query.Or if plan.any_of else query.And
    wanted = query.Or([_wanted(one, join) for one in plan.wanted])
    if plan.without:
        wanted = query.AndNot(wanted, query.Or([query.Term(*term) for term in plan.without]))
    return narrowed(wanted, plan.facets)


def _wanted(one: Wanted, join: Any) -> Any:
    single = [query.Term(one.language, word) for word in one.words]
    return join([*single, *(query.Phrase(one.language, list(phrase)) for phrase in one.phrases)])


def narrowed(asked: Any, facets: Sequence[Sequence[str]]) -> Any:
    groups = [query.Or([query.Term("facet", facet) for facet in group]) for group in facets]
    return query.And([asked, *groups])
