"""The docs name everything that there is: codes, fields, reasons, commands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from dateline.export import CLAIM_COLUMNS, EVENT_COLUMNS, Column
from dateline.model import (
    Actor,
    Claim,
    Event,
    Place,
    Quarrel,
    QuarrelKind,
    Report,
    Resolution,
    Status,
    Toll,
    Turn,
    Version,
    When,
)
from dateline.ontology import ontology
from dateline.read.rejects import MENDS

ROOT = Path(__file__).resolve().parent.parent
CODEBOOK = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return re.split(r"\n##+ ", CODEBOOK.split(title, 1)[1], maxsplit=1)[0]


@pytest.mark.parametrize("type_", list(ontology().types))
def test_every_type_and_mode_has_an_example(type_: str) -> None:
    told = section(f"### {type_} — ")
    modes = ontology().types[type_].modes  # type: ignore[index]  # a type by construction
    documented = {m[1]: m[2] for m in re.finditer(r"^\| `([a-z-]+)` \| (.*) \|$", told, re.MULTILINE)}
    assert set(documented) == set(modes)
    assert all("*" in example for example in documented.values())
    assert modes or re.search(r"^> .*\*", told, re.MULTILINE)


@pytest.mark.parametrize("value", ontology().factuality)
def test_every_factuality_has_an_example(value: str) -> None:
    assert re.search(rf"^\| `{value}` \| .+ \| .*\*.* \|$", section("## Factuality"), re.MULTILINE)


def test_every_sector_stands_as_the_ontology_says_it() -> None:
    for code, meaning in ontology().sectors.items():
        assert f"| `{code}` | {meaning} |" in CODEBOOK


@pytest.mark.parametrize("struct", [Claim, Report, Actor, Place, When, Resolution, Event, Toll, Turn, Quarrel, Version])
def test_every_field_is_documented(struct: type[msgspec.Struct]) -> None:
    missing = [name for name in struct.__struct_fields__ if f"`{name}`" not in CODEBOOK]
    assert not missing


def test_every_quarrel_is_documented() -> None:
    for kind in get_args(QuarrelKind):
        assert f"`{kind}`" in section("### Status")


def test_every_status_and_reason_is_documented() -> None:
    for value in Status.__args__:  # type: ignore[attr-defined]  # a Literal has its values
        assert f"| `{value}` |" in section("### Status")
    for reason, mend in MENDS.items():
        assert f"| `{reason}` | {mend} |" in CODEBOOK


@pytest.mark.parametrize(("title", "columns"), [("Events", EVENT_COLUMNS), ("Claims", CLAIM_COLUMNS)])
def test_every_column_of_an_export_is_documented_in_order(title: str, columns: tuple[Column[object], ...]) -> None:
    text = (ROOT / "docs" / "columns.md").read_text(encoding="utf-8")
    told = re.split(r"\n## ", text.split(f"\n## {title}\n", 1)[1], maxsplit=1)[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", told, re.MULTILINE)
    assert rows == [(column.name, column.holds) for column in columns]


def test_every_link_inside_the_project_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "training").glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_readme_has_exactly_two_set_up_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"## Set up\n.*?```sh\n(.*?)```", readme, re.DOTALL)
    assert block is not None
    assert [line.split("#")[0].strip() for line in block[1].strip().splitlines()] == ["make demo", "make test"]


def test_the_five_lines_of_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```python\n(.*?)```", readme, re.DOTALL)
    assert block is not None
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    assert len([line for line in block[1].splitlines() if line.strip()]) == 5
    printed: list[str] = []
    exec(compile(block[1], "README.md", "exec"), {"print": lambda *words, **_: printed.extend(words)})  # noqa: S102 - the README's own code
    assert len(printed) > 5
    assert (tmp_path / "crisis.db").exists()
