"""A phrase enters, its parts leave: what is named, the agent nouns, and which words only tell where or by whom backed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dateline.ground.who.book import ActorBook, Alias
from dateline.ground.who.entries import Entry
from dateline.ground.who.nouns import Noun
from dateline.ground.who.tokens import Token, tokens, word_set

# Words that end a noun phrase's head; what follows describes it.
LINKS = word_set(
    "of in from for at on to against with by near inside outside across around within over under between behind during "
    "who whom whose that which where when while including wearing dressed accused killed arrested "
    "detained held running leading carrying using assisting participating loyal belonging allied responsible involved based led backed supported linked called named "
    "known as about after before since than"
)
AND = frozenset({"and", "or", "&", "/", "plus", "versus", "vs"})
MARKS = frozenset({",", ";", ":", "–", "—", "-"})
# After a hyphen these say that the one before is a patron, a model or an enemy, not the state that someone belongs to.
PATRON = word_set(
    "backed linked aligned affiliated allied supported sponsored funded financed trained armed inspired made built "
    "equipped supplied friendly occupied held controlled mediated brokered hosted supervised influenced rescued"
)
TOWARDS = frozenset({"pro", "anti", "non", "counter"})
# Words that say that a membership or an office is past.
_FORMER = frozenset({"former", "ex", "ousted", "deposed", "exiled", "fugitive", "retired", "onetime"})


HONORIFICS = word_set("mr mrs ms dr sir dame the a an u daw haji sayyid sayyed seyed")


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a phrase: a name of the book, an agent noun, or another word."""

    words: tuple[Token, ...]
    aliases: tuple[Alias, ...] = ()
    noun: Noun | None = None
    possessive: bool = False
    patron: bool = False

    @property
    def fold(self) -> str:
        """The folded words, separated by spaces."""
        return " ".join(t.fold for t in self.words)

    @property
    def state(self) -> Entry | None:
        """The state that it names, where it may be a state before anything else."""
        return self.aliases[0].entry if self.aliases and self.aliases[0].entry.kind == "state" else None

    @property
    def nameish(self) -> bool:
        """Whether it is a capitalised word that the book does not know."""
        return not self.aliases and self.noun is None and self.words[0].capital and self.fold not in HONORIFICS


class Segment(msgspec.Struct, frozen=True):
    """Pieces between two links; `link` is the word before it ("" for the head, "," for an apposition)."""

    link: str
    pieces: tuple[Piece, ...]


def segments(phrase: str, book: ActorBook) -> list[Segment]:
    """Cut a phrase into its head and what describes it, each a row of pieces."""
    words = tokens(phrase)
    found: list[Segment] = []
    link, pieces = "", list[Piece]()
    at = 0
    while at < len(words):
        piece, after = _piece(words, at, book)
        if piece is not None:
            pieces.append(piece)
            at = after
            continue
        word = words[at]
        if not word.joined and (
            word.fold in LINKS or word.fold in AND or word.fold in MARKS or word.fold in {"(", ")"}
        ):
            if pieces:
                found.append(Segment(link, tuple(pieces)))
            link, pieces = ("," if word.fold in MARKS else word.fold), []
        elif word.fold != "'s":
            pieces.append(Piece(words=(word,)))
        at += 1
    if pieces:
        found.append(Segment(link, tuple(pieces)))
    return found


def patron_countries(found: Sequence[Segment]) -> frozenset[str]:
    """Give the countries that a phrase names as patrons, models or enemies ("Iran-backed", "anti-French")."""
    patrons = (alias for segment in found for piece in segment.pieces if piece.patron for alias in piece.aliases)
    return frozenset(alias.entry.country for alias in patrons if alias.entry.country is not None)


def _piece(words: Sequence[Token], at: int, book: ActorBook) -> tuple[Piece | None, int]:
    """Take the longest name or noun at a place; a name wins over a noun of the same length."""
    named, noun = book.at(words, at), book.nouns.at(words, at)
    if named is None and noun is None:
        return None, at
    if named is not None and (noun is None or named[0] >= noun[0]):
        end = named[0]
        patron = _patron(words, at, end)
        both = noun[1] if noun is not None and noun[0] == end else None
        piece = Piece(
            words=tuple(words[at:end]), aliases=named[1], noun=both, possessive=_owns(words, end), patron=patron
        )
        return piece, end
    if noun is None or (words[at].fold in LINKS and noun[0] == at + 1) or _inside_name(words, at, noun[0]):
        return None, at
    return Piece(words=tuple(words[at : noun[0]]), noun=noun[1], possessive=_owns(words, noun[0])), noun[0]


def _inside_name(words: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether a single capitalised word is a syllable of a hyphenated name ("Man-hee")."""
    if end != at + 1 or not (words[at].capital and at):
        return False
    return end < len(words) and words[end].joined and not words[end].capital


def _owns(words: Sequence[Token], end: int) -> bool:
    return end < len(words) and words[end].fold == "'s"


def _patron(words: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether the name stands in `X-backed`, `backed by X`, `pro-X` or `linked to X`."""
    if end < len(words) and words[end].fold in PATRON:
        return True
    before = [t.fold for t in words[max(0, at - 3) : at] if t.fold != "the"]
    if not before:
        return False
    if before[-1] in TOWARDS:
        return True
    return len(before) > 1 and before[-1] in {"by", "to", "with"} and before[-2] in PATRON


def former(pieces: Sequence[Piece]) -> bool:
    """Tell whether the pieces speak of a past holder or member."""
    return any(p.fold in _FORMER for p in pieces)
