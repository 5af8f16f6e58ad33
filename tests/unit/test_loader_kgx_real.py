"""KGX files as they are: KGX's own test files, and one large graph to its last edge."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from kgx_graphs import checked, read_all, rejects

from loaders.inputs import find
from loaders.pipeline import read

SAMPLES = Path(__file__).parents[1] / "data/kgx"
REAL = Path(__file__).parents[3] / "shared/data/kgx"
needs_data = pytest.mark.skipif(not REAL.exists(), reason="needs the real KGX graphs")


@pytest.mark.parametrize(
    ("names", "loaded", "left_out", "expected"),
    [
        (["test.tar.gz"], 1, 3, []),
        (["test-inverse.tar.gz"], 1, 3, []),
        (["json_edges.json"], 2, 1, []),
        # 14 nodes: 9 diseases, 5 of which are different
        (["valid.json.gz"], 5, 11, []),
        (["graph_validate_nodes.tsv"], 0, 4, [("graph_validate_nodes.tsv", 5, "", "malformed")]),
        (["incomplete_nodes.tsv"], 0, 0, [("incomplete_nodes.tsv", 1, "id", "missing_field")]),
        (["graph_nodes_small.tsv", "graph_edges_small.tsv"], 0, 0,
         [("graph_nodes_small.tsv", 1, "id", "missing_field"),
          ("graph_edges_small.tsv", 1, "subject", "missing_field")]),
        (["test2_nodes.tsv", "test2_edges.tsv"], 0, 0,
         [("test2_nodes.tsv", line, "id", "bad_identifier") for line in (2, 3, 4, 5)]
         + [("test2_edges.tsv", 2, "subject", "bad_identifier"),
            ("test2_edges.tsv", 3, "", "malformed"), ("test2_edges.tsv", 4, "", "malformed"),
            ("test2_edges.tsv", 5, "subject", "bad_identifier")]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) and value else "",
)  # fmt: skip
def test_files_of_kgx_itself(
    names: list[str], loaded: int, left_out: int, expected: list[tuple[str, int, str, str]]
) -> None:
    paths = [SAMPLES / name for name in names]
    report = checked(*paths, format_name=None)
    assert (report.loaded, report.left_out.total()) == (loaded, left_out)
    assert rejects(*paths) == expected


@needs_data
def test_the_neighbourhood_of_ms() -> None:
    paths = [REAL / f"large/ms_neighbourhood_{what}.tsv" for what in ("nodes", "edges")]
    facts, terms, left_out = read_all(*paths)
    nodes = sum(count for why, count in left_out.items() if why.startswith("node"))
    described = [term for term in terms if "parents" in term or "xrefs" in term]
    assert nodes + len(terms) - len(described) == 202
    assert left_out.total() - nodes + len(described) + len(facts) == 289


@needs_data
def test_the_large_graph_is_accounted_for_to_the_last_edge() -> None:
    [file] = find([REAL / "large/nodes.tsv.gz", REAL / "large/edges.tsv.gz"])
    reader = read(file)
    counts: Counter[str] = Counter()
    for row in reader.rows:
        assert row.problem is None
        if row.kind == "fact":
            counts[str(row.data["predicate"])] += 1
        else:
            of_edge = "parents" in row.data or "xrefs" in row.data
            counts["term of an edge" if of_edge else "term of a node"] += 1
    # As awk counts them, over the edges joined with the categories of their ends.
    assert counts == {
        "TREATS": 11_766,
        "CONTRIBUTES_TO": 4_907,
        "HAS_ADVERSE_EVENT": 2_935,
        "ACTS_THROUGH": 847,
        "REPORTS_OUTCOME": 8,
        "term of an edge": 245_038,
        "term of a node": 188_151,
    }
    left = reader.left_out
    nodes = sum(count for why, count in left.items() if why.startswith("node"))
    assert nodes + counts["term of a node"] == 803_001
    assert left.total() - nodes + counts.total() - counts["term of a node"] == 2_854_316
    assert left["predicate not in the model: biolink:phenotype_of"] == 1_040_471
    assert left["predicate not in the model: biolink:has_phenotype"] == 588_393
    assert left["predicate not in the model: biolink:close_match"] == 435_428
