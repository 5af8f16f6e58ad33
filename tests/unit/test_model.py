"""Facts as a schema and as models: closed, frozen, the same in JSON Schema and in Python."""

from __future__ import annotations

import copy
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel, ValidationError
from real_neo4j import fixed_rows

import kg.model
from kg.model.base import Model
from kg.model.fact import Fact, fact_json_schema
from kg.vocabulary import (
    BIOLINK_CATEGORY,
    ENTITY_TYPES_WITH_HIERARCHY,
    PREDICATES,
    EntityType,
    Predicate,
)


def models() -> Iterator[type[BaseModel]]:
    for file in pkgutil.iter_modules(kg.model.__path__):
        module = importlib.import_module(f"kg.model.{file.name}")
        for name in module.__all__:
            thing = getattr(module, name)
            if inspect.isclass(thing) and issubclass(thing, BaseModel) and thing is not Model:
                yield thing


@pytest.mark.parametrize("model", list(models()), ids=lambda model: model.__name__)
def test_every_model_refuses_unknown_fields_and_does_not_change(model: type[BaseModel]) -> None:
    assert issubclass(model, Model)
    assert model.model_config["extra"] == "forbid"
    assert model.model_config["frozen"] is True
    assert model.__doc__


@pytest.mark.parametrize("row", fixed_rows(), ids=lambda row: row["provenance"]["record"])
def test_good_facts_are_good_under_the_schema_too(row: dict[str, Any]) -> None:
    fact = Fact.model_validate(row)
    jsonschema.Draft202012Validator(fact_json_schema()).validate(row)
    assert Fact.model_validate_json(fact.model_dump_json()) == fact
    assert fact.model_dump(mode="json", exclude_none=True) == row


def test_the_schema_describes_every_field_that_people_fill_in() -> None:
    schema = fact_json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == {
        *("subject", "predicate", "object", "evidence_direction", "provenance")
    }
    for definition in schema["$defs"].values():
        if definition["type"] == "object":
            assert definition["additionalProperties"] is False
            assert definition["description"]


@pytest.mark.parametrize("predicate", Predicate)
@pytest.mark.parametrize("subject", EntityType)
@pytest.mark.parametrize("object_", EntityType)
def test_domain_and_range(predicate: Predicate, subject: EntityType, object_: EntityType) -> None:
    rule = PREDICATES[predicate]
    row = copy.deepcopy(fixed_rows()[0])
    del row["condition"], row["effect_direction"]
    row |= {
        "subject": {"type": str(subject), "name": "a"},
        "predicate": str(predicate),
        "object": {"type": str(object_), "name": "b"},
    }
    if rule.effect == "required":
        row["effect_direction"] = "improved"
    if subject in rule.subjects and object_ in rule.objects:
        Fact.model_validate(row)
    else:
        with pytest.raises(ValidationError) as refused:
            Fact.model_validate(row)
        assert refused.value.errors()[0]["type"] == "wrong_entity_type"


def test_the_closed_lists_are_those_of_the_model() -> None:
    assert set(PREDICATES) == set(Predicate)
    assert set(BIOLINK_CATEGORY) == set(EntityType)
    assert set(EntityType) - ENTITY_TYPES_WITH_HIERARCHY == {EntityType.STUDY}
    assert {str(predicate) for predicate in Predicate} == {
        *("USES_CELL_TYPE", "ACTS_THROUGH", "REPORTS_OUTCOME", "HAS_ADVERSE_EVENT", "TREATS"),
        *("CONTRIBUTES_TO", "DIFFERENTIATES_INTO", "COMPARED_WITH"),
    }


def test_numbers_are_kept_as_they_are_and_names_lose_their_outer_white_space() -> None:
    row = copy.deepcopy(fixed_rows()[0])
    row["result"] = {"value": 3, "p_value": 0.05, "n": 20}
    row["subject"]["name"] = "  MSC-NP "
    fact = Fact.model_validate(row)
    assert fact.result
    assert (fact.result.value, fact.result.p_value, fact.result.n) == (3.0, 0.05, 20)
    assert fact.subject.name == "MSC-NP"
    with pytest.raises(ValidationError):
        fact.subject.name = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("path", "good", "bad"),
    [
        ("result.p_value", [0, 1], [-0.001, 1.001]),
        ("result.n", [0, 10**9], [-1, 10**9 + 1]),
        ("result.timepoint_months", [0, 1200], [-1, 1201]),
        ("population.edss_min", [0, 10], [-0.5, 10.5]),
        ("population.age_min", [0, 150], [-1, 151]),
        ("population.duration_max_years", [0, 150], [-1, 151]),
        ("publication.year", [1600, 2200], [1599, 2201]),
        ("provenance.confidence", [0, 1], [-0.1, 1.1]),
        ("treatment.administrations", [1, 10_000], [0, 10_001]),
        ("design.arms", [1, 1000], [0, 1001]),
    ],
)
def test_ranges_at_their_ends(path: str, good: list[float], bad: list[float]) -> None:
    part, field = path.split(".")

    def fact(value: float) -> Fact:
        row = copy.deepcopy(fixed_rows()[0])
        row.pop("result")
        row.setdefault(part, {})[field] = value
        return Fact.model_validate(row)

    for value in good:
        assert getattr(getattr(fact(value), part), field) == value
    for value in bad:
        with pytest.raises(ValidationError):
            fact(value)
