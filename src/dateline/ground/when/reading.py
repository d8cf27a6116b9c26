"""Tokens enter, the numbers and words in them leave: what the builders of senses share."""

from __future__ import annotations

from dateline.ground.when.senses import Amount
from dateline.ground.when.tokens import Token

Tokens = tuple[Token, ...]

_COUNTS = ("num", "dom", "few", "number", "ord")


def one(tokens: Tokens, *kinds: str) -> Token | None:
    """Give the first token of one of the kinds."""
    return next((token for token in tokens if token.kind in kinds), None)


def number_of(tokens: Tokens, skip: Token | None = None) -> Amount:
    """Give how many the tokens say: a digit or word, "a few", or the one of "a week"."""
    token = next((t for t in tokens if t.kind in _COUNTS and t is not skip), None)
    if token is None:
        return Amount(1, 1) if one(tokens, "a", "another") else Amount()
    if token.kind != "few":
        return Amount(token.number, max(token.number, _second_number(tokens, token)))
    return Amount(token.number or None, float(token.name) or None)


def _second_number(tokens: Tokens, first: Token) -> float:
    """Give the upper end of "two to three weeks", 0 where there is none."""
    at = tokens.index(first)
    joined = (
        at + 2 < len(tokens) and tokens[at + 1].kind in {"to", "or", "hyphen"} and tokens[at + 2].kind in {"num", "dom"}
    )
    return tokens[at + 2].number if joined else 0.0


def merge_numbers(tokens: list[Token]) -> list[Token]:
    """Put numbers written in several words together: "twenty-four" is one token, "nineteen ninety" a year."""
    if not any(token.kind in {"number", "scale"} for token in tokens):
        return tokens
    merged: list[Token] = []
    at = 0
    while at < len(tokens):
        end = _number_end(tokens, at)
        if end == at:
            merged.append(tokens[at])
            end = at + 1
        else:
            merged.append(_joined(tokens[at:end], merged[-1] if merged else None))
        at = end
    return merged


def _number_end(tokens: list[Token], at: int) -> int:
    """Give where a spelled number that starts at `at` ends; `at` itself where none starts."""
    kinds = [token.kind for token in tokens[at : at + 8]]
    if kinds[0] == "a" and kinds[1:2] == ["scale"]:
        return at + 2
    if kinds[0] not in {"number", "scale"}:
        return at
    end = at + 1
    while end < len(tokens):
        joined = tokens[end].kind in {"hyphen", "and"} and end + 1 < len(tokens)
        follows = tokens[end + 1] if joined else tokens[end]
        if joined and tokens[end].kind == "and" and tokens[end - 1].kind != "scale":
            break
        if follows.kind not in {"number", "scale"} or not _can_follow(tokens[end - 1], follows):
            break
        end += 2 if joined else 1
    return end


def _can_follow(left: Token, right: Token) -> bool:
    if right.kind == "scale" or left.kind == "scale":
        return True
    tens = left.number >= 20 and left.number % 10 == 0
    return (tens and right.number < 10) or (left.number in {19, 20} and right.number >= 10)


def _joined(tokens: list[Token], before: Token | None) -> Token:
    values = [token.number for token in tokens if token.kind in {"number", "scale"}]
    start, end = tokens[0].start, tokens[-1].end
    if len(values) > 1 and values[0] in {19, 20} and 10 <= values[1] < 100:
        return Token("year", start, end, values[0] * 100 + sum(values[1:]))
    total = 0.0
    group = 1.0 if tokens[0].kind in {"a", "scale"} else 0.0
    for token in tokens:
        if token.kind == "scale":
            total, group = (total + group * token.number, 0.0) if token.number > 100 else (total, group * 100)
        else:
            group += token.number
    value = total + group
    dated = before is not None and before.kind in {"month", "uyear", "in", "since"}
    return Token("year" if dated and 1990 <= value <= 2050 else "num", start, end, value)
