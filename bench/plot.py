"""Measured points enter, a drawing of lines over a logarithmic scale leaves as SVG."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

import msgspec

_WIDTH, _HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 150, 40, 50
_COLOURS = ("#1f5f8b", "#c2571a", "#4b7f3a")

Point = tuple[float, float]


class Line(msgspec.Struct, frozen=True):
    """One line: its name and its points."""

    name: str
    points: Sequence[Point]


class _Scale(msgspec.Struct, frozen=True):
    """Where values stand in the drawing: the horizontal scale is logarithmic, the vertical one begins at nothing."""

    low: float
    high: float
    top: float

    def at(self, point: Point) -> Point:
        across = (math.log10(point[0]) - self.low) / ((self.high - self.low) or 1)
        return _LEFT + across * (_WIDTH - _LEFT - _RIGHT), _HEIGHT - _BOTTOM - point[1] / self.top * (
            _HEIGHT - _TOP - _BOTTOM
        )


def drawn(title: str, across: str, up: str, lines: Sequence[Line]) -> str:
    """Draw lines; the horizontal scale is logarithmic."""
    every = [point for line in lines for point in line.points]
    powers = [math.log10(x) for x, _ in every]
    scale = _Scale(math.floor(min(powers)), math.ceil(max(powers)), _round_up(max(y for _, y in every)))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        _words(_LEFT, 22, title, size=15),
        _words(_LEFT, _HEIGHT - 12, across),
        _words(8, _TOP - 6, up),
        *_grid(scale),
        *(part for number, line in enumerate(lines) for part in _line(scale, line, number)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _grid(scale: _Scale) -> Iterator[str]:
    for power in range(int(scale.low), int(scale.high) + 1):
        x, y = scale.at((10.0**power, 0.0))
        yield f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        yield _words(x - 14, y + 18, f"{10**power:,}")
    for step in range(5):
        value = scale.top * step / 4
        x, y = scale.at((10.0**scale.low, value))
        yield f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}" stroke="#ddd"/>'
        yield _words(x - 36, y + 4, f"{value:g}")


def _line(scale: _Scale, line: Line, number: int) -> Iterator[str]:
    colour = _COLOURS[number % len(_COLOURS)]
    points = [scale.at(point) for point in line.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points)
    yield _words(points[-1][0] + 10, points[-1][1] + 4, line.name, colour=colour)


def _words(x: float, y: float, words: str, *, size: int = 12, colour: str = "#333") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}">{escape(words)}</text>'


def _round_up(value: float) -> float:
    """Give the next number of one digit, or of one and a half."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 4, 8, 10) if step * power >= value)
