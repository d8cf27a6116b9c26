"""The query string of a request enters; what the operation has no parameter for is refused, by the schema's own words.

A filter that is misspelt would otherwise filter nothing, and a parameter that is given twice would hold once.
"""

from __future__ import annotations

import functools
from typing import Any

import msgspec
from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.openapi.spec import OpenAPIType, Parameter, Schema

from dateline.serve.problems import Refused


class _Known(msgspec.Struct, frozen=True):
    """A parameter that a query string may have: whether it may be repeated, and whether any text is legal in it."""

    name: str
    repeats: bool
    free: bool


def check(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Let the parameters of a request be, or not.

    Raises:
        Refused: one is unknown, given twice, or null, which is no value.
    """
    known = _known(connection.app, connection.scope["path_template"], str(connection.scope.get("method", "")))
    if known is None:
        return
    seen: set[str] = set()
    for name, value in connection.query_params.multi_items():
        one = known.get(name)
        if one is None:
            mend = f"Choose from {', '.join(known)}." if known else "It takes none."
            raise Refused(400, f"There is no parameter {name[:100]!r}.", mend)
        if name in seen and not one.repeats:
            raise Refused(400, f"{name} is given twice.", "Give it once.")
        if value == "null" and not one.free:
            raise Refused(400, f"{name} cannot be 'null'.", "Leave it out.")
        seen.add(name)


@functools.lru_cache(256)
def _known(app: Litestar, path: str, method: str) -> dict[str, _Known] | None:
    """Give the parameters of an operation by name; None where the schema does not tell of it."""
    item = (app.openapi_schema.paths or {}).get(path)
    operation = item and {"GET": item.get, "POST": item.post, "DELETE": item.delete}.get(method)
    if not operation:
        return None
    found = (one for one in operation.parameters or () if isinstance(one, Parameter) and one.param_in == "query")
    return {one.name: _told(one) for one in found}


def _told(parameter: Parameter) -> _Known:
    schema = parameter.schema if isinstance(parameter.schema, Schema) else Schema()
    parts = [schema, *(one for one in schema.one_of or () if isinstance(one, Schema))]
    kinds = {kind for one in parts for kind in (one.type if isinstance(one.type, list) else [one.type])}
    bound = any(one.enum or one.format or one.pattern for one in parts)
    return _Known(parameter.name, OpenAPIType.ARRAY in kinds, OpenAPIType.STRING in kinds and not bound)
