"""Reports enter, grounded claims leave, by a language model behind any OpenAI-compatible endpoint; off unless asked for."""

from dateline.code.llm.coder import LlmCoder
from dateline.code.llm.settings import Settings

__all__ = ["LlmCoder", "Settings"]
