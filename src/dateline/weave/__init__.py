"""Claims enter; links between claims about one event, and the events that linked claims give, leave."""

from dateline.weave.assemble import assemble
from dateline.weave.blocks import keys_of, print_of
from dateline.weave.components import CAP, LEVELS, Part, Scored, Size, components, parts
from dateline.weave.evidence import Evidence, evidence_of
from dateline.weave.headline import headline
from dateline.weave.link import (
    JUDGE,
    SURELY_BELOW,
    THRESHOLD,
    THRESHOLD_UNDATED,
    TOLD,
    WEAVER,
    Comparison,
    compare,
    copied,
    judge,
    weave,
)
from dateline.weave.meeting import FRONT, NARROW, NOBODY, SAMPLE, Entry, entries_of, is_narrow, meet, pairs_of
from dateline.weave.partition import Pull, partition
from dateline.weave.rulings import Judged, Rulings, Settled, Standing, State, settle
from dateline.weave.traits import SURELY_TOLD, Traits, traits_of
from dateline.weave.versions import versions_of

__all__ = [
    "CAP",
    "FRONT",
    "JUDGE",
    "LEVELS",
    "NARROW",
    "NOBODY",
    "SAMPLE",
    "SURELY_BELOW",
    "SURELY_TOLD",
    "THRESHOLD",
    "THRESHOLD_UNDATED",
    "TOLD",
    "WEAVER",
    "Comparison",
    "Entry",
    "Evidence",
    "Judged",
    "Part",
    "Pull",
    "Rulings",
    "Scored",
    "Settled",
    "Size",
    "Standing",
    "State",
    "Traits",
    "assemble",
    "compare",
    "components",
    "copied",
    "entries_of",
    "evidence_of",
    "headline",
    "is_narrow",
    "judge",
    "keys_of",
    "meet",
    "pairs_of",
    "partition",
    "parts",
    "print_of",
    "settle",
    "traits_of",
    "versions_of",
    "weave",
]
