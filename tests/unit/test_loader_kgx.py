"""KGX graphs: nodes as entities, edges as facts, each report kept, the rest counted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from kgx_graphs import checked, edge, facts_of, only, read_all, write

from kg.vocabulary import PREDICATES, Predicate
from loaders.kgx import EDGES
from loaders.kgx.categories import kind_of
from loaders.kgx.predicates import INVERSE, RULES


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (edge("CHEBI:1", "treats", "MONDO:1"), "Therapy TREATS Condition"),
        (edge("CHEBI:1", "treats", "HP:1"), "Therapy TREATS Condition"),
        (edge("MONDO:1", "treated_by", "CHEBI:1"), "Therapy TREATS Condition"),
        (edge("UMLS:1", "in_clinical_trials_for", "MONDO:1"), "Therapy TREATS Condition in_trials"),
        (edge("CHEBI:1", "beneficial_in_models_for", "MONDO:1"),
         "Therapy TREATS Condition proposed"),
        (edge("CHEBI:1", "has_side_effect", "HP:1"), "Therapy HAS_ADVERSE_EVENT AdverseEvent"),
        (edge("CHEBI:1", "causes", "MONDO:1"), "Therapy HAS_ADVERSE_EVENT AdverseEvent"),
        (edge("HP:1", "caused_by", "CHEBI:1"), "Therapy HAS_ADVERSE_EVENT AdverseEvent"),
        (edge("CHEBI:1", "ameliorates", "NCIT:1"), "Therapy REPORTS_OUTCOME Outcome improved"),
        (edge("CHEBI:1", "ameliorates_condition", "MONDO:1"), "Therapy TREATS Condition"),
        (edge("CHEBI:1", "exacerbates_condition", "HP:1"),
         "Therapy REPORTS_OUTCOME Outcome worsened"),
        (edge("CHEBI:1", "decreases_abundance_of", "NCIT:1"), "Therapy REPORTS_OUTCOME Outcome"),
        (edge("CHEBI:1", "affects", "GO:1"), "Therapy ACTS_THROUGH Mechanism"),
        (edge("CL:1", "regulates", "GO:1"), "CellType ACTS_THROUGH Mechanism"),
        (edge("GO:1", "causes", "MONDO:1"), "Mechanism CONTRIBUTES_TO Condition worsened"),
        (edge("GO:1", "contributes_to", "GO:2"), "Mechanism CONTRIBUTES_TO Mechanism"),
        (edge("GO:1", "prevents", "MONDO:1"), "Mechanism CONTRIBUTES_TO Condition improved"),
        (edge("GO:1", "exacerbates", "HP:1"), "Mechanism CONTRIBUTES_TO Outcome worsened"),
        (edge("GO:1", "negatively_regulates", "MONDO:1"),
         "Mechanism CONTRIBUTES_TO Condition improved"),
        (edge("DRUGBANK:DB1", "has_part", "CL:1"), "Therapy USES_CELL_TYPE CellType"),
        (edge("CL:2", "develops_from", "CL:1"), "CellType DIFFERENTIATES_INTO CellType"),
    ],
    ids=lambda value: value["predicate"] if isinstance(value, dict) else "",
)  # fmt: skip
def test_edges_become_facts(tmp_path: Path, made: dict[str, Any], expected: str) -> None:
    fact = only(tmp_path, made)
    said = [fact["subject"]["type"], fact["predicate"], fact["object"]["type"]]
    said += [fact[name] for name in ("effect_direction", "stage") if name in fact]
    assert " ".join(said) == expected
    inverse = made["predicate"].removeprefix("biolink:") in INVERSE
    assert fact["subject"]["id"] == made["object" if inverse else "subject"]
    assert fact["evidence_direction"] == "supports"
    assert fact["provenance"]["knowledge_level"] == "not_provided"


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (edge("HGNC:1", "interacts_with", "HGNC:1"),
         "predicate not in the model: biolink:interacts_with"),
        (edge("MONDO:1", "has_phenotype", "HP:1"),
         "predicate not in the model: biolink:has_phenotype"),
        (edge("HGNC:1", "treats", "MONDO:1"), "biolink:treats: subject of category biolink:Gene"),
        (edge("CHEBI:1", "treats", "GO:1"),
         "biolink:treats: between biolink:SmallMolecule and biolink:BiologicalProcess"),
        (edge("UMLS:1", "causes", "MONDO:1"),
         "biolink:causes: between biolink:NamedThing and biolink:Disease"),
        (edge("CHEBI:1", "affects", "NCIT:1"),
         "effect on an outcome without a direction: biolink:affects"),
        (edge("GO:1", "causes", "MONDO:1", subject_direction_qualifier="decreased"),
         "edge that is about less of its subject: biolink:causes"),
        (edge("CHEBI:1", "causes", "MONDO:1", object_direction_qualifier="decreased"),
         "edge that says a harm becomes less: biolink:causes"),
    ],
)  # fmt: skip
def test_what_the_model_cannot_say_is_counted(
    tmp_path: Path, made: dict[str, Any], reason: str
) -> None:
    facts, _, left_out = read_all(*write(tmp_path, [made]))
    assert facts == []
    assert left_out[reason] == 1


def test_what_an_edge_says_of_itself_is_kept(tmp_path: Path) -> None:
    fact = only(
        tmp_path,
        edge(
            "CHEBI:1", "affects", "GO:1", id="e1", knowledge_level="prediction",
            agent_type="text_mining_agent", primary_knowledge_source="infores:semmeddb",
            supporting_text="drug one lowers | the process", negated="True",
            has_confidence_score="0.75", p_value="0.01", publications="PMID:1",
            qualified_predicate="biolink:causes", object_direction_qualifier="decreased",
            object_aspect_qualifier="activity", disease_context_qualifier="MONDO:1",
        ),
    )  # fmt: skip
    assert fact == {
        "subject": {"type": "Therapy", "id": "CHEBI:1", "name": "drug one"},
        "predicate": "ACTS_THROUGH",
        "object": {"type": "Mechanism", "id": "GO:1", "name": "process"},
        "condition": {"type": "Condition", "id": "MONDO:1", "name": "disease"},
        "evidence_direction": "refutes",
        "result": {"change_direction": "decreased", "measure": "activity", "p_value": 0.01},
        "publication": {"id": "PMID:1"},
        "provenance": {
            "record": "e1",
            "knowledge_level": "prediction",
            "agent_type": "text_mining_agent",
            "section": "infores:semmeddb",
            "extractor": "infores:semmeddb",
            "quote": "drug one lowers | the process",
            "confidence": 0.75,
        },
    }


def test_only_a_qualified_predicate_may_be_in_the_model(tmp_path: Path) -> None:
    qualified = {"qualified_predicate": "biolink:contributes_to"}
    facts, _, left_out = read_all(
        *write(
            tmp_path,
            [
                edge("GO:1", "associated_with", "MONDO:1", **qualified),
                edge("GO:1", "associated_with", "MONDO:1"),
                edge("GO:1", "associated_with", "MONDO:1", **qualified),
            ],
        )
    )
    assert [fact["provenance"]["record"] for fact in facts] == ["2", "4"]
    assert left_out["predicate not in the model: biolink:associated_with"] == 1


@pytest.mark.parametrize(
    ("more", "stage"),
    [
        ({"clinical_approval_status": "fda_approved_for_condition"}, "approved"),
        ({"clinical_approval_status": "not_approved_for_condition"}, None),
        ({"max_research_phase": "clinical_trial_phase_2"}, "in_trials"),
        ({"max_research_phase": "pre_clinical_research_phase"}, "proposed"),
        ({"qualifiers": "status=Approved"}, "approved"),
        ({"qualifiers": "path=x;status=Withdrawn"}, "in_trials"),
        ({"qualifiers": "status=unheard of"}, None),
    ],
)
def test_the_stage_is_what_the_edge_says(
    tmp_path: Path, more: dict[str, str], stage: str | None
) -> None:
    fact = only(tmp_path, edge("CHEBI:1", "applied_to_treat", "MONDO:1", **more))
    assert fact.get("stage") == stage


def test_each_publication_is_a_report_and_a_trial_is_a_study(tmp_path: Path) -> None:
    listed = "PMID:1|DOI:10.1/X;PMID:2|CLINICALTRIALS:NCT00000001|PMID:1"
    facts = facts_of(tmp_path, edge("CHEBI:1", "treats", "MONDO:1", publications=listed))
    assert [fact.get("publication", fact.get("study")) for fact in facts] == [
        {"id": "PMID:1"},
        {"id": "DOI:10.1/X"},
        {"id": "PMID:2"},
        {"id": "NCT00000001", "name": "the trial"},
    ]


def test_equal_edges_stay_apart_by_id_or_line(tmp_path: Path) -> None:
    equal = edge("CHEBI:1", "treats", "MONDO:1")
    assert checked(*write(tmp_path, [equal, equal])).loaded == 9 + 1 + 2
    records = [fact["provenance"]["record"] for fact in facts_of(tmp_path, equal, equal)]
    assert records == ["2", "3"]


def test_nodes_become_entities_and_open_ones_only_where_they_are_used(tmp_path: Path) -> None:
    edges = [
        edge("CHEBI:1", "subclass_of", "CHEBI:3"),
        edge("CHEBI:3", "subclass_of", "CHEBI:4"),
        edge("CHEBI:2", "subclass_of", "CHEBI:4"),
        edge("CHEBI:1", "exact_match", "MESH:D1"),
        edge("MONDO:2", "subclass_of", "MONDO:1"),
        edge("MONDO:2", "subclass_of", "HP:1"),
        edge("UMLS:1", "exact_match", "MONDO:1"),
        edge("CHEBI:1", "treats", "MONDO:1"),
    ]
    _, terms, left_out = read_all(*write(tmp_path, edges))
    nodes = {term["id"]: str(term["type"]) for term in terms if len(term) <= 3}
    more = [term for term in terms if "parents" in term or "xrefs" in term]
    assert nodes == {
        "CHEBI:1": "Therapy", "CHEBI:3": "Therapy", "CHEBI:4": "Therapy",
        "DRUGBANK:DB1": "Therapy", "MONDO:1": "Condition", "MONDO:2": "Condition",
        "HP:1": "AdverseEvent", "NCIT:1": "Outcome", "GO:1": "Mechanism", "GO:2": "Mechanism",
        "CL:1": "CellType", "CL:2": "CellType",
    }  # fmt: skip
    assert {"id": "MONDO:2", "type": "Condition"} in terms, "a node without a name has none"
    assert more == [
        {"id": "MONDO:2", "type": "Condition", "parents": ["MONDO:1"]},
        {"id": "MONDO:1", "type": "Condition", "xrefs": ["UMLS:1"]},
        {"id": "CHEBI:1", "type": "Therapy", "parents": ["CHEBI:3"]},
        {"id": "CHEBI:1", "type": "Therapy", "xrefs": ["MESH:D1"]},
        {"id": "CHEBI:3", "type": "Therapy", "parents": ["CHEBI:4"]},
    ]
    unused = "node of a category that no edge uses as one of the model"
    assert left_out == {
        "subclass_of of a node that is not taken": 1,
        "biolink:subclass_of: between biolink:Disease and biolink:PhenotypicFeature": 1,
        f"{unused}: biolink:SmallMolecule": 1,
        f"{unused}: biolink:NamedThing": 1,
        "node of a category not in the model: biolink:Gene": 1,
        "node of a category not in the model: biolink:ClinicalTrial": 1,
    }


def test_a_node_may_have_synonyms_and_cross_references(tmp_path: Path) -> None:
    path = tmp_path / "nodes.tsv"
    path.write_text(
        "id\tcategory\tname\tsynonym\txref\tdescription\tdeprecated\n"
        f'MONDO:1\tdisease\t"MS"\tone|"two"|{"x" * 501}\tMESH:D1|no curie|MONDO:1\ttext\t\n'
        "MONDO:2\tbiolink:Disease\told\t\t\t\tTrue\n"
    )
    _, terms, left_out = read_all(path)
    assert terms == [
        {
            "id": "MONDO:1", "type": "Condition", "name": "MS", "synonyms": ["one", "two"],
            "xrefs": ["MESH:D1"], "description": "text",
        }
    ]  # fmt: skip
    assert left_out == {
        "synonym over 500 characters, of a node that is taken": 1,
        "cross-reference that is no CURIE, of a node that is taken": 1,
        "node that is marked deprecated": 1,
    }


def test_edges_alone_are_told_by_their_categories_and_prefixes(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    path.write_text(
        "subject,predicate,object,subject_category,object_label\n"
        "CHEBI:1,biolink:treats,MONDO:1,,MS\n"
        "X:1,biolink:affects,GO:1,biolink:Drug,\n"
        "MESH:D1,biolink:affects,GO:1,,\n"
        "HP:2,biolink:subclass_of,HP:1,,\n"
    )
    facts, terms, left_out = read_all(path)
    assert facts[0]["subject"] == {"type": "Therapy", "id": "CHEBI:1", "name": "CHEBI:1"}
    assert facts[0]["object"] == {"type": "Condition", "id": "MONDO:1", "name": "MS"}
    assert facts[1]["subject"]["type"] == "Therapy"
    assert terms == [{"id": "HP:2", "type": "AdverseEvent", "parents": ["HP:1"]}]
    assert left_out == {
        "biolink:affects: between biolink:NamedThing and biolink:BiologicalProcess": 1
    }


def test_reasons_stay_few(tmp_path: Path) -> None:
    edges = [edge("CHEBI:1", f"made_up_{number}", "MONDO:1") for number in range(2_000)]
    _, _, left_out = read_all(*write(tmp_path, edges))
    assert len(left_out) < 600
    told = Counter({why: n for why, n in left_out.items() if not why.startswith("node")})
    assert told.total() == 2_000


def test_every_report_of_a_claim_is_kept(tmp_path: Path) -> None:
    edges = [
        edge("CHEBI:1", "treats", "MONDO:1", publications=f"PMID:{number % 4_000 + 1}")
        for number in range(10_000)
    ]
    nodes = "id\tcategory\tname\nCHEBI:1\tbiolink:Drug\td\nMONDO:1\tbiolink:Disease\tm\n"
    report = checked(*write(tmp_path, edges, nodes))
    assert (report.loaded, report.already_there, report.rejected) == (10_002, 0, 0)


def test_rules_stay_within_the_model() -> None:
    for rules in RULES.values():
        for rule in rules:
            allowed = PREDICATES[Predicate(rule.edge.predicate)]
            assert rule.subject in allowed.subjects
            assert rule.object in allowed.objects
            assert rule.edge in EDGES
    assert {rule.edge for rules in RULES.values() for rule in rules} == set(EDGES)
    assert set(INVERSE.values()) - set(RULES) == {"subclass_of"}


def test_the_narrowest_category_counts() -> None:
    assert (
        kind_of(["biolink:NamedThing", "biolink:ChemicalEntity", "biolink:Drug"]).type == "Therapy"
    )
    assert kind_of(["biolink:BiologicalProcess", "biolink:Behavior"]).roles == ()
    assert kind_of(["small molecule"]).category == "biolink:SmallMolecule"
    assert kind_of(["biolink:Node"]) is None
