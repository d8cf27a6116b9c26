"""The parts of a phrase enter, what the phrase says by itself leaves: whom it names, of what sector, of which country."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from dateline.ground.who.book import Alias
from dateline.ground.who.entries import Entry
from dateline.ground.who.phrase import AND, Piece, Segment, former
from dateline.ground.who.tokens import word_set
from dateline.model import Actor, Candidate, Office, Sector

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
# Of two in office with one surname, the head of state or government is the one that needs no first name.
_HEADS = frozenset({"president", "prime minister", "chancellor", "king", "queen", "supreme leader"})
# Reports of the weeks after a fall from office still call the fallen by it.
_AFTERGLOW = dt.timedelta(days=31)
_PARTICLES = word_set("al el bin ben ibn abu de da di del van von der den la le ould ag")
_DIRECTIONS = word_set("north south east west northern southern eastern western central greater upper lower new")
_ARMS = frozenset({"MIL", "REB", "COP", "UNK", "GOV", "CRM"})
_ORGANISATIONS = frozenset({"force", "group", "party", "body", "ngo", "outlet", "company", "school"})
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
    often foreign to where the report plays; `form` is how a state was named.
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
    score: float = 0.0
    reasons: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing at all was recognised."""
        return self.entry is None and self.sector is None and self.country is None


def read(found: Sequence[Segment], day: dt.date | None, near: str | None) -> Said:
    """Say what a phrase's segments mean together; `near` is the country that the report is about, a hint only."""
    parts = [(segment.link, _segment(segment.pieces, day, near)) for segment in found]
    if not parts:
        return Said()
    head = _head(parts)
    rest = [(link, said) for link, said in parts if said is not head]
    head = _absorb(head, rest, found[0].pieces)
    if head.country is None and not head.stateless:
        for link, said in rest:
            if said.country is not None and (link in _COUNTRY_LINKS or link in AND or link in {",", "("}):
                return msgspec.structs.replace(
                    head, country=said.country, reasons=(*head.reasons, f"{link} {said.country}")
                )
    return head


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


def _segment(pieces: Sequence[Piece], day: dt.date | None, near: str | None) -> Said:
    pieces = _unplaced(pieces)
    country, reason = _country(pieces, day, near)
    person = _person(pieces, day, country, near)
    if person is not None:
        return person
    organisation = _organisation(pieces, day, near)
    if organisation is not None:
        return organisation
    community = next((p for p in reversed(pieces) if p.aliases and p.aliases[0].entry.kind == "community"), None)
    plain = [p for p in pieces if p is not community]
    sector, member, noun = _sector(plain if community is not None else pieces)
    roams = any(p.noun is not None and p.noun.roams and p.fold == noun for p in pieces)
    named = any(p.nameish and p.fold not in {"the", "a", "an"} for p in pieces)
    stateless = country is None and (sector == "IGO" or _no_state(pieces))
    if sector is not None:
        if former(pieces) and sector in {"GOV", "LEG"}:
            sector = "OPP"
        reasons = (f"noun: {noun}", *((reason,) if reason else ()))
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
    state = next(
        (p for p in reversed(pieces) if p.aliases and p.aliases[0].entry.kind == "state" and not p.patron), None
    )
    if state is not None and not named:
        return _state(state, country)
    if community is not None:
        entry = community.aliases[0].entry
        return Said(entry=entry, sector=entry.sector, country=country, score=0.8, reasons=(f"community: {entry.name}",))
    return Said(country=country, stateless=stateless, named=named, reasons=(reason,) if reason else ())


def _state(piece: Piece, country: str | None) -> Said:
    """A bare country, capital or people: the state acts through its government, a people is its citizens."""
    form = piece.aliases[0].form
    entry = piece.aliases[0].entry
    forms = {alias.form for alias in piece.aliases}
    plural = piece.words[-1].fold.endswith(("s", "men", "people")) and "people" in forms
    sector: Sector = "CVL" if plural else "GOV"
    return Said(
        entry=None if plural else entry,
        sector=sector,
        country=country,
        form="people" if plural else form,
        score=0.9 if form in {"name", "seat"} else 0.75,
        reasons=(f"{form}: {entry.name}",),
    )


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
        doubtful = (
            len(piece.words) == 1
            and bool(piece.aliases)
            and ((piece.fold in _PEOPLE_TOO) or all(a.form in {"surname", "short"} for a in piece.aliases))
        )
        kept.append(Piece(words=piece.words) if doubtful and beside else piece)
    return kept


def _namelike(piece: Piece) -> bool:
    """Tell whether a piece is a part of a person's name: an unknown capitalised word, a particle, or a given name."""
    particle = not piece.aliases and piece.noun is None and piece.fold in _PARTICLES
    return (
        piece.nameish
        or particle
        or (bool(piece.aliases) and all(a.form in {"surname", "short"} for a in piece.aliases))
    )


def _country(pieces: Sequence[Piece], day: dt.date | None, near: str | None) -> tuple[str | None, str | None]:
    """Give the country that the pieces name, the state or people nearest to the end first; patrons do not count."""
    for forms in ({"name", "adjective", "people", "seat"}, {"place"}):
        for piece in reversed(pieces):
            states = [a for a in piece.aliases if a.entry.kind == "state" and a.form in forms]
            if states and not piece.patron:
                return states[0].entry.country, f"names {states[0].entry.name}"
    for piece in pieces:
        if piece.aliases and not piece.patron:
            alias, _ = choose(piece.aliases, day, None, near)
            if alias.entry.country is not None:
                return alias.entry.country, f"names {alias.entry.name}"
    return None, None


def _person(pieces: Sequence[Piece], day: dt.date | None, country: str | None, near: str | None) -> Said | None:
    """Take a known person that the pieces end in; one whose country the phrase contradicts is another of that name."""
    for i in range(len(pieces) - 1, -1, -1):
        piece = pieces[i]
        people = tuple(a for a in piece.aliases if a.entry.kind == "person")
        if not people:
            continue
        if piece.possessive or piece.patron or any(p.noun is not None for p in pieces[i + 1 :]):
            return None
        states = {a.entry.country for p in pieces for a in p.aliases if a.entry.kind == "state" and not p.patron}
        bare = all(a.form == "surname" for a in people)
        fitting = tuple(
            a for a in people if not states or a.entry.country in states or a.entry.country is None or not bare
        )
        if not fitting:
            return None
        alias, rivals = choose(fitting, day, country, near)
        actor = as_of(alias.entry, day)
        return Said(
            entry=alias.entry,
            rivals=rivals,
            sector=actor.sector,
            country=actor.country,
            stateless=actor.country is None,
            score=0.95 if alias.form == "name" else 0.85 if len(fitting) == 1 else 0.7,
            reasons=(f"{alias.form}: {alias.entry.name}", *_held(actor)),
        )
    return None


def _organisation(pieces: Sequence[Piece], day: dt.date | None, near: str | None) -> Said | None:
    """Take the last organisation that the pieces name, with what a noun after it says ("Hamas gunmen")."""
    named = (a.entry.country for p in pieces for a in p.aliases if a.entry.kind == "state" and not p.patron)
    state = next(named, None)
    for i in range(len(pieces) - 1, -1, -1):
        bodies = tuple(a for a in pieces[i].aliases if a.entry.kind in _ORGANISATIONS)
        if bodies and not pieces[i].patron:
            alias, rivals = choose(bodies, day, state, near)
            if not _mistaken(alias, pieces, i, state):
                return msgspec.structs.replace(_of_body(alias, pieces[i + 1 :], day, state), rivals=rivals)
    return None


def _mistaken(alias: Alias, pieces: Sequence[Piece], i: int, state: str | None) -> bool:
    """Tell whether a name is only a part of an unknown one, or a common noun of another state ("Peru's Congress")."""
    after = pieces[i + 1] if i + 1 < len(pieces) else None
    longer = alias.entry.kind == "outlet" and after is not None and after.words[0].capital and not pieces[i].possessive
    home = alias.entry.country
    return longer or (pieces[i].noun is not None and home is not None and state not in {None, home})


def _of_body(alias: Alias, after: Sequence[Piece], day: dt.date | None, state: str | None) -> Said:
    actor = as_of(alias.entry, day)
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
        reasons=(f"{alias.form}: {alias.entry.name}", *((f"noun: {noun}",) if noun else ()), *_held(actor)),
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


def choose(
    aliases: Sequence[Alias], day: dt.date | None, country: str | None, near: str | None
) -> tuple[Alias, tuple[Candidate[Actor], ...]]:
    """Rank those who bear a name: the country said, the office held that day, the country the report is about."""

    def fit(alias: Alias) -> tuple[float, str]:
        entry = alias.entry
        score = 3.0 * (country is not None and entry.country == country) + 1.0 * (
            near is not None and entry.country == near
        )
        score += {"name": 1.0, "short": 0.8, "seat": 0.5}.get(alias.form, 0.0)
        score += _currency(entry, day)
        return score, entry.id

    ranked = sorted(aliases, key=fit, reverse=True)
    rivals = tuple(
        Candidate(as_of(a.entry, day), round(0.5 * fit(a)[0] / max(fit(ranked[0])[0], 1.0), 3), ("bears the name too",))
        for a in ranked[1:]
        if a.entry is not ranked[0].entry
    )
    return ranked[0], rivals


def _currency(entry: Entry, day: dt.date | None) -> float:
    """Say how much in office someone is on a day: 2 in office, less with each year away; without a day, the latest."""
    if not entry.offices:
        return 0.5
    if day is None:
        last = max((office.end or dt.date.max) for office in entry.offices)
        return 1.0 + last.toordinal() / dt.date.max.toordinal()
    return max(_near_office(office, day) for office in entry.offices)


def _near_office(office: Office, day: dt.date) -> float:
    start, end = office.start or dt.date.min, office.end or dt.date.max
    if start <= day <= end:
        return 2.5 if office.title in _HEADS else 2.0
    years = ((start - day).days if day < start else (day - end).days) / 365.0
    return max(0.0, 1.5 - 0.15 * years)


def as_of(entry: Entry, day: dt.date | None) -> Actor:
    """Give an entry as an actor on a day: the sector and country of the office held then, else its own.

    An office counts for a month longer, for news of its end. Without a day the last office counts.
    """
    if day is None:
        held = list(entry.offices[-1:])
    else:
        held = [o for o in entry.offices if _holds(o, day, dt.timedelta(0))]
        held = held or [o for o in entry.offices if _holds(o, day, _AFTERGLOW)][-1:]
    office = held[0] if held else None
    return Actor(
        identity=entry.id,
        name=entry.name,
        country=office.country if office is not None else entry.country,
        sector=(office.sector if office is not None else None) or entry.sector or "UNK",
        offices=tuple(held),
    )


def _holds(office: Office, day: dt.date, longer: dt.timedelta) -> bool:
    ended = office.end is not None and office.end + longer < day
    return not ended and (office.start or dt.date.min) <= day


def _held(actor: Actor) -> tuple[str, ...]:
    return tuple(f"office: {office.title}" for office in actor.offices if office.title)
