"""The wordings that ``ask`` understands, as data: which words mean the same.

A class maps phrases (patterns of :mod:`kg.ask.pattern`) to a value. Effects are from the
patient's side; ``less`` and ``more`` become one with what is good for the outcome named.
"""

from __future__ import annotations

__all__ = ["CLASSES", "POLITE", "TYPES"]


def _verbs(value: str, *stems: str, **irregular: str) -> dict[str, str]:
    """Verbs in their regular forms."""
    found: list[str] = list(irregular.values())
    for stem in stems:
        if stem.endswith("e"):
            found += [stem, f"{stem}s", f"{stem}d", f"{stem[:-1]}ing"]
        else:
            found += [stem, f"{stem}s", f"{stem}es", f"{stem}ed", f"{stem}ing"]
    return {"|".join(found): value}


_NO = "no [statistically] [significant|clear|detectable|measurable|real]"
_SOME = "[a|an|the|any|some] [significant|clear|marked|clinical|strong]"

#: Asks, auxiliaries and politeness: they say nothing about what is asked.
POLITE = (
    "please|kindly|ok|hi|hello",
    "can|could|would|will you [please]",
    "i would|'d like to know|see",
    "i'd like to know|see",
    "i want|need|wish to know|see",
    "i'm|we're looking for",
    "i am|we are looking for",
    "i wonder",
    "do you know",
    "tell me|us [please] [if|whether]",
    "show|give me|us [please]",
    "so|and|now",
)
_AUX = (
    "has|have|had|been|be|are|is|were|was|reported|reportedly|shown|found|known|said|seen|to|"
    "that|which|can|could|may|might|do|does|did|will|would|also|really|actually|significantly|"
    "ever|seem|seems|appear|appears|clearly|best|help|helped|there|used|proven|claimed"
)

CLASSES: dict[str, dict[str, str]] = {
    "ASK": {
        "which|what [of the]": "",
        "show|list|find|give|name|see|search [me] [all|any|some] [of] [the]": "",
        "are|is there [any|some|a]": "",
        "all|any [of] [the]": "",
        "what are|is|were|was [the]": "",
        "do we have|know [of] [any]": "",
    },
    "AUX": {"[" + _AUX + "*]": ""},
    "EFFECT": {
        **_verbs(
            "improved",
            "improve",
            "benefit",
            "ameliorate",
            "alleviate",
            "enhance",
            "restore",
            "relieve",
            "ease",
            "preserve",
            a="help|helps|helped|helping",
        ),
        "work|works|worked|effective|good|useful|beneficial for|against|on|in": "improved",
        "help|helps|helped with|against": "improved",
        **_verbs(
            "worsened",
            "worsen",
            "impair",
            "aggravate",
            "deteriorate",
            "harm",
            "damage",
            "exacerbate",
        ),
        "reduce [the]": "less",
        **_verbs(
            "less",
            "reduce",
            "lower",
            "decrease",
            "diminish",
            "lessen",
            "slow",
            "suppress",
            "limit",
            "delay",
            "prevent",
            "minimise",
            "minimize",
            "halt",
            "decline",
            a="cut|cuts|cutting",
            b="stop|stops|stopped",
        ),
        "slow|slows|slowed down": "less",
        **_verbs(
            "more",
            "increase",
            "raise",
            "prolong",
            "extend",
            "elevate",
            "lengthen",
            "boost",
            "accelerate",
        ),
        "do|does|did|has|have not|n't change|changed|affect|affected|alter|influence": "unchanged",
        "don't|doesn't|didn't change|affect|alter|influence": "unchanged",
        "do|does|did not improve or worsen": "unchanged",
        f"has|have|had|show|shows|showed|having|with {_NO} effect|effects|impact|influence "
        "on|upon": "unchanged",
        "make|makes|made no difference to|in|for": "unchanged",
        "has|have|had|show|shows|showed|with|report|reports|having mixed|conflicting|inconsistent "
        "results|effects|findings|outcomes|evidence for|on|in": "mixed",
        f"has|have|had|having {_SOME} effect|effects|impact|influence on|upon": "",
        **_verbs("", "affect", "change", "influence", "alter", "measure", "assess", "impact"),
        "report|reports|reported|change|changed|changes something in": "",
    },
    #: "an improvement in", after a verb that reports.
    "REPORT": {
        "report|reports|reported|reporting|show|shows|showed|showing|lead|leads|led|leading|give|"
        "gives|achieve|achieves|achieved|has|have|had|having|bring|brings|with|produce|produces|"
        "produced|cause|causes|caused|resulted|result|results|demonstrate|demonstrated [to|in]": ""
    },
    "NOUN": {
        f"{_SOME} improvement|improvements|gain|gains|benefit|benefits in|of|on|for|to": "improved",
        f"{_SOME} worsening|deterioration|impairment in|of": "worsened",
        f"{_SOME} reduction|reductions|decrease|decreases|decline|fall|drop|slowing in|of": "less",
        f"{_SOME} increase|increases|rise in|of": "more",
        f"{_NO} change|changes|difference|differences in|of|for": "unchanged",
        f"{_NO} effect|effects|impact on": "unchanged",
        "improved|better": "improved",
        "worse|worsened|impaired": "worsened",
        "reduced|lower|fewer|less|decreased|slower": "less",
        "increased|higher|more|prolonged|longer": "more",
        "unchanged|stable": "unchanged",
        "mixed results|effects|findings for|on|in": "mixed",
    },
    "AFTER": {
        "improvement|improvements|gain|gains|benefit": "improved",
        "worsening|deterioration": "worsened",
        "reduction|reductions|decrease": "less",
        "increase|increases": "more",
    },
    "STATE": {
        "unchanged|stable|unaffected|alone": "unchanged",
        "better": "improved",
        "worse": "worsened",
    },
    "USE": {
        "use|uses|used|using|involve|involves|employ|employs|contain|contains|"
        "based|made|consist|consists|consisting [of|on|from]": ""
    },
    "THROUGH": {
        "act|acts|acted|acting|work|works|working|operate|operates [through|by|via]": "",
        "through|via|by way of": "",
        "through|via": "",
    },
    "EVIDENCE": {
        f"{start} [all|any|the|some] [good|strong|human|clinical] "
        "evidence|proof|data|claims|reports|findings|claim|studies "
        "[there] that|whether|if|showing|for|suggesting": ""
        for start in (
            "",
            "is|are there",
            "what is|are",
            "what 's",
            "show|find|give|list [me]",
            "do we|you have",
            "[what|which]",
        )
    }
    | {
        "is it true|known|shown|reported|claimed that": "",
        "has it been shown|reported|claimed that": "",
        "what evidence is there that": "",
        "has anyone|anybody shown|reported that": "",
    },
    "HARMS": {
        "[of] [the] side|adverse|unwanted|harmful "
        "effects|effect|events|event|reactions|reaction": "",
        "side-effects|harms|harm|risks|dangers|toxicity|toxicities|complications|safety|aes": "",
        "safety profile|problems": "",
    },
    "SERIOUS": {
        "serious|severe": "yes",
        "non-serious|nonserious|mild": "no",
        "not|non serious": "no",
    },
    "DISAGREE": {
        "disagree|disagrees|contradict|contradicts|conflict|conflicts|differ|differs|"
        "contradictory|inconsistent|conflicting|contradicting|disagreeing|divided|split "
        "[with] [each|one] [with] [other|another|themselves|itself]": "",
    },
    "CONTRADICTIONS": {
        "contradictions|contradiction|disagreements|disagreement|conflicts|inconsistencies|"
        "discrepancies|controversies|controversy": "",
        "contradictory|conflicting|inconsistent|contradicting|discordant|opposing "
        "evidence|results|reports|findings|claims|studies|data|outcomes": "",
    },
    "STUDIES": {
        "[the|all] studies|trials|reports|study|trial|papers|findings|results|literature|evidence|"
        "publications": "",
    },
    "PATHS": {
        "[all|any|the|some] [causal] paths|path|chains|chain|routes|connections|links|"
        "connection|link|route|pathways|pathway": "",
    },
    "RESULTS": {
        "results|numbers|figures|measurements|values|data|estimates|scores|measurement": "",
        "effect size|sizes|estimates": "",
        "measured|reported|numerical values|results|data|numbers": "",
    },
    "BETTER": {
        "better|worse|safer|superior|inferior|more|less [effective|safe|tolerable] than|to": "",
    },
    "ENDED": {
        "finished|completed|ended|done|over|closed|concluded|complete|terminated|stopped": "",
    },
    "UNREPORTED": {
        "[that] [have|has|had|with|there] no|without [any] [posted|published|reported] "
        "results|result|outcomes": "",
        "never|not [have|has|had|been] [yet] reported|posted|published|gave [any] results": "",
        "have not|never reported|posted|published [any|their] results": "",
        "lack|lacks|lacking|missing [any|their] results": "",
    },
    "ONLY": {"only|just|solely|alone|exclusively": ""},
    "ANIMALS": {
        "animals|animal|mice|rodents|rats|preclinical|preclinically [models|studies|evidence|"
        "experiments]": "",
    },
    "HUMANS": {"humans|human|people|patients|clinical": ""},
    "FEATURE": {
        "outcome|outcomes [reported|measured|data|results|evidence]": "",
        "evidence|data|results|studies": "",
    },
    "CELLS": {"cells|cell|cell-types [type|types]": ""},
    "THERAPIES": {
        "therapies|therapy|treatments|treatment|interventions|intervention|drugs|medicines|"
        "anything|things|options": "",
    },
    "CONDITIONS": {"conditions|condition|diseases|disease|disorders|illnesses": ""},
    "MECHANISMS": {"mechanism|mechanisms [of action]": ""},
    "TYPE": {
        "therapy|therapies|treatment|treatments|drug|drugs": "Therapy",
        "cell type|types": "CellType",
        "cell|cells": "CellType",
        "mechanism|mechanisms": "Mechanism",
        "outcome|outcomes": "Outcome",
        "adverse event|events": "AdverseEvent",
        "side effect|effects": "AdverseEvent",
        "condition|conditions|disease|diseases": "Condition",
        "study|studies|trial|trials": "Study",
    },
    "EFFECTLESS": {"leave|leaves|keep unchanged": "", "not change|affect": ""},
    "PEOPLE": {},
    "THROUGH_PATH": {
        "[that] [go|goes|lead|pass|run] through|via": "",
        "passing|going|by way through|of": "",
    },
    "PREDICATE": {
        "uses|use [cell] [type]": "USES_CELL_TYPE",
        "acts|act through": "ACTS_THROUGH",
        "reports|report outcome": "REPORTS_OUTCOME",
        "has|have adverse event": "HAS_ADVERSE_EVENT",
        "treats|treat": "TREATS",
        "contributes|contribute to": "CONTRIBUTES_TO",
        "differentiates|differentiate into": "DIFFERENTIATES_INTO",
        "compared with": "COMPARED_WITH",
    },
}
CLASSES["PREDICATE2ND"] = CLASSES["PREDICATE"]

#: Types of entities as they are written for a path from or to any of them.
TYPES = CLASSES["TYPE"]
