"""Takes a text file that Factiva exported; gives a draft for each of its articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dateline.model import Rejected, Source
from dateline.read.desk import Desk, Draft
from dateline.read.exports import articles_of
from dateline.read.factiva import factiva_articles


def read(stream: BinaryIO, here: Source, _: Desk) -> Iterator[Draft | Rejected]:
    """Read the articles in the order of the file; each has its number as its place.

    Raises:
        Refusal: the file is too large, or its encoding cannot be told.
    """
    yield from articles_of(stream, here, factiva_articles)
