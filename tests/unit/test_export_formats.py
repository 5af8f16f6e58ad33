"""Each format's files: valid by its schema, typed, drawn sensibly, empty where nothing is."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pyoxigraph
import pytest
import rdflib
import yaml
from exported import HASH, claim, csv_rows, elements_written, entity, evidence, tsv_rows, written
from lxml import etree

from kg.colours import EFFECT_COLOUR, TYPE_COLOUR
from kg.errors import UnknownChoice
from kg.export import FORMATS, biolink, chosen_format, chosen_level, graph_elements
from kg.export.formats import Vocabulary
from kg.export.styles import cytoscape_js_style, cytoscape_style
from kg.model.export import ExportFormat, ExportLevel
from kg.vocabulary import EffectDirection, EntityType

SCHEMAS = next(
    (found for one in Path(__file__).parents if (found := one / "shared/data/schemas").is_dir()),
    Path("shared"),
)
needs_schemas = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="../shared/data is not here")
FULL, CLAIMS = ExportLevel.FULL, ExportLevel.CLAIMS

NODES = [
    entity("MAXO:1", 'a <therapy> & "more"', synonyms=["one", "t|w,o"], xrefs=["MESH:D1"]),
    entity("NCIT:1", "an outcome\nof two lines", "Outcome", description="what\tit is"),
    entity("MONDO:1", "a disease", "Condition", parents=["MONDO:2"]),
]
EDGES = [
    claim("MAXO:1", "NCIT:1", 1, condition_id="MONDO:1", condition="a disease"),
    claim("MAXO:1", "NCIT:1", 2, effect_direction="worsened", evidence_count=40),
    claim("MAXO:1", "MONDO:1", 3, predicate="TREATS", effect_direction=None, supporting_count=0),
]
REPORT = evidence(
    "MAXO:1",
    "NCIT:1",
    provenance_quote="it helped",
    publication_id="DOI:10.1/x",
    study_node="NCT00000001",
    sources=[["therapath:source-1", "7"]],
    result_p_value=0.01,
    result_change_direction="decreased",
    result_serious=True,
)  # fmt: skip
SOURCE = {
    **dict.fromkeys(("version", "licence", "sha256")),
    "id": "therapath:source-1",
    "name": "a dataset",
    "loader": "clinicaltrials",
}
PUBLICATION = {"id": "DOI:10.1/x", "title": None, "year": 2020, "journal": None, "url": None}


def full(name: str) -> bytes:
    """One of everything at level full."""
    form = FORMATS[ExportFormat(name)]
    if form.vocabulary is Vocabulary.BIOLINK:
        nodes = [*map(biolink.entity, NODES), biolink.publication(PUBLICATION)]
        edges = [biolink.evidence_association(REPORT, {"therapath:source-1": "clinicaltrials"})]
        edges += biolink.subclass_edges({"id": "MONDO:1", "parents": ["MONDO:2"]})
        if form.reified:
            edges += map(biolink.claim_association, EDGES)
    else:
        nodes = [graph_elements.entity_node(dict(row)) for row in NODES]
        nodes += [entity_node("NCT00000001", "Study"), entity_node("MONDO:2", "Condition")]
        nodes += [graph_elements.publication_node(dict(PUBLICATION))]
        nodes += [graph_elements.source_node(SOURCE), graph_elements.evidence_node(REPORT)]
        of = [{**one, "id": REPORT["claim_id"]} if one is EDGES[0] else one for one in EDGES]
        nodes += map(graph_elements.claim_node, of)
        edges = [one for row in of for one in graph_elements.claim_parts(row)]
        edges += graph_elements.evidence_edges(REPORT)
        edges += graph_elements.hierarchy_edges(NODES[2])
    return b"".join(elements_written(name, nodes, edges, FULL))


def entity_node(identity: str, kind: str) -> dict[str, Any]:
    return graph_elements.entity_node(entity(identity, identity, kind))


def claims(name: str) -> bytes:
    return b"".join(written(name, NODES, EDGES))


# Validity


@needs_schemas
@pytest.mark.parametrize(
    ("name", "schema"), [("graphml", "graphml/graphml.xsd"), ("gexf", "gexf-1.3/gexf.xsd")]
)
def test_xml_is_valid_by_its_schema(name: str, schema: str) -> None:
    checked = etree.XMLSchema(etree.parse(SCHEMAS / schema))
    for content in (claims(name), full(name), b"".join(written(name))):
        checked.assertValid(etree.fromstring(content))


@pytest.mark.parametrize("name", [str(one) for one in ExportFormat])
def test_nothing_is_a_valid_empty_file(name: str, tmp_path: Path) -> None:
    first, second = written(name)
    content = first + second
    match name:
        case "graphml":
            assert len(nx.parse_graphml(content.decode())) == 0
        case "gexf":
            assert len(nx.read_gexf(io.BytesIO(content))) == 0
        case "cytoscape":
            assert json.loads(content)["elements"] == {"nodes": [], "edges": []}
        case "node-link":
            assert len(nx.node_link_graph(json.loads(content))) == 0
        case "turtle" | "json-ld":
            assert len(rdflib.Graph().parse(content, format=name)) == 0
        case "csv" | "kgx-tsv":
            assert first.count(b"\n") == second.count(b"\n") == 1
        case "kgx-jsonl" | "sif":
            assert content == b""
        case "cx2":
            aspects = {key: value for one in json.loads(content) for key, value in one.items()}
            assert (aspects["nodes"], aspects["edges"]) == ([], [])
            assert aspects["status"] == [{"success": True}]


# What is in them


def test_graphml_declares_types_and_colours() -> None:
    graph = nx.parse_graphml(claims("graphml").decode(), force_multigraph=True)
    node = graph.nodes["MAXO:1"]
    assert node["type"] == "Therapy"
    assert node["claim_count"] == 1
    assert json.loads(node["synonyms"]) == ["one", "t|w,o"]
    assert node["color"] == TYPE_COLOUR["Therapy"]
    assert (node["r"], node["g"], node["b"]) == (0x33, 0x22, 0x88)
    worse = graph.edges["MAXO:1", "NCIT:1", EDGES[1]["id"]]
    assert worse["color"] == EFFECT_COLOUR["worsened"]
    assert worse["score"] == 0.25
    assert worse["weight"] > graph.edges["MAXO:1", "NCIT:1", EDGES[0]["id"]]["weight"]
    whole = nx.parse_graphml(full("graphml").decode(), force_multigraph=True)
    assert whole.nodes[HASH]["result_serious"] is True
    assert whole.nodes[HASH]["result_p_value"] == 0.01
    assert whole.has_edge(HASH, "DOI:10.1_x002F_x")


def test_igraph_and_networkx_read_the_same_graph(tmp_path: Path) -> None:
    (tmp_path / "a.graphml").write_bytes(full("graphml"))
    found = igraph.Graph.Read_GraphML(str(tmp_path / "a.graphml"))
    graph = nx.parse_graphml(full("graphml").decode(), force_multigraph=True)
    assert (found.vcount(), found.ecount()) == (len(graph), graph.number_of_edges())
    assert set(found.vs["identifier"]) == {data["identifier"] for _, data in graph.nodes(data=True)}


def test_gexf_is_drawn() -> None:
    root = etree.fromstring(claims("gexf"))
    space = {"g": "http://gexf.net/1.3"}
    [colour] = root.xpath("//g:node[@id='MAXO:1']/g:color", namespaces=space)
    assert [colour.get(part) for part in "rgb"] == ["51", "34", "136"]
    assert len(root.xpath("//g:edge/g:thickness", namespaces=space)) == 3
    kinds = root.xpath("//g:attributes[@class='edge']/g:attribute", namespaces=space)
    assert {one.get("title"): one.get("type") for one in kinds}["score"] == "double"


def test_csv_begins_with_what_programs_look_for() -> None:
    nodes, edges = written("csv", NODES, EDGES)
    assert nodes.startswith(b"id,label,")
    assert edges.startswith(b"source,target,")
    assert json.loads(csv_rows(nodes)[0]["synonyms"]) == ["one", "t|w,o"]
    # Gephi would take a column of this name for directed or undirected.
    assert "type" not in csv_rows(edges)[0]


def test_cytoscape_elements_have_the_ids_that_readers_need() -> None:
    graph = nx.cytoscape_graph(json.loads(full("cytoscape")))
    assert graph.nodes["MAXO:1"]["xrefs"] == ["MESH:D1"]
    assert graph.has_edge(HASH, "therapath:source-1")
    ids = [edge["data"]["id"] for edge in json.loads(full("cytoscape"))["elements"]["edges"]]
    assert len(ids) == len(set(ids))


def test_cx2_declares_every_attribute_it_uses() -> None:
    aspects = {key: value for one in json.loads(full("cx2")) for key, value in one.items()}
    [declared] = aspects["attributeDeclarations"]
    for part in ("nodes", "edges"):
        used = {name for one in aspects[part] for name in one["v"]}
        assert used <= set(declared[part])
    numbers = {one["id"] for one in aspects["nodes"]}
    assert {end for one in aspects["edges"] for end in (one["s"], one["t"])} <= numbers
    counts = {one["name"]: one["elementCount"] for one in aspects["metaData"]}
    assert (counts["nodes"], counts["edges"]) == (len(aspects["nodes"]), len(aspects["edges"]))


def test_triples_are_the_same_in_both_forms() -> None:
    kinds = {"turtle": pyoxigraph.RdfFormat.TURTLE, "json-ld": pyoxigraph.RdfFormat.JSON_LD}
    for content in (claims, full):
        found = [
            set(pyoxigraph.parse(io.BytesIO(content(name)), format=kind))
            for name, kind in kinds.items()
        ]
        assert found[0] == found[1] != set()
        libs = [set(rdflib.Graph().parse(content(name), format=name)) for name in kinds]
        assert libs[0] == libs[1]
        assert len(libs[0]) == len(found[0])


def test_a_refuted_claim_is_not_asserted() -> None:
    triples = rdflib.Graph().parse(claims("turtle"), format="turtle")
    therapy = rdflib.URIRef("http://purl.obolibrary.org/obo/MAXO_1")
    slot = "https://w3id.org/biolink/vocab/"
    assert set(triples.predicates(therapy, None)) & {
        rdflib.URIRef(f"{slot}{name}") for name in ("affects", "treats", "in_clinical_trials_for")
    } == {rdflib.URIRef(f"{slot}affects")}
    assert set(triples.subjects(rdflib.URIRef(f"{slot}negated"), rdflib.Literal(True)))


# Biolink


def _model() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(
        (SCHEMAS / "biolink_model.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
    )
    return found


@needs_schemas
def test_kgx_uses_the_words_of_the_biolink_model() -> None:
    model = _model()
    slots = {name.replace(" ", "_") for name in model["slots"]}
    classes = {re.sub(r"\W", "", name.title()) for name in model["classes"]}
    enums = {name: set(model["enums"][name]["permissible_values"]) for name in model["enums"]}
    own = {one.name for one in (*biolink.CLAIM_COLUMNS, *biolink.EVIDENCE_COLUMNS)} - slots
    records = [json.loads(one) for part in (claims, full) for one in part("kgx-jsonl").splitlines()]
    for record in records:
        assert {one.removeprefix("biolink:") for one in record["category"]} <= classes
        if "subject" not in record:
            assert set(record) - slots <= {"year", "journal", "url"}
            continue
        assert set(record) - slots <= own
        assert record["predicate"].removeprefix("biolink:") in slots
        assert record["knowledge_level"] in enums["KnowledgeLevelEnum"]
        assert record["agent_type"] in enums["AgentTypeEnum"]
        assert record["primary_knowledge_source"].startswith("infores:")
        change = record.get("object_direction_qualifier", "decreased")
        assert change in enums["DirectionQualifierEnum"]
    # What has no slot of that name is this project's own, and is not in Biolink's space in RDF.
    triples = rdflib.Graph().parse(full("turtle"), format="turtle")
    space = "https://w3id.org/biolink/vocab/"
    used = {str(one)[len(space) :] for one in triples.predicates() if str(one).startswith(space)}
    assert used <= slots


def test_a_report_names_its_source_and_speaks_against() -> None:
    [report] = [json.loads(one) for one in full("kgx-jsonl").splitlines() if b"evidence-" in one]
    assert report["negated"] is True
    assert report["primary_knowledge_source"] == "infores:clinicaltrials"
    assert report["aggregator_knowledge_source"] == ["infores:therapath"]
    assert report["publications"] == ["DOI:10.1/x"]
    assert report["supporting_text"] == ["it helped"]
    assert report["object_direction_qualifier"] == "decreased"


@pytest.mark.parametrize(
    ("stage", "predicate"),
    [
        ("approved", "treats"),
        ("in_trials", "in_clinical_trials_for"),
        ("proposed", "treats_or_applied_or_studied_to_treat"),
        (None, "treats_or_applied_or_studied_to_treat"),
    ],
)
def test_treats_is_kept_for_what_is_approved(stage: str | None, predicate: str) -> None:
    row = claim("MAXO:1", "MONDO:1", predicate="TREATS", effect_direction=None, stage=stage)
    assert biolink.claim_association(row)["predicate"] == f"biolink:{predicate}"


def test_tables_hold_lists_with_bars_in_them() -> None:
    nodes, edges = written("kgx-tsv", NODES, EDGES)
    assert tsv_rows(nodes)[0]["synonym"] == "one|t\\|w,o"
    first = tsv_rows(edges)[0]
    assert first["publications"] == "DOI:10.1/x|PMID:1"
    # Two agents: neither is that of the claim.
    assert (first["knowledge_level"], first["agent_type"]) == ("observation", "not_provided")
    assert tsv_rows(edges)[2]["negated"] == "true"


# Formats by name, styles


def test_an_unknown_format_has_near_misses() -> None:
    with pytest.raises(UnknownChoice, match="did you mean graphml") as raised:
        chosen_format("graphmll")
    assert (raised.value.field, raised.value.near_misses) == ("format", ["graphml"])
    with pytest.raises(UnknownChoice, match="there are: claims, full") as raised:
        chosen_level("everything")
    assert raised.value.field == "level"
    assert chosen_format(" GraphML ").name is ExportFormat.GRAPHML
    with pytest.raises(UnknownChoice):
        chosen_format("x" * 5000)
    assert {chosen_format(one).name for one in ("kgx-tsv", "json-ld")} <= set(ExportFormat)


def test_every_type_and_effect_has_a_colour_of_its_own() -> None:
    assert {*map(str, EntityType)} <= set(TYPE_COLOUR)
    assert {*map(str, EffectDirection)} == set(EFFECT_COLOUR)
    assert len(set(TYPE_COLOUR.values())) == len(TYPE_COLOUR)
    assert len(set(EFFECT_COLOUR.values())) == len(EFFECT_COLOUR)


def test_styles_name_every_type_and_effect() -> None:
    sheet = json.loads(cytoscape_js_style())
    selectors = {one["selector"] for one in sheet}
    assert {f'node[type = "{kind}"]' for kind in TYPE_COLOUR} <= selectors
    root = etree.fromstring(cytoscape_style())
    entries = {one.get("attributeValue") for one in root.iter("discreteMappingEntry")}
    assert entries == {*TYPE_COLOUR, *EFFECT_COLOUR}


@pytest.fixture(scope="module")
def cytoscape_js(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which node finds cytoscape.js."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not here")
    folder = tmp_path_factory.mktemp("node")
    (folder / "package.json").write_text("{}")
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "cytoscape@3"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        pytest.skip("npm cannot install cytoscape")
    return folder


_READ = """
const fs = require('fs'), cytoscape = require('cytoscape');
const file = JSON.parse(fs.readFileSync(0, 'utf8'));
const cy = cytoscape({headless: true, styleEnabled: true, elements: file.elements,
                      style: JSON.parse(fs.readFileSync('style.json', 'utf8'))});
const edge = cy.edges('[effect_direction = "worsened"]')[0];
console.log(JSON.stringify({
  nodes: cy.nodes().length, edges: cy.edges().length,
  name: cy.getElementById('NCIT:1').data('name'),
  node: cy.getElementById('MAXO:1').style('background-color'), edge: edge.style('line-color'),
  width: parseFloat(edge.style('width'))
}));
process.exit(0);
"""


@pytest.mark.slow
def test_cytoscape_js_reads_and_draws_it(cytoscape_js: Path) -> None:
    (cytoscape_js / "style.json").write_bytes(cytoscape_js_style())
    done = subprocess.run(
        ["node", "-e", _READ],
        cwd=cytoscape_js,
        input=full("cytoscape"),
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    sizes = json.loads(full("cytoscape"))["elements"]
    assert (found["nodes"], found["edges"]) == (len(sizes["nodes"]), len(sizes["edges"]))
    assert found["name"] == "an outcome\nof two lines"
    assert found["node"] == "rgb(51,34,136)"
    assert found["edge"] == "rgb(213,94,0)"
    assert found["width"] == pytest.approx(6.3)
