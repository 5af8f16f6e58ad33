"""From an edge that fits the model to its facts: one for each publication it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from kg.intake import Rejection
from kg.vocabulary import ChangeDirection, EffectDirection, EntityType, Predicate, Stage
from loaders.kgx.categories import texts
from loaders.kgx.predicates import Rule

__all__ = ["facts_of"]

_TRIAL = re.compile(r"(?:clinicaltrials(?:\.gov)?:|nct:)?nct\d{8}", re.IGNORECASE)
#: Some writers separate publications by semicolons, which an old DOI may hold too.
_BETWEEN = re.compile(r";\s*(?=(?:PMID|PMCID|PMC|DOI):|https?://)", re.IGNORECASE)
_SOURCES = (
    "primary_knowledge_source", "knowledge_source", "aggregator_knowledge_source", "provided_by",
)  # fmt: skip
_CONFIDENCE = ("has_confidence_score", "confidence_score", "extraction_confidence_score")
_DIRECTIONS = {
    "increased": ChangeDirection.INCREASED,
    "upregulated": ChangeDirection.INCREASED,
    "decreased": ChangeDirection.DECREASED,
    "downregulated": ChangeDirection.DECREASED,
}
#: Of a disease itself, more is worse for the patient whoever says it.
_OF_A_DISEASE = {
    ChangeDirection.INCREASED: EffectDirection.WORSENED,
    ChangeDirection.DECREASED: EffectDirection.IMPROVED,
}
#: By ``clinical_approval_status``, and by the ``status=`` that graphs made from repoDB carry:
#: there a trial was withdrawn, terminated or suspended, or the use is approved.
_STAGES = {
    "approved_for_condition": Stage.APPROVED,
    "fda_approved_for_condition": Stage.APPROVED,
    "approved": Stage.APPROVED,
    "withdrawn": Stage.IN_TRIALS,
    "terminated": Stage.IN_TRIALS,
    "suspended": Stage.IN_TRIALS,
}
_MAX_RECORD = 200


class _Refused(Exception):
    def __init__(self, problem: Rejection) -> None:
        super().__init__(problem.message)
        self.problem = problem


def facts_of(
    rule: Rule,
    edge: Mapping[str, Any],
    names: Mapping[str, str],
    left_out: Counter[str],
    *,
    inverse: bool,
    line: int,
) -> list[dict[str, Any]] | Rejection:
    """Facts of an edge; none where its qualifiers say what the model cannot.

    ``edge`` has the fields that are filled; with ``inverse`` its predicate is passive.
    """
    try:
        fact = _fact(rule, edge, names, left_out, inverse, line)
    except _Refused as refused:
        return refused.problem
    if isinstance(fact, str):
        left_out[fact] += 1
        return []
    reports = _publications(edge.get("publications"))
    if not reports:
        return [fact]
    return [{**fact, **_reported(report, names)} for report in dict.fromkeys(reports)]


def _fact(
    rule: Rule,
    edge: Mapping[str, Any],
    names: Mapping[str, str],
    left_out: Counter[str],
    inverse: bool,
    line: int,
) -> dict[str, Any] | str:
    """The fact without its publication, or why there is none."""
    near, far = ("object", "subject") if inverse else ("subject", "object")
    if _text(edge, f"{near}_direction_qualifier").casefold() in ("decreased", "downregulated"):
        return f"edge that is about less of its subject: {edge['predicate']}"
    change = rule.change or _change(edge, far)
    predicate = Predicate(rule.edge.predicate)
    if predicate is Predicate.HAS_ADVERSE_EVENT and change is ChangeDirection.DECREASED:
        return f"edge that says a harm becomes less: {edge['predicate']}"
    fact: dict[str, Any] = {
        "subject": _ref(rule.subject, edge, near, names),
        "predicate": predicate,
        "object": _ref(rule.object, edge, far, names),
        "evidence_direction": "refutes" if _is_negated(edge) else "supports",
        "provenance": _provenance(edge, left_out, line),
    }
    if predicate in (Predicate.ACTS_THROUGH, Predicate.CONTRIBUTES_TO, Predicate.REPORTS_OUTCOME):
        result = _result(rule, edge, far, change, left_out)
        if predicate is Predicate.REPORTS_OUTCOME and not (rule.effect or result):
            return f"effect on an outcome without a direction: {edge['predicate']}"
        if result:
            fact["result"] = result
    effect = rule.effect
    of_a_disease = predicate is Predicate.CONTRIBUTES_TO and rule.object is EntityType.CONDITION
    if of_a_disease and change is not None and effect is not EffectDirection.IMPROVED:
        effect = _OF_A_DISEASE[change]
    if effect is not None:
        fact["effect_direction"] = effect
    if predicate is Predicate.TREATS:
        stage = rule.stage or _stage(edge)
        if stage is not None:
            fact["stage"] = stage
    elif context := _text(edge, "disease_context_qualifier"):
        name = names.get(context, context)
        fact["condition"] = {"type": EntityType.CONDITION, "id": context, "name": name}
    return fact


def _publications(said: Any) -> list[str]:
    parts = [one for text in texts(said) for one in _BETWEEN.split(text)]
    return [part.strip() for part in parts if part.strip()]


def _text(edge: Mapping[str, Any], name: str) -> str:
    value = edge.get(name)
    return value.strip() if isinstance(value, str) else ""


def _ref(
    kind: EntityType, edge: Mapping[str, Any], end: str, names: Mapping[str, str]
) -> dict[str, Any]:
    identifier = edge[end]
    name = names.get(identifier) or _text(edge, f"{end}_name") or _text(edge, f"{end}_label")
    return {"type": kind, "id": identifier, "name": name or identifier}


def _change(edge: Mapping[str, Any], end: str) -> ChangeDirection | None:
    said = _text(edge, f"{end}_direction_qualifier")
    if not said:
        return None
    field = f"{end}_direction_qualifier"
    if said.casefold() not in _DIRECTIONS:
        message = f"expected one of {', '.join(_DIRECTIONS)}, not {said[:80]!r}"
        raise _Refused(Rejection(field, "unknown_value", message))
    return _DIRECTIONS[said.casefold()]


def _is_negated(edge: Mapping[str, Any]) -> bool:
    said = edge.get("negated")
    if said is None or isinstance(said, bool):
        return bool(said)
    known = {"true": True, "1": True, "false": False, "0": False, "": False}
    if str(said).strip().casefold() not in known:
        message = f"expected true or false, not {str(said)[:80]!r}"
        raise _Refused(Rejection("negated", "wrong_type", message))
    return known[str(said).strip().casefold()]


def _result(
    rule: Rule,
    edge: Mapping[str, Any],
    end: str,
    change: ChangeDirection | None,
    left_out: Counter[str],
) -> dict[str, Any]:
    result: dict[str, Any] = {}
    if change is not None:
        result["change_direction"] = change
        aspect = rule.aspect or _text(edge, f"{end}_aspect_qualifier").replace("_", " ")
        if aspect:
            result["measure"] = aspect
    p_value = _fraction(edge, "p_value", left_out)
    if p_value is not None:
        result["p_value"] = p_value
    return result


def _provenance(edge: Mapping[str, Any], left_out: Counter[str], line: int) -> dict[str, Any]:
    identifier = str(edge.get("id") or "").strip()
    found: dict[str, Any] = {
        "record": identifier if 0 < len(identifier) <= _MAX_RECORD else str(line),
        "knowledge_level": edge.get("knowledge_level") or "not_provided",
        "agent_type": edge.get("agent_type") or "not_provided",
    }
    source = _source(edge)
    if source:
        found["section"] = source
        if found["agent_type"] == "text_mining_agent":
            found["extractor"] = source
    if quotes := _quotes(edge.get("supporting_text")):
        found["quote"] = "\n".join(quotes)
    for name in _CONFIDENCE:
        confidence = _fraction(edge, name, left_out)
        if confidence is not None:
            found["confidence"] = confidence
            break
    return found


def _quotes(value: Any) -> list[str]:
    # A quote may hold a bar, so that only a real list is several.
    parts = value if isinstance(value, list) else [value]
    return [text for part in parts if isinstance(part, str) and (text := part.strip())]


def _source(edge: Mapping[str, Any]) -> str:
    """The knowledge source that first stated it, in the words of the edge."""
    sources = edge.get("sources")
    if isinstance(sources, list):
        for entry in sources:
            if isinstance(entry, dict) and entry.get("resource_role") == "primary_knowledge_source":
                return str(entry.get("resource_id") or "")
    for name in _SOURCES:
        if said := texts(edge.get(name)):
            return said[0]
    return ""


def _fraction(edge: Mapping[str, Any], name: str, left_out: Counter[str]) -> float | None:
    """A number from 0 to 1; one outside is no reason to turn the edge away."""
    said = edge.get(name)
    if said is None or said == "" or isinstance(said, bool):
        return None
    try:
        number = float(said)
    except (TypeError, ValueError):
        message = f"expected a number, not {str(said)[:80]!r}"
        raise _Refused(Rejection(name, "wrong_type", message)) from None
    if not 0 <= number <= 1:
        left_out[f"{name} outside 0 to 1, of an edge that is taken without it"] += 1
        return None
    return number


def _stage(edge: Mapping[str, Any]) -> Stage | None:
    said = _text(edge, "clinical_approval_status").casefold().removeprefix("biolink:")
    if said not in _STAGES:
        said = next(
            (
                part.removeprefix("status=").strip()
                for text in texts(edge.get("qualifiers"))
                for part in text.casefold().split(";")
                if part.startswith("status=")
            ),
            "",
        )
    if said in _STAGES:
        return _STAGES[said]
    phase = _text(edge, "max_research_phase")
    if phase.startswith("clinical_trial_phase"):
        return Stage.IN_TRIALS
    return Stage.PROPOSED if phase == "pre_clinical_research_phase" else None


def _reported(report: str, names: Mapping[str, str]) -> dict[str, Any]:
    """The publication, or the study where a trial's number stands among the publications."""
    if _TRIAL.fullmatch(report):
        number = report.rpartition(":")[2].upper()
        return {"study": {"id": number, "name": names.get(report) or number}}
    publication: dict[str, Any] = {"id": report}
    if report in names:
        publication["title"] = names[report]
    return {"publication": publication}
