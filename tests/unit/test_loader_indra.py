"""INDRA statements: one fact for each piece of evidence, the rest counted by why."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.errors import LoadError
from kg.model.fact import Fact
from kg.terms import Terms
from kg.vocabulary import PREDICATES
from loaders.indra import EDGES, LOADER
from loaders.indra.statements import facts_of
from loaders.inputs import find
from loaders.loader import Start
from loaders.pipeline import LoadOptions, check
from loaders.report import Report

REAL = Path(__file__).parents[3] / "shared/data/literature/indra_statements_sample.json"
needs_data = pytest.mark.skipif(not REAL.exists(), reason="needs the real INDRA statements")

AGENTS: dict[str, dict[str, str]] = {
    "drug": {"CHEBI": "CHEBI:1", "MESH": "D1"},
    "process": {"GO": "GO:1", "TEXT": "a process"},
    "other process": {"SIGNOR": "SIGNOR-PH42"},
    "disease": {"DOID": "DOID:1"},
    "phenotype": {"HP": "HP:1"},
    "cell": {"CL": "CL:1"},
    "gene": {"HGNC": "1", "UP": "P1"},
    "mesh": {"MESH": "D999999"},
    "umls": {"UMLS": "C1"},
    "EDSS": {"NCIT": "C120394"},
    "text": {"TEXT": "words"},
}


def agent(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "db_refs": AGENTS[name], **more}


def statement(kind: str, subject: str, target: str, **more: Any) -> dict[str, Any]:
    made = {"type": kind, "subj": agent(subject), "obj": agent(target), "id": "s1", "belief": 0.5}
    return {**made, "evidence": [{"source_api": "reach", "pmid": "1", "text": "words"}], **more}


def facts(made: Any) -> tuple[list[dict[str, Any]], Counter[str]]:
    left_out: Counter[str] = Counter()
    found = facts_of(made, left_out, line=1)
    assert isinstance(found, list), found
    for fact in found:
        Fact.model_validate(fact)
    return found, left_out


def checked(path: Path, format_name: str | None = None) -> Report:
    report = Report()
    files = find([path], format_name)
    assert [file.format for file in files] == ["indra"]
    check(files, Terms([]), LoadOptions(), report)
    assert report.balanced
    return report


@pytest.mark.parametrize(
    ("kind", "subject", "target", "expected"),
    [
        ("Activation", "drug", "process", "ACTS_THROUGH Mechanism increased"),
        ("DecreaseAmount", "cell", "process", "ACTS_THROUGH Mechanism decreased amount"),
        ("Inhibition", "process", "other process", "CONTRIBUTES_TO Mechanism decreased"),
        ("Activation", "process", "disease", "CONTRIBUTES_TO Condition worsened increased"),
        ("Inhibition", "process", "disease", "CONTRIBUTES_TO Condition improved decreased"),
        ("Activation", "process", "phenotype", "CONTRIBUTES_TO Outcome increased"),
        ("IncreaseAmount", "drug", "phenotype", "HAS_ADVERSE_EVENT AdverseEvent"),
        ("Activation", "drug", "disease", "HAS_ADVERSE_EVENT AdverseEvent"),
        ("Inhibition", "drug", "disease", "TREATS Condition"),
        ("Inhibition", "drug", "phenotype", "REPORTS_OUTCOME Outcome decreased"),
    ],
)
def test_statements_become_facts(kind: str, subject: str, target: str, expected: str) -> None:
    [fact], left_out = facts(statement(kind, subject, target))
    result = fact.get("result", {})
    said = [fact["predicate"], fact["object"]["type"], fact.get("effect_direction")]
    said += [result.get("change_direction"), result.get("measure")]
    assert " ".join(word for word in said if word) == expected
    assert fact["subject"]["name"] == subject
    assert not left_out


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (statement("Phosphorylation", "gene", "gene"),
         "statement type not in the model: Phosphorylation"),
        (statement("Inhibition", "drug", "gene"), "Inhibition: Therapy → gene or protein"),
        (statement("Activation", "gene", "process"), "Activation: gene or protein → Mechanism"),
        (statement("Inhibition", "mesh", "disease"),
         "Inhibition: something of MESH → Condition"),
        (statement("Inhibition", "text", "disease"),
         "Inhibition: something of text alone → Condition"),
        (statement("Activation", "disease", "process"), "Activation: Condition → Mechanism"),
        (statement("Activation", "drug", "process", subj=None), "Activation without its subj"),
        (statement("Activation", "drug", "process", evidence=[]), "Activation without evidence"),
        (statement("Activation", "drug", "process", obj=agent("process", mods=[{}])),
         "Activation: of an agent in a special state"),
        (statement("Activation", "drug", "process",
                   evidence=[{"epistemics": {"hypothesis": True}}]),
         "evidence that is stated as a hypothesis"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_counted(made: dict[str, Any], reason: str) -> None:
    assert facts(made) == ([], Counter({reason: 1}))


def test_each_piece_of_evidence_is_a_report() -> None:
    evidence = [
        {
            "source_api": "reach", "pmid": "12", "text": "the quote",
            "epistemics": {"negated": True, "direct": False, "section_type": "results"},
        },
        {"source_api": "signor", "text_refs": {"DOI": "10.1/X", "PMCID": "PMC1"}},
        {"text_refs": {"PMCID": "PMC1"}, "annotations": {"semrep_predicate": "CAUSES"}},
        {"source_api": "unheard of"},
        {"source_api": "unheard of", "epistemics": {"hypothesis": True}},
    ]  # fmt: skip
    found, left_out = facts(statement("Activation", "drug", "process", evidence=evidence))
    assert left_out == {"evidence that is stated as a hypothesis": 1}
    assert [fact["evidence_direction"] for fact in found] == ["refutes", *["supports"] * 3]
    assert [fact.get("publication", {}).get("id") for fact in found] == [
        "PMID:12", "DOI:10.1/X", "PMC:PMC1", None,
    ]  # fmt: skip
    assert found[0]["provenance"] == {
        "record": "s1:1", "knowledge_level": "not_provided", "agent_type": "text_mining_agent",
        "extractor": "reach", "quote": "the quote", "section": "results", "confidence": 0.5,
    }  # fmt: skip
    levels = [
        tuple(
            fact["provenance"].get(name) for name in ("extractor", "knowledge_level", "agent_type")
        )
        for fact in found[1:]
    ]
    assert levels == [
        ("signor", "knowledge_assertion", "manual_agent"),
        ("semrep", "not_provided", "text_mining_agent"),
        ("unheard of", "not_provided", "not_provided"),
    ]


@pytest.mark.parametrize(
    ("refs", "expected"),
    [
        ({"CHEBI": "CHEBI:1", "CHEMBL": "CHEMBL2"}, "CHEBI:1"),
        ({"CHEMBL": "CHEMBL2"}, "CHEMBL.COMPOUND:CHEMBL2"),
        ({"PUBCHEM": ["3", "4"]}, "PUBCHEM.COMPOUND:3"),
        ({"DRUGBANK": "no curie"}, None),
    ],
)
def test_ids_are_curies(refs: dict[str, Any], expected: str | None) -> None:
    made = statement("Activation", "drug", "process", subj={"name": "drug", "db_refs": refs})
    [fact], _ = facts(made)
    assert fact["subject"].get("id") == expected


def test_gnbr_says_by_itself_what_is_a_chemical_and_what_a_disease() -> None:
    gnbr = [{"source_api": "gnbr", "pmid": "1"}]
    [fact], _ = facts(statement("Inhibition", "mesh", "umls", evidence=gnbr))
    assert (fact["subject"]["type"], fact["predicate"]) == ("Therapy", "TREATS")
    assert (fact["object"]["type"], fact["object"]["id"]) == ("Condition", "UMLS:C1")
    assert facts(statement("Inhibition", "mesh", "gene", evidence=gnbr))[0] == []


def test_the_packaged_vocabulary_tells_what_a_mixed_database_does_not() -> None:
    made = statement("Inhibition", "drug", "mesh")
    made["obj"] = {"name": "multiple sclerosis", "db_refs": {"MESH": "D009103"}}
    [fact], _ = facts(made)
    assert (fact["predicate"], fact["object"]["type"]) == ("TREATS", "Condition")


@pytest.mark.parametrize(
    ("made", "field", "reason"),
    [
        ([], "", "not_a_record"),
        ({}, "type", "missing_field"),
        ({"type": "Bewitching"}, "type", "unknown_value"),
        (statement("Activation", "drug", "process", subj="drug"), "subj", "wrong_type"),
        (statement("Activation", "drug", "process", obj={"db_refs": {}}), "obj", "wrong_type"),
        (statement("Activation", "drug", "process", obj={"name": "x", "db_refs": []}), None, None),
        (statement("Activation", "drug", "process", obj={"name": "x", "db_refs": [1]}),
         "obj", "wrong_type"),
        (statement("Activation", "drug", "process", evidence="x"), "evidence", "wrong_type"),
        (statement("Activation", "drug", "process", evidence=[1]), "evidence", "wrong_type"),
        (statement("Activation", "drug", "process", belief=2), "provenance.confidence",
         "out_of_range"),
        (statement("Activation", "drug", "process", evidence=[{"text": 1, "epistemics": 2}]),
         "provenance.quote", "wrong_type"),
        (statement("Activation", "drug", "process", evidence=[{"pmid": "a b"}]),
         "publication.id", "bad_identifier"),
    ],
    ids=range(12),
)  # fmt: skip
def test_wrong_statements_are_rejected(
    tmp_path: Path, made: Any, field: str | None, reason: str | None
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([made, statement("Activation", "drug", "process")]))
    report = checked(path, "indra")
    found = [(entry.line, entry.field, entry.reason) for entry in report.rejects]
    assert found == ([] if reason is None else [(1, field, reason)])
    assert report.loaded == 1


@pytest.mark.parametrize("packing", ["list", "object", "by hash", "lines", "gzip"])
def test_every_packing_is_read(tmp_path: Path, packing: str) -> None:
    made = [statement("Activation", "drug", "process", id=name) for name in ("s1", "s2")]
    by_hash = {"relations": [{"x": 1}], "statements": {"-1": made[0], "-2": made[1]}}
    contents = {
        "list": ("a.json", json.dumps(made, indent=1).encode()),
        "object": ("a.json", json.dumps({"statements": made, "offset": 10}).encode()),
        "by hash": ("a.json", json.dumps(by_hash).encode()),
        "lines": ("a.jsonl", "\n\n".join(map(json.dumps, made)).encode()),
        "gzip": ("a.json.gz", gzip.compress(json.dumps(made).encode())),
    }
    name, content = contents[packing]
    path = tmp_path / name
    path.write_bytes(content)
    report = checked(path, "indra" if packing == "by hash" else None)
    assert (report.loaded, report.rejected) == (2, 0)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.json", b'[{"type": "Activation"', [(1, "malformed")]),
        ("a.json", b"[1, 2]", [(1, "not_a_record"), (2, "not_a_record")]),
        ("a.json", b"", [(1, "malformed")]),
        ("a.json", b'["\xff"]', [(1, "wrong_encoding")]),
        ("a.json", b"[" * 100_000, [(1, "malformed")]),
        ("a.jsonl", b'{\n{"type": 1}', [(1, "malformed"), (2, "missing_field")]),
    ],
    ids=range(6),
)
def test_broken_files(
    tmp_path: Path, name: str, content: bytes, expected: list[tuple[int, str]]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    report = checked(path, "indra")
    assert [(entry.line, entry.reason) for entry in report.rejects] == expected


def test_a_truncated_archive_is_told(tmp_path: Path) -> None:
    whole = gzip.compress(json.dumps([statement("Activation", "drug", "process")] * 99).encode())
    path = tmp_path / "a.json.gz"
    path.write_bytes(whole[:-20])
    with pytest.raises(LoadError, match="damaged or cut short"):
        checked(path, "indra")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", '{"subject": {"type": "Therapy"}, "predicate": "TREATS", "object": {}}'),
        ("a.jsonl", '{"type": "Activation"}'),
        ("a.json", '[{"type": "Person", "belief": 1}]'),
        ("a.json", '{"nodes": [{"id": "a:b", "category": "biolink:Drug"}], "edges": []}'),
        ("a.json", '{"studies": [{"type": "Activation", "evidence": []}]}'),
    ],
)
def test_other_formats_are_not_taken(name: str, content: str) -> None:
    assert not LOADER.recognises(Start(Path(name), Path(name).suffix, content.encode()))


def test_edges_are_of_the_model() -> None:
    assert {edge.predicate for edge in EDGES} <= set(PREDICATES)


@needs_data
def test_the_real_statements() -> None:
    report = checked(REAL)
    assert (report.read, report.loaded, report.rejected) == (5, 5, 0)
    # 79 statements, each of which gives one fact or is left out once.
    assert report.left_out.total() == 74
    others = {
        why.rpartition(": ")[2]: count
        for why, count in report.left_out.items()
        if why.startswith("statement type")
    }
    assert others == {
        "Complex": 14, "Phosphorylation": 9, "ActiveForm": 9, "Ubiquitination": 2,
        "Dephosphorylation": 2, "Conversion": 1,
    }  # fmt: skip
