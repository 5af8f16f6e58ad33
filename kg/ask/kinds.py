"""The patterns of each kind of question, in the order in which they are likely.

The names of slots are fields of the question's model; ``condition`` has no slot of its own
where it follows "in", "for" and the like: it is taken out before. Fixed fields stand beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.vocabulary import EntityType, Predicate

__all__ = ["SLOT_TYPES", "Pattern", "patterns"]

#: Types of entities that each slot takes.
SLOT_TYPES: Mapping[str, frozenset[EntityType]] = {
    "therapy": frozenset((EntityType.THERAPY,)),
    "therapies": frozenset((EntityType.THERAPY,)),
    "outcome": frozenset((EntityType.OUTCOME,)),
    "condition": frozenset((EntityType.CONDITION,)),
    "cell_type": frozenset((EntityType.CELL_TYPE,)),
    "mechanism": frozenset((EntityType.MECHANISM,)),
    "adverse_event": frozenset((EntityType.ADVERSE_EVENT,)),
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One wording of one kind."""

    kind: str
    text: str
    fixed: Mapping[str, Any]
    needs: str | None = None
    """A field that must be there besides, such as the condition of "therapies for …"."""


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


def _therapies() -> Iterator[Pattern]:
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


def _claims() -> Iterator[Pattern]:
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
        "[is|are] [there] [ASK] evidence|claims|reports of|for NOUN <object> with|after|by|on|from|under <subject>",
        outcome,
    )
    yield Pattern(
        "claims",
        "[is|are] [there] [ASK] evidence|claims|reports of|for <object> AFTER with|after|by|on|from|under <subject>",
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


def _other_claims() -> Iterator[Pattern]:
    texts = {
        Predicate.ACTS_THROUGH: (
            "[through|by] what|which MECHANISMS does|do|did <subject> act|work|operate [through|by|via]",
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
            "[ASK] THERAPIES AUX have|had|list|report|reported|with <object> as [a|an] side|adverse effect|event",
            "after|on|with which|what THERAPIES did|does|was|were|has|have <object> reported|occur|seen",
        ),
        Predicate.TREATS: (
            "[ASK] CONDITIONS does|do|did|can|is|are|has|have|was <subject> [been] [used|given|tried] "
            "[to] treat|treats|for|in|treated",
            "what does|do|can <subject> treat",
            "what is|are <subject> used|given|approved for|to [treat]",
            "[ASK] THERAPIES AUX treat|treats|treated|treating <object>",
            "[ASK] <therapies-class> treat|treats <object>",
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
            "what|which [CELLS] AUX differentiate|differentiates|develop|develops|turn|mature|become|becomes into <object>",
            "[into] what|which [CELLS] does|do|can|could <subject> differentiate|develop|turn|become|mature [into]",
        ),
        Predicate.CONTRIBUTES_TO: (
            "what|which [MECHANISMS] AUX contributes|contribute|contributed to <object>",
            "to what|which [outcomes|conditions] does|do <subject> contribute",
            "what does|do <subject> contribute to",
        ),
        Predicate.COMPARED_WITH: (
            "[to|with|against] what|which [THERAPIES] has|have|was|were|is|are <subject> [been] compared|tested [with|to|against]",
            "what|which THERAPIES AUX compared with|to|against <object>",
        ),
    }
    for predicate, wordings in texts.items():
        for text in wordings:
            if "<therapies-class>" not in text:
                yield Pattern("claims", text, {"predicate": predicate})
    about = "about|on|regarding|of|for|concerning|with"
    claims = "claims|claim|assertions|statements|facts"
    yield Pattern(
        "claims", f"[ASK] {claims} [are] [there] [made] {about} <subject> and <object>", {}
    )
    yield Pattern("claims", f"[ASK] {claims} [are] [there] [made] {about} <subject>", {})
    yield Pattern("claims", f"what {claims} are|is there|made {about} <subject>", {})
    yield Pattern("claims", "what AUX claimed about|of <subject>", {})


def _profile() -> Iterator[Pattern]:
    everything = "everything|all|what|anything"
    for text in (
        "[tell|inform] [me|us] [more] [all] [about|on] <therapy>|",
        "tell [me|us] [more|everything|something] about <therapy>",
        "about <therapy>",
        "[ASK] [what is|are] [an|the] [full|short] profile|overview|summary|portrait of|for|on <therapy>",
        "[ASK] <therapy> 's profile",
        "<therapy> profile|overview|summary",
        f"[ASK] {everything} [is|that is|there is] [known|reported|there] about|on|of <therapy>",
        "what is known|reported|there about|on|of <therapy>",
        "what do|does we|you|one|science|research|literature know|say about|on <therapy>",
        "how does|do|did|can|could|might|would <therapy> work|act|function|help|operate",
        "[explain] how <therapy> works|work|acts|act|functions",
        "[ASK] [summarise|summarize|sum|describe|profile|outline] [up] [the] [all] [evidence|data|research|knowledge|literature] "
        "[on|about|for|of] <therapy>",
        "summarise|summarize|describe|profile|outline [the] [all] [evidence|data|research|knowledge|literature] "
        "[on|about|for|of] <therapy>",
        "what evidence is|exists there on|for|about <therapy>",
        "what is the evidence on|for|about <therapy>",
        "[ASK] everything on|about <therapy>",
        "evidence on|for|about <therapy>",
        "[ASK] [the] evidence on|for|about <therapy>",
    ):
        if not text.endswith("|") and "[summarise" not in text:
            yield Pattern("profile", text, {})


def _adverse_events() -> Iterator[Pattern]:
    harms = "[most|common|frequent|usual|main|known|possible|all|reported*] [SERIOUS] [most|common|frequent*] HARMS"
    of = "of|for|with|on|from|after|to|under|in|about|by"
    for text in (
        f"[ASK] {harms} {of} <therapy>",
        f"[ASK] {harms} AUX [{of}] <therapy>",
        f"[ASK] {harms} AUX [occurred|seen|observed|associated|linked|documented|described|happen|occur] {of} <therapy>",
        f"[ASK] {harms} does|do|did|has|have|can <therapy> have|cause|had|caused|show|produce|bring",
        f"[what is|are] <therapy> {harms}",
        f"[ASK] <therapy> 's {harms}",
        f"does|do|did <therapy> have|cause [any] {harms}",
        f"has|have <therapy> [any] {harms}",
        "is|are|was|were <therapy> [considered] [really] safe|dangerous|risky|harmful|tolerated|toxic [and] [safe|tolerated]",
        "is|are <therapy> well tolerated",
        "how safe|dangerous|risky|toxic|harmful is|are|was <therapy>",
        "how well [is|are] tolerated is|are <therapy>",
        "how well is|are|was <therapy> tolerated",
        "safety [profile|data] of|for <therapy>",
        "how often|frequently|commonly does|do|did|has|have <therapy> [SERIOUS] cause|caused|lead|trigger|produce|induce [to] [SERIOUS] <adverse_event>",
        "does|do|did|can|could|will <therapy> AUX cause|trigger|induce|provoke|produce [SERIOUS] <adverse_event>",
        f"how common|frequent|often|likely|usual|rare is|are|was|were|does|do|did [SERIOUS] <adverse_event> [occur|happen|reported|seen] {of} <therapy>",
        f"how many PEOPLE got|had|get|have|developed|develop|suffered|experienced|experience|reported [SERIOUS] <adverse_event> {of} <therapy>",
        f"[what is|was] [the] [ASK] risk|rate|frequency|incidence|probability|chance|risks|rates of|for [SERIOUS] <adverse_event> {of} <therapy>",
        "[what is|was] <adverse_event> risk|rate|frequency|incidence of|with|on|after|under|for <therapy>",
        f"[is|are|was|were] <adverse_event> [a] [side|adverse|SERIOUS] effect|event|effects|reaction|risk|harm {of} <therapy>",
        "[ASK] [SERIOUS] <adverse_event> cases|events with|on|after|under <therapy>",
    ):
        yield Pattern("adverse_events", text, {})


def _results() -> Iterator[Pattern]:
    of, on = "of|with|after|for|on|by|under|from", "for|on|of|in|about"
    for with_therapy in (f" {of} <therapy>", ""):
        for text in (
            f"[ASK] [the] RESULTS {on} <outcome>",
            "[ASK] [the] [pooled|mean|average*] <outcome> RESULTS [are|is|there|were*]",
            "[ASK] <outcome> over time",
            f"[ASK] pooled|mean|average|median effect|change|difference [size] {on} <outcome>",
            "[ASK] mean|average|median|pooled <outcome> change|changes|difference",
            f"[what] RESULTS are|is|were|exist there {on} <outcome>",
            f"[ASK] RESULTS by arm [and] [timepoint] {on} <outcome>",
            f"[ASK] RESULTS {on} <outcome> by arm|study|timepoint [and] [timepoint|time|arm|study]",
            "how did|does|do <outcome> change|develop|evolve [over] [time]",
            "how much did|does|do <outcome> change|improve|worsen|fall|rise|drop|decrease|increase",
        ):
            yield Pattern("results", text + with_therapy, {})
    for text in (
        "[by] how much|far|strongly|many does|do|did|can|could|has|have|will [points] <therapy> EFFECT <outcome>",
        "how large|big|strong|great is|was|are the effect|effects|impact of <therapy> on <outcome>",
        f"[ASK] pooled|mean|average|size [of] [the] effect|effects [size] of <therapy> on|for <outcome>",
        f"[ASK] [the] effect|effects [size|sizes] of|for <therapy> on <outcome>",
        f"[ASK] RESULTS of|with|for|after <therapy> on|for|in <outcome>",
        "[ASK] <therapy> RESULTS on|for|in <outcome>",
        "what RESULTS did|does|do|has|have <therapy> show|have|had|give|report|achieve on|for|in <outcome>",
    ):
        yield Pattern("results", text, {})


def _compare() -> Iterator[Pattern]:
    for tail in (" [in] [terms] on|for|of|in|by|regarding|concerning|about <outcome>", ""):
        for text in (
            "[ASK] [a] compare|comparing|comparison|contrast|comparisons [of|between] <therapies+>",
            "[ASK] [head-to-head] <therapies+>",
            "head-to-head <therapies+>",
            "head to head <therapies+>",
            "is|are|was|were <therapies+> BETTER",
            "[ASK] [what is|are] [the] difference|differences|comparison between|of <therapies+>",
            "how does|do|did <therapies+> compare|differ [with|to]",
            "how do|does <therapies+> compare",
            "put|set <therapies+> side by side",
            "<therapies+> side by side",
            "[ASK] <therapies+> head to head",
            "[ASK] <therapies+> compared",
        ):
            if not text.endswith("BETTER"):
                yield Pattern("compare", text + tail, {})
        better = "better|worse|safer|superior|inferior|preferable|best|safest"
        more = "more|less effective|safe|tolerable|beneficial|harmful"
        for word in (better, more):
            yield Pattern(
                "compare",
                f"is|are|was|were|does|do <a> [work|works|do] {word} than|to|as|or <b>{tail}",
                {},
            )
            yield Pattern(
                "compare",
                f"which|what [one] [therapy|treatment] is|are|works|was|performs {word}{tail} <therapies+>",
                {},
            )
        yield Pattern(
            "compare",
            f"how does|do|did|is|are <a> compare|compares|differ|different|compared|fare|perform|do [with|to|from|against|versus] <therapies+>{tail}",
            {},
        )
        yield Pattern(
            "compare", f"[ASK] <a> compared|relative|comparison with|to <therapies+>{tail}", {}
        )
        yield Pattern("compare", f"is|are|was <a> as good|effective|safe as <b>{tail}", {})


def _contradictions() -> Iterator[Pattern]:
    pairs = (
        "<therapy>",
        "<outcome>",
        "<therapy> and|on|for|about|with|in <outcome>",
        "<outcome> and|with|after|for|of|on <therapy>",
        "the effect|effects|impact of <therapy> on <outcome>",
        "the effect|effects of <therapy>",
        "",
        "how|whether <therapy> AUX EFFECT <outcome>",
    )
    about = "[about|on|over|of|for|regarding|between|in|with|around|concerning*]"
    for pair in pairs:
        for text in (
            f"[where|why|how|what|when|do|does] [do|does|are] STUDIES [of|on] DISAGREE {about} {pair}",
            f"[ASK] CONTRADICTIONS [are|is] [there] {about} [STUDIES] [of|on|about] {pair}",
            f"is|are STUDIES {about} {pair} DISAGREE",
            f"which|what STUDIES {about} {pair} DISAGREE",
            f"do|does|is|are STUDIES [of] agree|consistent|unanimous|agreed {about} {pair}",
            f"where|why|how do|does|is|are STUDIES {about} {pair} DISAGREE",
            f"where|how is|are {pair} DISAGREE",
            f"is|are there CONTRADICTIONS {about} {pair}",
            f"is|are {pair} disputed|controversial|contradictory|contested|debated",
        ):
            yield Pattern("contradictions", text, {}, "any")
    yield Pattern(
        "contradictions",
        "[where|why|what] [do|does] STUDIES of|on <therapy> DISAGREE about|on <outcome>",
        {},
    )


def _paths() -> Iterator[Pattern]:
    tails = (
        "",
        " THROUGH_PATH <through>",
        " avoiding|without|bypassing|skipping <avoid>",
        " THROUGH_PATH <through> [and] avoiding|avoid|without <avoid>",
        " using|with|by|over|via only PREDICATE [and|or PREDICATE2ND]",
        " only through|using|over|by PREDICATE [and|or PREDICATE2ND]",
    )
    for tail in tails:
        for text in (
            "[ASK] PATHS from <start> to <end>",
            "[ASK] PATHS between <start> and <end>",
            "[ASK] PATHS that|which lead|go|run from <start> to <end>",
            "how does|do|did|might|may|could|can|would <start> come|comes to EFFECT <end>",
            "how does|do|did|might|may|could|can|would <start> EFFECT <end>",
            "[explain|see] how <start> comes|come to EFFECT <end>",
            "[explain|see] how <start> AUX EFFECT <end>",
            "[explain|see] how <start> leads|lead|is|are [linked|connected|related] to <end>",
            "[by] how|what|which [route|routes|way|ways|chain|path|paths|steps|mechanism|mechanisms] "
            "does|do|did|might|may|could|can <start> lead|leads|contribute|connect|relate|get [come] to <end>",
            "how does|do|did|might|may|could|can <start> cause|produce|trigger|induce <end>",
            "how is|are|were|was|might|may <start> [be] connected|linked|related|tied to|with <end>",
            "how do|does|are|is <start> and <end> connect|connected|linked|related|link|relate",
            "what|which links|connects|joins|ties|lies|link|connect <start> to|with|and <end>",
            "what lies|stands between <start> and <end>",
            "what is|are [the] connection|link|links|relation|relationship|connections between <start> and <end>",
            "[ASK] PATHS of|for <start> to <end>",
            "through|via what|which [mechanisms|cells|steps] does|do|can <start> EFFECT <end>",
        ):
            yield Pattern("paths", text + tail, {})


def _gaps() -> Iterator[Pattern]:
    of = "[of|for|behind|in|by <therapy>]"
    for text in (
        f"[ASK] MECHANISMS {of} AUX ONLY AUX [claimed|shown|seen|known|reported|studied|demonstrated|tested|supported*] [been] [by|in|from] ANIMALS",
        f"[ASK] MECHANISMS {of} AUX [claimed|seen|known|studied|demonstrated|tested|supported|described*] ONLY [in|from|by] ANIMALS",
        f"[ASK] MECHANISMS {of} AUX [claimed|seen|known|studied|demonstrated|tested|supported*] [in|from|by] ANIMALS ONLY",
        f"[ASK] MECHANISMS {of} with|have|has|having|rest|rests [on] [ONLY] ANIMALS [evidence|data|support] [ONLY]",
        f"[ASK] MECHANISMS {of} AUX lack|lacks|lacking|without|no|not|never|miss [been] [have|has] [any] [shown|confirmed|seen|tested|studied|demonstrated] [in] HUMANS [evidence|data|support|studies]",
        f"[ASK] MECHANISMS {of} have|has|with no HUMANS evidence|data|support|studies",
        f"[ASK] MECHANISMS {of} have|has not|never been shown|confirmed|seen|tested|studied|demonstrated in HUMANS",
        f"[ASK] animal-only MECHANISMS {of}",
        f"what|which [THERAPIES] MECHANISMS {of} AUX ONLY ANIMALS evidence",
    ):
        yield Pattern("gaps", text, {"kind": "animal_only"})
    no = "[but|and|yet] [have] no|without|lack|lacks|lacking|never [any] [a|an] [reported]"
    for text in (
        f"[ASK] <therapy> [that] have|has|with [a|an] [known] MECHANISMS {no} HUMANS FEATURE",
        f"[ASK] <therapy> [that] have|has|with [a|an] [known] MECHANISMS {no} FEATURE [AUX] in HUMANS",
        f"[ASK] <therapy> [that] [have] {no} HUMANS FEATURE",
        f"[ASK] <therapy> [that] [have] {no} FEATURE [AUX] in HUMANS",
        "[ASK] <therapy> AUX never|not [been] tested|tried|studied|shown [an] [outcome] in HUMANS",
    ):
        yield Pattern("gaps", text, {"kind": "no_human_outcome"})
    outcomes = f"[ASK] outcomes|outcome|measures|endpoints {of} AUX [that]"
    for text in (
        f"{outcomes} [AUX] measured [but|and|yet] never|not [once] [AUX] changed|change|improved",
        f"{outcomes} measured|assessed|studied [but|and|yet] AUX never|not AUX changed",
        f"{outcomes} measured|assessed|studied [but|and|yet] never AUX to AUX changed|change",
        f"{outcomes} measured|assessed|studied without [any] change|changes",
        f"{outcomes} [AUX] never|not [AUX] changed|change [AUX]",
        f"{outcomes} never AUX as changed",
        f"{outcomes} measured|assessed [but|and] AUX never AUX as changed|improved",
        f"{outcomes} measured|assessed [but|and] never AUX as changed",
        f"what|which outcomes did|does|has|have <therapy> never change|changed",
    ):
        yield Pattern("gaps", text, {"kind": "never_changed"})
    studies = "trials|studies|trial|study"
    of = "[of|on|with|for|testing|about|in <therapy>]"
    for text in (
        f"[ASK] [ENDED] {studies} {of} AUX [ENDED] [but|and|yet] AUX UNREPORTED",
        f"[ASK] {studies} {of} AUX ENDED [but|and|yet] AUX UNREPORTED",
        f"[ASK] <therapy> {studies} AUX ENDED [but|and|yet] AUX UNREPORTED",
        f"[ASK] ENDED <therapy> {studies} AUX UNREPORTED",
        f"[ASK] unreported|unpublished {studies} {of}",
        f"[ASK] {studies} {of} never|not AUX results",
    ):
        yield Pattern("gaps", text, {"kind": "no_results"})


def _entities() -> Iterator[Pattern]:
    for text in (
        "what is|are|'s|was <q>",
        "what's <q>",
        "who is <q>",
        "what does|do <q> stand|mean|stands for",
        "what does|do <q> mean",
        "what is|are meant by <q>",
        "[the] meaning|definition of <q>",
        "what is [the] meaning|definition of <q>",
        "define|explain|identify <q>",
        "look|looking up <q>",
        "lookup|search|find <q>",
        "search [for] <q>",
        "look for <q>",
        "tell [me|us] [more] about <q>",
        "about <q>",
        "what is known about <q>",
        "what do we know about <q>",
        "find|search|list|look|show|which|what [for|up] [ASK] [any|all|the*] TYPE [is|are|that|which] [called|named|like|known] [as] <q>",
        "find|search|list|look|show [me] [for|up] [any|all|the|some*] TYPE <q>",
        "is|are there [a|an|any] TYPE [that] [is|are] [called|named|known] [as] <q>",
        "which|what TYPE is|are [called|named|known|abbreviated] [as] <q>",
        "TYPE called|named <q>",
        "do you know|have [a|an|the] TYPE [called|named] <q>",
        "is there anything|something called|named <q>",
        "find|search|list [for] anything|entities|entity|everything called|named <q>",
        "what kind|type|sort of TYPE|thing is <q>",
        "<q> definition|meaning",
    ):
        yield Pattern("entities", text, {})


@cache
def patterns() -> tuple[Pattern, ...]:
    """All of them; of two that fit equally well the earlier one wins."""
    return (
        *_gaps(),
        *_contradictions(),
        *_paths(),
        *_compare(),
        *_results(),
        *_adverse_events(),
        *_therapies(),
        *_claims(),
        *_profile(),
        *_entities(),
    )
