"""Events enter, the stories that they are part of leave: causes named in texts, ties between events, key days."""

from dateline.weave.stories.causes import causes_of

__all__ = ["causes_of"]
