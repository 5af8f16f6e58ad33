"""How a study's statements become rows: what is said, what is wrong, what is left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from kg.intake import Rejection
from loaders.clinicaltrials.administration import dose_in, treatment_of
from loaders.clinicaltrials.record import Node
from loaders.clinicaltrials.study import Intervention, Study
from loaders.clinicaltrials.therapies import Given, Therapies
from loaders.edges import Edge

__all__ = ["Statements"]


@dataclass(slots=True)
class Statements:
    """What one study says, as it is gathered."""

    study: Study
    therapies: Therapies
    facts: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[tuple[Rejection, Any]] = field(default_factory=list)
    """Records inside the study that contradict themselves, each with itself."""
    left_out: Counter[str] = field(default_factory=Counter)
    publication: str | None = None
    """The paper that the sponsor names for the results, where it names one."""
    _treatments: dict[tuple[int, str], dict[str, Any]] = field(default_factory=dict)

    def add(
        self,
        edge: Edge,
        subject: str,
        object_: dict[str, str],
        *,
        section: str,
        record: str,
        quote: str | None = None,
        treatment: dict[str, Any] | None = None,
        **parts: Any,
    ) -> None:
        """One fact; parts that are empty or null are not there."""
        provenance = {
            "section": section,
            "record": f"{self.study.nct}/{record}",
            "knowledge_level": edge.knowledge_level,
            "agent_type": edge.agent_type,
        }
        if quote:
            provenance["quote"] = quote
        said = {
            "subject": {"type": "Therapy", "name": subject},
            "predicate": edge.predicate,
            "object": object_,
            "evidence_direction": "supports",
            "treatment": treatment,
            "provenance": provenance,
            **self.study.shared,
            **parts,
        }
        self.facts.append({key: value for key, value in said.items() if value})

    def add_result(
        self,
        edge: Edge,
        given: Given,
        object_: dict[str, str],
        result: dict[str, Any],
        **details: Any,
    ) -> None:
        """One number of one arm, about the study's first condition."""
        conditions = self.study.conditions
        condition = {"type": "Condition", "name": conditions[0]} if conditions else None
        publication = {"id": f"PMID:{self.publication}"} if self.publication else None
        self.add(
            edge,
            given.name,
            object_,
            condition=condition,
            publication=publication,
            treatment=self.treatment(given.sole, result["arm"]),
            result={key: value for key, value in result.items() if value is not None},
            **details,
        )

    def treatment(self, sole: Intervention | None, arm: str = "") -> dict[str, Any]:
        """As the intervention has it; the dose that the arm's own label gives comes first."""
        if sole is None:
            return {}
        found = self._treatments.get((sole.index, arm))
        if found is None:
            found = {**treatment_of(sole), **dose_in(arm)}
            self._treatments[sole.index, arm] = found
        return found

    def reject(self, node: Node, field_: str, reason: str, message: str) -> None:
        """A record inside the study is wrong."""
        where = f"{node.path}.{field_}" if field_ else node.path
        rejection = Rejection(where, reason, message)
        self.wrong.append((rejection, {"nctId": self.study.nct, "record": node.fields}))

    def leave_out(self, why: str, count: int = 1) -> None:
        """A record inside the study is not taken."""
        if count:
            self.left_out[why] += count
