"""An explanation enters, a page for the terminal leaves: a block for each choice, with its reasons and its rivals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dateline.cli.explanation import Choice, Explanation, Other, Said, Speaker
from dateline.cli.highlight import highlighted
from dateline.cli.render import (
    FACTUALITY,
    SHORT,
    STATUS,
    actor_words,
    counted,
    interval_words,
    place_words,
    plain,
    range_words,
    type_words,
)
from dateline.cli.story import heading, source_line
from dateline.cli.tables import facts
from dateline.code.weighed import Join, Option
from dateline.export import ClaimLine, ReportRef
from dateline.model import Actor, Candidate, Claim, Interval, Link, Office, Place, Reason, Resolution, When
from dateline.ontology import ontology

T = TypeVar("T")

OPTIONS = 4
"""Other labels that are shown beside a chosen one; JSON has all."""

LEAST = 0.005
"""What counts less would be shown as nothing."""

OTHERS = 12
"""Other claims of the event that are shown; JSON has all."""


def page_of(of: Explanation, line: ClaimLine, *, colour: bool) -> RenderableType:
    """Lay an explanation out: the source, the marked sentences, then a block for each choice."""
    inside = Group(
        heading(line.claim),
        *_sentences(of, line.claim, colour=colour),
        *_blocks(of),
    )
    return Group(source_line(line), Padding(inside, (0, 0, 0, 2)))


def _sentences(of: Explanation, claim: Claim, *, colour: bool) -> Iterator[Text]:
    for each in of.sentences:
        yield highlighted(each.text, each.span.start, claim, colour=colour)


def actor_block(title: str, choice: Choice[Actor]) -> RenderableType:
    """Lay out who is meant, and why."""
    return _choice(title, choice, actor_words, _actor_facts)


def place_block(choice: Choice[Place]) -> RenderableType:
    """Lay out which place is meant, and why."""
    return _choice("where", choice, _place_words, _place_facts)


def time_block(choice: Choice[When]) -> RenderableType:
    """Lay out when is meant, and why."""
    return _choice("when", choice, _when_words, _when_facts)


def _blocks(of: Explanation) -> Iterator[RenderableType]:
    yield from _what(of)
    yield from (actor_block("who", choice) for choice in of.actors)
    yield from (actor_block("whom", choice) for choice in of.recipients)
    yield from map(place_block, of.places)
    yield time_block(of.time)
    yield from map(_speaker, of.speakers)
    yield from map(_number, of.said)
    yield from _event(of)
    yield _coding(of)


def _block(title: str, words: str | Text, *pairs: tuple[str, str | Text]) -> RenderableType:
    head = Text().append(f"{title}  ", style="bold").append(Text(plain(words)) if isinstance(words, str) else words)
    return Padding(Group(head, Padding(facts(*pairs), (0, 0, 0, 2))), (1, 0, 0, 0))


def _lines(items: Iterable[str]) -> Text:
    """Put each on a line of its own; words of reports are stripped of what would steer a terminal."""
    return Text("\n").join(Text(plain(item)) for item in items)


def _what(of: Explanation) -> Iterator[RenderableType]:
    what, weighed = of.what, of.coding.weighed
    sure = f"{what.confidence:.2f} is the calibrated probability that place and type are right"
    raw = "; the encoder's own, before calibration"
    yield _block(
        "what",
        f"“{what.trigger}” → {type_words(what.type, what.mode)} {what.confidence:.2f}",
        ("means", ontology().types[what.type].meaning),
        ("sure", sure),
        ("code", f"CAMEO {what.cameo}, weight {what.weight:+g} from -10 (conflict) to 10 (cooperation)"),
        ("type", _options(weighed.types, what.type, "no event") + raw if weighed else ""),
        ("mode", _options(weighed.modes, what.mode, "no mode") if weighed else ""),
    )
    yield _block(
        "done?",
        Text(*FACTUALITY[what.factuality]).append(f": the event {ontology().factuality[what.factuality]}"),
        ("weighed", _options(weighed.factualities, what.factuality, "") if weighed else ""),
    )


def _options(options: Iterable[Option], chosen: str | None, none: str) -> str:
    """Say the chosen label with its probability, then the likeliest others."""
    weighty = (option for option in options if option.value == chosen or option.score >= LEAST)
    ranked = sorted(weighty, key=lambda option: option.value != chosen)[: OPTIONS + 1]
    return ", ".join(f"{option.value or none} {option.score:.2f}" for option in ranked)


def _choice(
    title: str, choice: Choice[T], say: Callable[[T], str], tell: Callable[[T], Iterator[tuple[str, str]]]
) -> RenderableType:
    return _block(title, _head(choice, say), *_pairs(choice, say, tell))


def _head(choice: Choice[T], say: Callable[[T], str]) -> str:
    """Say the report's words and what they were taken to mean, how surely."""
    words = f"“{choice.text}”" if choice.text is not None else "not said"
    made = choice.resolution
    if made is None:
        return f"{words} → not looked up" if choice.text is not None else words
    chosen = say(made.choice) if made.choice is not None else "no choice"
    # A time of which only a bound is known has no score.
    score = f" {made.score:.2f}" if made.choice is not None and made.score else ""
    return f"{words} → {chosen}{score}" if choice.text is not None or made.score else words


def _pairs(
    choice: Choice[T], say: Callable[[T], str], tell: Callable[[T], Iterator[tuple[str, str]]]
) -> Iterator[tuple[str, str | Text]]:
    made = choice.resolution
    if made is not None:
        yield "because", _lines(_own_reasons(choice, made))
        if made.choice is not None:
            yield from tell(made.choice)
    if choice.taken_from is not None:
        told = choice.taken_from
        yield "taken", f"from “{told.trigger}” (claim {told.claim[:SHORT]}), which tells of the same event"
    if choice.role_score is not None:
        yield "role", f"{choice.role_score:.2f} is how probably these words play this part for the trigger"
    if made is not None:
        yield "instead", _lines(_rivals(made, say))


def _own_reasons(choice: Choice[T], made: Resolution[T]) -> Iterator[str]:
    """Give the reasons, without the one that names another claim by its offset where that claim is named."""
    offset = f" at offset {choice.taken_from.offset}" if choice.taken_from else None
    yield from (reason for reason in made.reasons if offset is None or not reason.endswith(offset))


def _rivals(made: Resolution[T], say: Callable[[T], str]) -> Iterator[str]:
    """Say what else the words could have meant, and why that is less likely."""
    # The chosen one is ranked first.
    rivals: tuple[Candidate[T], ...] = made.candidates if made.choice is None else made.candidates[1:]
    for each in rivals:
        why = f": {'; '.join(each.reasons)}" if each.reasons else ""
        yield f"{say(each.value)} {each.score:.2f}{why}"


def _actor_facts(actor: Actor) -> Iterator[tuple[str, str]]:
    yield (
        "entry",
        f"{actor.identity} in the actor book"
        if actor.identity
        else "none in the actor book; the words only say what sort of actor this is",
    )
    sectors = ontology().sectors
    yield "sector", f"{actor.sector}: {sectors[actor.sector]}" if actor.sector else ""
    yield "office", "; ".join(map(_office_words, actor.offices))


def _office_words(office: Office) -> str:
    start = f"from {office.start}" if office.start else "from an unknown day"
    end = f"until {office.end}" if office.end else "with no end known"
    return ", ".join(part for part in (office.title, office.country, office.sector, f"{start} {end}") if part)


def _place_words(place: Place) -> str:
    """Say where with the province, which tells namesakes apart."""
    inside = f" in {place.admin1}" if place.admin1 and place.admin1 != place.name else ""
    return f"{place_words(place)}{inside}"


def _place_facts(place: Place) -> Iterator[tuple[str, str]]:
    yield "entry", f"{place.id} in the gazetteer" if place.id else ""
    about = f", about as large as a disc of {place.radius_km:g} km radius" if place.radius_km is not None else ""
    point = "a point" if place.precision in {"site", "town"} else "an area, not a point"
    yield "exact", f"{place.precision}: {point}{about}"
    if place.lat is not None and place.lon is not None:
        yield "at", f"{place.lat:g}, {place.lon:g}"


def _when_words(when: When) -> str:
    return interval_words(when.stated) if when.stated else "no day that can be reckoned"


def _when_facts(when: When) -> Iterator[tuple[str, str]]:
    if when.stated is not None:
        yield "days", _days(when.stated)
        yield "basis", _basis(when.stated)
    yield "TIMEX3", when.timex or ""
    if when.bound is not None:
        allowed = f"{when.bound.start} to {when.bound.end}"
        yield "bound", f"{allowed} by the report's own day; for matching and counting, never the event's date"


def _days(stated: Interval) -> str:
    return f"{stated.start} to {stated.end}, both included; precision {stated.precision}"


def _basis(stated: Interval) -> str:
    told = {
        "text": "the text gives the date itself",
        "publication": "reckoned from the day of publication",
        "anchor": "reckoned from another date in the report",
    }
    return f"{stated.basis}: {told[stated.basis]}" if stated.basis in told else stated.basis


def _speaker(speaker: Speaker) -> RenderableType:
    """Tell a speaker; the outermost is the one through whom the others are heard."""
    cue = f"said with “{speaker.cue}”" if speaker.cue else ""
    place = "the outermost speaker" if not speaker.level else f"inside {counted(speaker.level, 'other speaker')}"
    pairs = _pairs(speaker, actor_words, _actor_facts)
    return _block("says", _head(speaker, actor_words), ("chain", place), ("cue", cue), *pairs)


def _number(said: Said) -> RenderableType:
    if said.part not in {"killed", "injured"}:
        return _block(said.part, f"“{said.text}”, kept as it is")
    return _block(said.part, f"“{said.text}” → {range_words(said.low, said.high)}")


def _event(of: Explanation) -> Iterator[RenderableType]:
    event = of.event
    size = f"{counted(len(event.claims), 'claim')} in {counted(event.reports, 'report')}"
    words = f"{event.id[:SHORT]}: {size}, {STATUS[event.status][0]}"
    if not of.others:
        yield _block("event", words, ("joined", "with no other claim"))
        return
    more = len(of.others) - OTHERS
    yield _block(
        "event",
        words,
        *(("with", _lines(_joined(other))) for other in of.others[:OTHERS]),
        ("", f"and {more:,} more; --json has all" if more > 0 else ""),
    )


def _joined(other: Other) -> Iterator[str]:
    """Say which claim, and what joins it."""
    where = "the same report" if other.same_report else _report_words(other.report)
    yield f"“{other.trigger}” (claim {other.claim[:SHORT]}, {where})"
    if other.join is not None:
        yield _join_words(other.join)
    for link in other.links:
        # Inside a report the comparison above says more than the link that came of it.
        if other.join is None:
            yield _link_words(link)
    if other.join is None and not other.links:
        yield "joined through other claims of the event"


def _report_words(report: ReportRef) -> str:
    return " ".join(str(part) for part in (report.outlet or report.name, report.published) if part)


def _join_words(join: Join) -> str:
    through = "" if join.probability >= join.threshold else ", so they are joined through a third claim"
    said = f"one event with probability {join.probability:.2f}, joined from {join.threshold:.2f} on{through}"
    return f"{said}: {_weights(join.reasons)}"


def _link_words(link: Link) -> str:
    verdict = "the same event" if link.same else "different events"
    return f"{verdict} {link.score:.2f} by {link.judge}: {_weights(link.reasons)}"


def _weights(reasons: Iterable[Reason]) -> str:
    """Say what each reason adds to the log-odds, but for what adds nothing."""
    return "; ".join(
        f"{reason.feature} {reason.weight:+.2f}{f' ({reason.detail})' if reason.detail else ''}"
        for reason in reasons
        if abs(reason.weight) >= LEAST
    )


def _coding(of: Explanation) -> RenderableType:
    origin = of.coding.origin
    asked = (
        ""
        if of.claim.startswith(of.asked)
        else f"{of.asked} was replaced by {of.claim} when the report was coded again"
    )
    return _block("coder", f"{origin.coder} {origin.version}", ("note", of.coding.note), ("id", asked))
