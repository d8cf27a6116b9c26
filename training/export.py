"""Turns a trained encoder into the shipped files: torch weights enter, an int8 graph, a role graph and a manifest leave."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import msgspec
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from dateline.mark.marker import Manifest
from training.model import PAIR, Encoder

OUTPUTS = ["tags", "modes", "factuality", "left", "right"]


def export(model: Encoder, tokenizer: Path, folder: Path, settings: Manifest) -> None:
    """Write `encoder.onnx` (int8 by row of weight), `roles.onnx`, `tokenizer.json` and `manifest.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    with tempfile.TemporaryDirectory() as temporary:
        plain, ready = Path(temporary) / "plain.onnx", Path(temporary) / "ready.onnx"
        write_onnx(model, plain)
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(folder / "encoder.onnx"),
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    write_roles(Roles(model), folder / "roles.onnx")
    (folder / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    write_manifest(folder, settings)


def write_manifest(folder: Path, settings: Manifest) -> None:
    """Write the manifest with the checksums of the files that lie in the folder."""
    names = ("encoder.onnx", "relevance.npz", "roles.onnx", "tokenizer.json")
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    manifest = msgspec.structs.replace(settings, files=sums)
    (folder / "manifest.json").write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")


def write_onnx(model: Encoder, path: Path) -> None:
    """Export the float graph for one window of any length."""
    ids, cases = torch.ones(1, 12, dtype=torch.long), torch.ones(1, 12, dtype=torch.long)
    torch.onnx.export(
        model,
        (ids, cases),
        str(path),
        input_names=["ids", "cases"],
        output_names=OUTPUTS,
        dynamic_axes={"ids": {1: "length"}, "cases": {1: "length"}, **{name: {0: "length"} for name in OUTPUTS}},
        opset_version=17,
        dynamo=False,
    )
    onnx.checker.check_model(str(path))


class Roles(nn.Module):
    """The role head as the product runs it: one window, some of its triggers."""

    def __init__(self, model: Encoder) -> None:
        super().__init__()
        self.head = model.roles_of

    def forward(self, left: Tensor, right: Tensor, at: Tensor) -> Tensor:
        """Score roles: triggers [k, PAIR] at pieces [k] against pieces [length, PAIR] to [k, length, ROLE_TAGS]."""
        scores: Tensor = self.head(left, right[None, :, :], at, torch.zeros(1, 1, 1, 1))
        return scores


def write_roles(roles: Roles, path: Path) -> None:
    """Export the role graph for any number of triggers and pieces."""
    torch.onnx.export(
        roles.eval(),
        (torch.zeros(2, PAIR), torch.zeros(9, PAIR), torch.tensor([1, 5])),
        str(path),
        input_names=["left", "right", "at"],
        output_names=["roles"],
        dynamic_axes={"left": {0: "triggers"}, "right": {0: "length"}, "at": {0: "triggers"}},
        opset_version=17,
        dynamo=False,
    )
