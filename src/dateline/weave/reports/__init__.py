"""Reports enter; which of them tell one story, how likely and why, leaves."""

from dateline.weave.reports.keys import keys_of
from dateline.weave.reports.likeness import likeness, reasons
from dateline.weave.reports.sketch import Sketch, sketch_of

__all__ = ["Sketch", "keys_of", "likeness", "reasons", "sketch_of"]
