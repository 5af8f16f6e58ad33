"""The closed lists of the model: labels, predicates with their domain and range, qualifiers.

Names are Biolink's, CIViC's or ClinicalTrials.gov's words where those have one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "BIOLINK_CATEGORY",
    "DESIGNS_IN",
    "ENTITY_TYPES_WITH_HIERARCHY",
    "LEFT_OUT_BECAUSE",
    "MACHINE_AGENTS",
    "PHASE_RANK",
    "PREDICATES",
    "AdverseEventsSort",
    "AgentType",
    "ChangeDirection",
    "DesignType",
    "Donor",
    "EffectDirection",
    "EntityType",
    "EstimateType",
    "EvidenceDirection",
    "Gap",
    "KnowledgeLevel",
    "LeftOut",
    "Phase",
    "Predicate",
    "PredicateRule",
    "Sex",
    "Sort",
    "Stage",
    "StudiedIn",
]


class EntityType(StrEnum):
    """Labels of nodes that also carry ``:Entity``."""

    THERAPY = "Therapy"
    CELL_TYPE = "CellType"
    MECHANISM = "Mechanism"
    OUTCOME = "Outcome"
    ADVERSE_EVENT = "AdverseEvent"
    CONDITION = "Condition"
    STUDY = "Study"


#: Types whose entities form IS_A hierarchies.
ENTITY_TYPES_WITH_HIERARCHY = frozenset(EntityType) - {EntityType.STUDY}

#: The Biolink class a label stands for in exports and TRAPI.
BIOLINK_CATEGORY = {
    EntityType.THERAPY: "biolink:Treatment",
    EntityType.CELL_TYPE: "biolink:Cell",
    EntityType.MECHANISM: "biolink:BiologicalProcess",
    EntityType.OUTCOME: "biolink:ClinicalFinding",
    EntityType.ADVERSE_EVENT: "biolink:DiseaseOrPhenotypicFeature",
    EntityType.CONDITION: "biolink:Disease",
    EntityType.STUDY: "biolink:Study",
}


class EffectDirection(StrEnum):
    """What happened, from the patient's side: fewer relapses is ``improved``."""

    IMPROVED = "improved"
    WORSENED = "worsened"
    UNCHANGED = "unchanged"
    MIXED = "mixed"


class ChangeDirection(StrEnum):
    """Which way a measure went, whether or not that is good for the patient."""

    INCREASED = "increased"
    DECREASED = "decreased"
    NO_DIFFERENCE = "no_difference"


class EvidenceDirection(StrEnum):
    """Whether a report speaks for its claim or against it."""

    SUPPORTS = "supports"
    REFUTES = "refutes"


class Predicate(StrEnum):
    """What a claim asserts; also the type of its direct relationship."""

    USES_CELL_TYPE = "USES_CELL_TYPE"
    ACTS_THROUGH = "ACTS_THROUGH"
    REPORTS_OUTCOME = "REPORTS_OUTCOME"
    HAS_ADVERSE_EVENT = "HAS_ADVERSE_EVENT"
    TREATS = "TREATS"
    CONTRIBUTES_TO = "CONTRIBUTES_TO"
    DIFFERENTIATES_INTO = "DIFFERENTIATES_INTO"
    COMPARED_WITH = "COMPARED_WITH"


@dataclass(frozen=True)
class PredicateRule:
    """Domain and range of a predicate, and whether ``effect_direction`` belongs to it."""

    subjects: frozenset[EntityType]
    objects: frozenset[EntityType]
    #: "required", "optional" or "refused"
    effect: str
    biolink: str


def _rule(subjects: str, objects: str, effect: str, biolink: str) -> PredicateRule:
    return PredicateRule(
        frozenset(EntityType(word) for word in subjects.split()),
        frozenset(EntityType(word) for word in objects.split()),
        effect,
        f"biolink:{biolink}",
    )


#: The closed list: a fact outside it is rejected with a reason.
PREDICATES: dict[Predicate, PredicateRule] = {
    Predicate.USES_CELL_TYPE: _rule("Therapy", "CellType", "refused", "has_part"),
    Predicate.ACTS_THROUGH: _rule("Therapy CellType", "Mechanism", "refused", "affects"),
    Predicate.REPORTS_OUTCOME: _rule("Therapy", "Outcome", "required", "affects"),
    Predicate.HAS_ADVERSE_EVENT: _rule("Therapy", "AdverseEvent", "refused", "has_adverse_event"),
    Predicate.TREATS: _rule("Therapy", "Condition", "refused", "in_clinical_trials_for"),
    Predicate.CONTRIBUTES_TO: _rule(
        "Mechanism", "Outcome Mechanism Condition", "optional", "contributes_to"
    ),
    Predicate.DIFFERENTIATES_INTO: _rule("CellType", "CellType", "refused", "develops_into"),
    Predicate.COMPARED_WITH: _rule("Therapy", "Therapy", "optional", "associated_with"),
}


class DesignType(StrEnum):
    """How the evidence came about, strongest first."""

    SYSTEMATIC_REVIEW = "systematic_review"
    RCT = "rct"
    NON_RANDOMISED_TRIAL = "non_randomised_trial"
    SINGLE_ARM = "single_arm"
    COHORT = "cohort"
    CASE_SERIES = "case_series"
    ANIMAL = "animal"
    IN_VITRO = "in_vitro"
    REVIEW_REMARK = "review_remark"
    OPINION = "opinion"


class StudiedIn(StrEnum):
    """What was studied, as far as the design tells."""

    HUMAN = "human"
    ANIMAL = "animal"
    IN_VITRO = "in_vitro"


#: The designs that tell what was studied; remarks, opinions and reports without one do not.
DESIGNS_IN: dict[StudiedIn, frozenset[DesignType]] = {
    StudiedIn.HUMAN: frozenset(
        (
            DesignType.SYSTEMATIC_REVIEW,
            DesignType.RCT,
            DesignType.NON_RANDOMISED_TRIAL,
            DesignType.SINGLE_ARM,
            DesignType.COHORT,
            DesignType.CASE_SERIES,
        )
    ),
    StudiedIn.ANIMAL: frozenset((DesignType.ANIMAL,)),
    StudiedIn.IN_VITRO: frozenset((DesignType.IN_VITRO,)),
}


class Phase(StrEnum):
    """Trial phase, in ClinicalTrials.gov's spelling."""

    EARLY_PHASE1 = "EARLY_PHASE1"
    PHASE1 = "PHASE1"
    PHASE1_PHASE2 = "PHASE1_PHASE2"
    PHASE2 = "PHASE2"
    PHASE2_PHASE3 = "PHASE2_PHASE3"
    PHASE3 = "PHASE3"
    PHASE4 = "PHASE4"
    NA = "NA"


#: Order of phases. A combined phase counts as its later one, as in the registry's own filter.
PHASE_RANK: dict[Phase, int] = {
    Phase.EARLY_PHASE1: 0,
    Phase.PHASE1: 1,
    Phase.PHASE1_PHASE2: 2,
    Phase.PHASE2: 2,
    Phase.PHASE2_PHASE3: 3,
    Phase.PHASE3: 3,
    Phase.PHASE4: 4,
}


class Stage(StrEnum):
    """How far a therapy has come for a condition (``TREATS`` only)."""

    APPROVED = "approved"
    IN_TRIALS = "in_trials"
    PROPOSED = "proposed"


class Donor(StrEnum):
    """Whose cells they are."""

    AUTOLOGOUS = "autologous"
    ALLOGENEIC = "allogeneic"
    XENOGENEIC = "xenogeneic"


class Sex(StrEnum):
    """Sex of the population, in ClinicalTrials.gov's spelling."""

    ALL = "ALL"
    FEMALE = "FEMALE"
    MALE = "MALE"


class EstimateType(StrEnum):
    """What kind of number ``estimate`` is."""

    MEAN_DIFFERENCE = "mean_difference"
    STANDARDISED_MEAN_DIFFERENCE = "standardised_mean_difference"
    ODDS_RATIO = "odds_ratio"
    HAZARD_RATIO = "hazard_ratio"
    RISK_RATIO = "risk_ratio"
    RATE_RATIO = "rate_ratio"
    RISK_DIFFERENCE = "risk_difference"
    PROPORTION = "proportion"
    MEAN = "mean"
    MEDIAN = "median"
    OTHER = "other"


class KnowledgeLevel(StrEnum):
    """Biolink's ``knowledge_level``."""

    KNOWLEDGE_ASSERTION = "knowledge_assertion"
    LOGICAL_ENTAILMENT = "logical_entailment"
    PREDICTION = "prediction"
    STATISTICAL_ASSOCIATION = "statistical_association"
    TEXT_CO_OCCURRENCE = "text_co_occurrence"
    OBSERVATION = "observation"
    NOT_PROVIDED = "not_provided"


class AgentType(StrEnum):
    """Biolink's ``agent_type``."""

    MANUAL_AGENT = "manual_agent"
    AUTOMATED_AGENT = "automated_agent"
    DATA_ANALYSIS_PIPELINE = "data_analysis_pipeline"
    COMPUTATIONAL_MODEL = "computational_model"
    TEXT_MINING_AGENT = "text_mining_agent"
    IMAGE_PROCESSING_AGENT = "image_processing_agent"
    MANUAL_VALIDATION_OF_AUTOMATED_AGENT = "manual_validation_of_automated_agent"
    NOT_PROVIDED = "not_provided"


#: Agents that are programs, not people; what a person has validated is not among them.
MACHINE_AGENTS = frozenset(
    (
        AgentType.AUTOMATED_AGENT,
        AgentType.DATA_ANALYSIS_PIPELINE,
        AgentType.COMPUTATIONAL_MODEL,
        AgentType.TEXT_MINING_AGENT,
        AgentType.IMAGE_PROCESSING_AGENT,
    )
)


class Sort(StrEnum):
    """What an answer's items are ordered by, greatest first."""

    SCORE = "score"
    STUDIES = "studies"
    PATIENTS = "patients"
    NEWEST = "newest"


class AdverseEventsSort(StrEnum):
    """What adverse events are ordered by, greatest first."""

    RATE = "rate"
    SERIOUS = "serious"
    STUDIES = "studies"


class LeftOut(StrEnum):
    """Why a count of an arm is in no sum, or a result in no summary."""

    POOLED_ARM = "pooled_arm"
    SAME_ARM = "same_arm"
    OTHER_TIMEPOINT = "other_timepoint"
    OTHER_ACCOUNT = "other_account"
    UNNAMED_ARM = "unnamed_arm"
    COMPARATOR_ARM = "comparator_arm"
    MORE_THAN_ENROLLED = "more_than_enrolled"
    REVIEW = "review"
    NOT_HUMAN = "not_human"
    OTHER_ARM = "other_arm"
    NO_TIMEPOINT = "no_timepoint"
    NO_INTERVAL = "no_interval"
    NOT_95 = "not_95"
    NOT_WITHIN = "not_within"
    NOT_A_FORM = "not_a_form"
    NO_COMPARATOR = "no_comparator"
    ALONE = "alone"


#: The same in words.
LEFT_OUT_BECAUSE: dict[LeftOut, str] = {
    LeftOut.POOLED_ARM: "a total of arms that are reported beside it, or of which one is enough",
    LeftOut.SAME_ARM: "the arm is counted by another report",
    LeftOut.OTHER_TIMEPOINT: "the same study at another time; the last one counts",
    LeftOut.OTHER_ACCOUNT: "the same study by another publication or source",
    LeftOut.UNNAMED_ARM: "no arm is named, and named ones of the study may be the same people",
    LeftOut.COMPARATOR_ARM: "another report of the study names it as what was compared with",
    LeftOut.MORE_THAN_ENROLLED: (
        "the study's arms have more people than it enrolled, so they overlap; the largest counts"
    ),
    LeftOut.REVIEW: "it sums up studies, whose people may be counted already",
    LeftOut.NOT_HUMAN: "animals or cells, beside people",
    LeftOut.OTHER_ARM: "another arm, or another number, of a study that is in with one",
    LeftOut.NO_TIMEPOINT: "when it was measured is not said",
    LeftOut.NO_INTERVAL: (
        "neither an interval, nor a standard deviation or error with the number of people"
    ),
    LeftOut.NOT_95: "its interval is not a two-sided 95 % one",
    LeftOut.NOT_WITHIN: "its estimate is not inside its interval, or the interval has no width",
    LeftOut.NOT_A_FORM: (
        "neither an effect against a comparator, nor a mean, nor a count of people"
    ),
    LeftOut.NO_COMPARATOR: "an effect that does not say against what",
    LeftOut.ALONE: "no other study gives the same measure in this form at this time",
}


class Gap(StrEnum):
    """What is missing from the evidence."""

    ANIMAL_ONLY = "animal_only"
    """Mechanisms that are claimed of a therapy or cell from animals or in vitro alone."""
    NO_HUMAN_OUTCOME = "no_human_outcome"
    """Therapies with a mechanism and no outcome reported in humans."""
    NEVER_CHANGED = "never_changed"
    """Outcomes that were measured and never reported as changed."""
    NO_RESULTS = "no_results"
    """Studies that ended and have no results."""
