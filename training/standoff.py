"""Keeps annotations apart from texts: claims in the guide's form enter, offsets and labels leave, and back again.

A row names its source set, the report's id there, how many characters of the body were annotated and a checksum of
the text, so that a join with another text is noticed. Words of the report are kept as [start, end] in title + newline
+ body; only labels (types, countries, standard place names, dates, numbers) are kept as values.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from training.sources import Annotated, rows

ANNOTATIONS = Path(__file__).with_name("annotations")
# Where each set's texts lie below the shared folder, and the fields that hold id, title and body.
SETS: dict[str, tuple[str, str]] = {
    "bulk_stream": ("eval/bulk_stream/sample10k.jsonl", "date"),
    "giveme5w1h": ("eval/giveme5w1h/news_cluster.jsonl", "date_publish"),
    "hrdsattack": ("eval/hrdsattack/data.jsonl", "date"),
    "re3d": ("eval/re3d/data.jsonl", ""),
    "geowebnews": ("eval/geowebnews/data.jsonl", ""),
    "wcep": ("eval/wcep/data.jsonl", "date"),
}
# Lines of pairs are no reports; `paired` reads them.
_REPORTS = "[!p]*.jsonl"
_WORDS = ("time_text", "cue", "quantity", "instrument")
_LABELS = ("type", "mode", "factuality", "date", "killed", "injured", "event", "sure")


def check(text: str) -> str:
    """Give a short checksum of a text."""
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def take_apart(report: Annotated, key: str) -> dict[str, Any]:
    """Turn a report's claims into a stand-off row; `key` is the report's id in its set."""
    text = report.text
    claims = [_apart(text, claim) for claim in report.claims]
    return {"set": report.origin, "id": key, "chars": len(report.body), "check": check(text), "claims": claims}


def _apart(text: str, claim: dict[str, Any]) -> dict[str, Any]:
    at = text.find(claim["quote"])
    trigger = at + claim["quote"].find(claim["trigger"])

    def near(phrase: str) -> list[int]:
        hits = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)]
        hits = hits or [m.start() for m in re.finditer(re.escape(phrase), text)]
        start = min(hits, key=lambda h: abs(h - trigger))
        return [start, start + len(phrase)]

    out: dict[str, Any] = {
        "quote": [at, at + len(claim["quote"])],
        "trigger": [trigger, trigger + len(claim["trigger"])],
    }
    out |= {name: claim[name] for name in _LABELS if claim.get(name) is not None}
    out |= {name: near(claim[name]) for name in _WORDS if claim.get(name)}
    for side in ("actors", "recipients"):
        if claim[side]:
            out[side] = [[*near(p["text"]), p["country"], p["sector"]] for p in claim[side]]
    if claim["places"]:
        out["places"] = [[*near(p["text"]), p["name"], p["country"], p["lat"], p["lon"]] for p in claim["places"]]
    if claim["attribution"]:
        out["attribution"] = [near(speaker) for speaker in claim["attribution"]]
    return out


def put_together(text: str, claim: dict[str, Any], number: int) -> dict[str, Any]:
    """Give a stand-off claim back in the guide's form."""

    def words(span: list[int] | None) -> str | None:
        return text[span[0] : span[1]] if span else None

    out: dict[str, Any] = {"id": f"c{number}", "quote": words(claim["quote"]), "trigger": words(claim["trigger"])}
    out |= {name: claim.get(name) for name in _LABELS}
    out |= {name: words(claim.get(name)) for name in _WORDS}
    for side in ("actors", "recipients"):
        out[side] = [{"text": text[s:e], "country": c, "sector": k} for s, e, c, k in claim.get(side, [])]
    out["places"] = [
        {"text": text[s:e], "name": n, "country": c, "lat": la, "lon": lo}
        for s, e, n, c, la, lo in claim.get("places", [])
    ]
    out["attribution"] = [text[s:e] for s, e in claim.get("attribution", [])]
    return out


def join(shared: Path, folder: Path = ANNOTATIONS) -> Iterator[Annotated]:
    """Join every stand-off row with its text.

    Raises:
        ValueError: the text is not the one that was annotated.
    """
    kept = [row for path in sorted(folder.glob(_REPORTS)) for row in rows(path)]
    for name, (file, dated) in SETS.items():
        wanted = {str(row["id"]): row for row in kept if row["set"] == name}
        if not wanted:
            continue
        for source in rows(shared / file):
            if row := wanted.get(str(source["id"])):
                yield _join(row, source, dated)


def annotated_keys(name: str, folder: Path = ANNOTATIONS) -> set[str]:
    """Give the ids of the reports of one set that were annotated."""
    return {str(row["id"]) for path in folder.glob(_REPORTS) for row in rows(path) if row["set"] == name}


def title_of(source: dict[str, Any]) -> str:
    """Give the title of a source row; WCEP's items have none."""
    return source.get("title") or ""


def _join(row: dict[str, Any], source: dict[str, Any], dated: str) -> Annotated:
    title = title_of(source)
    body = source["text"][: row["chars"]]
    text = title + "\n" + body
    if check(text) != row["check"]:
        raise ValueError(f"{row['set']} {row['id']}: not the text that was annotated")
    claims = tuple(put_together(text, claim, n) for n, claim in enumerate(row["claims"], 1))
    day = (source.get(dated) or "")[:10] if dated else ""
    return Annotated(f"{row['set']}-{row['id']}", row["set"], title, body, day or None, claims)


def keep(batch: Iterable[Annotated], keys: Iterable[str], name: str) -> None:
    """Write a batch of annotated reports as stand-off rows."""
    ANNOTATIONS.mkdir(exist_ok=True)
    with (ANNOTATIONS / f"{name}.jsonl").open("w", encoding="utf-8") as out:
        for report, key in zip(batch, keys, strict=True):
            out.write(json.dumps(take_apart(report, key), ensure_ascii=False) + "\n")


def main() -> None:
    """Write the joined training texts to a file: `python -m training.standoff SHARED OUT`."""
    shared, target = Path(sys.argv[1]), Path(sys.argv[2])
    count = 0
    with target.open("w", encoding="utf-8") as out:
        for report in join(shared):
            count += len(report.claims)
            row = {"id": report.id, "title": report.title, "date": report.published, "text": report.body}
            out.write(json.dumps({**row, "claims": report.claims}, ensure_ascii=False) + "\n")
    print(f"{count} claims joined to their texts in {target}")


if __name__ == "__main__":
    main()
