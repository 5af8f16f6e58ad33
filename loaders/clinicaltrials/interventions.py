"""Interventions and linked papers: what is tried for which condition."""

from __future__ import annotations

from typing import Any

from loaders.clinicaltrials.edges import DERIVED, INTERVENTION, RESULT
from loaders.clinicaltrials.facts import Statements
from loaders.clinicaltrials.study import Intervention, as_word

__all__ = ["say_references", "say_treatments"]

_SECTION = "armsInterventionsModule"
_LONGEST_ARM = 500


def say_treatments(said: Statements) -> None:
    """TREATS, ``in_trials``, for each intervention that treats and each condition."""
    study = said.study
    if not study.interventions:
        said.leave_out("a study without interventions")
    for one in study.interventions:
        if not one.name:
            said.leave_out("an intervention without a name")
        elif said.therapies.is_control(one):
            said.leave_out("an intervention that is a placebo, a sham or no treatment")
        elif one.kind == "DIAGNOSTIC_TEST":
            said.leave_out("an intervention that is a diagnostic test")
        elif not study.conditions:
            said.leave_out("an intervention of a study without conditions")
        else:
            for index in range(len(study.conditions)):
                _say(said, one, index)


def _say(said: Statements, one: Intervention, condition: int) -> None:
    said.add(
        INTERVENTION,
        one.name,
        {"type": "Condition", "name": said.study.conditions[condition]},
        stage="in_trials",
        result=_arms(said, one),
        treatment=said.treatment(one),
        section=_SECTION,
        record=f"interventions/{one.index}/conditions/{condition}",
    )


def _arms(said: Statements, one: Intervention) -> dict[str, Any]:
    labels = "; ".join(said.therapies.labels_of(one))
    return {"arm": labels} if labels and len(labels) <= _LONGEST_ARM else {}


def say_references(said: Statements) -> None:
    """TREATS once more for each paper linked to the study, about its first condition.

    Sets the paper of the results, where the sponsor names exactly one.
    """
    treating = [one for one in said.therapies.active if one.kind != "DIAGNOSTIC_TEST"]
    results: set[str] = set()
    seen: set[str] = set()
    references = said.study.node.part("protocolSection", "referencesModule").items("references")
    for reference in references:
        pmid = reference.text("pmid")
        kind = as_word(reference.text("type"))
        if pmid is None or not pmid.isdecimal():
            said.leave_out("a reference without a PubMed id")
        elif kind not in ("RESULT", "DERIVED"):
            why = "that is background" if kind == "BACKGROUND" else "of no stated type"
            said.leave_out(f"a reference {why}")
        elif not treating or not said.study.conditions:
            said.leave_out("a reference of a study without a treatment or a condition")
        elif pmid not in seen:
            seen.add(pmid)
            if kind == "RESULT":
                results.add(pmid)
            for one in treating:
                _say_reference(said, one, pmid, kind)
        else:
            said.leave_out("a reference that is given twice")
    said.publication = results.pop() if len(results) == 1 else None


def _say_reference(said: Statements, one: Intervention, pmid: str, kind: str) -> None:
    said.add(
        RESULT if kind == "RESULT" else DERIVED,
        one.name,
        {"type": "Condition", "name": said.study.conditions[0]},
        stage="in_trials",
        publication={"id": f"PMID:{pmid}"},
        result=_arms(said, one),
        treatment=said.treatment(one),
        section="referencesModule",
        record=f"interventions/{one.index}/references/{pmid}",
    )
