"""Any name comes back exactly, in every format, by the readers of other programs."""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import igraph
import networkx as nx
import pyoxigraph
import pytest
import rdflib
from exported import claim, csv_rows, entity, tsv_rows, written
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from kg.export.xml_text import nmtoken, plain

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://gexf.net/1.3}"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def joined(name: str, nodes: list[dict[str, object]]) -> bytes:
    return b"".join(written(name, nodes))


def by_lxml_graphml(name: str) -> str:
    root = etree.fromstring(joined("graphml", [entity("A:1", name)]))
    [key] = [one.get("id") for one in root.iter(f"{GRAPHML}key") if one.get("attr.name") == "name"]
    [found] = [one.text or "" for one in root.iter(f"{GRAPHML}data") if one.get("key") == key]
    return plain(found)


def by_networkx_graphml(name: str) -> str:
    graph = nx.parse_graphml(joined("graphml", [entity("A:1", name)]).decode())
    return plain(graph.nodes["A:1"]["name"])


def by_lxml_gexf(name: str) -> str:
    root = etree.fromstring(joined("gexf", [entity("A:1", name)]))
    [place] = [one.get("id") for one in root.iter(f"{GEXF}attribute") if one.get("title") == "name"]
    [value] = [one.get("value") for one in root.iter(f"{GEXF}attvalue") if one.get("for") == place]
    [node] = root.iter(f"{GEXF}node")
    assert node.get("label") == value
    return plain(value)


def by_networkx_cytoscape(name: str) -> str:
    graph = nx.cytoscape_graph(json.loads(joined("cytoscape", [entity("A:1", name)])))
    return str(graph.nodes["A:1"]["name"])


def by_networkx_node_link(name: str) -> str:
    graph = nx.node_link_graph(json.loads(joined("node-link", [entity("A:1", name)])))
    return str(graph.nodes["A:1"]["name"])


def by_csv(name: str) -> str:
    [row] = csv_rows(written("csv", [entity("A:1", name)])[0])
    assert row["label"] == row["name"]
    return row["name"]


def by_tsv(name: str) -> str:
    [row] = tsv_rows(written("kgx-tsv", [entity("A:1", name)])[0])
    letters = {"\\\\": "\\", "\\n": "\n", "\\r": "\r", "\\t": "\t"}
    return re.sub(r"\\.", lambda found: letters[found[0]], row["name"])


def by_json_lines(name: str) -> str:
    [line] = written("kgx-jsonl", [entity("A:1", name)])[0].decode().split("\n")[:-1]
    return str(json.loads(line)["name"])


def by_rdflib_turtle(name: str) -> str:
    return _label(rdflib.Graph().parse(joined("turtle", [entity("A:1", name)]), format="turtle"))


def by_rdflib_json_ld(name: str) -> str:
    return _label(rdflib.Graph().parse(joined("json-ld", [entity("A:1", name)]), format="json-ld"))


def _label(graph: rdflib.Graph) -> str:
    [found] = graph.objects(None, rdflib.URIRef(LABEL))
    return str(found)


def by_oxigraph(name: str) -> str:
    kinds = {"turtle": pyoxigraph.RdfFormat.TURTLE, "json-ld": pyoxigraph.RdfFormat.JSON_LD}
    both = set()
    for form, kind in kinds.items():
        content = joined(form, [entity("A:1", name)])
        for triple in pyoxigraph.parse(io.BytesIO(content), format=kind):
            if triple.predicate.value == LABEL:
                both.add(triple.object.value)
    [found] = both
    return str(found)


def by_cx2(name: str) -> str:
    aspects = {key: value for one in json.loads(joined("cx2", [entity("A:1", name)]))
               for key, value in one.items()}  # fmt: skip
    [node] = aspects["nodes"]
    return str(node["v"]["name"])


READERS = [
    by_lxml_graphml,
    by_networkx_graphml,
    by_lxml_gexf,
    by_networkx_cytoscape,
    by_networkx_node_link,
    by_csv,
    by_tsv,
    by_json_lines,
    by_rdflib_turtle,
    by_rdflib_json_ld,
    by_oxigraph,
    by_cx2,
]

#: Whatever Neo4j can hold: all of Unicode but halves of pairs.
NAMES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@given(name=NAMES)
@example(name="&<>\"' </script><script>alert(1)</script> javascript:alert(1)")
@example(name="]]> <!-- --> &amp; &#10; %0A")
@example(name=" two\nlines\r\nand\ttabs ")
@example(name="\x00\x01\x08\x0b\x0c\x1f\x7f\x85\ufffe\uffff\u2028\u2029")
@example(name="_x0001_ and _x005F_ and \\n \\| | \\")
@example(name="🧠👩‍⚕️ לוציפר العصب \u202e\u200f")
@example(name='"""')
@example(name="@prefix x: <http://x> .")
@settings(max_examples=40)
def test_a_name_comes_back_exactly(read: Callable[[str], str], name: str) -> None:
    assert read(name) == name


@given(name=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40))
@settings(max_examples=25)
def test_igraph_reads_names(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.graphml"
        path.write_bytes(joined("graphml", [entity("A:1", name)]))
        [vertex] = igraph.Graph.Read_GraphML(str(path)).vs
    assert plain(vertex["name"]) == name


@given(identity=NAMES.map(lambda text: f"A:{text}"))
@example(identity="DOI:10.1/a(b)<c>;d%2F")
@example(identity="A:_x0041_")
@settings(max_examples=60)
def test_an_id_of_any_form_joins_nodes_and_edges(identity: str) -> None:
    """Ids are CURIEs; what a source made of one may hold anything but white space."""
    other, edge = "A:other", claim(identity, "A:other")
    nodes = [entity(identity, "one"), entity(other, "other", "Outcome")]
    content = b"".join(written("graphml", nodes, [edge])).decode()
    graph = nx.parse_graphml(content, force_multigraph=True)
    [(source, target)] = graph.edges()
    assert graph.nodes[source]["name"] == "one"
    assert graph.nodes[target]["name"] == "other"
    assert plain(graph.nodes[source]["identifier"]) == identity
    cyjs = nx.cytoscape_graph(json.loads(b"".join(written("cytoscape", nodes, [edge]))))
    assert list(cyjs.edges(keys=True)) == [(identity, other, edge["id"])]
    for form in ("turtle", "json-ld"):
        triples = rdflib.Graph().parse(b"".join(written(form, nodes, [edge])), format=form)
        [subject] = triples.objects(None, rdflib.URIRef("https://w3id.org/biolink/vocab/subject"))
        [label] = triples.objects(subject, rdflib.URIRef(LABEL))
        [stated] = triples.objects(subject, rdflib.URIRef("http://purl.org/dc/terms/identifier"))
        assert (str(label), str(stated)) == ("one", identity)
    [line] = b"".join(written("sif", [], [edge])).decode().split("\n")[:-1]
    assert line.count("\t") == 2


@given(st.lists(NAMES, min_size=2, max_size=8, unique=True))
def test_different_ids_stay_different_in_xml(identities: list[str]) -> None:
    assert len({nmtoken(one) for one in identities}) == len(identities)
