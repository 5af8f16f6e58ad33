"""Wordings of questions for therapies and for claims."""

from __future__ import annotations

from collections.abc import Iterator

from kg.ask.kind_pattern import Pattern
from kg.vocabulary import Predicate

__all__ = ["claims", "therapies"]


_MODIFIER = ("", "AUX USE <cell_type> ", "AUX THROUGH <mechanism> ")
_THERAPIES = (
    "<therapy> {0}AUX EFFECT <outcome> {1}",
    "<therapy> {0}AUX REPORT NOUN <outcome> {1}",
    "<therapy> {0}NOUN <outcome> {1}",
    "<therapy> {0}AUX REPORT [a|an|any|some] [significant] <outcome> AFTER {1}",
    "<therapy> {0}AUX leave|leaves|left|keep|keeps|kept|make|makes|made <outcome> STATE {1}",
    "<therapy> {0}AUX make|makes|made <outcome> STATE {1}",
)
_UNCHANGED = (
    "<therapy> AUX REPORT no [significant] <outcome> change|changes|difference|effect",
    "<therapy> AUX REPORT no [significant] change|effect in|on <outcome>",
    "<therapy> AUX REPORT unchanged|stable <outcome>",
    "<therapy> AUX REPORT <outcome> unchanged|stable",
)
_PLAIN_WHAT = "what|who|anything|something [is|are|there|that|which]"


def therapies() -> Iterator[Pattern]:
    """Which therapies report an outcome."""
    for before in _MODIFIER:
        for after in _MODIFIER:
            for text in _THERAPIES:
                yield Pattern("therapies", f"[ASK] {text.format(before, after)}", {})
    for text in _UNCHANGED:
        yield Pattern("therapies", f"[ASK] {text}", {"effect": "unchanged"})
    yield Pattern("therapies", "what|who AUX EFFECT <outcome>", {})
    yield Pattern("therapies", "what|which AUX REPORT NOUN <outcome>", {})
    yield Pattern(
        "therapies", "[by|with] what|which THERAPIES is|are <outcome> EFFECT [by|with]", {}
    )
    yield Pattern(
        "therapies",
        "what [can|could|might] i|we|one|you do about|against <outcome>",
        {"effect": "improved"},
    )
    yield Pattern("therapies", "[what|which] <outcome> is|are EFFECT by what|which THERAPIES", {})
    for modifier in _MODIFIER[1:]:
        yield Pattern("therapies", f"[ASK] <therapy> {modifier}", {})
        yield Pattern("therapies", f"[ASK] <therapy> with|by|of {modifier}", {})
    yield Pattern("therapies", "[ASK] <therapy> with <cell_type>", {})
    yield Pattern(
        "therapies",
        "[ASK] <therapy> AUX [tried|tested|studied|available|exist|used|investigated|evaluated*]",
        {},
        "condition",
    )
    yield Pattern(
        "therapies",
        "what AUX tried|tested|studied|used|done|investigated|evaluated",
        {},
        "condition",
    )
    yield Pattern("therapies", "[ASK] <therapy> for|against <outcome>", {})


def claims() -> Iterator[Pattern]:
    """What is claimed."""
    outcome = {"predicate": Predicate.REPORTS_OUTCOME}
    for start in ("EVIDENCE", "does|do|did|can|could|will|would|has|have|is|are"):
        yield Pattern("claims", f"{start} <subject> AUX EFFECT <object>", outcome)
        yield Pattern("claims", f"{start} <subject> AUX REPORT NOUN <object>", outcome)
        yield Pattern("claims", f"{start} <subject> AUX REPORT <object> AFTER", outcome)
        yield Pattern(
            "claims",
            f"{start} <subject> leaves|leave|make|makes|keep|keeps|left|made <object> STATE",
            outcome,
        )
        for verb, predicate in _VERBS:
            if start == "EVIDENCE" or predicate is not Predicate.HAS_ADVERSE_EVENT:
                yield Pattern(
                    "claims", f"{start} <subject> AUX {verb} <object>", {"predicate": predicate}
                )
    yield Pattern(
        "claims", "[EVIDENCE] is|are|was|were <object> EFFECT by|with|after|on <subject>", outcome
    )
    yield Pattern(
        "claims", "EVIDENCE <object> is|are|was|were EFFECT by|with|after|on <subject>", outcome
    )
    yield Pattern("claims", "EVIDENCE NOUN <object> with|after|by|on|from|under <subject>", outcome)
    yield Pattern(
        "claims", "EVIDENCE <object> AFTER with|after|by|on|from|under <subject>", outcome
    )
    yield Pattern(
        "claims",
        "[is|are] [there] [ASK] evidence|claims|reports of|for NOUN <object> "
        "with|after|by|on|from|under <subject>",
        outcome,
    )
    yield Pattern(
        "claims",
        "[is|are] [there] [ASK] evidence|claims|reports of|for <object> AFTER "
        "with|after|by|on|from|under <subject>",
        outcome,
    )
    outcomes = "what|which [outcomes|outcome|things|measures|symptoms]"
    yield Pattern("claims", f"{outcomes} does|do|did|can|could|has|have <subject> EFFECT", outcome)
    yield Pattern(
        "claims", f"{outcomes} does|do|did <subject> leave|leaves|keep|make STATE", outcome
    )
    yield Pattern(
        "claims", f"{outcomes} are|is|were|was STATE with|after|by|under|on <subject>", outcome
    )
    yield Pattern(
        "claims",
        f"{outcomes} does|do|did|has|have <subject> EFFECTLESS",
        outcome | {"effect": "unchanged"},
    )
    yield Pattern("claims", f"{outcomes} AUX EFFECT by|with|after|on <subject>", outcome)
    yield Pattern("claims", "[what are] [the] outcomes of|for|after|with <subject>", outcome)
    yield Pattern("claims", "[ASK] outcomes does|do|did <subject> report", outcome)
    yield from _other_claims()


_VERBS = (
    ("THROUGH", Predicate.ACTS_THROUGH),
    ("use|uses|used|involve|involves|contain|contains", Predicate.USES_CELL_TYPE),
    (
        "cause|causes|caused|causing|trigger|triggers|induce|induces|provoke|provokes",
        Predicate.HAS_ADVERSE_EVENT,
    ),
    ("treat|treats|treated|treating|cure|cures", Predicate.TREATS),
    (
        "differentiate|differentiates|develop|develops|turn|mature|become into",
        Predicate.DIFFERENTIATES_INTO,
    ),
    ("contribute|contributes|contributed|contributing to", Predicate.CONTRIBUTES_TO),
    ("compared with|to|against", Predicate.COMPARED_WITH),
)


_OTHER: dict[Predicate, tuple[str, ...]] = {
    Predicate.ACTS_THROUGH: (
        "[through|by] what|which MECHANISMS does|do|did <subject> act|work|operate "
        "[through|by|via]",
        "what|which MECHANISMS does|do <subject> have|use|involve|engage",
        "[what is|are] [the] [ASK] MECHANISMS of|for|behind <subject>",
        "[ASK] <subject> 's MECHANISMS",
        "what does|do <subject> act through",
        "[ASK] CELLS AUX THROUGH <object>",
        "through what does|do <subject> act|work",
    ),
    Predicate.HAS_ADVERSE_EVENT: (
        "[ASK] THERAPIES AUX cause|caused|causes|trigger|triggered|induce|induced <object>",
        "what|who AUX cause|caused|causes|trigger|triggers|induces <object>",
        "[ASK] THERAPIES AUX have|had|list|report|reported|with <object> as [a|an] "
        "side|adverse effect|event",
        "after|on|with which|what THERAPIES did|does|was|were|has|have <object> "
        "reported|occur|seen",
    ),
    Predicate.TREATS: (
        "[ASK] CONDITIONS does|do|did|can|is|are|has|have|was <subject> [been] "
        "[used|given|tried] "
        "[to] treat|treats|for|in|treated",
        "what does|do|can <subject> treat",
        "what is|are <subject> used|given|approved for|to [treat]",
        "[ASK] THERAPIES AUX treat|treats|treated|treating <object>",
        "what AUX treats|treat <object>",
        "[ASK] CONDITIONS AUX treated with|by <subject>",
    ),
    Predicate.USES_CELL_TYPE: (
        "what|which CELLS does|do|did <subject> use|involve|contain|employ|need",
        "what|which CELLS is|are <subject> made|based of|from|on",
        "what|which CELLS AUX used|involved in|for|by <subject>",
        "what is|are <subject> made of",
    ),
    Predicate.DIFFERENTIATES_INTO: (
        "what|which [CELLS] AUX "
        "differentiate|differentiates|develop|develops|turn|mature|become|becomes "
        "into <object>",
        "[into] what|which [CELLS] does|do|can|could <subject> "
        "differentiate|develop|turn|become|mature [into]",
    ),
    Predicate.CONTRIBUTES_TO: (
        "what|which [MECHANISMS] AUX contributes|contribute|contributed to <object>",
        "to what|which [outcomes|conditions] does|do <subject> contribute",
        "what does|do <subject> contribute to",
    ),
    Predicate.COMPARED_WITH: (
        "[to|with|against] what|which [THERAPIES] has|have|was|were|is|are <subject> "
        "[been] compared|tested [with|to|against]",
        "what|which THERAPIES AUX compared with|to|against <object>",
    ),
}


def _other_claims() -> Iterator[Pattern]:
    for predicate, wordings in _OTHER.items():
        for text in wordings:
            yield Pattern("claims", text, {"predicate": predicate})
    about = "about|on|regarding|of|for|concerning|with"
    claims = "claims|claim|assertions|statements|facts"
    yield Pattern(
        "claims", f"[ASK] {claims} [are] [there] [made] {about} <subject> and <object>", {}
    )
    yield Pattern("claims", f"[ASK] {claims} [are] [there] [made] {about} <subject>", {})
    yield Pattern("claims", f"what {claims} are|is there|made {about} <subject>", {})
    yield Pattern("claims", "what AUX claimed about|of <subject>", {})
