"""Claims enter; links between claims about one event, and the events that linked claims give, leave."""

from dateline.weave.assemble import assemble
from dateline.weave.blocks import keys_of
from dateline.weave.components import components
from dateline.weave.evidence import Evidence, evidence_of
from dateline.weave.headline import headline
from dateline.weave.link import JUDGE, THRESHOLD, WEAVER, Candidate, Comparison, compare, judge, weave
from dateline.weave.partition import Pull, partition
from dateline.weave.rulings import Judged, Rulings, Settled, Standing, State, settle
from dateline.weave.traits import Traits, traits_of

__all__ = [
    "JUDGE",
    "THRESHOLD",
    "WEAVER",
    "Candidate",
    "Comparison",
    "Evidence",
    "Judged",
    "Pull",
    "Rulings",
    "Settled",
    "Standing",
    "State",
    "Traits",
    "assemble",
    "compare",
    "components",
    "evidence_of",
    "headline",
    "judge",
    "keys_of",
    "partition",
    "settle",
    "traits_of",
    "weave",
]
