"""DrugMechDB: chains collapse to what the model has, and their signs end on the patient's side."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import LoadError
from kg.model.fact import Fact
from kg.terms import Terms
from loaders import drugmechdb
from loaders.drugmechdb.chains import Chain, Node, signs
from loaders.inputs import find
from loaders.pipeline import LoadOptions, check, read
from loaders.report import Report

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "drugmechdb"
REAL = ROOT.parent / "shared" / "data" / "drugmechdb"
needs_data = pytest.mark.skipif(not REAL.exists(), reason="needs the real DrugMechDB paths")

LABELS = {
    "D": "Drug",
    "R": "Protein",
    "P": "BiologicalProcess",
    "Q": "Pathway",
    "S": "PhenotypicFeature",
    "E": "Disease",
    "X": "Disease",
}
PLUS, MINUS, NONE = "positively regulates", "negatively regulates", "occurs in"


def path(*links: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    """A path from drug D to disease X; a node's first letter says what it is."""
    names = dict.fromkeys(["D", "X", *(end for link in links for end in (link[0], link[2]))])
    return {
        "graph": {"_id": "path_1", "drug_mesh": "T:D", "disease_mesh": "T:X"},
        "nodes": [
            {"id": f"T:{name}", "label": LABELS[name[0]], "name": f"the {name}"} for name in names
        ],
        "links": [{"source": f"T:{a}", "key": key, "target": f"T:{b}"} for a, key, b in links],
        **more,
    }


def facts_of(tmp_path: Path, *paths: dict[str, Any]) -> list[dict[str, Any]]:
    file = tmp_path / "paths.jsonl"
    file.write_text("\n".join(map(json.dumps, paths)))
    found = [row.data for row in read(find([file], "drugmechdb")[0]).rows]
    for data in found:
        Fact.model_validate(data)
    return found


def told(found: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Subject, predicate, object, effect and change of each fact, in short."""
    return [
        (
            fact["subject"]["id"][2:],
            fact["predicate"],
            fact["object"]["id"][2:],
            fact.get("effect_direction", ""),
            fact.get("result", {}).get("change_direction", ""),
        )
        for fact in found
    ]


def checked(*paths: Path) -> Report:
    report = Report()
    check(find(paths), Terms([]), LoadOptions(), report)
    assert report.balanced
    return report


def test_proteins_collapse_and_signs_multiply(tmp_path: Path) -> None:
    links = (("D", MINUS, "R"), ("R", PLUS, "P"), ("P", "causes", "X"))
    treats, acts, leads = facts_of(tmp_path, path(*links))
    assert told([treats, acts, leads]) == [
        ("D", "TREATS", "X", "", ""),
        ("D", "ACTS_THROUGH", "P", "", "decreased"),
        ("P", "CONTRIBUTES_TO", "X", "worsened", ""),
    ]
    assert acts == {
        "subject": {"type": "Therapy", "id": "T:D", "name": "the D"},
        "predicate": "ACTS_THROUGH",
        "object": {"type": "Mechanism", "id": "T:P", "name": "the P"},
        "condition": {"type": "Condition", "id": "T:X", "name": "the X"},
        "evidence_direction": "supports",
        "result": {"change_direction": "decreased"},
        "provenance": {
            "record": "path_1 T:D > T:P",
            "section": "via the R (T:R)",
            "knowledge_level": "logical_entailment",
            "agent_type": "manual_agent",
        },
    }
    assert leads["provenance"]["knowledge_level"] == "knowledge_assertion"
    assert "condition" not in leads
    assert "stage" not in treats


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        # What protects improves, and a drug that increases it helps.
        (
            [("D", PLUS, "P"), ("P", "negatively correlated with", "X")],
            [
                ("D", "ACTS_THROUGH", "P", "", "increased"),
                ("P", "CONTRIBUTES_TO", "X", "improved", ""),
            ],
        ),
        # Less of a process that protects is worse: the effect follows the whole way.
        (
            [("D", MINUS, "P"), ("P", MINUS, "Q"), ("Q", "prevents", "X")],
            [
                ("D", "ACTS_THROUGH", "P", "", "decreased"),
                ("P", "CONTRIBUTES_TO", "Q", "worsened", "decreased"),
                ("Q", "CONTRIBUTES_TO", "X", "improved", ""),
            ],
        ),
        # A phenotype is reached, and passed on the way to the disease.
        (
            [("D", MINUS, "P"), ("P", PLUS, "S"), ("S", "manifestation of", "X")],
            [
                ("D", "ACTS_THROUGH", "P", "", "decreased"),
                ("P", "CONTRIBUTES_TO", "S", "worsened", "increased"),
                ("P", "CONTRIBUTES_TO", "X", "worsened", ""),
            ],
        ),
        # A link that says no sign: no direction beyond it.
        (
            [("D", MINUS, "P"), ("P", NONE, "R"), ("R", "causes", "X")],
            [("D", "ACTS_THROUGH", "P", "", "decreased"), ("P", "CONTRIBUTES_TO", "X", "", "")],
        ),
        # Two routes that disagree.
        (
            [
                ("D", PLUS, "R"),
                ("D", MINUS, "R2"),
                ("R", PLUS, "P"),
                ("R2", PLUS, "P"),
                ("P", "causes", "X"),
            ],
            [("D", "ACTS_THROUGH", "P", "", ""), ("P", "CONTRIBUTES_TO", "X", "worsened", "")],
        ),
        # Processes in a circle, and one that leads to itself.
        (
            [
                ("D", MINUS, "P"),
                ("P", PLUS, "P"),
                ("P", PLUS, "Q"),
                ("Q", MINUS, "P"),
                ("Q", "causes", "X"),
            ],
            [
                ("D", "ACTS_THROUGH", "P", "", "decreased"),
                ("P", "CONTRIBUTES_TO", "Q", "", "increased"),
                ("Q", "CONTRIBUTES_TO", "P", "", "decreased"),
                ("Q", "CONTRIBUTES_TO", "X", "worsened", ""),
            ],
        ),
        # A disease on the way is worse for the patient by itself, and ends the step.
        (
            [("D", MINUS, "P"), ("P", "causes", "E"), ("E", NONE, "X")],
            [
                ("D", "ACTS_THROUGH", "P", "", "decreased"),
                ("P", "CONTRIBUTES_TO", "E", "worsened", ""),
            ],
        ),
    ],
    ids=range(7),
)
def test_sign_rules(
    tmp_path: Path, links: list[tuple[str, str, str]], expected: list[tuple[str, ...]]
) -> None:
    assert told(facts_of(tmp_path, path(*links))) == [("D", "TREATS", "X", "", ""), *expected]


def test_without_a_process_the_indication_alone_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(path(("D", MINUS, "R"), ("R", "causes", "X"))))
    reader = read(find([file])[0])
    assert told([row.data for row in reader.rows]) == [("D", "TREATS", "X", "", "")]
    assert sum(reader.left_out.values()) == 1


def test_contraindicated_refutes(tmp_path: Path) -> None:
    [fact] = facts_of(tmp_path, path(("D", "contraindicated for", "X")))
    assert (fact["predicate"], fact["evidence_direction"]) == ("TREATS", "refutes")


def test_ids_references_and_long_ways(tmp_path: Path) -> None:
    between = [f"R{number}" * 12 for number in range(9)]
    stops = ["D", *between, "P", "X"]
    record = path(*((a, PLUS, b) for a, b in pairwise(stops)))
    record["references"] = [
        "https://en.wikipedia.org/wiki/X",
        "https://pubmed.ncbi.nlm.nih.gov/12/",
    ]
    record["graph"] |= {"drug_mesh": "T:other", "drugbank": "DB:DB00007"}
    text = json.dumps(record).replace('"T:D"', '"DB:DB00007"')
    acts = facts_of(tmp_path, json.loads(text))[1]
    assert acts["subject"]["id"] == "DRUGBANK:DB00007"
    assert acts["publication"] == {"id": "PMID:12"}
    section = acts["provenance"]["section"]
    assert section.startswith("via T:R0R0")
    assert len(section) == 200


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ({"nodes": None}, "nodes"),
        ({"links": "x"}, "links"),
        ({"graph": {"_id": "p", "drug_mesh": "T:Z", "disease_mesh": "T:X"}}, "graph.drug_mesh"),
        ({"graph": {"_id": "p", "drug_mesh": "T:D"}}, "graph.disease_mesh"),
        ({"graph": {"_id": "", "drug_mesh": "T:D", "disease_mesh": "T:X"}}, "graph._id"),
        ({"links": [{"source": "T:D", "target": "T:lost", "key": PLUS}]}, "links"),
        ({"links": ["x"]}, "links"),
    ],
)
def test_a_path_that_lacks_a_part_is_rejected_whole(
    tmp_path: Path, broken: dict[str, Any], field: str
) -> None:
    file = tmp_path / "a.jsonl"
    good = json.dumps(path(("D", PLUS, "P"), ("P", "causes", "X")))
    bad = json.dumps(path(("D", PLUS, "P")) | broken)
    file.write_text(f"{good}\n{bad}\n[]\n{good}\n")
    report = checked(file)
    assert [(entry.line, entry.field, entry.reason) for entry in report.rejects] == [
        (2, field, "missing_field"),
        (3, "", "not_a_record"),
    ]
    assert (report.loaded, report.already_there) == (3, 3)


def test_yaml_one_path_a_file_and_a_list_of_them(tmp_path: Path) -> None:
    one = (DATA / "DB00310_MESH_D004487_1.yaml").read_text()
    single = checked(DATA / "DB00310_MESH_D004487_1.yaml")
    assert single.rejected == 0
    many = tmp_path / "indication_paths.yaml"
    many.write_text(
        yaml.safe_dump([yaml.safe_load(one), path(("D", PLUS, "P")) | {"directed": True}])
    )
    [file] = find([many])
    assert file.format == "drugmechdb"
    rows = list(read(file).rows)
    assert len(rows) == single.loaded + 2
    assert rows[0].line == 1
    assert rows[-1].line == one.count("\n") + 1
    for number in range(3):
        (tmp_path / f"path{number}.yaml").write_text(one.replace("D004487_1", f"D004487_{number}"))
    folder, listed = sorted(find([tmp_path]), key=lambda file: len(file.companions), reverse=True)
    assert [folder.name, len(folder.companions), listed.name] == [
        tmp_path.name,
        2,
        "indication_paths",
    ]
    assert {row.place for row in read(folder).rows} == {f"path{number}.yaml" for number in range(3)}


def test_the_edema_path_by_hand() -> None:
    [file] = find([DATA / "DB00310_MESH_D004487_1.yaml"])
    found = [row.data for row in read(file).rows]
    # Chlortalidone decreases SLC12A1, which "participates in" sodium reabsorption: no sign.
    assert [
        (
            fact["predicate"],
            fact["object"]["name"],
            fact.get("effect_direction"),
            fact.get("result", {}).get("change_direction"),
        )
        for fact in found
    ] == [
        ("TREATS", "Edema", None, None),
        ("ACTS_THROUGH", "Renal sodium ion reabsorption", None, None),
        ("CONTRIBUTES_TO", "Renal water retention", "worsened", "increased"),
        ("CONTRIBUTES_TO", "Abnormality of blood volume homeostasis", "worsened", "increased"),
        ("CONTRIBUTES_TO", "Edema", "worsened", None),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"directed: true\ngraph: {_id: [\n", "malformed"),
        (b"directed: &a true\ngraph: *a\n", "malformed"),
        (b"directed: true\ndirected: true\n", "malformed"),
        (b"- [" + b"[" * 5_000, "malformed"),
        (b"directed: true\ngraph: \xff\n", "wrong_encoding"),
        (b"- text\n", "not_a_record"),
        (b"a: 1\n", "missing_field"),
        (b"", "empty_file"),
    ],
    ids=range(8),
)
def test_broken_yaml(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(content)
    report = Report()
    check(find([file], "drugmechdb"), Terms([]), LoadOptions(), report)
    assert [entry.reason for entry in report.rejects] == [reason]


def test_a_cut_archive(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    lines = (DATA / "interferon.jsonl").read_bytes() * 50
    file.write_bytes(gzip.compress(lines)[:-20])
    with pytest.raises(LoadError, match="damaged or cut short"):
        checked(file)


def test_other_yaml_and_json_lines_are_not_taken(tmp_path: Path) -> None:
    for name, content in {
        "a.yaml": "- subject: {type: Therapy, name: graph links disease_mesh}\n",
        "b.yaml": "",
        "c.jsonl": '{"subject": {"name": "graph disease_mesh links nodes"}}\n',
        "d.jsonl": '{"graph": 1}\n{"disease_mesh": 1, "links": 1, "nodes": 1}',
        "e.jsonl": "\xff",
    }.items():
        (tmp_path / name).write_text(content)
        [file] = find([tmp_path / name])
        assert file.format != "drugmechdb"


def test_the_guide_lists_the_signs() -> None:
    guide = (Path(drugmechdb.__file__).parent / "README.md").read_text()
    [listed] = re.findall(r"```\n(.*?)\n```", guide, re.DOTALL)
    rows = [line.split(None, 1) for line in listed.splitlines()]
    assert {name: {"+": 1, "-": -1, "0": 0}[sign] for sign, name in rows} == signs()
    assert len(rows) == len(signs()) == 67


_ENDS = st.sampled_from(["D", "R", "R2", "P", "P2", "Q", "S", "E", "X"])
_LINKS = st.lists(st.tuples(_ENDS, st.sampled_from([PLUS, MINUS, NONE]), _ENDS), max_size=14)


@given(_LINKS)
def test_steps_agree_with_walking_every_route(links: list[tuple[str, str, str]]) -> None:
    """Against a slow way of finding the same: every route, link by link."""
    names = {end for link in links for end in (link[0], link[2])} | {"D", "X"}
    nodes = {name: Node(name, name, LABELS[name[0]]) for name in names}
    chain = Chain(nodes["D"], nodes["X"], nodes)
    for source, key, target in links:
        chain.link(source, target, key)

    def walk(at: str, sign: int, seen: tuple[str, ...]) -> set[tuple[str, int]]:
        found: set[tuple[str, int]] = set()
        for source, key, target in links:
            if source == at and target not in seen and target != "D":
                onward = sign * signs()[key]
                found.add((target, onward))
                if LABELS[target[0]] in ("Protein", "PhenotypicFeature"):
                    found |= walk(target, onward, (*seen, target))
        return found

    for start in {"D", *(name for name in names if name[0] in "PQ")}:
        wanted = {"P", "Q"} if start == "D" else {"P", "Q", "S", "E", "X"}
        reached = {target for target, _ in walk(start, 1, (start,)) if target[0] in wanted}
        steps = [step for step in chain.steps() if step.source.id == start]
        assert {step.target.id for step in steps} == reached
        for step in steps:
            ways = {sign for target, sign in walk(start, 1, (start,)) if target == step.target.id}
            if step.sign:  # a circle may take a sign away, never give one
                assert ways == {step.sign}


@needs_data
def test_the_real_paths() -> None:
    report = checked(REAL / "drugmechdb_paths.jsonl.gz")
    assert (report.read, report.loaded, report.rejected) == (20_336, 20_336, 0)
    [file] = find([REAL / "drugmechdb_paths.jsonl.gz"])
    reader = read(file)
    found = Counter((row.data["predicate"], row.data["evidence_direction"]) for row in reader.rows)
    # An indication for each of 4,846 lines, "contraindicated for" in 8; others by every route.
    assert found[("TREATS", "supports")] == 4_838
    assert found[("TREATS", "refutes")] == 8
    assert found[("ACTS_THROUGH", "supports")] == 5_578
    assert found[("CONTRIBUTES_TO", "supports")] == 9_912


@needs_data
def test_the_real_folder_is_three_sources() -> None:
    files = {file.name: 1 + len(file.companions) for file in find([REAL])}
    assert files == {"drugmechdb_ms_neuro_immune": 1, "drugmechdb_paths": 1, "drugmechdb": 194}
    report = checked(REAL / "paths")
    assert (report.loaded, report.rejected) == (829, 0)
