"""A command and options that it shares with others enter, a command with all of these options leaves."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable


def parameters_of(command: Callable[..., object]) -> dict[str, inspect.Parameter]:
    """Give the parameters of a command by name, their annotations as types."""
    return dict(inspect.signature(command, eval_str=True).parameters)


def with_signature(
    command: Callable[..., None], inner: Callable[..., None], parameters: Iterable[inspect.Parameter]
) -> Callable[..., None]:
    """Give `inner` the name and help of `command` and these parameters, by keyword, for typer to read."""
    outer = functools.wraps(command)(inner)
    # Typer would read the signature of what is wrapped.
    vars(outer).pop("__wrapped__")
    keyword = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters]
    vars(outer)["__signature__"] = inspect.Signature(keyword)
    outer.__annotations__ = {parameter.name: parameter.annotation for parameter in keyword}
    return outer
