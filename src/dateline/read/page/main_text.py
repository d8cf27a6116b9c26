"""Takes the blocks of a page and what extractors take for its story; gives the blocks that are kept, and as what.

An extractor's text has lost where it stood, so it only votes: what is kept are blocks of the page itself, by where the
voted ones stand. The thresholds were set on a half of 181 news pages with their story marked by hand (those whose id
has an even hash); the other half was only looked at for the figures in `docs/accuracy.md`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from dateline.model import FurnitureKind
from dateline.read.page.blocks import Block, Node
from dateline.read.page.roles import OTHERS

AGREED: Final = 0.6
"""Share of a block's runs of four words that an extractor must have found for the block to be voted for."""

LINKS: Final = 0.5
"""Share of links from which a block is a list of links; one that is a sentence all the same is kept."""

LONG: Final = 12
"""Words from which a closed sentence is running text."""

MAIN: Final = 0.8
"""Share of the running text that the story's home on the page must hold; the rest is teasers and legal notes."""

SHAPED: Final = 0.2
"""Share of the running text that elements of one shape must hold to tell other paragraphs of the story by it."""

TRUSTED: Final = 0.25
"""Share of the running text from which a part of the page is the story, whatever its class says."""

AROUND: Final = 6
"""Blocks before and behind the story's home among which its lead and its end are looked for."""

REPEATED: Final = 0.8
"""Share of the runs of a quotation that one paragraph must have for it to be pulled from there."""

MOST_HOLDERS: Final = 20
"""Paragraphs with one and the same run of words that are looked at."""

_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[\W_]+")
_ENDED = re.compile(r"[.!?…:。！？][\"'”’)\]»]*$")

_NO_HOME: Final = frozenset(
    "p h1 h2 h3 h4 h5 h6 li ul ol dl dd dt blockquote pre figure figcaption caption tr td".split()
)
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_TEXT_TAGS: Final = frozenset("p h2 h3 h4 h5 h6 li dd dt".split())
_QUOTING: Final = frozenset("aside blockquote figure h2 h3 h4 h5 h6".split())


class Kept(msgspec.Struct, frozen=True):
    """A block that is kept, and what kind of furniture it is, or None for story."""

    block: Block
    kind: FurnitureKind | None = None


def kept_blocks(blocks: Sequence[Block], voices: Sequence[str], title: str) -> list[Kept]:
    """Give the blocks of the story in order, with the furniture that stands among them; none where there is no story.

    `voices` are the texts that extractors found. Where they found none, every paragraph in a neutral place counts.
    """
    votes = _Votes(voices)
    voted = {block for block in blocks if votes.has(block)} or set(filter(is_running, neutral_blocks(blocks)))
    running = [block for block in blocks if block in voted and is_running(block)]
    running = running or [block for block in blocks if block in voted]
    return _Story(blocks, voted, running, title).kept() if running else []


def is_running(block: Block) -> bool:
    """Tell whether a block is running text: long, closed by a stop, and no list of links."""
    return block.words >= LONG and block.link_share < LINKS and _ENDED.search(block.text) is not None


def neutral_blocks(blocks: Sequence[Block]) -> list[Block]:
    """Give the blocks that stand in no part of the page for something else; what holds half the text is no such part."""
    held: Counter[Node] = Counter()
    for block in filter(is_running, blocks):
        for node in block.node.up():
            if node.role in OTHERS:
                held[node] += block.words
    most = sum(block.words for block in blocks if is_running(block)) / 2
    return [
        block for block in blocks if not any(node.role in OTHERS and not held[node] > most for node in block.node.up())
    ]


def _runs(text: str) -> list[tuple[str, ...]]:
    """Give the runs of four words of a text; of a shorter text all its words as one."""
    words = _WORD.findall(text)
    return [tuple(words[place : place + 4]) for place in range(max(1, len(words) - 3))] if words else []


def _plain(text: str) -> str:
    return _LETTERS.sub("", text).casefold()


class _Votes:
    """What extractors took for the story, in runs of words and in lines."""

    def __init__(self, voices: Sequence[str]) -> None:
        self._runs = {run for text in voices for run in _runs(text)}
        self._lines = {_plain(line) for text in voices for line in text.split("\n")}

    def has(self, block: Block) -> bool:
        """Tell whether an extractor took the block."""
        runs = _runs(block.text)
        if len(runs) < 3:
            return _plain(block.text) in self._lines
        return sum(run in self._runs for run in runs) >= AGREED * len(runs)


class _Story:
    """Where the running text of the story stands: its home, the lowest element that holds nearly all, and its shapes."""

    def __init__(self, blocks: Sequence[Block], voted: set[Block], running: Sequence[Block], title: str) -> None:
        self._blocks = blocks
        self._voted = voted
        self._title = _plain(title)
        self._held: Counter[Node] = Counter()
        shapes: Counter[int] = Counter()
        for block in running:
            shapes[block.node.shape] += block.words
            for node in block.node.up():
                self._held[node] += block.words
        self._size = sum(shapes.values())
        self._shapes = {shape for shape, words in shapes.items() if words >= SHAPED * self._size}
        self._home = self._home_of(running)
        self._inner = {block for block in blocks if self._home in block.node.up()}

    def _home_of(self, running: Sequence[Block]) -> Node:
        """Give the lowest element that can hold paragraphs and holds nearly all of the running text."""
        nodes = {node for block in running for node in block.node.up() if node.tag not in _NO_HOME or not node.above}
        return max((node for node in nodes if self._held[node] >= MAIN * self._size), key=lambda node: node.depth)

    def kept(self) -> list[Kept]:
        """Give what is kept, from the lead picture's caption to the last of the story."""
        core = [place for place, block in enumerate(self._blocks) if self._is_story(block)]
        if not core:
            return []
        near = range(max(0, core[0] - AROUND), min(len(self._blocks), core[-1] + AROUND + 1))
        outer = [place for place in near if self._is_outer(self._blocks[place])]
        story = {self._blocks[place] for place in (*core, *outer)}
        last = max(*core, *outer, 0)
        within = self._blocks[near[0] : last + 1]
        parents = {block.node.above for block in story}
        first = min(*core, *outer, len(self._blocks)) - near[0]
        story.update(block for block in within[first:] if self._is_between(block, parents))
        return list(self._sorted_out(within, story))

    def _sorted_out(self, within: Sequence[Block], story: set[Block]) -> Iterator[Kept]:
        """Give story and furniture in the order of the page."""
        repeats = _Repeats([block for block in within if block in story and is_running(block)])
        for block in within:
            kind = self._kind(block)
            if kind or block in story:
                quoting = any(node.tag in _QUOTING for node in block.node.up() if node.depth > self._home.depth)
                yield Kept(block, kind or ("pull-quote" if quoting and repeats.has(block) else None))

    def _kind(self, block: Block) -> FurnitureKind | None:
        """Tell by its place what kind of furniture inside the story's home a block is."""
        if block not in self._inner or self._is_title(block):
            return None
        names = {node.role.name for node in self._below_home(block) if node.role and not self._is_trusted(node)}
        if "caption" in names:
            return "caption"
        if block.node.tag == "tr" and not self._is_out(block):
            return "table"
        return "pull-quote" if "pull" in names else None

    def _below_home(self, block: Block) -> Iterator[Node]:
        return (node for node in block.node.up() if node.depth > self._home.depth)

    def _is_trusted(self, node: Node) -> bool:
        return self._held[node] >= TRUSTED * self._size

    def _is_out(self, block: Block) -> bool:
        """Tell whether a part of the page below the story's home is for something else; a post shared in it is not."""
        for node in self._below_home(block):
            if node.role in OTHERS and not self._is_trusted(node):
                return node.role.name != "share" or all(above.tag != "blockquote" for above in block.node.up())
        return False

    def _is_title(self, block: Block) -> bool:
        return block.node.tag == "h1" or (_plain(block.text) == self._title != "")

    def _is_story(self, block: Block) -> bool:
        if self._is_title(block) or self._is_out(block):
            return False
        beside = (
            block in self._inner and block.node in self._held
        )  # words between the paragraphs, in no element of their own
        if is_running(block) and (block.node.shape in self._shapes or beside):
            return True
        if block not in self._voted or block not in self._inner:
            return False
        return block.link_share < LINKS or (block.words >= LONG and _ENDED.search(block.text) is not None)

    def _is_outer(self, block: Block) -> bool:
        """Tell whether a block near by is a first or last paragraph that stands outside the home of the others."""
        if block not in self._voted or block in self._inner or block.node.tag in _HEADINGS:
            return False
        return is_running(block) and not self._is_out(block)

    def _is_between(self, block: Block, parents: set[Node | None]) -> bool:
        """Tell whether a block inside the story that no extractor took belongs to it all the same."""
        if block not in self._inner or self._is_out(block) or self._is_title(block):
            return False
        if any(node.tag in {"blockquote", "pre"} for node in self._below_home(block)):
            return True
        return block.link_share < LINKS and block.node.above in parents and block.node.tag in _TEXT_TAGS


class _Repeats:
    """The paragraphs of a story, to tell what repeats one of them."""

    def __init__(self, paragraphs: Sequence[Block]) -> None:
        self._holders: dict[tuple[str, ...], list[Block]] = {}
        for block in paragraphs:
            for run in set(_runs(block.text)):
                holders = self._holders.setdefault(run, [])
                if len(holders) < MOST_HOLDERS:
                    holders.append(block)

    def has(self, block: Block) -> bool:
        """Tell whether another paragraph has nearly all of the block."""
        runs = _runs(block.text)
        found = Counter(
            holder
            for run in runs
            for holder in self._holders.get(run, ())
            if holder is not block and holder.words > block.words
        )
        return len(runs) > 1 and max(found.values(), default=0) >= REPEATED * len(runs)
