"""Elements in Biolink's words: KGX nodes and associations.

One association for each claim, or (level full) one for each report of it, so that each names its
own publication, knowledge level and agent. What Biolink has no slot for keeps this project's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.export.elements import Attribute, Element
from kg.vocabulary import BIOLINK_CATEGORY, PREDICATES, ChangeDirection, Predicate, Stage

__all__ = [
    "CLAIM_COLUMNS",
    "EVIDENCE_COLUMNS",
    "INFORES",
    "NODE_COLUMNS",
    "claim_association",
    "curie",
    "entity",
    "evidence_association",
    "publication",
    "subclass_edges",
]

#: This project among Biolink's information resources.
INFORES = "infores:therapath"

#: Datasets by the loader that read them, where they have a name of their own among these.
_INFORES_OF = {
    "clinicaltrials": "infores:clinicaltrials",
    "sider": "infores:sider",
    "drugmechdb": "infores:drugmechdb",
}

NODE_COLUMNS = (
    Attribute("id"),
    Attribute("category", "list"),
    Attribute("name"),
    Attribute("description"),
    Attribute("synonym", "list"),
    Attribute("xref", "list"),
    Attribute("publication_type", "list"),
    Attribute("year", "integer"),
    Attribute("journal"),
    Attribute("url"),
)
_ASSOCIATION = (
    Attribute("id"),
    Attribute("category", "list"),
    Attribute("subject"),
    Attribute("predicate"),
    Attribute("object"),
    Attribute("negated", "boolean"),
    Attribute("disease_context_qualifier"),
    Attribute("object_direction_qualifier"),
    Attribute("effect_direction"),
    Attribute("knowledge_level"),
    Attribute("agent_type"),
    Attribute("primary_knowledge_source"),
    Attribute("aggregator_knowledge_source", "list"),
    Attribute("publications", "list"),
)
CLAIM_COLUMNS = (
    *_ASSOCIATION,
    Attribute("evidence_count", "integer"),
    Attribute("supporting_count", "integer"),
    Attribute("refuting_count", "integer"),
    Attribute("study_count", "integer"),
    Attribute("patient_count", "integer"),
    Attribute("score", "float"),
)
#: The numbers and words of a report that have no Biolink slot, by the properties they come from.
_OF_EVIDENCE = (
    Attribute("evidence_direction"),
    Attribute("stage"),
    Attribute("weight", "float"),
    Attribute("patients", "integer"),
    Attribute("subject_said"),
    Attribute("object_said"),
    Attribute("condition_said"),
    Attribute("design_type"),
    Attribute("design_phase"),
    Attribute("design_limitations"),
    Attribute("treatment_route"),
    Attribute("treatment_dose", "float"),
    Attribute("treatment_dose_unit"),
    Attribute("treatment_cell_source"),
    Attribute("treatment_donor"),
    Attribute("result_arm"),
    Attribute("result_comparator"),
    Attribute("result_measure"),
    Attribute("result_unit"),
    Attribute("result_value", "float"),
    Attribute("result_baseline", "float"),
    Attribute("result_change", "float"),
    Attribute("result_estimate", "float"),
    Attribute("result_estimate_type"),
    Attribute("result_ci_low", "float"),
    Attribute("result_ci_high", "float"),
    Attribute("result_n", "integer"),
    Attribute("result_responders", "integer"),
    Attribute("result_affected", "integer"),
    Attribute("result_at_risk", "integer"),
    Attribute("result_serious", "boolean"),
    Attribute("result_timepoint_months", "float"),
    Attribute("provenance_section"),
    Attribute("provenance_start", "integer"),
    Attribute("provenance_end", "integer"),
    Attribute("provenance_extractor"),
)
EVIDENCE_COLUMNS = (
    *_ASSOCIATION,
    Attribute("claim"),
    Attribute("study"),
    Attribute("supporting_text", "list"),
    Attribute("has_confidence_score", "float"),
    Attribute("p_value", "float"),
    Attribute("original_subject"),
    Attribute("original_object"),
    *_OF_EVIDENCE,
)

_PREDICATE = {str(one): rule.biolink for one, rule in PREDICATES.items()}
_TREATS = str(Predicate.TREATS)
_STAGED: dict[str | None, str] = {
    Stage.APPROVED: "biolink:treats",
    Stage.IN_TRIALS: "biolink:in_clinical_trials_for",
    Stage.PROPOSED: "biolink:treats_or_applied_or_studied_to_treat",
    None: "biolink:treats_or_applied_or_studied_to_treat",
}
_CATEGORY = ["biolink:Association"]
_TOTALS = tuple(one.name for one in CLAIM_COLUMNS[len(_ASSOCIATION) :])
_CHANGE = {ChangeDirection.INCREASED: "increased", ChangeDirection.DECREASED: "decreased"}


def _given(element: Element) -> Element:
    return {name: value for name, value in element.items() if value is not None and value != []}


def curie(identity: str) -> str:
    """An id as a CURIE, which a bare trial number is not."""
    return identity if ":" in identity else f"clinicaltrials:{identity}"


def entity(row: Mapping[str, Any]) -> Element:
    """An entity as a node."""
    return _given(
        {
            "id": curie(row["id"]),
            "category": [BIOLINK_CATEGORY[row["type"]]],
            "name": row["name"],
            "description": row["description"],
            "synonym": row["synonyms"],
            "xref": row["xrefs"],
        }
    )


def publication(row: Mapping[str, Any]) -> Element:
    """A publication as a node."""
    return _given(
        {
            "id": row["id"],
            "category": ["biolink:Publication"],
            "name": row["title"] or row["id"],
            # Required, and not known better.
            "publication_type": ["Publication"],
            "year": row["year"],
            "journal": row["journal"],
            "url": row["url"],
        }
    )


def claim_association(row: Mapping[str, Any]) -> Element:
    """A claim as one association; it is negated where all evidence speaks against it.

    Knowledge level and agent are those of its evidence, where that has the same.
    """
    element = {
        "id": f"therapath:claim-{row['id']}",
        **_joined(row, row["stage"]),
        "knowledge_level": row["level"] or "not_provided",
        "agent_type": row["agent"] or "not_provided",
        "primary_knowledge_source": INFORES,
    }
    if not row["supporting_count"]:
        element["negated"] = True
    if cited := row["publications"]:
        element["publications"] = sorted(set(cited))
    for name in _TOTALS:
        element[name] = row[name]
    return element


def _joined(row: Mapping[str, Any], stage: str | None) -> Element:
    predicate = row["predicate"]
    element = {
        "category": _CATEGORY,
        "subject": row["subject_id"],
        # "treats" is kept for what is approved.
        "predicate": _PREDICATE[predicate] if predicate != _TREATS else _STAGED[stage],
        "object": row["object_id"],
    }
    if row["condition_id"]:
        element["disease_context_qualifier"] = row["condition_id"]
    if row["effect_direction"]:
        element["effect_direction"] = row["effect_direction"]
    return element


def evidence_association(row: Mapping[str, Any], loaders: Mapping[str, str]) -> Element:
    """One report as an association; ``loaders`` tells by which loader a source was read."""
    stated = {_INFORES_OF.get(loaders.get(source, ""), "") for source, _ in row["sources"]}
    known = stated.pop() if len(stated) == 1 else ""
    quote, cited = row.get("provenance_quote"), row.get("publication_id")
    joined = _joined(row["claim"], row.get("stage"))
    return _given(
        {
            "id": f"therapath:evidence-{row['id']}",
            **joined,
            "negated": True if row["evidence_direction"] == "refutes" else None,
            "object_direction_qualifier": _CHANGE.get(row.get("result_change_direction", "")),
            "knowledge_level": row["provenance_knowledge_level"],
            "agent_type": row["provenance_agent_type"],
            "primary_knowledge_source": known or INFORES,
            "aggregator_knowledge_source": [INFORES] if known else None,
            "publications": [cited] if cited else None,
            "claim": f"therapath:claim-{row['claim_id']}",
            "study": curie(row["study_node"]) if row["study_node"] else None,
            "supporting_text": [quote] if quote else None,
            "has_confidence_score": row.get("provenance_confidence"),
            "p_value": row.get("result_p_value"),
            "original_subject": row.get("subject_said_id"),
            "original_object": row.get("object_said_id"),
            **{one.name: row.get(one.name) for one in _OF_EVIDENCE},
        }
    )


def subclass_edges(row: Mapping[str, Any]) -> Iterator[Element]:
    """What an entity is a narrower kind of."""
    for parent in row["parents"]:
        yield {
            "id": f"{row['id']}-subclass_of-{parent}",
            "category": ["biolink:Association"],
            "subject": row["id"],
            "predicate": "biolink:subclass_of",
            "object": parent,
            "knowledge_level": "knowledge_assertion",
            "agent_type": "manual_agent",
            "primary_knowledge_source": INFORES,
        }
