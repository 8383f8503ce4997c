"""The OpenAPI 3.1 description of every address under /api/v1, from the same models that validate."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, TypeAdapter
from starlette.routing import Route

from kernel.features import House

_PLACE = re.compile(r"{(\w+)(?::\w+)?}")
PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "required": ["type", "title", "status"],
}


def describe(house: House) -> dict[str, Any]:
    """The whole document."""
    schemas: dict[str, Any] = {"Problem": PROBLEM}
    paths: dict[str, dict[str, Any]] = {}
    for route in house.all("routes"):
        if isinstance(route, Route) and route.path.startswith("/api/v1/"):
            method = next(m for m in sorted(route.methods or ()) if m != "HEAD").lower()
            path = _PLACE.sub(r"{\1}", route.path)
            paths.setdefault(path, {})[method] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tandem", "version": "1.0.0", "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    about: dict[str, Any] = route.endpoint.about  # type: ignore[attr-defined]
    problems = {
        "description": "Why not",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    operation: dict[str, Any] = {
        "summary": about["summary"],
        "operationId": route.name.replace(".", "_"),
        "parameters": [
            *(
                {"name": n, "in": "path", "required": True, "schema": {"type": "string"}}
                for n in route.param_convertors
            ),
            *(
                {"name": n, "in": "query", "required": False, "description": d, "schema": {"type": "string"}}
                for n, d in about["query"].items()
            ),
        ],
        "responses": {str(about["status"]): _content(about["gives"], schemas), "default": problems},
    }
    if about["scope"]:
        operation["security"] = [{"token": []}]
        operation["description"] = f"Scope: {about['scope']}"
    if about["takes"] is not None:
        operation["requestBody"] = {"required": True, "content": _content(about["takes"], schemas)["content"]}
    return operation


def _content(kind: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    if kind is None:
        return {"description": "Done", "content": {}}
    schema = TypeAdapter(kind).json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(schema.pop("$defs", {}))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        schemas[kind.__name__] = schema
        schema = {"$ref": f"#/components/schemas/{kind.__name__}"}
    return {"description": "Done", "content": {"application/json": {"schema": schema}}}
