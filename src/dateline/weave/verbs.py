"""An event type and mode enter, the verbs and nouns that tell it leave."""

from __future__ import annotations

import msgspec

from dateline.model import EventType


class Wording(msgspec.Struct, frozen=True):
    """How an act is told: `Iran struck Erbil`, or where nobody is named or it is not done, `strike on Erbil`.

    In `verb`, `{}` stands for who is acted on, who else follows it. `alone` is the verb where nobody is acted on,
    `joint` where all parties act together; both default to `verb`. `onto` comes before who is acted on.
    """

    verb: str
    noun: str
    onto: str
    alone: str = ""
    joint: str = ""


_TYPES: dict[EventType, Wording] = {
    "AGREE": Wording("agreed with", "agreement", "with", "agreed to cooperate", "agreed"),
    "CONSULT": Wording("met", "meeting", "with", "held talks", "met"),
    "SUPPORT": Wording("backed", "support", "for", "gave support", "gave their backing"),
    "CONCEDE": Wording("gave way to", "concession", "to", "gave way"),
    "COOPERATE": Wording("cooperated with", "cooperation", "with", "cooperated", "cooperated"),
    "AID": Wording("aided", "aid", "to", "gave aid"),
    "RETREAT": Wording("gave ground to", "retreat", "before", "gave ground"),
    "REQUEST": Wording("made a demand of", "demand", "addressed to", "made a demand"),
    "ACCUSE": Wording("accused", "accusation", "against", "made an accusation"),
    "REJECT": Wording("said no to", "rejection", "of", "said no"),
    "THREATEN": Wording("threatened", "threat", "against", "issued a threat"),
    "PROTEST": Wording("protested against", "protest", "against", "protested"),
    "SANCTION": Wording("sanctioned", "sanctions", "against", "imposed sanctions"),
    "MOBILIZE": Wording("mobilised against", "mobilisation", "against", "mobilised forces"),
    "COERCE": Wording("coerced", "coercion", "of", "used coercion"),
    "ASSAULT": Wording("attacked", "attack", "on", "carried out an attack", "fought"),
}

_MODES: dict[tuple[EventType, str], Wording] = {
    ("CONSULT", "visit"): Wording("visited", "visit", "to", "went on a visit", "met"),
    ("CONSULT", "phone"): Wording("spoke by telephone with", "telephone call", "with", "spoke by telephone"),
    ("CONSULT", "negotiate"): Wording("negotiated with", "negotiations", "with", "negotiated"),
    ("CONSULT", "multilateral"): Wording("held talks with", "talks", "with", "held talks"),
    ("CONSULT", "third-party"): Wording(
        "mediated in talks with", "mediation", "with", "mediated", "took part in mediated talks"
    ),
    ("AID", "military"): Wording("gave military aid to", "military aid", "to", "gave military aid"),
    ("AID", "humanitarian"): Wording("gave humanitarian aid to", "humanitarian aid", "to", "gave humanitarian aid"),
    ("AID", "asylum"): Wording("gave asylum to", "asylum", "for", "gave asylum"),
    ("RETREAT", "withdraw"): Wording("pulled back from", "pullback", "from", "pulled back"),
    ("RETREAT", "release"): Wording("released", "release", "of", "released captives"),
    ("RETREAT", "return"): Wording("gave property back to", "return of property", "to", "gave property back"),
    ("RETREAT", "disarm"): Wording("laid down arms before", "laying down of arms", "before", "laid down arms"),
    ("RETREAT", "ceasefire"): Wording("kept a ceasefire with", "ceasefire", "with", "kept a ceasefire"),
    ("RETREAT", "access"): Wording("let in", "access", "for", "granted access"),
    ("RETREAT", "resign"): Wording("resigned, giving way to", "resignation", "in favour of", "resigned"),
    ("REQUEST", "assist"): Wording("asked for help from", "request for help", "to", "asked for help"),
    ("REQUEST", "change"): Wording("demanded change from", "demand for change", "to", "demanded change"),
    ("REQUEST", "yield"): Wording("made demands on", "demands", "on", "made demands"),
    ("REQUEST", "meet"): Wording("called for talks with", "call for talks", "to", "called for talks"),
    ("ACCUSE", "disapprove"): Wording("criticised", "criticism", "of", "voiced criticism"),
    ("ACCUSE", "investigate"): Wording("investigated", "investigation", "of", "opened an investigation"),
    ("REJECT", "assist"): Wording("refused help to", "refusal of help", "to", "refused to help"),
    ("REJECT", "yield"): Wording("refused to yield to", "refusal to yield", "to", "refused to yield"),
    ("REJECT", "meet"): Wording("refused talks with", "refusal of talks", "with", "refused talks"),
    ("PROTEST", "demo"): Wording("demonstrated against", "demonstration", "against", "demonstrated"),
    ("PROTEST", "riot"): Wording("rioted against", "riot", "against", "rioted"),
    ("PROTEST", "strike"): Wording("went on strike against", "labour strike", "against", "went on strike"),
    ("PROTEST", "hunger"): Wording(
        "went on hunger strike against", "hunger strike", "against", "went on hunger strike"
    ),
    ("PROTEST", "boycott"): Wording("boycotted", "boycott", "of", "held a boycott"),
    ("PROTEST", "obstruct"): Wording("blocked the way of", "blockade", "against", "put up a blockade"),
    ("SANCTION", "convict"): Wording("convicted", "conviction", "of", "handed down a conviction"),
    ("SANCTION", "expel"): Wording("expelled", "expulsion", "of", "expelled people"),
    ("SANCTION", "withdraw"): Wording("cut back ties with", "cut in ties", "with", "cut back ties"),
    ("SANCTION", "discontinue"): Wording("broke off ties with", "breaking off of ties", "with", "broke off ties"),
    ("MOBILIZE", "troops"): Wording("deployed troops against", "troop deployment", "against", "deployed troops"),
    ("MOBILIZE", "weapons"): Wording("deployed weapons against", "weapons deployment", "against", "deployed weapons"),
    ("MOBILIZE", "police"): Wording("deployed police against", "police deployment", "against", "deployed police"),
    ("MOBILIZE", "militia"): Wording("raised militia against", "militia mobilisation", "against", "raised militia"),
    ("COERCE", "seize"): Wording("made a seizure from", "seizure", "from", "made a seizure"),
    ("COERCE", "restrict"): Wording("restricted", "restriction", "on", "imposed restrictions"),
    ("COERCE", "ban"): Wording("banned", "ban", "on", "imposed a ban"),
    ("COERCE", "censor"): Wording("censored", "censorship", "of", "imposed censorship"),
    ("COERCE", "curfew"): Wording("imposed a curfew on", "curfew", "on", "imposed a curfew"),
    ("COERCE", "arrest"): Wording("arrested", "arrest", "of", "made arrests"),
    ("COERCE", "deport"): Wording("deported", "deportation", "of", "carried out deportations"),
    ("COERCE", "withhold"): Wording("withheld goods from", "withholding", "from", "withheld goods"),
    ("COERCE", "misinformation"): Wording(
        "spread misinformation about", "misinformation", "about", "spread misinformation"
    ),
    ("COERCE", "cyber"): Wording("hacked", "cyber attack", "on", "carried out a cyber attack"),
    ("ASSAULT", "abduct"): Wording("abducted", "abduction", "of", "carried out an abduction"),
    ("ASSAULT", "beat"): Wording("beat", "beating", "of", "carried out a beating"),
    ("ASSAULT", "torture"): Wording("tortured", "torture", "of", "used torture"),
    ("ASSAULT", "execute"): Wording("executed", "execution", "of", "carried out an execution"),
    ("ASSAULT", "sexual"): Wording("sexually assaulted", "sexual assault", "on", "carried out a sexual assault"),
    ("ASSAULT", "assassinate"): Wording("assassinated", "assassination", "of", "carried out an assassination"),
    ("ASSAULT", "destroy"): Wording("destroyed property of", "destruction", "of property of", "destroyed property"),
    ("ASSAULT", "primitive"): Wording("attacked", "attack", "on", "carried out an attack", "fought"),
    ("ASSAULT", "firearms"): Wording("shot at", "shooting", "of", "opened fire", "exchanged fire"),
    ("ASSAULT", "explosives"): Wording("bombed", "bombing", "of", "set off a bomb"),
    ("ASSAULT", "suicide-attack"): Wording("made a suicide attack on", "suicide attack", "on", "made a suicide attack"),
    ("ASSAULT", "aerial"): Wording("hit {} from the air", "air strike", "on", "carried out an air strike"),
    ("ASSAULT", "drone"): Wording("hit {} with a drone", "drone strike", "on", "carried out a drone strike"),
    ("ASSAULT", "heavy-weapons"): Wording("shelled", "shelling", "of", "fired heavy weapons", "exchanged shelling"),
    ("ASSAULT", "crowd-control"): Wording(
        "used riot-control weapons against", "use of riot-control weapons", "against", "used riot-control weapons"
    ),
    ("ASSAULT", "cleansing"): Wording("drove out", "expulsion by force", "of", "drove people out"),
    ("ASSAULT", "massacre"): Wording("massacred", "massacre", "of", "carried out a massacre"),
    ("ASSAULT", "unconventional"): Wording(
        "used unconventional weapons on", "use of unconventional weapons", "on", "used unconventional weapons"
    ),
}


_UPON_THINGS: dict[tuple[EventType, str], Wording] = {
    ("RETREAT", "withdraw"): Wording("withdrew", "withdrawal", "of"),
    ("COERCE", "seize"): Wording("seized", "seizure", "of"),
    ("ASSAULT", "destroy"): Wording("destroyed", "destruction", "of"),
}


def wording(type_: EventType, mode: str | None, *, things: bool = False) -> Wording:
    """Give the words for a type and mode; a mode without words of its own is told by its type.

    `things` tells that who or what is acted on is itself seized, destroyed or withdrawn, and not its owner.
    """
    kind = (type_, mode or "")
    if things and kind in _UPON_THINGS:
        return _UPON_THINGS[kind]
    return _MODES.get(kind, _TYPES[type_])
