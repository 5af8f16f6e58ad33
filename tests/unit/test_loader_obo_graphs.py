"""Ontologies as OBO Graphs and OWL: they say the same as OBO, and break in ways of their own."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.errors import LoadError
from loaders.loader import InputFile, Start
from loaders.obo import LOADER
from loaders.rows import Reader, Row


def read(path: Path) -> Reader:
    return LOADER.read(InputFile(path, path.name, "obo"))


def rows(path: Path) -> tuple[list[Row], Counter[str]]:
    reader = read(path)
    return list(reader.rows), reader.left_out


def by_id(found: list[Row]) -> dict[str, dict[str, Any]]:
    return {row.data["id"]: row.data for row in found if row.problem is None}


# OBO Graphs

OBO = "http://purl.obolibrary.org/obo/"
GRAPH: dict[str, Any] = {
    "nodes": [
        {
            "id": f"{OBO}MONDO_0005301",
            "lbl": "multiple sclerosis",
            "type": "CLASS",
            "meta": {
                "definition": {"val": "A disease.", "xrefs": ["PMID:1"]},
                "synonyms": [
                    {"pred": "hasExactSynonym", "val": "disseminated sclerosis"},
                    {
                        "pred": "hasRelatedSynonym",
                        "val": "MS",
                        "synonymType": f"{OBO}OMO_0003000",
                    },
                    {"pred": "hasBroadSynonym", "val": "sclerosis"},
                ],
                "xrefs": [{"val": "MSH:D009103"}, {"val": "no curie"}],
                "basicPropertyValues": [
                    {
                        "pred": "http://www.geneontology.org/formats/oboInOwl#hasAlternativeId",
                        "val": "MONDO:0000099",
                    }
                ],
            },
        },
        {"id": f"{OBO}MONDO_0000001", "lbl": "disease", "type": "CLASS"},
        {
            "id": f"{OBO}MONDO_7",
            "lbl": "obsolete MS",
            "type": "CLASS",
            "meta": {
                "deprecated": True,
                "basicPropertyValues": [
                    {"pred": f"{OBO}IAO_0100001", "val": f"{OBO}MONDO_0005301"}
                ],
            },
        },
        {"id": f"{OBO}CHEBI_1", "type": "CLASS"},
        {"id": f"{OBO}RO_1", "lbl": "part of", "type": "PROPERTY"},
        {"id": "http://www.orpha.net/ORDO/Orphanet_1", "lbl": "a rare one", "type": "CLASS"},
    ],
    "edges": [
        {"sub": f"{OBO}MONDO_0005301", "pred": "is_a", "obj": f"{OBO}MONDO_0000001"},
        {"sub": f"{OBO}MONDO_0005301", "pred": f"{OBO}RO_1", "obj": f"{OBO}UBERON_1"},
    ],
    "id": f"{OBO}mondo/mondo-base.json",
    "meta": {
        "basicPropertyValues": [
            {"pred": "http://purl.org/dc/elements/1.1/title", "val": "Mondo"},
            {"pred": "http://www.w3.org/2002/07/owl#versionInfo", "val": "2024-07-02"},
        ]
    },
    "logicalDefinitionAxioms": [{"genusIds": [["a"]]}],
}
GRAPHS = json.dumps({"graphs": [GRAPH]})


def graphs(tmp_path: Path, text: str = GRAPHS) -> Path:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_obo_graphs_say_the_same(tmp_path: Path) -> None:
    reader = read(graphs(tmp_path))
    found = by_id(list(reader.rows))
    assert list(found) == ["MONDO:0005301", "MONDO:0000001", "Orphanet:1"]
    assert found["MONDO:0005301"] == {
        "id": "MONDO:0005301",
        "type": "Condition",
        "name": "multiple sclerosis",
        "synonyms": ["MS", "disseminated sclerosis"],
        "xrefs": ["MONDO:0000099", "MESH:D009103", "MONDO:7"],
        "parents": ["MONDO:0000001"],
        "description": "A disease.",
    }
    assert (reader.details.name, reader.details.version) == ("Mondo (mondo-base)", "2024-07-02")
    assert reader.left_out == {
        "synonym: broad": 1,
        "cross-reference: no CURIE": 1,
        "obsolete: its id is kept with the term that replaced it": 1,
        "without a name": 1,
        "no term: property": 1,
        "relationship: other than is_a": 1,
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GRAPHS[:-40], "not JSON near character"),
        (GRAPHS + "{}", "there is more after the end"),
        ("[1]", "expected {"),
        ('{"graphs": ' + "[" * 100_000, "expected {"),
        ('{"graphs": [{"meta": ' + "[" * 100_000, "nested too deeply"),
        ('{"graphs": [{"x": ' + "[" * 100_000, "nested too deeply"),
        ('{"graphs": [{"nodes": [' + "9" * 5_000 + "]}]}", "not JSON near"),
    ],
)
def test_json_that_breaks_off_is_one_reject(tmp_path: Path, text: str, message: str) -> None:
    problems = [row.problem for row in rows(graphs(tmp_path, text))[0] if row.problem]
    assert [problem.reason for problem in problems] == ["malformed"]
    assert message in problems[0].message


def test_json_of_a_wrong_shape_is_rejected_by_node(tmp_path: Path) -> None:
    nodes = [
        5,
        {"lbl": "no id"},
        {"id": f"{OBO}CL_1", "lbl": "a", "meta": {"xrefs": [7]}},
        {"id": f"{OBO}CL_2", "lbl": "b", "meta": {"synonyms": [{"pred": "hasExactSynonym"}]}},
        {"id": f"{OBO}CL_3", "lbl": ["c"]},
        {"id": f"{OBO}CL_4", "lbl": "d", "type": "CLASS"},
    ]
    edges = [{"sub": f"{OBO}CL_4"}, {"sub": f"{OBO}CL_4", "pred": "is_a", "obj": "not a curie"}]
    found, left_out = rows(
        graphs(tmp_path, json.dumps({"graphs": [{"nodes": nodes, "edges": edges}]}))
    )
    assert [row.data["id"] for row in found if row.problem is None] == ["CL:4"]
    assert [row.line for row in found if row.problem] == [1, 2, 3, 4, 5, 1]
    assert left_out == {"is_a: no identifier": 1}


def test_json_larger_than_the_window_is_read_through(tmp_path: Path) -> None:
    """Elements and numbers that lie across what is read at once."""
    nodes = [
        {"id": f"{OBO}CL_{n}", "lbl": f"cell {n} " + "ä" * (n % 97), "type": "CLASS"}
        for n in range(30_000)
    ]
    edges = [
        {"sub": f"{OBO}CL_{n}", "pred": "is_a", "obj": f"{OBO}CL_{n // 2}"}
        for n in range(1, 30_000)
    ]
    big = {"axioms": [list(range(200_000))], "edges": edges, "n": 12345, "nodes": nodes}
    path = graphs(tmp_path, json.dumps({"graphs": [big]}, ensure_ascii=False))
    assert path.stat().st_size > 6_000_000
    found = by_id(rows(path)[0])
    assert len(found) == 30_000
    assert found["CL:29999"]["parents"] == ["CL:14999"]
    assert found["CL:29999"]["name"] == "cell 29999 " + "ä" * (29_999 % 97)


# OWL

OWL = f"""<?xml version="1.0"?>
<rdf:RDF xmlns="{OBO}cl.owl#"
     xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:obo="{OBO}"
     xmlns:owl="http://www.w3.org/2002/07/owl#"
     xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
     xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
     xmlns:terms="http://purl.org/dc/terms/"
     xmlns:oboInOwl="http://www.geneontology.org/formats/oboInOwl#">
  <owl:Ontology rdf:about="{OBO}cl.owl">
    <owl:versionIRI rdf:resource="{OBO}cl/releases/2024-05-15/cl.owl"/>
    <dc:title>Cell Ontology</dc:title>
    <terms:license rdf:resource="http://creativecommons.org/licenses/by/4.0/"/>
  </owl:Ontology>
  <owl:ObjectProperty rdf:about="{OBO}BFO_0000050">
    <rdfs:label>part of</rdfs:label>
  </owl:ObjectProperty>
  <rdf:Description rdf:about="{OBO}CL_0000000">
    <rdf:type rdf:resource="http://www.w3.org/2002/07/owl#Class"/>
    <rdfs:label xml:lang="de">Zelle</rdfs:label>
    <rdfs:label xml:lang="en">cell</rdfs:label>
  </rdf:Description>
  <owl:Class rdf:about="{OBO}CL_0000034">
    <rdfs:subClassOf rdf:resource="{OBO}CL_0000000"/>
    <rdfs:subClassOf>
      <owl:Restriction>
        <owl:onProperty rdf:resource="{OBO}BFO_0000050"/>
        <owl:someValuesFrom><owl:Class rdf:about="{OBO}CL_0000009"/></owl:someValuesFrom>
      </owl:Restriction>
    </rdfs:subClassOf>
    <rdfs:label>stem
      cell</rdfs:label>
    <obo:IAO_0000115>A cell that &lt;b&gt;renews&lt;/b&gt; itself.</obo:IAO_0000115>
    <oboInOwl:hasExactSynonym>progenitor &amp; stem cell</oboInOwl:hasExactSynonym>
    <oboInOwl:hasRelatedSynonym>blast</oboInOwl:hasRelatedSynonym>
    <oboInOwl:hasDbXref>MSH:D013234</oboInOwl:hasDbXref>
    <oboInOwl:hasAlternativeId>CL:0000036</oboInOwl:hasAlternativeId>
  </owl:Class>
  <owl:Axiom>
    <owl:annotatedSource rdf:resource="{OBO}CL_0000034"/>
    <owl:annotatedTarget>A cell</owl:annotatedTarget>
    <oboInOwl:hasDbXref>PMID:1</oboInOwl:hasDbXref>
  </owl:Axiom>
  <owl:Class rdf:about="{OBO}CL_0000035">
    <rdfs:label>obsolete single fate stem cell</rdfs:label>
    <owl:deprecated rdf:datatype="http://www.w3.org/2001/XMLSchema#boolean">true</owl:deprecated>
    <obo:IAO_0100001 rdf:resource="{OBO}CL_0000034"/>
  </owl:Class>
  <owl:Class><owl:unionOf rdf:parseType="Collection"/></owl:Class>
  <owl:Class rdf:about="{OBO}CL_0000048">
    <rdfs:subClassOf><owl:Class rdf:about="{OBO}CL_0000034"/></rdfs:subClassOf>
    <rdfs:label>multi fate stem cell</rdfs:label>
  </owl:Class>
</rdf:RDF>
"""


def owl(tmp_path: Path, text: str = OWL) -> Path:
    path = tmp_path / "a.owl"
    path.write_text(text, encoding="utf-8")
    return path


def test_owl_says_the_same(tmp_path: Path) -> None:
    reader = read(owl(tmp_path))
    found = by_id(list(reader.rows))
    assert list(found) == ["CL:0000000", "CL:0000034", "CL:0000048"]
    assert found["CL:0000000"]["name"] == "cell"
    assert found["CL:0000034"] == {
        "id": "CL:0000034",
        "type": "CellType",
        "name": "stem cell",
        "synonyms": ["progenitor & stem cell"],
        "xrefs": ["CL:0000036", "MESH:D013234", "CL:0000035"],
        "parents": ["CL:0000000"],
        "description": "A cell that renews itself.",
    }
    assert found["CL:0000048"]["parents"] == ["CL:0000034"]
    details = reader.details
    assert (details.name, details.version) == ("Cell Ontology (cl)", "2024-05-15")
    assert details.licence == "http://creativecommons.org/licenses/by/4.0/"
    assert reader.left_out == {
        "relationship: other than is_a": 1,
        "synonym: related": 1,
        "no term: property or individual": 1,
        "obsolete: its id is kept with the term that replaced it": 1,
        "no term: a class without a name of its own": 1,
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (OWL[:-200], "not XML"),
        (OWL.replace("<rdf:RDF", "<!DOCTYPE rdf:RDF [<!ENTITY a 'b'>]><rdf:RDF", 1), "DOCTYPE"),
        (
            OWL.replace("<rdf:RDF", '<!DOCTYPE rdf:RDF SYSTEM "file:///etc/passwd"><rdf:RDF', 1),
            "DOCTYPE",
        ),
        (OWL.replace("</rdf:RDF>", "<a>" * 300), "nested too deeply"),
        (OWL.replace("A cell that", "x" * 1_100_000), "a text of more than"),
        ("", "not XML"),
    ],
)
def test_owl_that_cannot_be_trusted_is_one_reject(tmp_path: Path, text: str, message: str) -> None:
    problems = [row.problem for row in rows(owl(tmp_path, text))[0] if row.problem]
    assert len(problems) == 1
    assert message in problems[0].message


@pytest.mark.parametrize(("name", "content"), [("a.json.gz", GRAPHS), ("a.owl.gz", OWL)])
def test_a_cut_archive_is_an_error(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(content.encode())[:-20])
    with pytest.raises(LoadError, match="damaged or cut short"):
        rows(path)


# Recognition


@pytest.mark.parametrize(
    ("name", "head", "known"),
    [
        ("a.obo", "format-version: 1.2\n", True),
        ("a.obo", "hello", False),
        ("a.json", GRAPHS, True),
        ("a.json", '{"nodes": [], "edges": []}', False),
        ("a.json", '{"subject": {"name": "graphs"}}', False),
        ("a.json", '[{"graphs": [1]}]', False),
        ("a.owl", OWL, True),
        ("a.xml", "<?xml version='1.0'?><collection/>", False),
    ],
)
def test_files_are_told_by_their_start(name: str, head: str, known: bool) -> None:
    start = Start(Path(name), Path(name).suffix, head.encode())
    assert LOADER.recognises(start) is known
