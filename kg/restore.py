"""From evidence in the graph back to the fact it was made of: the inverse of ``kg.batch.prepare``.

Nothing is lost on the way there, so a fact can be mapped again with other terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.evidence_parts import EVIDENCE_PARTS
from kg.model.fact import Fact

__all__ = ["fact_of"]


def fact_of(evidence: Mapping[str, Any], claim: Mapping[str, Any]) -> Fact:
    """The fact whose evidence and claim have these properties."""
    found: dict[str, Any] = {
        "predicate": claim["predicate"],
        "evidence_direction": evidence["evidence_direction"],
    }
    for name in ("subject", "object", "condition"):
        if f"{name}_said" in evidence:
            found[name] = {"type": evidence[f"{name}_said_type"], "name": evidence[f"{name}_said"]}
            if f"{name}_said_id" in evidence:
                found[name]["id"] = evidence[f"{name}_said_id"]
            if f"{name}_match_score" in evidence:
                found[name]["match_score"] = evidence[f"{name}_match_score"]
    if "effect_direction" in claim:
        found["effect_direction"] = claim["effect_direction"]
    if "stage" in evidence:
        found["stage"] = evidence["stage"]
    for part in EVIDENCE_PARTS:
        start = f"{part}_"
        values = {
            key.removeprefix(start): value
            for key, value in evidence.items()
            if key.startswith(start)
        }
        if values:
            found[part] = values
    return Fact.model_validate(found)
