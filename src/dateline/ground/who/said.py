"""The parts of a phrase enter, what the phrase says by itself leaves: whom it names, of what sector, of which country."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dateline.ground.who.book import Alias
from dateline.ground.who.choice import Setting, as_of, choose
from dateline.ground.who.entries import Entry
from dateline.ground.who.nouns import Noun
from dateline.ground.who.phrase import AND, Piece, Segment, former
from dateline.ground.who.tokens import word_set
from dateline.ground.who.wording import known_by, noun_says
from dateline.model import Actor, Candidate, Sector

_OFFICIAL = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "IGO"})
# Words that say that someone belongs to no one state.
_NO_STATE = word_set(
    "western european arab african asian international foreign world global regional multinational gulf transnational "
    "various several different"
)
_NO_STATE_NOUNS = word_set("foreigner foreigners countries nations states observers")
# Names of places that are as often people's first or last names.
_PEOPLE_TOO = word_set(
    "israel jordan chad georgia paris sydney austin charlotte florence virginia carolina kent lincoln washington london "
    "kenya india china dallas houston phoenix denver adelaide chester orlando santiago cyprus cuba britain england "
    "ireland holland wales france brazil essex columbus lima kingston melbourne perth dakota montana savannah geneva "
    "sofia vienna milan roman brooklyn bristol chelsea derry york jersey lourdes mali samara alexandria medina"
)
_PARTICLES = word_set("al el bin ben ibn abu de da di del van von der den la le ould ag")
_DIRECTIONS = word_set("north south east west northern southern eastern western central greater upper lower new")
# After these an adjective that is a people's name too is one or some of them ("an Iraqi", "two Japanese").
_COUNTS = word_set(
    "a an one two three four five six seven eight nine ten eleven twelve dozen dozens scores tens hundreds thousands another several "
    "many few some most more other every each both any no fellow"
)
_CROWDS = word_set("dozens scores tens hundreds thousands")
_TITLES = word_set("mr mrs ms dr sir dame")
_ARMS = frozenset({"MIL", "REB", "COP", "UNK", "GOV", "CRM"})
_ORGANISATIONS = frozenset({"force", "organ", "church", "group", "party", "body", "ngo", "outlet", "company", "school"})
_COUNTRY_LINKS = word_set("of in from at near inside across outside around within for based on over")
_OF_LINKS = word_set("of from for at loyal belonging in")
_PRESIDING = word_set(
    "president vice president chairman secretary head director chief leader speaker governor representative "
    "secretary-general ambassador envoy"
)


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a phrase (or a part) says: an entry of the book, a sector, a country, and why.

    `stateless` holds where the words say that no one state is meant; `member` where the sector is only a default;
    `named` where it has capitalised words that the book does not know; `roams` where the noun is one of people who are
    often foreign to where the report plays; `form` is how the state `state` was named; `loose` where a person is only known by surname.
    """

    entry: Entry | None = None
    rivals: tuple[Candidate[Actor], ...] = ()
    sector: Sector | None = None
    country: str | None = None
    stateless: bool = False
    member: bool = False
    named: bool = False
    roams: bool = False
    form: str | None = None
    state: Entry | None = None
    loose: bool = False
    score: float = 0.0
    reasons: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing at all was recognised."""
        return self.entry is None and self.sector is None and self.country is None


def read(found: Sequence[Segment], setting: Setting) -> Said:
    """Say what a phrase's segments mean together; what surrounds it is a hint only."""
    found = _counted(found)
    own = _own_states(found)
    if own:
        setting = msgspec.structs.replace(setting, named=own)
    parts = [(segment.link, _segment(segment.pieces, setting)) for segment in found]
    if not parts:
        return Said()
    head = _head(parts)
    rest = [(link, said) for link, said in parts if said is not head]
    head = _absorb(head, rest, found[0].pieces)
    if head.country is None and not head.stateless:
        for link, said in rest:
            if said.country is not None and (link in _COUNTRY_LINKS or link in AND or link in {",", "("}):
                return msgspec.structs.replace(
                    head, country=said.country, reasons=(*head.reasons, f"{said.country} follows after {link!r}")
                )
    return head


def _counted(found: Sequence[Segment]) -> Sequence[Segment]:
    """Join a count to those who are counted: "dozens of Chinese" is read as "dozens Chinese"."""
    while (
        len(found) > 1
        and found[1].link == "of"
        and all(_counts(p) and p.fold not in _NO_STATE for p in found[0].pieces)
    ):
        found = [Segment(found[0].link, (*found[0].pieces, *found[1].pieces)), *found[2:]]
    return found


def _own_states(found: Sequence[Segment]) -> frozenset[str]:
    """Give the states that a phrase names as those of its own: "Peru's Congress", "the Senate of Chile"."""
    pieces = (p for segment in found if segment.link in {"", "of"} for p in segment.pieces if not p.patron)
    states = (alias.entry for piece in pieces for alias in piece.aliases if alias.entry.kind == "state")
    return frozenset(state.country for state in states if state.country is not None)


def _settled(piece: Piece, setting: Setting) -> Piece:
    """Drop those whom the surroundings do not admit; an organisation's name still says what sort of actor it is."""
    kept = tuple(alias for alias in piece.aliases if setting.admits(alias))
    if len(kept) == len(piece.aliases):
        return piece
    sectors = {alias.entry.sector for alias in piece.aliases if alias.entry.kind != "person"}
    sector = next(iter(sectors)) if len(sectors) == 1 and not kept else None
    noun = Noun(piece.fold, sector, "strong") if piece.noun is None and sector is not None else piece.noun
    return msgspec.structs.replace(piece, aliases=kept, noun=noun)


def _head(parts: Sequence[tuple[str, Said]]) -> Said:
    """Choose the part that says who: the first, unless an apposition or a partitive says more."""
    told = [(link, said) for link, said in parts if not said.empty or said.named]
    parts = told or parts
    first = parts[0][1]
    if first.entry is not None and first.form is None:
        return first
    for link, said in parts[1:]:
        people = said.entry is not None and said.entry.kind == "person"
        if said.entry is not None and said.form is None and first.named and (link == "," or (link == "(" and people)):
            return said
    if first.sector is None or (first.form is not None and len(parts) > 1 and parts[1][0] in AND):
        for link, said in parts[1:]:
            if not said.empty and (link in {",", "(", "of"} or link in AND) and said.sector is not None:
                return msgspec.structs.replace(
                    said, country=first.country or said.country, named=first.named or said.named
                )
    return first


def _absorb(head: Said, rest: Sequence[tuple[str, Said]], pieces: Sequence[Piece]) -> Said:
    """Let a member noun take the sector of what it is a member of ("officials of Hamas")."""
    presiding = any(p.noun is not None and p.noun.words in _PRESIDING for p in pieces)
    if head.entry is not None or not (head.member or presiding or head.sector is None):
        return head
    for link, said in rest:
        if link not in _OF_LINKS or said.form is not None or said.sector is None:
            continue
        if (
            head.member
            and head.sector == "CVL"
            and said.sector not in {"REB", "OPP", "NGO", "REL", "CRM", "EDU", "CVL"}
        ):
            continue
        if head.sector is not None and link == "in":
            continue
        return msgspec.structs.replace(
            head,
            sector=said.sector,
            entry=said.entry if said.entry is not None and said.entry.kind in _ORGANISATIONS else None,
            country=head.country or said.country,
            stateless=head.stateless or said.stateless,
            score=max(head.score, said.score),
            reasons=(*head.reasons, *said.reasons),
        )
    return head


def _refusal(piece: Piece, setting: Setting) -> str | None:
    """Say in words that a name is nobody's whom the book knows by it, because their countries are not named; or None."""
    if not piece.aliases or any(setting.admits(alias) for alias in piece.aliases):
        return None
    bearers = sorted({f"{a.entry.name} ({a.entry.country})" for a in piece.aliases})
    name = " ".join(t.text for t in piece.words)
    named = ", ".join(sorted(setting.named))
    return f"{name!r} is not {' or '.join(bearers)}, whose country is not named here; named: {named}"


def _segment(pieces: Sequence[Piece], setting: Setting) -> Said:
    refusals = tuple(reason for piece in pieces if (reason := _refusal(piece, setting)) is not None)
    said = _settled_segment(_unplaced([_settled(piece, setting) for piece in pieces]), setting)
    return msgspec.structs.replace(said, reasons=(*said.reasons, *refusals)) if refusals else said


def _settled_segment(pieces: Sequence[Piece], setting: Setting) -> Said:
    if all(_counts(p) for p in pieces):
        return _only_counted(pieces)
    country, reason = _country(pieces, setting)
    bearer = _person(pieces, setting, country) or _organisation(pieces, setting)
    return bearer or _described(pieces, country, reason)


def _described(pieces: Sequence[Piece], country: str | None, reason: str | None) -> Said:
    """Say what nouns, a state or a community tell where no person or organisation of the book is named."""
    last = max((i for i, p in enumerate(pieces) if p.aliases and p.aliases[0].entry.kind == "community"), default=None)
    community = pieces[last] if last is not None else None
    plain = [p for p in pieces if p is not community]
    sector, member, noun = _sector(plain if community is not None else pieces)
    roams = any(p.noun is not None and p.noun.roams and p.fold == noun for p in pieces)
    named = any(p.nameish and not _counts(p) for p in pieces)
    stateless = country is None and (sector == "IGO" or _no_state(pieces))
    if sector is not None:
        if former(pieces) and sector in {"GOV", "LEG"}:
            sector = "OPP"
        reasons = (noun_says(noun, sector), *((reason,) if reason else ()))
        return Said(
            sector=sector,
            country=country,
            stateless=stateless,
            member=member,
            named=named,
            roams=roams,
            score=0.8,
            reasons=reasons,
        )
    at = max((i for i, p in enumerate(pieces) if p.state is not None and not p.patron), default=None)
    # "Pakistani Christians" are some of the state's people, "Muslim Pakistan" is the state.
    if at is not None and not named and (last is None or last < at):
        return _state(pieces[at], pieces[:at], country)
    if community is not None:
        entry = community.aliases[0].entry
        return Said(
            entry=entry,
            sector=entry.sector,
            country=country,
            score=0.8,
            reasons=(f"a community in the actor book: {entry.name}",),
        )
    return Said(country=country, stateless=stateless, named=named, reasons=(reason,) if reason else ())


def _only_counted(pieces: Sequence[Piece]) -> Said:
    """A count with nobody named: "thousands" are a crowd, "five" may be anyone."""
    crowd = any(p.fold in _CROWDS for p in pieces)
    return (
        Said(sector="CVL", score=0.6, reasons=("a number of people, and nobody is named",))
        if crowd
        else Said(named=any(p.nameish for p in pieces))
    )


def _state(piece: Piece, before: Sequence[Piece], country: str | None) -> Said:
    """A bare country or capital acts through its government; a people and those who are counted are its citizens."""
    entry, form = piece.aliases[0].entry, piece.aliases[0].form
    forms = {alias.form for alias in piece.aliases if alias.entry is entry}
    if "place" in forms or (form in {"name", "capital"} and before and before[-1].fold in _DIRECTIONS):
        form = "place"
    counted = form == "adjective" and "people" in forms and any(_counts(p) for p in before)
    sector: Sector = "CVL" if counted or form == "people" else "GOV"
    # A town or province is not its state, whoever governs it.
    acts = form in {"name", "adjective", "seat", "capital"} and not counted
    return Said(
        entry=entry if acts else None,
        state=entry,
        sector=sector,
        country=country,
        form="person" if counted else form,
        score=0.9 if form in {"name", "seat", "capital"} else 0.75,
        reasons=(known_by(form, entry),),
    )


def _counts(piece: Piece) -> bool:
    return piece.fold in _COUNTS or piece.fold.isdigit()


def _unplaced(pieces: Sequence[Piece]) -> list[Piece]:
    """Make words of names of places that are parts of unknown people's names ("Israel Katz", "Michael Jordan")."""
    kept: list[Piece] = []
    for i, piece in enumerate(pieces):
        before = pieces[i - 1] if i else None
        after = pieces[i + 1] if i + 1 < len(pieces) else None
        beside = (after is not None and _namelike(after) and not piece.possessive) or (
            before is not None
            and _namelike(before)
            and before.fold not in _DIRECTIONS
            and before.fold not in {"the", "a"}
        )
        doubtful = len(piece.words) == 1 and bool(piece.aliases) and (piece.fold in _PEOPLE_TOO or _given(piece))
        within = before is not None and after is not None and before.nameish and _namelike(after) and _brand(piece)
        stranger = _given(piece) and _another(pieces[:i])
        kept.append(Piece(words=piece.words) if (doubtful and beside) or within or stranger else piece)
    return kept


def _given(piece: Piece) -> bool:
    """Tell whether a piece is known only as a part of people's names."""
    return bool(piece.aliases) and all(a.form in {"surname", "short"} for a in piece.aliases)


def _brand(piece: Piece) -> bool:
    """Tell whether a piece is one word that a school, firm or outlet has from people's names ("Cornell", "Ford")."""
    kinds = {alias.entry.kind for alias in piece.aliases}
    return len(piece.words) == 1 and bool(kinds) and kinds <= {"school", "company", "outlet"} and not piece.possessive


def _namelike(piece: Piece) -> bool:
    """Tell whether a piece is a part of a person's name: an unknown capitalised word, a particle, or a given name."""
    particle = not piece.aliases and piece.noun is None and piece.fold in _PARTICLES
    return piece.nameish or particle or _given(piece)


def _country(pieces: Sequence[Piece], setting: Setting) -> tuple[str | None, str | None]:
    """Give the country that the pieces name, the state or people nearest to the end first; patrons do not count."""
    for forms in ({"name", "adjective", "people", "seat", "capital"}, {"place"}):
        for piece in reversed(pieces):
            states = [a for a in piece.aliases if a.entry.kind == "state" and a.form in forms]
            if states and not piece.patron:
                return states[0].entry.country, f"the phrase names {states[0].entry.name}"
    for i, piece in enumerate(pieces):
        bearers = [a for a in piece.aliases if not _namesake(a, pieces[:i])]
        if bearers and not piece.patron:
            alias, _ = choose(bearers, setting, None)
            if alias.entry.country is not None:
                return alias.entry.country, f"the phrase names {alias.entry.name}"
    return None, None


def _person(pieces: Sequence[Piece], setting: Setting, country: str | None) -> Said | None:
    """Take a known person that the pieces end in; one whose country the phrase contradicts is another of that name."""
    for i in range(len(pieces) - 1, -1, -1):
        piece = pieces[i]
        people = tuple(a for a in piece.aliases if a.entry.kind == "person")
        if not people or (piece.state is not None and not _titled(pieces[:i])):
            continue
        if piece.possessive or piece.patron or any(p.noun is not None for p in pieces[i + 1 :]):
            return None
        others = (p for p in pieces if p is not piece and not p.patron)
        states = {a.entry.country for p in others for a in p.aliases if a.entry.kind == "state"}
        bare = all(a.form == "surname" for a in people)
        fitting = tuple(
            a
            for a in people
            if (not states or a.entry.country in states or a.entry.country is None or not bare)
            and not _namesake(a, pieces[:i])
        )
        if not fitting:
            return None
        title = frozenset(word.fold for before in pieces[:i] for word in before.words)
        if any(a.entry.kind == "state" for a in piece.aliases):
            # A surname that is a people's name too ("Turk") says nothing of the country here.
            country = _country([p for p in pieces if p is not piece], setting)[0]
        alias, rivals = choose(fitting, setting, country, title)
        actor = as_of(alias.entry, setting.day)
        return Said(
            entry=alias.entry,
            rivals=rivals,
            sector=actor.sector,
            country=actor.country,
            stateless=actor.country is None,
            score=0.95 if alias.form == "name" else 0.85 if len(fitting) == 1 else 0.7,
            loose=alias.form == "surname",
            reasons=(known_by(alias.form, alias.entry), *_held(actor)),
        )
    return None


def _another(before: Sequence[Piece]) -> bool:
    """Tell whether what stands before a surname is a name already: a full one, or unknown words with no title between."""
    if not before:
        return False
    whole = any(a.entry.kind == "person" and a.form == "name" for a in before[-1].aliases)
    unknown = any(p.nameish for p in before) and all(p.noun is None and not p.possessive for p in before)
    return unknown or (whole and not before[-1].possessive)


def _namesake(alias: Alias, before: Sequence[Piece]) -> bool:
    """Tell whether the title of an office stands before the surname of a civilian who never held any."""
    private = alias.form == "surname" and not alias.entry.offices and alias.entry.sector == "CVL"
    noun = before[-1].noun if before else None
    return private and noun is not None and noun.sector in _OFFICIAL


def _titled(before: Sequence[Piece]) -> bool:
    """Tell whether a title stands right before, so that a word that is a people's name too is someone's surname."""
    return bool(before) and (before[-1].noun is not None or before[-1].fold in _TITLES)


def _organisation(pieces: Sequence[Piece], setting: Setting) -> Said | None:
    """Take the last organisation that the pieces name, with what a noun after it says ("Hamas gunmen")."""
    named = (a.entry.country for p in pieces for a in p.aliases if a.entry.kind == "state" and not p.patron)
    state = next(named, None)
    for i in range(len(pieces) - 1, -1, -1):
        bodies = tuple(a for a in pieces[i].aliases if a.entry.kind in _ORGANISATIONS)
        if bodies and not pieces[i].patron:
            alias, rivals = choose(bodies, setting, state)
            if not _mistaken(alias, pieces, i, state):
                return msgspec.structs.replace(_of_body(alias, pieces[i + 1 :], setting, state), rivals=rivals)
    return None


def _mistaken(alias: Alias, pieces: Sequence[Piece], i: int, state: str | None) -> bool:
    """Tell whether a name is only a part of an unknown one, or a common noun of another state ("Peru's Congress")."""
    after = pieces[i + 1] if i + 1 < len(pieces) else None
    longer = alias.entry.kind == "outlet" and after is not None and after.words[0].capital and not pieces[i].possessive
    home = alias.entry.country
    return longer or (pieces[i].noun is not None and home is not None and state not in {None, home})


def _of_body(alias: Alias, after: Sequence[Piece], setting: Setting, state: str | None) -> Said:
    actor = as_of(alias.entry, setting.day)
    said, member, noun = _sector(after)
    sector = _inside(actor.sector, said, member=member)
    # A civilian is of the state that the phrase names, not of the body's; forces of several states likewise.
    theirs = state is not None and (sector == "CVL" or (actor.country is None and alias.entry.kind == "force"))
    return Said(
        entry=alias.entry,
        sector=sector,
        country=state if theirs else actor.country,
        stateless=actor.country is None,
        score=0.95 if noun is None else 0.85,
        reasons=(
            known_by(alias.form, alias.entry),
            *((f"followed by the noun '{noun}'",) if noun else ()),
            *_held(actor),
        ),
    )


def _inside(body: Sector | None, noun: Sector | None, *, member: bool) -> Sector | None:
    """Give the sector of someone called by a noun inside a body: a Hamas gunman is REB, a BBC employee CVL."""
    if noun is None or body is None:
        return noun or body
    if member:
        return noun if noun == "CVL" and body in {"GOV", "MIL", "BUS"} else body
    if body in {"REB", "CRM", "IGO"} and noun in _ARMS:
        return body
    return body if body in {"MED", "IGO", "NGO"} and noun not in {"CVL", "COP", "LEG"} else noun


def _sector(pieces: Sequence[Piece]) -> tuple[Sector | None, bool, str | None]:
    """Give the sector that the nouns say, whether it is only a member noun's default, and the noun that decided."""
    member: Piece | None = None
    weak: Piece | None = None
    for piece in reversed(pieces):
        noun = piece.noun
        if noun is None:
            continue
        if noun.strength == "strong":
            return noun.sector, False, piece.fold
        if noun.strength == "member":
            member = member or piece
        elif weak is None:
            weak = piece
    for found in (weak, member):
        if found is not None and found.noun is not None:
            return found.noun.sector, found is member, found.fold
    return None, False, None


def _no_state(pieces: Sequence[Piece]) -> bool:
    return any(p.fold in _NO_STATE for p in pieces) or (bool(pieces) and pieces[-1].fold in _NO_STATE_NOUNS)


def _held(actor: Actor) -> tuple[str, ...]:
    return tuple(f"office: {office.title}" for office in actor.offices if office.title)
