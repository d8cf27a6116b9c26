"""An article enters; prints of it as outlets make them leave, and texts that only look like prints of it.

Everything is drawn from dice that the article's id seeds, so that the same articles give the same prints.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\"“A-Z])")
_CREDIT = "(Wire Service) - "
_FOOTER = (
    "Reporting by our staff and agencies. Read more stories from this section on our website, follow us for breaking "
    "news and analysis, and sign up to the morning newsletter to get the day's most important stories in your inbox. "
    "All rights reserved. This material may not be published, broadcast, rewritten or redistributed without permission."
)


class Text(msgspec.Struct, frozen=True):
    """A headline with a body; the body is rows of sentences."""

    title: str
    sentences: tuple[str, ...]

    @property
    def body(self) -> str:
        """The body in paragraphs of two sentences."""
        pairs = (self.sentences[at : at + 2] for at in range(0, len(self.sentences), 2))
        return "\n\n".join(map(" ".join, pairs))


_NUMBER = re.compile(r"\d+")
_CAPITAL = re.compile(r"\b[A-Z]\w+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z]\w+")

# Names or numbers that an article must have if others in their place are to make another story of it.
_FEWEST = 5

Change = Callable[[Text, Text, random.Random], Text]
"""Makes a text of an article, another article and dice."""

Lookalike = Callable[[Text, Text, random.Random], Text | None]
"""Makes a text of another story, or None where the article does not lend itself to it."""


def text_of(title: str, body: str) -> Text:
    """Cut a body into sentences."""
    return Text(title, tuple(_SENTENCE.split(" ".join(body.split()))))


def _headlined(text: Text, _: Text, dice: random.Random) -> Text:
    words = re.findall(r"\w+", " ".join(text.sentences[:3]))
    start = dice.randrange(max(1, len(words) - 8))
    return Text(" ".join(words[start : start + 8]), text.sentences)


def _cut(text: Text, other: Text, dice: random.Random) -> Text:
    keep = max(3, round(len(text.sentences) * dice.uniform(0.3, 0.7)))
    return _headlined(Text(text.title, text.sentences[:keep]), other, dice)


def _brief(text: Text, _: Text, __: random.Random) -> Text:
    return Text(text.title, _first(text.sentences, 60) or text.sentences)


def _rearranged(text: Text, other: Text, dice: random.Random) -> Text:
    """Drop a fifth of the sentences and put in one of another article."""
    kept = [one for at, one in enumerate(text.sentences) if at == 0 or dice.random() > 0.2]
    start = dice.randrange(len(other.sentences))
    at = dice.randrange(1, len(kept) + 1)
    return _headlined(Text(text.title, (*kept[:at], other.sentences[start], *kept[at:])), other, dice)


def _credited(text: Text, _: Text, __: random.Random) -> Text:
    """Set another outlet's credit, quotation marks and footer."""
    quoted = (re.sub(r'"([^"]*)"', r"“\1”", one).replace("'", "’") for one in text.sentences)
    first, *rest = quoted
    return Text(text.title, (_CREDIT + first, *rest, *_SENTENCE.split(_FOOTER)))


def _edited(share: float) -> Change:
    def edit(text: Text, other: Text, dice: random.Random) -> Text:
        spare = [word for one in other.sentences for word in one.split() if word.isalpha() and word.islower()]
        return Text(text.title, tuple(_reworded(one, spare or ["and"], share, dice) for one in text.sentences))

    return edit


def _reworded(sentence: str, spare: Sequence[str], share: float, dice: random.Random) -> str:
    """Replace, leave out or add a share of the words; numbers stay, as no editor changes them."""
    words: list[str] = []
    for word in sentence.split():
        if dice.random() >= share or any(map(str.isdigit, word)):
            words.append(word)
        else:
            words += dice.choice(([dice.choice(spare)], [], [word, dice.choice(spare)]))
    return " ".join(words)


def _filled_in(text: Text, _: Text, dice: random.Random) -> Text | None:
    """Fill the same form with the numbers of another day; one number more or less would be a correction."""
    if len(set(_NUMBER.findall(text.body))) < _FEWEST:
        return None
    changed = (_NUMBER.sub(lambda one: str(int(one[0]) + dice.randrange(1, 90)), line) for line in text.sentences)
    return Text(text.title, tuple(changed))


def _elsewhere(text: Text, other: Text, _: random.Random) -> Text | None:
    """Tell the same of other people and places: every name is replaced by one of another article."""
    found = dict.fromkeys(_NAME.findall(text.body))
    spare = list(dict.fromkeys(_NAME.findall(other.body)))
    if min(len(found), len(spare)) < _FEWEST or 2 * len(found) < len(set(_CAPITAL.findall(text.body))):
        return None
    names = {name: spare[at % len(spare)] for at, name in enumerate(found)}
    return Text(text.title, tuple(_CAPITAL.sub(lambda one: names.get(one[0], one[0]), line) for line in text.sentences))


def _continued(text: Text, other: Text, _: random.Random) -> Text | None:
    """Tell news of another article and go on with the background of this one."""
    background = text.sentences[len(text.sentences) * 6 // 10 :]
    lead = _first(other.sentences, _words(background) * 3 // 2)
    return Text(other.title, (*lead, *background)) if lead else None


def _footed(_: Text, other: Text, __: random.Random) -> Text | None:
    """Set the outlet's footer under a short piece that ends another article."""
    piece = _first(other.sentences[::-1], 70)
    return Text("", (*piece[::-1], *_SENTENCE.split(_FOOTER))) if piece else None


PRINTS: Mapping[str, Change] = {
    "headline": _headlined,
    "cut": _cut,
    "brief": _brief,
    "rearranged": _rearranged,
    "credited": _credited,
    "edited_5": _edited(0.05),
    "edited_10": _edited(0.10),
    "edited_15": _edited(0.15),
}
"""What outlets do to an agency's text."""

LOOKALIKES: Mapping[str, Lookalike] = {
    "other_numbers": _filled_in,
    "other_names": _elsewhere,
    "other_news": _continued,
    "other_above_footer": _footed,
}
"""Texts that share words with an article and are no prints of it."""


def digest_of(texts: Sequence[Text]) -> Text:
    """Give a digest of several articles: the beginning of each."""
    return Text("News in brief", tuple(sentence for text in texts for sentence in _brief(text, text, _DICE).sentences))


_DICE = random.Random(0)


def _first(sentences: Sequence[str], words: int) -> tuple[str, ...]:
    """Give the first sentences that have so many words; none where all have not."""
    found = next((at for at in range(1, len(sentences) + 1) if _words(sentences[:at]) >= words), 0)
    return tuple(sentences[:found])


def _words(sentences: Sequence[str]) -> int:
    return sum(len(one.split()) for one in sentences)
