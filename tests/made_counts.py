"""Facts with numbers about few things, so that arms, accounts and times of studies overlap."""

from __future__ import annotations

import random
from typing import Any

from real_neo4j import fixed_terms

from kg.vocabulary import EntityType


def _few(kind: EntityType, count: int) -> list[dict[str, Any]]:
    terms = [one for one in fixed_terms().by_id.values() if one.type is kind][:count]
    return [{"type": str(kind), "id": one.id, "name": one.name} for one in terms]


THERAPIES = _few(EntityType.THERAPY, 4)
EVENTS = _few(EntityType.ADVERSE_EVENT, 3)
OUTCOMES = _few(EntityType.OUTCOME, 3)
CONDITIONS = _few(EntityType.CONDITION, 3)
#: People far more often than the rest.
_DESIGNS = ["rct"] * 6 + ["single_arm", "cohort", "systematic_review", "animal", "in_vitro"]


def made_counts(seed: int, count: int) -> list[dict[str, Any]]:
    """Always the same facts for one seed: harms and results in turn."""
    chance = random.Random(seed)
    return [_fact(chance, number) for number in range(count)]


def _fact(chance: random.Random, number: int) -> dict[str, Any]:
    harm = number % 2 == 0
    found: dict[str, Any] = {
        "subject": chance.choice(THERAPIES),
        "predicate": "HAS_ADVERSE_EVENT" if harm else "REPORTS_OUTCOME",
        "object": chance.choice(EVENTS if harm else OUTCOMES),
        "evidence_direction": chance.choice(["supports"] * 5 + ["refutes"]),
        "design": {"type": chance.choice(_DESIGNS)},
        "treatment": chance.choice([{}, {"route": "intravenous"}, {"donor": "autologous"}]),
        "result": _harm(chance) if harm else _result(chance),
        "provenance": {
            "record": str(number),
            "knowledge_level": "observation",
            "agent_type": chance.choice(["manual_agent", "text_mining_agent"]),
        },
    }
    if not harm:
        found["effect_direction"] = chance.choice(["improved", "unchanged", "worsened"])
    if chance.random() < 0.5:
        found["condition"] = chance.choice(CONDITIONS)
    study = chance.randint(0, 6)
    if study:
        found["study"] = {"id": f"NCT0000000{study}", "name": f"Study {study}"}
        if chance.random() < 0.3:
            found["study"]["enrollment"] = chance.choice([40, 120, 400])
    if chance.random() < 0.4:
        number = chance.randint(1, 3)
        found["publication"] = {"id": f"PMID:{number}", "year": 2008 + 3 * number}
    return {key: value for key, value in found.items() if value != {}}


def _harm(chance: random.Random) -> dict[str, Any]:
    at_risk = chance.choice([0, *[chance.randint(1, 90) for _ in range(9)]])
    found: dict[str, Any] = {
        "affected": chance.choice([0, chance.randint(0, at_risk), chance.randint(0, at_risk)]),
        "at_risk": at_risk,
    }
    if chance.random() < 0.9:
        found["arm"] = chance.choice(["Low dose", "low dose", "control", "control", "all"])
    if found.get("arm") == "all":
        found["pooled"] = True
    elif chance.random() < 0.2:
        found["comparator"] = "Control"
    if chance.random() < 0.6:
        found["serious"] = chance.random() < 0.5
    if chance.random() < 0.4:
        found["timepoint_months"] = chance.choice([6.0, 12.0])
    if chance.random() < 0.1:
        del found[chance.choice(["affected", "at_risk"])]
    return found


def _result(chance: random.Random) -> dict[str, Any]:
    n = chance.randint(2, 90)
    value = round(chance.uniform(-2, 2), 2)
    ratio = round(chance.uniform(0.3, 2), 2)
    spread = round(chance.uniform(0.1, 1.5), 2)
    found: dict[str, Any] = chance.choice(
        [
            {"change": value, "dispersion": spread, "dispersion_type": "SD", "n": n},
            {"value": value, "estimate_type": "mean", "ci_low": value - spread, "n": n},
            {
                "value": value,
                "estimate_type": "mean",
                "dispersion": spread,
                "dispersion_type": "STANDARD_ERROR",
            },
            {"responders": chance.randint(0, n), "n": n},
            {
                "estimate": ratio,
                "estimate_type": "hazard_ratio",
                "ci_low": ratio * 0.7,
                "ci_high": ratio * chance.choice([1.3, 0.9]),
                "comparator": chance.choice(["Placebo", "placebo group", "natalizumab"]),
            },
            {
                "estimate": value,
                "estimate_type": "mean_difference",
                "ci_low": value - spread,
                "ci_high": value + spread,
                "n": n,
                **chance.choice([{}, {"comparator": "Sham"}]),
            },
            {"p_value": 0.04},
        ]
    )
    if chance.random() < 0.8:
        found["arm"] = chance.choice(["treated", "all"])
        found |= {"pooled": True} if found["arm"] == "all" else {}
    if chance.random() < 0.9:
        found["timepoint_months"] = chance.choice([0.0, 5.0, 6.0, 7.0, 12.0, 48.0])
    if chance.random() < 0.2:
        found |= {"measure": "best value", "unit": "points"}
    return found
