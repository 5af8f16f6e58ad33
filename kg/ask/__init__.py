"""Questions in plain words: a small controlled language, no guessing, no language model."""

from kg.ask.answer import ask
from kg.ask.grammar import EXAMPLES, Reading, readings

__all__ = ["EXAMPLES", "Reading", "ask", "readings"]
