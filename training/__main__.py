"""Makes the shipped model from annotations: `python -m training --shared ../shared --out src/dateline/mark/weights`.

A teacher (MPNet-base) is fitted on the annotations and labels texts that nobody annotated; the student (MiniLM-L6) is
fitted on both, exported, and its threshold and confidence are set on reports that were kept back. What is done stays in
the working folder: a run that was broken off goes on from there.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import torch
from tokenizers import Tokenizer

from dateline.mark.marker import Manifest
from evaluation.split import held
from training import bases, probe, relevance
from training.calibrate import calibrate
from training.check import check
from training.distil import Soft, keep, kept, label
from training.examples import Example, examples
from training.export import export, write_manifest
from training.fit import Settings, fit
from training.model import MINILM, MPNET, Encoder
from training.pool import pool
from training.sources import Annotated, gold
from training.standoff import join
from training.topics import Topical, annotated, sections


def main() -> None:
    """Train, export and calibrate."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--teacher-epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--version", default="0")
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    base = bases.minilm()
    plain = bases.plain_tokenizer(base / "tokenizer.json", given.work / "tokenizer.json")
    tokenizer = Tokenizer.from_file(str(plain))
    reports = load(given.shared)
    fitted, kept_back = split(reports, tokenizer)
    print(f"{len(fitted)} windows to fit, {len(kept_back)} to calibrate on", flush=True)
    soft = taught(given, tokenizer, fitted, kept_back)
    student = Encoder(MINILM)
    student.load_base(base / "model.safetensors")
    settings = Settings(epochs=given.epochs, seed=given.seed)
    fit(student.to(_device()), [*fitted, *soft], settings, lambda _: check(student, kept_back))
    torch.save(student.to("cpu").state_dict(), given.work / "student.pt")
    topics = by_topic(given.shared, reports)
    thresholds = relevance.write(given.out, [*fitted, *soft], kept_back, topics, tokenizer)
    manifest = Manifest(given.version, {}, 0.5, 1.0, 0.0, 0.0, thresholds)
    export(student, plain, given.out, manifest)
    write_manifest(given.out, calibrate(given.out, manifest, kept_back))
    probe.write(student, tokenizer)


def taught(
    given: argparse.Namespace, tokenizer: Tokenizer, fitted: list[Example], kept_back: list[Example]
) -> list[Soft]:
    """Give the texts that the teacher labelled, fitting it first where that is not done yet."""
    unlabelled = pool(given.shared, tokenizer)
    labels = given.work / "labels.npz"
    if labels.is_file() and (known := kept(labels, unlabelled)) is not None:
        return known
    teacher = Encoder(MPNET)
    weights = given.work / "teacher.pt"
    if weights.is_file():
        teacher.load_state_dict(torch.load(weights, weights_only=True))
    else:
        teacher.load_base(bases.mpnet(given.work))
        settings = Settings(epochs=given.teacher_epochs, rate=8e-5, seed=given.seed)
        fit(teacher.to(_device()), fitted, settings, lambda _: check(teacher, kept_back))
        torch.save(teacher.to("cpu").state_dict(), weights)
    soft = list(label(teacher.to(_device()), unlabelled))
    keep(labels, soft, unlabelled)
    return soft


def load(shared: Path) -> list[Annotated]:
    """Give every annotated report that may be fitted on: not the held part of the dev gold, not the seed."""
    dev = [report for report in gold(shared, "dev") if not held(report.id)]
    return [*gold(shared, "train"), *dev, *join(shared)]


def split(reports: list[Annotated], tokenizer: Tokenizer) -> tuple[list[Example], list[Example]]:
    """Keep one report in twelve back for calibration, by a hash of its id."""
    fitted: list[Example] = []
    kept_back: list[Example] = []
    for report in reports:
        target = kept_back if is_kept_back(report.id) else fitted
        target.extend(examples(report, tokenizer))
    return fitted, kept_back


def by_topic(shared: Path, reports: list[Annotated]) -> tuple[list[Topical], list[Topical]]:
    """Give reports labelled as relevant or not, to fit the first filter on and to set its threshold with."""
    fitted = annotated([report for report in reports if not is_kept_back(report.id)])
    return [*fitted, *sections(shared)], list(annotated([report for report in reports if is_kept_back(report.id)]))


def is_kept_back(report: str) -> bool:
    """Tell whether a report calibrates instead of being fitted on."""
    number = hashlib.blake2b(report.encode(), digest_size=2, person=b"calibration").digest()
    return int.from_bytes(number) % 12 == 0


def _device() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"


if __name__ == "__main__":
    main()
