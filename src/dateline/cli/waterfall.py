"""The reasons of a link enter, a waterfall leaves: what each adds to the log-odds, as a bar from the sum so far to the next."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import msgspec
from rich.table import Table
from rich.text import Text

from dateline.cli.render import plain
from dateline.model import Reason

BAR = 22
"""Cells of the bars: with weights and sums beside them, half of 80 columns is left for the words."""

# What adds and what takes away are told apart by shape; colour only helps.
_PLUS, _MINUS, _ZERO = "█", "░", "│"


class _Scale(msgspec.Struct, frozen=True):
    """The lowest and highest sums of a waterfall; zero is always among them."""

    low: float
    high: float

    def cell(self, value: float) -> int:
        width = self.high - self.low or 1.0
        return round((value - self.low) / width * (BAR - 1))


def waterfall(reasons: Sequence[Reason]) -> Table:
    """Draw reasons in their order; the last sum is the log-odds of the score."""
    sums = [0.0, *itertools.accumulate(reason.weight for reason in reasons)]
    scale = _Scale(min(sums), max(sums))
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True, width=BAR)
    table.add_column(justify="right", no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for reason, (before, after) in zip(reasons, itertools.pairwise(sums), strict=True):
        bar = _bar(scale, before, after)
        table.add_row(plain(reason.feature), f"{reason.weight:+.2f}", bar, f"{after:+.2f}", Text(plain(reason.detail)))
    return table


def _bar(scale: _Scale, before: float, after: float) -> Text:
    """Draw one step; the line of even chances shows wherever no bar covers it."""
    first, last = sorted((scale.cell(before), scale.cell(after)))
    even = scale.cell(0.0)
    shape, style = (_PLUS, "green") if after >= before else (_MINUS, "red")
    text = Text()
    for cell in range(BAR):
        if first <= cell <= last and (first < last or cell == scale.cell(after)):
            text.append(shape, style)
        else:
            text.append(_ZERO if cell == even else " ", "dim")
    return text
