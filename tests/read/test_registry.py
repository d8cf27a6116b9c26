"""Every form in the registry has an example that reads well, a row in the docs, and stands up to changed bytes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from dateline.model import Rejected, Report
from dateline.read import FORMS, Form, read
from tests.fuzz.checks import EXAMPLES, check
from tests.fuzz.mutate import changed

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "forms.md").read_text(encoding="utf-8")

CHANGED = 120
"""Changed examples a form in the suite; `make fuzz` goes on for as long as is asked."""

every_form = pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])


@every_form
def test_the_example_is_read_as_its_form_and_whole(form: Form) -> None:
    found = list(read([EXAMPLES / form.example]))
    assert found
    reports = [item for item in found if isinstance(item, Report)]
    assert reports
    # What a form leaves out by its nature (the requests in a web archive) is counted, and nothing else is set aside.
    assert {item.reason for item in found if isinstance(item, Rejected)} <= {"passed-over"}
    for item in reports:
        assert item.source is not None
        assert item.source.form is not None
        assert item.source.form.split(" > ")[0] == form.name


@every_form
def test_the_page_of_forms_has_it(form: Form) -> None:
    endings = ", ".join(f"`{ending}`" for ending in form.endings) or "by content"
    assert f"| {form.title} | {endings} | {form.keeps} | {form.loses} |" in PAGE


@every_form
def test_changed_bytes_are_read_or_refused(form: Form) -> None:
    chance = random.Random(form.name)
    data = (EXAMPLES / form.example).read_bytes()
    for _ in range(CHANGED):
        check(changed(data, chance), form.example)
