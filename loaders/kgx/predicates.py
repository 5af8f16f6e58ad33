"""Which edges are facts of this model, by predicate and by what their ends may be."""

from __future__ import annotations

from dataclasses import dataclass

from kg.vocabulary import ChangeDirection, EffectDirection, EntityType, Stage
from loaders.edges import Edge
from loaders.kgx.categories import Kind

__all__ = [
    "EDGES",
    "INVERSE",
    "MATCHES",
    "NARROWER",
    "PREDICATES",
    "RULES",
    "Rule",
    "fitting",
    "plain_predicate",
]

_SAYS = "as the record says"


@dataclass(frozen=True, slots=True)
class Rule:
    """What one predicate becomes between two types."""

    edge: Edge
    subject: EntityType
    object: EntityType
    effect: EffectDirection | None = None
    change: ChangeDirection | None = None
    aspect: str | None = None
    """What of the object changes, where the predicate's own name says it."""
    stage: Stage | None = None
    clinical: bool = False
    """Whether it is about patients, so that its ends are what Biolink says they must be."""


_T, _C, _M = EntityType.THERAPY, EntityType.CELL_TYPE, EntityType.MECHANISM
_O, _A, _D = EntityType.OUTCOME, EntityType.ADVERSE_EVENT, EntityType.CONDITION

_TREATS = Edge("treats, applied or studied to treat, prevents, ameliorates: therapy → disease or "
               "phenotype", "TREATS", _SAYS, _SAYS)  # fmt: skip
_TRIALS = Edge("in clinical trials for", "TREATS", _SAYS, _SAYS)
_PRECLINICAL = Edge("in preclinical trials for, beneficial in models for", "TREATS", _SAYS, _SAYS)
_HARM = Edge("has adverse event, has side effect", "HAS_ADVERSE_EVENT", _SAYS, _SAYS)
_CAUSES = Edge("causes: therapy → disease or phenotype", "HAS_ADVERSE_EVENT", _SAYS, _SAYS)
_BETTER = Edge("ameliorates: therapy → phenotype", "REPORTS_OUTCOME", _SAYS, _SAYS)
_WORSE = Edge("exacerbates: therapy → phenotype", "REPORTS_OUTCOME", _SAYS, _SAYS)
_CHANGES = Edge("affects, increases, decreases: therapy → phenotype", "REPORTS_OUTCOME",
                _SAYS, _SAYS)  # fmt: skip
_ACTS = Edge("affects, regulates, causes: therapy or cell → process", "ACTS_THROUGH", _SAYS, _SAYS)
_LEADS = Edge("affects, regulates, causes, contributes to: process → process, phenotype, disease",
              "CONTRIBUTES_TO", _SAYS, _SAYS)  # fmt: skip
_RELIEVES = Edge("ameliorates, prevents: process → phenotype, disease", "CONTRIBUTES_TO",
                 _SAYS, _SAYS)  # fmt: skip
_AGGRAVATES = Edge("exacerbates, predisposes to: process → phenotype, disease", "CONTRIBUTES_TO",
                   _SAYS, _SAYS)  # fmt: skip
_USES = Edge("has part: therapy → cell", "USES_CELL_TYPE", _SAYS, _SAYS)
_BECOMES = Edge("develops into", "DIFFERENTIATES_INTO", _SAYS, _SAYS)

#: The rows of the guide's table.
EDGES = (
    _TREATS, _TRIALS, _PRECLINICAL, _HARM, _CAUSES, _BETTER, _WORSE, _CHANGES, _ACTS, _LEADS,
    _RELIEVES, _AGGRAVATES, _USES, _BECOMES,
)  # fmt: skip

#: Passive predicates and the active ones that say the same with the ends exchanged.
INVERSE = {
    "treated_by": "treats",
    "treatment_applications_from": "applied_to_treat",
    "subject_of_treatment_application_or_study_for_treatment_by":
        "treats_or_applied_or_studied_to_treat",
    "treated_in_studies_by": "studied_to_treat",
    "tested_by_clinical_trials_of": "in_clinical_trials_for",
    "tested_by_preclinical_trials_of": "in_preclinical_trials_for",
    "models_demonstrating_benefits_for": "beneficial_in_models_for",
    "has_preventative_intervention": "preventative_for_condition",
    "prevented_by": "prevents",
    "condition_ameliorated_by": "ameliorates_condition",
    "ameliorated_by": "ameliorates",
    "is_ameliorated_by": "ameliorates",
    "condition_exacerbated_by": "exacerbates_condition",
    "exacerbated_by": "exacerbates",
    "is_exacerbated_by": "exacerbates",
    "condition_promoted_by": "promotes_condition",
    "condition_predisposed_by": "predisposes_to_condition",
    "adverse_event_of": "has_adverse_event",
    "adverse_event_caused_by": "has_adverse_event",
    "is_side_effect_of": "has_side_effect",
    "affected_by": "affects",
    "likelihood_affected_by": "affects_likelihood_of",
    "regulated_by": "regulates",
    "positively_regulated_by": "positively_regulates",
    "negatively_regulated_by": "negatively_regulates",
    "disrupted_by": "disrupts",
    "caused_by": "causes",
    "contribution_from": "contributes_to",
    "part_of": "has_part",
    "develops_from": "develops_into",
    "superclass_of": "subclass_of",
}  # fmt: skip
#: The hierarchy, and what is the same thing under another id: terms, not facts.
NARROWER = "subclass_of"
MATCHES = frozenset({"exact_match", "same_as"})

#: Earlier Biolink wrote what changes and which way into the predicate's name.
_ASPECTS = (
    "abundance", "activity", "amount_or_activity", "degradation", "expression", "folding",
    "localization", "metabolic_processing", "molecular_interaction", "molecular_modification",
    "mutation_rate", "secretion", "splicing", "stability", "synthesis", "transport", "uptake",
)  # fmt: skip
_UP, _DOWN = ChangeDirection.INCREASED, ChangeDirection.DECREASED


def _effects() -> dict[str, tuple[ChangeDirection | None, str | None]]:
    """Predicates by which one thing changes another, with the direction and the aspect."""
    found: dict[str, tuple[ChangeDirection | None, str | None]] = {
        "affects": (None, None),
        "regulates": (None, None),
        "disrupts": (None, None),
    }
    for prefix in ("", "process_", "entity_"):
        found[f"{prefix}regulates"] = (None, None)
        for word, change in (("positively", _UP), ("negatively", _DOWN)):
            found[f"{prefix}{word}_regulates"] = (change, None)
    for verb, direction in (("affects", None), ("increases", _UP), ("decreases", _DOWN)):
        for aspect in _ASPECTS:
            found[f"{verb}_{aspect}_of"] = (direction, aspect.replace("_", " "))
    return found


def _rules() -> dict[str, list[Rule]]:
    """Rules by predicate, the likelier reading first."""
    found: dict[str, list[Rule]] = {}

    def add(names: str, *rules: Rule) -> None:
        for name in names.split():
            found.setdefault(name, []).extend(rules)

    treats = Rule(_TREATS, _T, _D, clinical=True)
    add("treats applied_to_treat studied_to_treat treats_or_applied_or_studied_to_treat "
        "preventative_for_condition prevents", treats)  # fmt: skip
    add("in_clinical_trials_for", Rule(_TRIALS, _T, _D, stage=Stage.IN_TRIALS, clinical=True))
    add("in_preclinical_trials_for beneficial_in_models_for",
        Rule(_PRECLINICAL, _T, _D, stage=Stage.PROPOSED, clinical=True))  # fmt: skip
    add(
        "has_adverse_event has_side_effect causes_adverse_event", Rule(_HARM, _T, _A, clinical=True)
    )
    better, worse = EffectDirection.IMPROVED, EffectDirection.WORSENED
    add("ameliorates ameliorates_condition", Rule(_BETTER, _T, _O, effect=better), treats)
    add("ameliorates ameliorates_condition prevents",
        *(Rule(_RELIEVES, _M, end, effect=better) for end in (_O, _D)))  # fmt: skip
    add("exacerbates exacerbates_condition", Rule(_WORSE, _T, _O, effect=worse))
    add("exacerbates exacerbates_condition predisposes predisposes_to_condition promotes_condition",
        *(Rule(_AGGRAVATES, _M, end, effect=worse) for end in (_O, _D)))  # fmt: skip
    add("causes", Rule(_CAUSES, _T, _A))
    add("causes contributes_to", Rule(_ACTS, _T, _M), Rule(_ACTS, _C, _M), Rule(_LEADS, _M, _M),
        Rule(_LEADS, _M, _O), Rule(_LEADS, _M, _D, effect=worse))  # fmt: skip
    add("affects_risk_for affects_likelihood_of", *(Rule(_LEADS, _M, end) for end in (_O, _D)))
    for name, (change, aspect) in _effects().items():
        add(name, Rule(_CHANGES, _T, _O, change=change, aspect=aspect),
            *(Rule(_ACTS, end, _M, change=change, aspect=aspect) for end in (_T, _C)),
            *(Rule(_LEADS, _M, end, change=change, aspect=aspect)
              for end in (_M, _O, _D)))  # fmt: skip
    add("has_part", Rule(_USES, _T, _C))
    add("develops_into", Rule(_BECOMES, _C, _C))
    return found


RULES = _rules()
#: Every predicate that may become something, in Biolink's snake case.
PREDICATES = frozenset(RULES) | frozenset(INVERSE) | MATCHES | {NARROWER}


def plain_predicate(predicate: str) -> str:
    """``biolink:treats``, ``treats`` and ``in clinical trials for`` in one spelling."""
    return predicate.strip().removeprefix("biolink:").replace(" ", "_")


def fitting(predicate: str, subject: Kind, target: Kind) -> Rule | None:
    """The rule for an active predicate between two kinds; null where none fits."""
    rules = RULES.get(predicate, ())
    for subject_role in subject.roles:
        for target_role in target.roles:
            for rule in rules:
                if (rule.subject, rule.object) != (subject_role, target_role):
                    continue
                if rule.clinical or not (subject.clinical_only or target.clinical_only):
                    return rule
    return None
