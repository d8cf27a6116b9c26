"""The routes enter, the OpenAPI document leaves: generated from the types that the routes take and give."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from litestar import Request
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, License, SecurityScheme

import dateline

PATH: Final = "/openapi.json"

SCHEME: Final = "token"
"""The name under which the schema tells of tokens."""


class _Document(JsonRenderPlugin):
    """The schema as JSON, with what Litestar leaves out of it.

    Null is no value that a query string can hold, so parameters are told without it. Some bodies have no further fields.
    """

    def __init__(self, closed: Iterable[str]) -> None:
        super().__init__(path="/")
        self._closed = tuple(closed)

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """Write the schema."""
        for operations in openapi_schema["paths"].values():
            for operation in operations.values():
                for parameter in operation.get("parameters", ()):
                    parameter["schema"] = _without_null(parameter["schema"])
        for name in self._closed:
            openapi_schema["components"]["schemas"][name]["additionalProperties"] = False
        return super().render(request, openapi_schema)


def config(closed: Iterable[str]) -> OpenAPIConfig:
    """Give what the schema says beside the routes; `closed` are the bodies that have no further fields."""
    return OpenAPIConfig(
        title="Dateline",
        version=dateline.__version__,
        description="What news reports say happened: who did what to whom, where, when, and who says so.",
        license=License(name="Apache-2.0", identifier="Apache-2.0"),
        path=PATH,
        render_plugins=[_Document(closed)],
        components=Components(
            security_schemes={
                SCHEME: SecurityScheme(
                    type="http", scheme="bearer", description="A token that `dateline token add` has made."
                )
            }
        ),
    )


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = schema.get("type")
    if isinstance(kinds, list):
        (kind,) = (one for one in kinds if one != "null")
        return {**schema, "type": kind, "enum": [one for one in schema.get("enum", ()) if one is not None]}
    one_of = [one for one in schema.get("oneOf", ()) if one != {"type": "null"}]
    if len(one_of) == 1:
        rest = {key: value for key, value in schema.items() if key != "oneOf"}
        return {**one_of[0], **rest}
    return schema
