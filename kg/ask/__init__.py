"""Questions in plain words: a small controlled language, no guessing, no language model."""

from kg.ask.answer import ask, understand
from kg.ask.grammar import Parsed, Reading, parse, readings
from kg.ask.suggest import EXAMPLES

__all__ = ["EXAMPLES", "Parsed", "Reading", "ask", "parse", "readings", "understand"]
