"""A number enters, an invented agency article leaves; and its prints: cut short, with another headline, words changed."""

from __future__ import annotations

import random

import msgspec

from dateline.model import Report, digest
from tests.weave.builders import DAY, report

OUTLETS = ("Herald B", "Courier C", "Post D", "Echo E", "Gazette F")

_SYLLABLES = ("ka", "lor", "min", "dra", "vel", "shi", "tor", "qua", "ben", "mir", "zen", "pol", "gra", "fen", "wix")
_PLAIN = """
    the of and to in a that was on with for as by at from said had were after which their been two when would more
    about into before over other some them then officials residents soldiers market village river bridge convoy road
    hospital statement governor spokesman morning evening witnesses shops windows families camp border crossing council
    leaders meeting talks ceasefire prisoners water power station school roof fire smoke rescue workers injured killed
""".split()


def article(number: int, *, sentences: int = 14) -> Report:
    """An article like no other: every number has its own names and its own sentences."""
    dice = random.Random(number)
    names = ["".join(dice.sample(_SYLLABLES, 3)).title() for _ in range(8)]
    lines = [f"{names[0]} troops attacked {names[1]}"]
    lines.append(f"Troops of {names[0]} attacked the town of {names[1]}, {_clause(dice, 12)}, the army said.")
    for _ in range(sentences):
        start = dice.choice((f"{dice.choice(names)} said that", f"In {dice.choice(names)},", f"{dice.choice(names)}'s"))
        figure = f" {dice.randrange(2, 900)}" if dice.random() < 0.5 else ""
        lines.append(f"{start} {_clause(dice, 14)}{figure} {_clause(dice, 6)}.")
    return report("\n".join(lines), outlet="Agency A")


def reprint(of: Report, dice: random.Random, *, outlet: str, keep: float, changed: float = 0.04) -> Report:
    """A print by another outlet: its own headline, its end cut off, some words changed."""
    _, *body = of.text.split("\n")
    body = body[: max(1, round(len(body) * keep))]
    words = [[_other(word, dice) if dice.random() < changed else word for word in line.split()] for line in body]
    text = "\n".join([f"{outlet}: {of.title.split(' ', 1)[0]} troops attack", *(" ".join(line) for line in words)])
    return report(text.replace("attack the town", "attacked the town"), outlet=outlet, day=DAY)


def with_url(of: Report, url: str) -> Report:
    """The same report at an address."""
    return msgspec.structs.replace(of, id=digest(of.id, url), url=url)


def _other(word: str, dice: random.Random) -> str:
    return dice.choice(_PLAIN) if word.isalpha() and word.islower() and word != "attacked" else word


def _clause(dice: random.Random, words: int) -> str:
    return " ".join(dice.choice(_PLAIN) for _ in range(words))
