"""KGX files: every packing, other formats, and every way they can be broken."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from kgx_graphs import NODES, checked, edge, read_all, rejects, write

from kg.errors import LoadError
from loaders.files import MAX_LINE
from loaders.inputs import find
from loaders.kgx import LOADER
from loaders.loader import Start

JSON_NODES = [
    {"id": "CHEBI:1", "category": ["biolink:Drug"], "name": "drug"},
    {"id": "MONDO:1", "category": ["biolink:DiseaseOrPhenotypicFeature", "biolink:Disease"]},
]
JSON_EDGES = [
    {
        "id": "e1", "subject": "CHEBI:1", "predicate": "biolink:treats", "object": "MONDO:1",
        "publications": ["PMID:1", "PMID:2"], "negated": False, "supporting_text": ["a", "b"],
        "sources": [
            {"resource_id": "infores:x", "resource_role": "aggregator_knowledge_source"},
            {"resource_id": "infores:y", "resource_role": "primary_knowledge_source"},
        ],
    }
]  # fmt: skip


def tar(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


def packed(folder: Path) -> dict[str, list[Path]]:
    """One graph in every packing."""
    lines = ["\n".join(map(json.dumps, rows)).encode() for rows in (JSON_NODES, JSON_EDGES)]
    graph = json.dumps({"edges": JSON_EDGES, "nodes": JSON_NODES}, indent=1).encode()
    contents = {
        "graph.json": graph,
        "graph.json.gz": gzip.compress(graph),
        "x_nodes.jsonl": lines[0],
        "x_edges.jsonl": lines[1],
        "mixed.jsonl": b"\n\n".join(reversed(lines)),
        "KG.nodes.ndjson.gz": gzip.compress(lines[0]),
        "KG.edges.ndjson.gz": gzip.compress(lines[1]),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    members = {"./._nodes.jsonl": b"\x00", "g/edges.jsonl": lines[1], "g/nodes.jsonl": lines[0]}
    with zipfile.ZipFile(folder / "g.zip", "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return {
        "json": [folder / "graph.json"],
        "json.gz": [folder / "graph.json.gz"],
        "jsonl": [folder / "x_edges.jsonl", folder / "x_nodes.jsonl"],
        "mixed": [folder / "mixed.jsonl"],
        "ndjson.gz": [folder / "KG.edges.ndjson.gz", folder / "KG.nodes.ndjson.gz"],
        "tar.gz": [tar(folder / "g.tar.gz", members)],
        "zip": [folder / "g.zip"],
    }


@pytest.mark.parametrize(
    "packing", ["json", "json.gz", "jsonl", "mixed", "ndjson.gz", "tar.gz", "zip"]
)
def test_every_packing_gives_the_same(tmp_path: Path, packing: str) -> None:
    facts, terms, left_out = read_all(*packed(tmp_path)[packing])
    assert [fact["publication"]["id"] for fact in facts] == ["PMID:1", "PMID:2"]
    assert facts[0]["provenance"] == {
        "record": "e1", "knowledge_level": "not_provided", "agent_type": "not_provided",
        "section": "infores:y", "quote": "a\nb",
    }  # fmt: skip
    assert terms == [
        {"id": "CHEBI:1", "type": "Therapy", "name": "drug"},
        {"id": "MONDO:1", "type": "Condition"},
    ]
    assert not left_out


def test_files_of_one_graph_find_each_other(tmp_path: Path) -> None:
    for name in ("a_nodes.tsv", "a_edges.tsv", "b.nodes.tsv.gz", "b.edges.tsv", "c_edges.tsv"):
        content = (NODES if "nodes" in name else "subject\tpredicate\tobject\n").encode()
        (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith("z") else content)
    groups = [[file.path.name, *(path.name for path in file.companions)]
              for file in find([tmp_path])]  # fmt: skip
    assert sorted(groups) == [
        ["a_nodes.tsv", "a_edges.tsv"],
        ["b.nodes.tsv.gz", "b.edges.tsv"],
        ["c_edges.tsv"],
    ]
    other = tmp_path / "links.tsv"
    other.write_text("subject\tpredicate\tobject\n")
    [file] = find([other, tmp_path / "a_nodes.tsv"])
    assert (file.path.name, file.companions) == ("a_nodes.tsv", (other,))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("facts.jsonl", '{"subject": {"type": "Therapy", "name": "x"}, "predicate": "TREATS"}'),
        ("facts.tsv", "subject.type\tsubject.name\tpredicate\tobject.type\tobject.name\n"),
        ("nodes.csv", "id,is_even\na0,True\n"),
        ("edges.csv", "object,subject\na0,a1\n"),
        ("nodes.jsonl", '{"id": "x"}'),
        ("obo.json", '{"graphs": [{"nodes": [], "edges": []}]}'),
        ("trapi.json", '{"knowledge_graph": {"nodes": {}, "edges": {}}}'),
        ("stats.json", '{"nodes": {"biolink:Gene": {"count": 1}}}'),
        ("links.json", '{"nodes": [{"id": "a"}], "edges": [{"source": "a", "target": "a"}]}'),
        ("some.zip", ""),
    ],
)
def test_other_formats_are_not_taken(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    members = ("BFO3.json",) if path.suffix == ".zip" else ()
    start = Start(path, path.suffix, path.read_bytes(), members)
    assert not LOADER.recognises(start)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("MONDO:1\tbiolink:Disease", (2, "", "malformed")),
        ("MONDO:1\tbiolink:Disease\tx\ty", (2, "", "malformed")),
        ("\tbiolink:Disease\tx", (2, "id", "missing_field")),
        ("MONDO 1\tbiolink:Disease\tx", (2, "id", "bad_identifier")),
        ("MONDO:1\tbiolink:Disese\tx", (2, "category", "unknown_value")),
        ("MONDO:1\tbiolink:Disease\t" + "x" * 501, (2, "name", "too_long")),
        ("MONDO:1\tbiolink:Disease\t\x07", (2, "name", "control_character")),
        ("MONDO:1\tbiolink:Disease\t" + "x" * MAX_LINE, (2, "", "line_too_long")),
    ],
    ids=range(8),
)
def test_bad_nodes_are_rejected(
    tmp_path: Path, content: str, expected: tuple[int, str, str]
) -> None:
    path = tmp_path / "nodes.tsv"
    path.write_text(f"id\tcategory\tname\n{content}\nMONDO:9\tbiolink:Disease\tgood\n")
    assert rejects(path) == [("nodes.tsv", *expected)]
    assert checked(path).loaded == 1


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (edge("", "treats", "MONDO:1"), ("subject", "missing_field")),
        (edge("CHEBI:1", "treats", ""), ("object", "missing_field")),
        (edge("CHEBI:1", "has_phenotype", ""), ("object", "missing_field")),
        ({"subject": "CHEBI:1", "object": "MONDO:1"}, ("predicate", "missing_field")),
        (edge("no curie", "treats", "MONDO:1"), ("subject", "bad_identifier")),
        (edge("CHEBI:1", "treats", "MONDO:1", negated="perhaps"), ("negated", "wrong_type")),
        (edge("CHEBI:1", "treats", "MONDO:1", publications="Smith 1998"),
         ("publication.id", "bad_identifier")),
        (edge("CHEBI:1", "treats", "MONDO:1", knowledge_level="sure"),
         ("provenance.knowledge_level", "unknown_value")),
        (edge("CHEBI:1", "affects", "GO:1", object_direction_qualifier="sideways"),
         ("object_direction_qualifier", "unknown_value")),
        (edge("CHEBI:1", "treats", "MONDO:1", has_confidence_score="high"),
         ("has_confidence_score", "wrong_type")),
    ],
)  # fmt: skip
def test_bad_edges_are_rejected(
    tmp_path: Path, made: dict[str, Any], expected: tuple[str, str]
) -> None:
    good = edge("CHEBI:1", "has_phenotype", "MONDO:1")
    assert rejects(*write(tmp_path, [good, made])) == [("edges.tsv", 3, *expected)]


def test_a_score_outside_0_to_1_is_no_confidence(tmp_path: Path) -> None:
    made = edge("CHEBI:1", "treats", "MONDO:1", has_confidence_score="850")
    facts, _, left_out = read_all(*write(tmp_path, [made]))
    assert "confidence" not in facts[0]["provenance"]
    assert left_out["has_confidence_score outside 0 to 1, of an edge that is taken without it"] == 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"nodes": [', [(1, "", "malformed")]),
        (b'{"nodes": [{"id": "MONDO:1", "category": "biolink:Disease"}, {]}',
         [(1, "", "malformed")]),
        (b'{"nodes": [1, {"category": []}, {"id": 3}]}',
         [(1, "", "not_a_record"), (2, "id", "missing_field"), (3, "id", "wrong_type")]),
        (b'{"edges": [{"subject": "a:b"}]}', [(1, "predicate", "missing_field")]),
        (b"[" * 100_000, [(1, "", "malformed")]),
        (b'{"edges": ' + b"[" * 100_000, [(1, "", "malformed")]),
        (b'{"nodes": ["' + b"x" * 3 * MAX_LINE, [(1, "", "line_too_long")]),
        (b'{"nodes": ["\xe4"]}', [(1, "", "wrong_encoding")]),
        (b'{"nodes": [NaN]}', [(1, "", "malformed")]),
        (b'{"nodes": []} trailing', [(1, "", "malformed")]),
        (b"", [(1, "", "malformed")]),
    ],
    ids=range(11),
)  # fmt: skip
def test_broken_json(tmp_path: Path, content: bytes, expected: list[tuple[int, str, str]]) -> None:
    path = tmp_path / "graph.json"
    path.write_bytes(content)
    assert rejects(path) == [("graph.json", *reject) for reject in expected]


def test_broken_lines_spoil_themselves_only(tmp_path: Path) -> None:
    path = tmp_path / "nodes.jsonl"
    good = json.dumps(JSON_NODES[0]).encode()
    path.write_bytes(b"\xef\xbb\xbf" + good + b"\n{\nnull\n[]\n\xff\n" + good)
    assert rejects(path) == [
        ("nodes.jsonl", 2, "", "malformed"),
        ("nodes.jsonl", 3, "", "not_a_record"),
        ("nodes.jsonl", 4, "", "not_a_record"),
        ("nodes.jsonl", 5, "", "malformed"),
    ]
    table = tmp_path / "a_nodes.tsv"
    table.write_bytes(b"id\tcategory\nMONDO:1\tbiolink:Dis\xe4se\nMONDO:2\tbiolink:Disease\n")
    assert rejects(table) == [("a_nodes.tsv", 2, "", "wrong_encoding")]
    table.write_bytes(NODES.encode("utf-16"))
    assert rejects(table) == [("a_nodes.tsv", 1, "", "wrong_encoding")]


def test_a_header_must_have_what_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "edges.tsv"
    for header, expected in (
        ("subject\tobject", ("predicate", "missing_field")),
        ("subject,predicate,object", ("subject", "missing_field")),
        ("subject\tpredicate\tobject\tobject", ("object", "duplicate_field")),
    ):
        path.write_text(f"{header}\na:1\ta:2\ta:3\n")
        assert rejects(path) == [("edges.tsv", 1, *expected)]


def test_a_damaged_archive_is_told(tmp_path: Path) -> None:
    whole = gzip.compress(NODES.encode() * 100)
    (tmp_path / "nodes.tsv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LoadError, match="damaged or cut short"):
        checked(tmp_path / "nodes.tsv.gz")
    archive = tar(tmp_path / "g.tar.gz", {"nodes.tsv": NODES.encode() * 100})
    archive.write_bytes(archive.read_bytes()[:-40])
    with pytest.raises(LoadError, match=r"g\.tar\.gz"):
        checked(archive)
