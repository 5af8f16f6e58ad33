"""From an INDRA statement to facts, one for each piece of its evidence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from kg.intake import Rejection
from kg.vocabulary import ChangeDirection, EffectDirection, EntityType, KnowledgeLevel, Predicate
from loaders.edges import Edge
from loaders.indra.agents import Agent, agent_of

__all__ = ["EDGES", "TYPES", "facts_of"]

_SAYS = "as the record says"
_ACTS = Edge("activation, inhibition, increase, decrease: drug or cell → process", "ACTS_THROUGH",
             _SAYS, _SAYS)  # fmt: skip
_LEADS = Edge("activation, inhibition, increase, decrease: process → process, phenotype, disease",
              "CONTRIBUTES_TO", _SAYS, _SAYS)  # fmt: skip
_HARMS = Edge("activation, increase: drug → disease or phenotype", "HAS_ADVERSE_EVENT",
              _SAYS, _SAYS)  # fmt: skip
_TREATS = Edge("inhibition, decrease: drug → disease", "TREATS", _SAYS, _SAYS)
_CHANGES = Edge("inhibition, decrease: drug → phenotype", "REPORTS_OUTCOME", _SAYS, _SAYS)
_MOVES = Edge("activation, inhibition, increase, decrease: drug → outcome", "REPORTS_OUTCOME",
              _SAYS, _SAYS)  # fmt: skip

#: The rows of the guide's table.
EDGES = (_ACTS, _LEADS, _HARMS, _TREATS, _CHANGES, _MOVES)

#: Statements that one thing makes more or less of another.
_REGULATIONS = {
    "Activation": ChangeDirection.INCREASED,
    "IncreaseAmount": ChangeDirection.INCREASED,
    "Inhibition": ChangeDirection.DECREASED,
    "DecreaseAmount": ChangeDirection.DECREASED,
}
#: Every type of statement INDRA has; what is none of them is no statement.
TYPES = frozenset(_REGULATIONS) | frozenset({
    "Acetylation", "ActiveForm", "Association", "Autophosphorylation", "Complex", "Concept",
    "Conversion", "Deacetylation", "Defarnesylation", "Degeranylgeranylation",
    "Deglycosylation", "Dehydroxylation", "Demethylation", "Demyristoylation",
    "Depalmitoylation", "Dephosphorylation", "Deribosylation", "Desumoylation",
    "Deubiquitination", "Event", "Farnesylation", "Gap", "Gef", "Geranylgeranylation",
    "Glycosylation", "GtpActivation", "HasActivity", "Hydroxylation", "Influence",
    "Methylation", "Migration", "Modification", "Myristoylation", "Palmitoylation",
    "Phosphorylation", "RegulateActivity", "RegulateAmount", "Ribosylation", "SelfModification",
    "Sumoylation", "Translocation", "Transphosphorylation", "Ubiquitination", "Unresolved",
})  # fmt: skip
#: Programs that read texts; the other sources are curated databases.
_READERS = frozenset({
    "reach", "sparser", "trips", "eidos", "medscan", "rlimsp", "isi", "tees", "geneways",
    "semrep", "gnbr", "cwms", "sofia", "hume", "drum", "evex", "eva", "eli",
})  # fmt: skip
_CURATED = frozenset({
    "biopax", "bel", "bel_lc", "signor", "tas", "trrust", "phosphosite", "pc", "ctd",
    "drugbank", "dgi", "crog", "biogrid", "hprd", "virhostnet", "omnipath", "ubibrowser",
    "phosphoelm", "cbn", "minerva", "acsn", "wormbase", "biofactoid", "hypothesis", "pid",
    "reactome", "kegg", "conib",
})  # fmt: skip

#: Different reasons that are told apart in a report.
_REASONS = 500


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the ends of a statement are, and what becomes of it."""

    edge: Edge
    subject: EntityType
    object: EntityType


def facts_of(
    statement: Any, left_out: Counter[str], *, line: int
) -> list[dict[str, Any]] | Rejection:
    """Facts of a statement; none where it is left out, which is counted."""
    if not isinstance(statement, dict):
        return Rejection("", "not_a_record", "expected a statement with fields")
    kind = statement.get("type")
    if not isinstance(kind, str):
        return Rejection("type", "missing_field", "the statement has no type")
    if kind not in TYPES:
        return Rejection("type", "unknown_value", f"INDRA has no statements of type {kind[:80]!r}")
    if kind not in _REGULATIONS:
        _leave_out(left_out, f"statement type not in the model: {kind}")
        return []
    ends: list[Agent] = []
    for field in ("subj", "obj"):
        if statement.get(field) is None:
            _leave_out(left_out, f"{kind} without its {field}")
            return []
        agent = agent_of(statement[field])
        if isinstance(agent, str):
            return Rejection(field, "wrong_type", agent)
        ends.append(agent)
    return _facts(statement, kind, ends[0], ends[1], left_out, line)


def _facts(
    statement: dict[str, Any],
    kind: str,
    subject: Agent,
    target: Agent,
    left_out: Counter[str],
    line: int,
) -> list[dict[str, Any]] | Rejection:
    evidence = statement.get("evidence") or []
    if not isinstance(evidence, list) or not all(isinstance(one, dict) for one in evidence):
        return Rejection("evidence", "wrong_type", "expected a list of objects")
    change = _REGULATIONS[kind]
    found: list[dict[str, Any]] = []
    reason = f"{kind} without evidence"
    for index, one in enumerate(evidence):
        reading = _reading(change, subject, target, one)
        if isinstance(reading, str):
            reason = f"{kind}: {reading}"
            continue
        if _part(one, "epistemics").get("hypothesis"):
            left_out["evidence that is stated as a hypothesis"] += 1
            reason = ""
            continue
        fact = _fact(reading, change, kind, subject, target)
        fact |= _reported(one)
        fact["evidence_direction"] = "refutes" if _is_negated(one) else "supports"
        record = statement.get("id") or statement.get("matches_hash") or line
        fact["provenance"] = _provenance(one, statement.get("belief"), f"{record}:{index + 1}")
        found.append(fact)
    if not found and reason:
        _leave_out(left_out, reason)
    return found


def _leave_out(left_out: Counter[str], reason: str) -> None:
    if reason not in left_out and len(left_out) >= _REASONS:
        reason = "other statements"
    left_out[reason] += 1


def _part(evidence: dict[str, Any], name: str) -> dict[str, Any]:
    """A part of the evidence that has fields, empty where it is not there."""
    part = evidence.get(name)
    return part if isinstance(part, dict) else {}


def _reading(
    change: ChangeDirection, subject: Agent, target: Agent, evidence: dict[str, Any]
) -> _Reading | str:
    """How the statement is read, or why it is left out."""
    if subject.special or target.special:
        return "of an agent in a special state"
    if subject.is_gene or target.is_gene:
        return f"{_said(subject)} → {_said(target)}"
    ends = (subject.type, target.type)
    if evidence.get("source_api") == "gnbr":
        # It relates genes, chemicals and diseases only, chemicals first.
        ends = (subject.type or EntityType.THERAPY, target.type or EntityType.CONDITION)
    edge = _edge(change, *ends)
    if edge is None or ends[0] is None or ends[1] is None:
        return f"{_said(subject)} → {_said(target)}"
    kind = ends[1]
    if edge is _HARMS:
        kind = EntityType.ADVERSE_EVENT
    elif kind is EntityType.ADVERSE_EVENT:
        kind = EntityType.OUTCOME
    return _Reading(edge, ends[0], kind)


def _edge(
    change: ChangeDirection, subject: EntityType | None, target: EntityType | None
) -> Edge | None:
    if target is EntityType.MECHANISM:
        if subject is EntityType.MECHANISM:
            return _LEADS
        return _ACTS if subject in (EntityType.THERAPY, EntityType.CELL_TYPE) else None
    disorders = (EntityType.CONDITION, EntityType.OUTCOME, EntityType.ADVERSE_EVENT)
    if target not in disorders:
        return None
    if subject is EntityType.MECHANISM:
        return _LEADS
    if subject is not EntityType.THERAPY:
        return None
    if target is EntityType.OUTCOME:
        return _MOVES
    if change is ChangeDirection.INCREASED:
        return _HARMS
    return _TREATS if target is EntityType.CONDITION else _CHANGES


def _said(agent: Agent) -> str:
    if agent.is_gene:
        return "gene or protein"
    return str(agent.type) if agent.type is not None else f"something of {agent.unknown}"


def _fact(
    reading: _Reading, change: ChangeDirection, kind: str, subject: Agent, target: Agent
) -> dict[str, Any]:
    predicate = Predicate(reading.edge.predicate)
    fact: dict[str, Any] = {
        "subject": subject.as_ref(reading.subject),
        "predicate": predicate,
        "object": target.as_ref(reading.object),
    }
    if predicate in (Predicate.ACTS_THROUGH, Predicate.CONTRIBUTES_TO, Predicate.REPORTS_OUTCOME):
        fact["result"] = {"change_direction": change}
        if kind.endswith("Amount"):
            fact["result"]["measure"] = "amount"
    if predicate is Predicate.CONTRIBUTES_TO and reading.object is EntityType.CONDITION:
        # More of a disease is worse for the patient, whoever says it.
        worse = change is ChangeDirection.INCREASED
        fact["effect_direction"] = EffectDirection.WORSENED if worse else EffectDirection.IMPROVED
    return fact


def _is_negated(evidence: dict[str, Any]) -> bool:
    return bool(_part(evidence, "epistemics").get("negated"))


def _reported(evidence: dict[str, Any]) -> dict[str, Any]:
    """The publication: by its PubMed number, else its DOI, else its number in PMC."""
    refs = _part(evidence, "text_refs")
    for prefix, said in (
        ("PMID", evidence.get("pmid") or refs.get("PMID")),
        ("DOI", refs.get("DOI")),
        ("PMC", refs.get("PMCID")),
    ):
        if said:
            return {"publication": {"id": f"{prefix}:{said}"}}
    return {}


def _provenance(evidence: dict[str, Any], belief: Any, record: str) -> dict[str, Any]:
    source = str(evidence.get("source_api") or "")
    found: dict[str, Any] = {
        "record": record,
        "knowledge_level": KnowledgeLevel.NOT_PROVIDED,
        "agent_type": "not_provided",
    }
    if source:
        found["extractor"] = source
    # SemRep's statements come without their source, but with its predicate.
    if source in _READERS or "semrep_predicate" in _part(evidence, "annotations"):
        found["agent_type"] = "text_mining_agent"
        found["extractor"] = source or "semrep"
    elif source in _CURATED:
        found["knowledge_level"] = KnowledgeLevel.KNOWLEDGE_ASSERTION
        found["agent_type"] = "manual_agent"
    text, section = evidence.get("text"), _part(evidence, "epistemics").get("section_type")
    if text:
        found["quote"] = text
    if section:
        found["section"] = section
    if belief is not None:
        found["confidence"] = belief
    return found
