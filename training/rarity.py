"""Makes the table of word rarities: texts of news enter, in how many of them each stem stands leaves.

A day of the current-events portal counts as one text, since its items are a sentence or two each. The sets that the
grouping of reports is measured on are not counted.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from dateline.weave.reports.forms import WORD
from dateline.weave.reports.rarity import TABLE, pack
from dateline.weave.words import folded, stem
from training.sources import rows

# Stems of fewer texts are as rare as any that was never seen, within the table's steps.
_LEAST = 3


def texts(shared: Path) -> Iterator[str]:
    """Give the texts that are counted."""
    for row in rows(shared / "eval" / "bulk_stream" / "sample10k.jsonl"):
        yield f"{row['title'] or ''}\n{row['text']}"
    days = sorted(rows(shared / "eval" / "wcep" / "data.jsonl"), key=lambda row: str(row["date"]))
    for _, items in groupby(days, key=lambda row: row["date"]):
        yield "\n".join(item["text"] for item in items)
    for row in rows(shared / "gold" / "train.jsonl"):
        yield f"{row.get('title') or ''}\n{row['text']}"


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(prog="python -m training.rarity", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    counts: Counter[str] = Counter()
    number = 0
    for text in texts(parser.parse_args().shared):
        counts.update({stem(folded(form)) for form in set(WORD.findall(text))})
        number += 1
    kept = {base: count for base, count in counts.items() if count >= _LEAST and base}
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_bytes(pack(number, kept))
    print(f"{number} texts, {len(kept)} stems, {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
