"""What a report belongs together with enters, tables of its versions, its copies and its story leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from dateline.cli.render import SHORT, counted, plain
from dateline.cli.tables import grid, row

if TYPE_CHECKING:
    from dateline.archive import Beside, Related

SHOWN = 12
"""Reports of each kind that are shown; JSON has all."""

REASONS = 3
"""Reasons that are shown of each link: those that speak for it most."""


def print_related(related: Related, page: Console) -> None:
    """Tell which reports are versions and copies of one, and which tell its story."""
    if related.latest is not None:
        latest = "This is the latest version." if related.latest == related.report else f"Replaced by {related.latest}."
        page.print(Text(latest, style="yellow"))
    _print(related.versions, "version", page)
    _print(related.copies, "copy", page)
    _print(related.tellings, "report of the same story", page)
    if related.crowded:
        page.print("Links lead to more reports than are compared with each other; the least likely ones are left out.")


def _print(beside: Sequence[Beside], what: str, page: Console) -> None:
    if not beside:
        return
    names = {"copy": "copies", "report of the same story": "reports of the same story"}
    words = f"1 {what}" if len(beside) == 1 else f"{len(beside):,} {names.get(what, what + 's')}"
    page.print()
    page.print(Text(words, style="bold"))
    table = grid("id", "published", "outlet", "sure", "report")
    for one in beside[:SHOWN]:
        sure = "" if one.score is None else f"{one.score:.2f}"
        row(table, one.id[:SHORT], str(one.published or "no date"), one.outlet or "", sure, _told(one))
    page.print(table)
    if len(beside) > SHOWN:
        page.print(f"{counted(len(beside) - SHOWN, 'more report')}; --json has all")


def _told(one: Beside) -> Text:
    """Give the headline and why the report belongs here."""
    text = Text(plain(one.title or one.name), style="bold")
    told = (reason for reason in one.reasons if reason.detail and reason.weight > 0)
    strongest = sorted(told, key=lambda reason: -reason.weight)[:REASONS]
    why = "; ".join(f"{reason.feature}: {reason.detail}" for reason in strongest)
    return text.append(f"\n{plain(why or 'through others')}", style="dim")
