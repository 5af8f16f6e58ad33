"""The wordings of filters: which words name a phase, a design, a route and the like."""

from __future__ import annotations

__all__ = ["FILTER_CLASSES"]

FILTER_CLASSES: dict[str, dict[str, str]] = {
    "PHASE": {
        "early phase 1|i": "EARLY_PHASE1",
        "phase|phases 1|i|1a|1b|one": "PHASE1",
        "phase|phases 1/2|i/ii|1-2|i-ii|1/2a|i/iia": "PHASE1_PHASE2",
        "phase|phases 2|ii|2a|2b|iia|iib|two": "PHASE2",
        "phase|phases 2/3|ii/iii|2-3|ii-iii": "PHASE2_PHASE3",
        "phase|phases 3|iii|3a|3b|iiib|three": "PHASE3",
        "phase|phases 4|iv|four": "PHASE4",
    },
    "PHASE2ND": {
        "[phase] 1|i": "PHASE1",
        "[phase] 2|ii": "PHASE2",
        "[phase] 3|iii": "PHASE3",
        "[phase] 4|iv": "PHASE4",
        "[phase] 2/3|ii/iii": "PHASE2_PHASE3",
        "[phase] 1/2|i/ii": "PHASE1_PHASE2",
    },
    "DESIGN": {
        "systematic reviews|review": "systematic_review",
        "meta-analyses|meta-analysis": "systematic_review",
        "[double-blind|blinded|placebo-controlled] randomised|randomized [controlled|clinical] "
        "trials|trial|studies|experiments|evidence": "rct",
        "rcts|rct": "rct",
        "randomised|randomized controlled": "rct",
        "non-randomised|non-randomized|nonrandomised|nonrandomized [controlled|clinical] "
        "trials|trial|studies": "non_randomised_trial",
        "single-arm|one-arm|uncontrolled trials|trial|studies|study": "single_arm",
        "single arm trials|trial|studies|study": "single_arm",
        "cohort|cohorts|observational [studies|study]": "cohort",
        "case series|reports|report|studies": "case_series",
        "remarks in reviews": "review_remark",
        "review remarks": "review_remark",
        "expert opinion|opinions": "opinion",
        "opinion|opinions": "opinion",
    },
    "DESIGN2ND": {},
    "ROUTE": {
        f"{stem}|{stem}ly|{stem}{'al' if stem.endswith('ic') else ''}ly": stem
        for stem in (
            "intravenous",
            "intrathecal",
            "oral",
            "subcutaneous",
            "intramuscular",
            "intranasal",
            "intracerebral",
            "intraventricular",
            "intracerebroventricular",
            "intralesional",
            "intravitreal",
            "intra-arterial",
            "intraarterial",
            "intraperitoneal",
            "topical",
            "transdermal",
            "inhaled",
            "epidural",
            "intraspinal",
            "intradermal",
            "intraparenchymal",
        )
    }
    | {"iv": "intravenous", "i.v": "intravenous"},
    "DONOR": {
        "autologous|autologously": "autologous",
        "allogeneic|allogenic|allogeneically": "allogeneic",
        "xenogeneic|xenogenic": "xenogeneic",
        "patient|patients 's own": "autologous",
    },
    "LEAST": {
        "at least": "0",
        "a minimum of": "0",
        "minimum": "0",
        "no fewer|less than": "0",
        "not fewer|less than": "0",
        ">=|≥": "0",
        "more than": "1",
        "over|above|>": "1",
        "greater than": "1",
        "longer than": "1",
    },
    "ORMORE": {"or|and more|longer|above|over|greater": "0"},
    "UNIT": {"years|year|yr|yrs": "12", "months|month|mo": "1"},
    "PEOPLE": {"patients|participants|people|subjects|persons|individuals": ""},
    "STUDY": {"studies|trials|reports|study|trial|papers|publications": ""},
    "MEASURE": {
        "patients|participants|patient": "patients",
        "studies|trials|study": "studies",
        "score|evidence|strength": "score",
        "year|date|newest|recency|age": "newest",
        "rate|frequency": "rate",
        "seriousness|severity": "serious",
    },
}
FILTER_CLASSES["DESIGN2ND"] = FILTER_CLASSES["DESIGN"]
