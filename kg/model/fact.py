"""A fact: what a source states, as it is handed to a loader or to ``POST /v1/facts``."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from kg.model.base import Count, Curie, Fraction, Model, Name, Number, Text, Words, problem
from kg.vocabulary import (
    PREDICATES,
    AgentType,
    ChangeDirection,
    DesignType,
    Donor,
    EffectDirection,
    EntityType,
    EstimateType,
    EvidenceDirection,
    KnowledgeLevel,
    Phase,
    Predicate,
    Sex,
    Stage,
)

__all__ = [
    "Design",
    "EntityRef",
    "Fact",
    "Population",
    "Provenance",
    "PublicationRef",
    "Result",
    "StudyRef",
    "Treatment",
    "fact_json_schema",
    "is_measured",
    "part_model",
    "part_types",
]

Years = Annotated[float, Field(strict=True, ge=0, le=150)]
EdssScore = Annotated[float, Field(strict=True, ge=0, le=10)]


def _ordered(low: float | None, high: float | None, low_name: str, high_name: str) -> None:
    if low is not None and high is not None and low > high:
        message = f"{low_name} ({low:g}) is greater than {high_name} ({high:g})"
        raise problem("inconsistent", message, low_name)


class EntityRef(Model):
    """An entity in the source's own words, with its id where the source gives one."""

    type: EntityType
    id: Curie | None = None
    name: Name
    match_score: Fraction | None = None
    """How alike the name is to that of the entity with this id, where likeness chose the id."""


class Result(Model):
    """What was measured. Every number is optional; none is ever filled in."""

    arm: Name | None = None
    pooled: Annotated[bool, Field(strict=True)] | None = None
    """Whether the arm is a total of arms that are reported beside it; never added to them."""
    comparator: Name | None = None
    measure: Name | None = None
    """What was measured, where it says more than the object of the fact."""
    unit: Words | None = None
    value: Number | None = None
    baseline: Number | None = None
    change: Number | None = None
    change_direction: ChangeDirection | None = None
    """Which way the measure went, where the source does not say whether that is good."""
    dispersion: Number | None = None
    dispersion_type: Words | None = None
    """Such as standard deviation; of ``value``."""
    estimate: Number | None = None
    estimate_type: EstimateType | None = None
    ci_low: Number | None = None
    ci_high: Number | None = None
    p_value: Fraction | None = None
    n: Count | None = None
    """Patients (or animals) analysed."""
    responders: Count | None = None
    affected: Count | None = None
    at_risk: Count | None = None
    serious: Annotated[bool, Field(strict=True)] | None = None
    timepoint_months: Annotated[float, Field(strict=True, ge=0, le=1200)] | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        _ordered(self.ci_low, self.ci_high, "ci_low", "ci_high")
        _ordered(self.affected, self.at_risk, "affected", "at_risk")
        _ordered(self.responders, self.n, "responders", "n")
        if self.estimate is not None and self.estimate_type is None:
            raise problem("missing_field", "estimate needs an estimate_type", "estimate_type")
        if self.estimate_type is EstimateType.PROPORTION:
            self._proportions("estimate", "ci_low", "ci_high")
        if self.unit is not None and self.unit.casefold() == "proportion":
            self._proportions("value", "baseline")
        return self

    def _proportions(self, *fields: str) -> None:
        for field in fields:
            number = getattr(self, field)
            if number is not None and not 0 <= number <= 1:
                message = f"{field} is a proportion and must be from 0 to 1, not {number:g}"
                raise problem("out_of_range", message, field)


class Design(Model):
    """How the report came about."""

    type: DesignType
    phase: Phase | None = None
    arms: Annotated[int, Field(strict=True, ge=1, le=1000)] | None = None
    masking: Words | None = None
    limitations: Text | None = None
    """A reservation of the report about itself, in the extractor's own words."""


class Treatment(Model):
    """The treatment as it was given."""

    route: Words | None = None
    dose: Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)] | None = None
    dose_max: Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)] | None = None
    """Upper end where the dose is a range, or the only number of an "up to"."""
    dose_unit: Words | None = None
    administrations: Annotated[int, Field(strict=True, ge=1, le=10_000)] | None = None
    schedule: Words | None = None
    conditioning: Words | None = None
    cell_source: Words | None = None
    """Tissue the cells come from."""
    donor: Donor | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        _ordered(self.dose, self.dose_max, "dose", "dose_max")
        if (self.dose is not None or self.dose_max is not None) and self.dose_unit is None:
            raise problem("missing_field", "dose needs a dose_unit", "dose_unit")
        return self


class Population(Model):
    """Whom the report is about."""

    age_min: Years | None = None
    age_max: Years | None = None
    edss_min: EdssScore | None = None
    edss_max: EdssScore | None = None
    duration_min_years: Years | None = None
    duration_max_years: Years | None = None
    sex: Sex | None = None
    course: Words | None = None
    description: Text | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        _ordered(self.age_min, self.age_max, "age_min", "age_max")
        _ordered(self.edss_min, self.edss_max, "edss_min", "edss_max")
        _ordered(
            self.duration_min_years,
            self.duration_max_years,
            "duration_min_years",
            "duration_max_years",
        )
        return self


class StudyRef(Model):
    """The trial or cohort a result comes from."""

    id: Curie | None = None
    name: Name
    phase: Phase | None = None
    enrollment: Count | None = None
    status: Words | None = None
    why_stopped: Text | None = None
    """Why it ended early, in the registry's words."""


class PublicationRef(Model):
    """The paper, abstract, report or web page that says it."""

    id: Curie
    title: Name | None = None
    year: Annotated[int, Field(strict=True, ge=1600, le=2200)] | None = None
    journal: Words | None = None
    url: Annotated[Words, StringConstraints(pattern=r"^https?://\S+$")] | None = None


class Provenance(Model):
    """Where exactly it is said, and who or what read it there."""

    section: Words | None = None
    start: Count | None = None
    """Character offset of the span's first character in the document."""
    end: Count | None = None
    """Character offset after the span's last character."""
    document_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    quote: Text | None = None
    record: Words | None = None
    """The record's own number or id in its source, where it has one."""
    knowledge_level: KnowledgeLevel
    agent_type: AgentType
    extractor: Words | None = None
    confidence: Fraction | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if (self.start is None) != (self.end is None):
            missing = "start" if self.start is None else "end"
            raise problem("missing_field", "start and end go together", missing)
        if self.start is not None and self.end is not None and self.start >= self.end:
            message = f"end ({self.end}) must be greater than start ({self.start})"
            raise problem("inconsistent", message, "end")
        return self


class Fact(Model):
    """One statement of one source: the unit of loading."""

    subject: EntityRef
    predicate: Predicate
    object: EntityRef
    condition: EntityRef | None = None
    effect_direction: EffectDirection | None = None
    """From the patient's side: fewer relapses is ``improved``."""
    evidence_direction: EvidenceDirection
    """Whether this report speaks for the claim or against it."""
    stage: Stage | None = None
    """For ``TREATS`` only."""
    result: Result | None = None
    design: Design | None = None
    treatment: Treatment | None = None
    population: Population | None = None
    study: StudyRef | None = None
    publication: PublicationRef | None = None
    provenance: Provenance

    @model_validator(mode="after")
    def _within_the_model(self) -> Self:
        _check_types(self)
        _check_qualifiers(self)
        return self


def _check_types(fact: Fact) -> None:
    """Domain and range of the predicate, and the condition's type."""
    rule = PREDICATES[fact.predicate]
    refs = (("subject", fact.subject, rule.subjects), ("object", fact.object, rule.objects))
    for field, ref, kinds in refs:
        if ref.type not in kinds:
            expected = " or ".join(sorted(kinds))
            message = f"{fact.predicate} takes {expected} as its {field}, not {ref.type}"
            raise problem("wrong_entity_type", message, f"{field}.type")
    if fact.condition is not None and fact.condition.type is not EntityType.CONDITION:
        message = f"expected Condition, not {fact.condition.type}"
        raise problem("wrong_entity_type", message, "condition.type")


def _check_qualifiers(fact: Fact) -> None:
    """Which of effect_direction, stage and condition the predicate takes."""
    effect = PREDICATES[fact.predicate].effect
    if effect == "required" and fact.effect_direction is None and not is_measured(fact.result):
        message = f"{fact.predicate} needs an effect_direction, or a result with numbers"
        raise problem("missing_field", message, "effect_direction")
    if effect == "refused" and fact.effect_direction is not None:
        message = f"{fact.predicate} takes no effect_direction"
        raise problem("not_applicable", message, "effect_direction")
    if fact.stage is not None and fact.predicate is not Predicate.TREATS:
        raise problem("not_applicable", "only TREATS takes a stage", "stage")
    if fact.predicate is Predicate.TREATS and fact.condition is not None:
        message = "TREATS names its condition as the object"
        raise problem("not_applicable", message, "condition")


def is_measured(result: Result | None) -> bool:
    """Whether a result stands for itself where nothing says if it is good for the patient."""
    if result is None:
        return False
    told = (
        "value",
        "change",
        "change_direction",
        "estimate",
        "ci_low",
        "ci_high",
        "responders",
        "affected",
        "p_value",
    )
    return any(getattr(result, field) is not None for field in told)


def part_types(part: str) -> dict[str, type]:
    """The plain type of each field of a part of a fact, such as ``result`` or ``study``."""
    fields = part_model(part).model_fields
    return {name: _plain_type(field.annotation) for name, field in fields.items()}


@cache
def part_model(part: str) -> type[Model]:
    """The model of a part of a fact, such as ``result``, ``study`` or ``subject``."""
    model: type[Model] = _plain_type(Fact.model_fields[part].annotation)
    return model


def _plain_type(annotation: Any) -> Any:
    """Without "or nothing" and without constraints."""
    inner = [kind for kind in get_args(annotation) if kind is not type(None)]
    return _plain_type(inner[0]) if inner else annotation


def fact_json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a fact, for people and programs that extract facts."""
    schema = Fact.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "therapath fact"
    return schema
