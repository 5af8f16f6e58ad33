"""Which way of an outcome is good for the patient, by the id of the packaged outcome.

Only where there is no doubt: timed tests are better lower (they are seconds), scales as their
authors count them. What is not here has no known way, so "reduce" and "increase" are refused
for it and "improve" or "worsen" asked for.
"""

from __future__ import annotations

from functools import cache

from kg.identifiers import name_key
from kg.terms import packaged_terms
from kg.vocabulary import EntityType

__all__ = ["better"]

_OWN = "therapath:"
#: Higher values are better.
_HIGHER = frozenset(
    [
        "MESH:D000072797",
        "MESH:D000077982",
        "MESH:D000089943",
        "MESH:D000094725",
        "MESH:D000203",
        "MESH:D001066",
        "MESH:D003071",
        "MESH:D004856",
        "MESH:D008568",
        "MESH:D010807",
        "MESH:D011788",
        "MESH:D012677",
        "MESH:D013060",
        "MESH:D013534",
        "MESH:D014785",
        "MESH:D014792",
        "MESH:D015350",
        "MESH:D016138",
        "MESH:D016896",
        "MESH:D017211",
        "MESH:D017567",
        "MESH:D018572",
        "MESH:D043680",
        "MESH:D053580",
        "MESH:D055253",
        "MESH:D062707",
    ]
) | {
    _OWN + name
    for name in [
        "als-functional-rating-scale-revised",
        "barthel-index",
        "berg-balance-scale",
        "bladder-function",
        "bowel-function",
        "brain-volume",
        "confirmed-disability-improvement",
        "cure",
        "eq-5d",
        "eq-vas",
        "event-free-survival",
        "feasibility",
        "functional-independence-measure",
        "general-wellbeing",
        "grey-matter-volume",
        "mini-mental-state-examination",
        "montreal-cognitive-assessment",
        "mood",
        "motor-function",
        "multiple-sclerosis-quality-of-life-54",
        "myelin-repair",
        "no-evidence-of-disease-activity",
        "overall-survival",
        "relapse-free-survival",
        "paced-auditory-serial-addition-test",
        "retinal-nerve-fibre-layer-thickness",
        "safety",
        "scripps-neurological-rating-scale",
        "sexual-function",
        "short-form-36-health-survey",
        "six-minute-walk-test",
        "symbol-digit-modalities-test",
        "time-to-first-relapse",
        "tolerability",
        "treatment-free-remission",
        "upper-limb-function",
        "multiple-sclerosis-functional-composite",
        "controlled-oral-word-association-test",
        "functional-assessment-of-multiple-sclerosis",
    ]
}
#: Lower values are better.
_LOWER = frozenset(
    [
        "HP:0000622",
        "HP:0002180",
        "HP:0006827",
        "HP:0007305",
        "HP:0012444",
        "MESH:D000084802",
        "MESH:D004172",
        "MESH:D005221",
        "MESH:D007249",
        "MESH:D007902",
        "MESH:D009128",
        "MESH:D009461",
        "MESH:D010146",
        "MESH:D014202",
        "MESH:D017048",
        "MESH:D017281",
        "MESH:D018450",
        "NCIT:C112520",
    ]
) | {
    _OWN + name
    for name in [
        "12-item-multiple-sclerosis-walking-scale",
        "adverse-event-rate",
        "ambulation-index",
        "annualized-relapse-rate",
        "beck-depression-inventory",
        "combined-unique-active-lesions",
        "confirmed-disability-progression",
        "disability",
        "disease-activity",
        "eae-clinical-score",
        "edss-plus",
        "fatigue-severity-scale",
        "gadolinium-enhancing-lesions",
        "glial-fibrillary-acidic-protein-level",
        "hospital-anxiety-and-depression-scale",
        "kurtzke-functional-systems-score",
        "modified-ashworth-scale",
        "modified-fatigue-impact-scale",
        "modified-rankin-scale",
        "multiple-sclerosis-impact-scale-29",
        "multiple-sclerosis-severity-score",
        "neurofilament-light-chain",
        "new-or-enlarging-t2-lesions",
        "nih-stroke-scale",
        "nine-hole-peg-test",
        "pain-visual-analogue-scale",
        "paramagnetic-rim-lesions",
        "patient-determined-disease-steps",
        "patient-health-questionnaire-9",
        "peripheral-neuropathy-symptoms",
        "progression-independent-of-relapse-activity",
        "relapse",
        "relapse-associated-worsening",
        "relapse-severity",
        "serious-adverse-event-rate",
        "t1-hypointense-lesion-volume",
        "t2-lesion-volume",
        "timed-25-foot-walk",
        "timed-up-and-go-test",
        "treatment-related-mortality-rate",
    ]
}


def better(outcome: str) -> str | None:
    """``higher`` or ``lower``: which is better for the patient; null where it is not known."""
    key = name_key(outcome)
    ways = {
        "higher" if identity in _HIGHER else "lower" if identity in _LOWER else None
        for identity in _outcomes().get(key, ())
    }
    return ways.pop() if len(ways) == 1 else None


@cache
def _outcomes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for term in packaged_terms().by_id.values():
        if term.type is EntityType.OUTCOME:
            for name in (term.id, term.name, *term.synonyms):
                found.setdefault(name_key(name), []).append(term.id)
    return found
