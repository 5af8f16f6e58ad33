"""Words that stand by themselves: articles, denials, numbers, and what is never part of a name."""

from __future__ import annotations

__all__ = [
    "ANY_THERAPY",
    "ARTICLES",
    "DENIALS",
    "NOT_IN_NAMES",
    "NOT_NAMES",
    "NUMBERS",
    "PREPOSITIONS",
    "SEPARATORS",
]

ARTICLES = frozenset(("a", "an", "the", "any", "some", "its", "their"))
#: A name that is not known does not begin with one.
PREPOSITIONS = frozenset(
    ["in", "of", "on", "for", "with", "by", "from", "to", "at", "among", "about"]
)
#: What stands between names in a row.
SEPARATORS = frozenset((",", "and", "or", "with", "vs", "versus", "against", "to", "&", "than"))
#: A question that denies is never read as if it affirmed; these fit in no slot.
DENIALS = frozenset(
    [
        "not",
        "no",
        "never",
        "without",
        "except",
        "excluding",
        "neither",
        "nor",
        "none",
        "nothing",
        "fail",
        "fails",
        "failed",
        "failing",
        "lack",
        "lacks",
        "lacking",
        "don't",
        "doesn't",
        "didn't",
        "isn't",
        "aren't",
        "wasn't",
        "cannot",
        "can't",
        "won't",
        "n't",
        "unlike",
        "hardly",
        "rarely",
        "barely",
        "unable",
        "nobody",
        "but",
    ]
)
#: Words that show a slot has gone past its name: verbs of the sentence.
NOT_IN_NAMES = frozenset(
    [
        "which",
        "what",
        "who",
        "why",
        "how",
        "does",
        "do",
        "did",
        "is",
        "are",
        "was",
        "were",
        "improve",
        "improves",
        "improved",
        "improving",
        "worsen",
        "worsens",
        "worsened",
        "reduce",
        "reduces",
        "reduced",
        "increase",
        "increases",
        "increased",
        "cause",
        "causes",
        "caused",
        "compare",
        "compared",
        "lead",
        "leads",
        "report",
        "reports",
        "reported",
        "that",
        "whether",
        "should",
        "shall",
        "will",
        "because",
        "if",
        "my",
        "me",
        "i",
        "you",
        "affect",
        "affects",
        "decrease",
        "decreases",
        "lower",
        "lowers",
        "have",
        "has",
        "had",
        "work",
        "works",
        "act",
        "acts",
        "come",
        "comes",
        "drop",
        "delete",
    ]
)
#: Words of the language that a vocabulary also has as names; in capitals they are names.
NOT_NAMES = frozenset(
    [
        "all",
        "it",
        "is",
        "as",
        "at",
        "cell",
        "safe",
        "cost",
        "raw",
        "cold",
        "pro",
        "os",
        "ad",
        "in",
        "no",
        "a",
        "for",
        "so",
    ]
)
ANY_THERAPY = frozenset(
    [
        "therapy",
        "therapies",
        "treatment",
        "treatments",
        "intervention",
        "interventions",
        "anything",
        "something",
        "options",
        "approaches",
        "medicines",
        "things",
    ]
)
NUMBERS = {
    word: float(number)
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
} | {"twenty": 20.0, "fifty": 50.0, "hundred": 100.0, "thirty": 30.0}
