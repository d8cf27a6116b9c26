"""Reports enter; which of them are prints of one text, versions of one report or of one story, and why, leaves."""

from dateline.weave.reports.keys import keys_of
from dateline.weave.reports.likeness import likeness, reasons
from dateline.weave.reports.sketch import Sketch, sketch_of

__all__ = ["Sketch", "keys_of", "likeness", "reasons", "sketch_of"]
