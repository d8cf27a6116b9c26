"""Joins stand-off annotations and gold claims to their texts: files enter, `Annotated` reports leave."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec


class Annotated(msgspec.Struct, frozen=True):
    """A report with its claims in the guide's form; `origin` names the set, `published` is an ISO day or None."""

    id: str
    origin: str
    title: str
    body: str
    published: str | None
    claims: tuple[dict[str, Any], ...]

    @property
    def text(self) -> str:
        """What offsets count in."""
        return self.title + "\n" + self.body


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Read JSON lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def gold(shared: Path, name: str) -> list[Annotated]:
    """Read a gold set (`dev`, `train`) with its claims."""
    claims = {row["id"]: tuple(row["claims"]) for row in rows(shared / "gold" / f"{name}.claims.jsonl")}
    return [
        Annotated(r["id"], name, r.get("title") or "", r["text"], r.get("date"), claims[r["id"]])
        for r in rows(shared / "gold" / f"{name}.jsonl")
    ]
