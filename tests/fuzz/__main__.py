"""`python -m tests.fuzz FORM`: changed examples enter the reader of a form for as long as is said, guided by coverage.

libFuzzer (atheris) ends the run at the first error, at an input that takes longer than `--slowest` seconds and where
memory goes over `--memory` MiB, and writes the input that did it to the folder `build/fuzz/FORM`.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["dateline.read", "email", "csv", "zipfile", "tarfile", "openpyxl", "docx"]):
    from dateline.read.registry import FORMS, reader_of
    from tests.fuzz.checks import EXAMPLES, check, form_named

from tests.fuzz.mutate import changed


def main() -> None:
    """Parse the command line and hand over to the fuzzer, which does not return."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("form", choices=[form.name for form in FORMS])
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--slowest", type=int, default=20)
    parser.add_argument("--memory", type=int, default=1024)
    given = parser.parse_args()
    form = form_named(given.form)
    with atheris.instrument_imports():
        reader_of(form)
    corpus = Path("build/fuzz") / form.name
    corpus.mkdir(parents=True, exist_ok=True)
    example = EXAMPLES / form.example
    for seed in (example, *EXAMPLES.glob("*" + example.suffix)):
        (corpus / seed.name).write_bytes(seed.read_bytes())
    # What is loaded once, such as the language model, is not to count as the time of the first input.
    check(example.read_bytes(), example.name)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        return (changed(data, chance) if chance.random() < 0.7 else bytes(atheris.Mutate(data, len(data) + 64)))[:most]

    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={given.seconds}",
            f"-timeout={given.slowest}",
            f"-rss_limit_mb={given.memory}",
            "-max_len=262144",
            "-print_final_stats=1",
            f"-artifact_prefix={corpus}/",
            str(corpus),
        ],
        lambda data: check(data, example.name),
        custom_mutator=mutate,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
