"""Reports enter, readings leave: sentences, triggers and the roles around them, in one pass of one encoder."""

from dateline.mark.marker import Marker, ModelError
from dateline.mark.sentences import sentences

__all__ = ["Marker", "ModelError", "sentences"]
