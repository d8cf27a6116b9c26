"""What is looked for enters, conditions leave that each back end writes in its own SQL: words in texts, values in lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    false,
    literal_column,
    select,
    table,
)
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeEngine

from dateline.archive import fulltext
from dateline.archive.fulltext import SENTENCES, TEXTS, Tokens


class Number(FunctionElement[int]):
    """The number under which an index of words knows a text; its clause: the index."""

    inherit_cache = True
    type = Integer()


class Has(FunctionElement[bool]):
    """That a text of an index has all the words.

    Its clauses: the index, FTS5's expression, and as arrays of PostgreSQL the words and what must stand together.
    """

    inherit_cache = True
    # Not a truth value to SQLAlchemy: it would compare it with 1, and FTS5 looks up nothing that is compared.
    type: TypeEngine[Any] = NullType()


class ClaimsInclude(FunctionElement[bool]):
    """That the list `claims` in the JSON of a row has one of the values; its clauses: the JSON, what selects the values."""

    inherit_cache = True
    type = Boolean()


def saying(words: str) -> Select[Any]:
    """Ask for the `number` in `searched` of the texts that have all the words, in whatever script."""
    return _numbers("fulltext", TEXTS, fulltext.phrases(words))


def mentioning(words: str) -> Select[Any]:
    """Ask for the `number` of the claims whose sentences have all the words; what stands in quotation marks must stand together.

    Any text is legal: nothing in it is read as query syntax.
    """
    return _numbers("sentences", SENTENCES, fulltext.quoted(words))


def claims_include(body: ColumnElement[str], values: Select[Any]) -> ColumnElement[bool]:
    """Give the condition that the claims in the JSON of an event have one of the ids."""
    return ClaimsInclude(body, values.correlate(None).scalar_subquery())


def _numbers(name: str, tokenizer: str, terms: Sequence[str]) -> Select[Any]:
    index: ColumnElement[str] = literal_column(name)
    numbers = select(Number(index).label("number")).select_from(table(name))
    if not terms:
        return numbers.where(false())

    def split() -> list[list[str]]:
        with Tokens(tokenizer) as tokens:
            return [tokens.of(term) for term in terms]

    def together() -> str:
        return _array(f" {' '.join(row)} " for row in split() if len(row) > 1)

    # Only what the back end asks for is worked out.
    words = bindparam(None, callable_=lambda: _array(word for row in split() for word in row), type_=String)
    rows = bindparam(None, callable_=together, type_=String)
    return numbers.where(Has(index, bindparam(None, fulltext.expression(terms), String), words, rows))


def _array(values: Iterable[str]) -> str:
    """Write words as PostgreSQL writes arrays; words have neither quotation marks nor backslashes."""
    return "{" + ",".join(f'"{value}"' for value in values) + "}"
