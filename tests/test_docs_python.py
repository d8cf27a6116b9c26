"""The examples of docs/python.md and the cells of the notebook run as they stand, one after the other."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import dateline
from dateline import Archive
from dateline.archive import Query

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
NOTEBOOK = json.loads((ROOT / "docs" / "from-reports-to-a-chart.ipynb").read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder that looks like that of the project, with a folder for the archive of the page and the notebook."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(blocks: list[str], name: str) -> tuple[dict[str, object], str]:
    """Run blocks of code in one namespace; give it, and what was printed."""
    printed: list[str] = []
    known: dict[str, object] = {"print": lambda *words: printed.append(" ".join(map(str, words)))}
    for number, block in enumerate(blocks):
        exec(compile(block, f"{name} {number}", "exec"), known)  # noqa: S102 - the page's own code
    return known, "\n".join(printed)


def test_the_examples_run(folder: Path) -> None:
    _, told = run(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL), "python.md")
    assert "Nothing here has the id 'ffffffff'" in told
    with Archive.open(folder / "crisis.db", read_only=True) as archive:
        kept = archive.counts()
        assert "reports=12," in told
        assert kept.reports == 11
        event = max(archive.events(), key=lambda one: one.reports)
        assert all(claim.sentence in told for claim in archive.claims_of(event))
        assert archive.forgotten()[0].told in told


def test_the_notebook_goes_from_reports_to_a_chart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "docs")
    cells = ["".join(cell["source"]) for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]
    known, told = run(cells, "notebook")
    figure = known["figure"]
    assert isinstance(figure, Figure)
    assert (folder / "docs" / "chart.png").stat().st_size > 10_000
    drawn = sum(bar.get_height() for bar in figure.axes[0].patches if isinstance(bar, Rectangle))
    with Archive.open("crisis.db", read_only=True) as archive:
        crisis = known["crisis"]
        assert isinstance(crisis, Query)
        occurred = [event for event in archive.events(crisis) if event.factuality == "occurred"]
        assert drawn == len(occurred) > 10
        legend = figure.axes[0].get_legend()
        shown = {label.get_text() for label in legend.get_texts()} if legend else set()
        assert "ASSAULT" in shown
        assert shown <= {"other", *(event.type for event in occurred)}
        assert any(claim.sentence in told for event in occurred for claim in archive.claims_of(event))


def test_the_notebook_is_kept_without_what_it_gave() -> None:
    code = [cell for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert len({cell["id"] for cell in NOTEBOOK["cells"]}) == len(NOTEBOOK["cells"])


def test_what_the_page_imports_is_public() -> None:
    assert {name for name in dateline.__all__ if name[0].isupper()} >= {"Archive", "Query", "ReportSearch"}
