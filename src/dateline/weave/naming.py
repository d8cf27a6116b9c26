"""An actor or place enters, its name as it reads inside a sentence leaves: with its article, small where it is no name."""

from __future__ import annotations

import re

from dateline.model import Actor, Place

# Names of states and bodies that English gives an article, beside those that end in a word of `_INSTITUTIONS`.
_WITH_ARTICLE = frozenset(
    """
    united states|united kingdom|united nations|united arab emirates|european union|african union|philippines
    netherlands|maldives|bahamas|gambia|comoros|seychelles|marshall islands|solomon islands|dominican republic
    central african republic|czech republic|democratic republic of the congo|republic of the congo|vatican|kremlin
    pentagon|white house|taliban|taleban|west|us|usa|uk|un|eu|uae|au|imf|iaea|nsa|cia|fbi|un security council
    """.replace("\n", "|")
    .replace("    ", "")
    .split("|")
) - {""}

_INSTITUTIONS = frozenset(
    """
    academy administration agency alliance army assembly association authority bank bar brigade brigades bureau cabinet
    church circle club coalition command commission committee confederation congress corps council court department
    directorate emirates embassy faction federation fleet force forces foundation front fund government guard guards
    house institute kingdom league legion ministry mission mosque movement navy network office organisation organization
    parliament partnership party patriarchate police presidency republic resistance secretariat senate service services
    society states syndicate tribunal union university wing
    """.split()
)

_LANDFORMS = frozenset(
    "sea ocean strait straits gulf canal strip heights islands mountains desert peninsula valley delta".split()
)

# Words that open a phrase for people and are no names: a report has them capital only where they open its sentence.
_COMMON = frozenset(
    """
    a an the some several many few dozens scores hundreds thousands tens millions two three four five six seven eight
    nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty
    seventy eighty ninety one both all other others another more most unknown unidentified unnamed armed masked local
    senior former top regional federal state national foreign domestic new old young elderly women woman men man children
    child boys girls boy girl people person families family residents villagers locals civilians civilian citizens
    protesters protestors demonstrators marchers activists activist campaigners students student teachers workers worker
    farmers dockers doctors nurses journalists journalist reporters lawyers lawyer judges judge prosecutors prosecutor
    officials official authorities police policemen officers officer guards guard soldiers soldier troops troop army
    military navy forces force fighters fighter rebels rebel insurgents insurgent militants militant militia militias
    militiamen gunmen gunman attackers attacker bombers bomber terrorists extremists jihadists guerrillas paramilitaries
    mercenaries commanders commander generals warplanes planes jets helicopters drones warships tanks artillery
    government governments ministers minister ministry parliament lawmakers lawmaker deputies senators opposition parties
    leaders leader politicians president prime court courts suspects suspect prisoners prisoner detainees hostages
    migrants refugees companies company oil gas banks firms unions union groups group gangs gang pirates smugglers
    traffickers criminals crowds crowd supporters opponents separatists nationalists monks priests clerics clergy bishops
    aid humanitarian peacekeepers observers monitors inspectors diplomats envoys envoy negotiators mediators delegates
    delegation representatives staff crew passengers drivers driver witnesses victims relatives mourners worshippers
    pilgrims tourists investigators security intelligence riot border coast special anti pro rival ruling suspected
    """.split()
)

_FIRST_WORD = re.compile(r"[^\W_]+")

_WHOSE = re.compile(r"^(?:its|his|her|their|our|my|your)\s+(?=\S)", re.IGNORECASE)

_POSSESSIVE = re.compile(r"^\S+['’]s? ")


def name_of(actor: Actor) -> str:
    """Give an actor's name as it stands inside a sentence: `the United States`, `two residents`, `Iran`."""
    name = _article_down(actor.name.strip())
    if actor.identity is None:
        # Whose they are the headline does not say: "its troops" are troops.
        name = _WHOSE.sub("", name)
    if actor.identity is None and name.casefold() not in _WITH_ARTICLE:
        return _small(name)
    return f"the {name}" if not actor.is_person and takes_article(name) else name


def place_name(place: Place) -> str:
    """Give a place's name as it stands inside a sentence: `the Gulf of Aden`, `the White House`, `Basra`."""
    words = place.name.casefold().split()
    landform = words and (words[-1] in _LANDFORMS or (words[0] in {"gulf", "strait", "sea"} and "of" in words))
    return f"the {place.name}" if landform or takes_article(place.name) else place.name


def takes_article(name: str) -> bool:
    """Tell whether English puts `the` before a name: `the Netherlands`, `the Arab League`, not `Iraq's Senate`."""
    if name.startswith(("the ", "a ", "an ")) or _is_possessive(name):
        return False
    words = name.casefold().split()
    last = words[-1].strip(".,()") if words else ""
    # "Arlen army" is the report's phrase and "Arlen Army" a name.
    is_title = len(words) > 1 and name.rsplit(maxsplit=1)[-1][:1].isupper()
    opens = len(words) > 2 and words[0] in _INSTITUTIONS and words[1] in {"of", "for"}
    return name.casefold() in _WITH_ARTICLE or (is_title and last in _INSTITUTIONS) or opens or " of the " in name


def _is_possessive(name: str) -> bool:
    return bool(_POSSESSIVE.match(name)) and not name.casefold().startswith(("people's", "women's", "workers'"))


def _article_down(name: str) -> str:
    # A phrase that opened a sentence of the report seldom opens the headline.
    return re.sub(r"^(?:The|An?)(?= )", lambda article: article[0].lower(), name)


def _small(phrase: str) -> str:
    """Take the capital from a phrase that opened a sentence of the report, unless what follows makes it a name."""
    first = _FIRST_WORD.match(phrase)
    if first is None or first[0].casefold() not in _COMMON or first[0].isupper():
        return phrase
    rest = phrase[first.end() :].split()
    if rest and rest[0][:1].isupper() and first[0].casefold() not in _COUNTED:
        return phrase
    return phrase[:1].lower() + phrase[1:]


_COUNTED = frozenset(
    "a an the some several many few dozens scores hundreds thousands tens millions two three four five six seven eight "
    "nine ten eleven twelve both all other another more most unknown unidentified armed former senior suspected".split()
)
