"""Ontologies: what is taken of OBO, OBO Graphs and OWL, and what is told about the rest."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.errors import LoadError
from kg.terms import Terms
from loaders.loader import InputFile
from loaders.obo import LOADER
from loaders.pipeline import LoadOptions, check
from loaders.report import Report
from loaders.rows import Reader, Row

HEADER = """format-version: 1.2
data-version: cl/releases/2024-05-06/cl.obo
ontology: cl
property_value: dc:title "A small ontology" xsd:string
property_value: terms:license https://creativecommons.org/licenses/by/4.0/

"""
MS = """[Term]
id: MONDO:0005301
name: multiple sclerosis
alt_id: MONDO:0000099
def: "A \\"demyelinating\\" disease,\\nof the <i>brain</i>." [PMID:1]
synonym: "MS" RELATED ABBREVIATION [MONDO:x]
synonym: "disseminated sclerosis" EXACT []
synonym: "multiple sclerosis" EXACT []
synonym: "MS2" EXACT DEPRECATED []
synonym: "sclerosis" BROAD [DOID:1]
synonym: "encephalitis" RELATED []
xref: MSH:D009103 {source="MONDO:equivalentTo", source="DOID:2377"}
xref: EFO:0003885
xref: ICD9:340 {source="MONDO:relatedTo"}
xref: http://purl.obolibrary.org/obo/DOID_2377
xref: https://example.org/page\\:1
is_a: MONDO:0000001 ! disease

[Term]
id: MONDO:0000001
name: disease

"""


def read(path: Path, **options: str) -> Reader:
    return LOADER.read(InputFile(path, path.name, "obo", options=options))


def rows(path: Path, **options: str) -> tuple[list[Row], Counter[str]]:
    reader = read(path, **options)
    found = list(reader.rows)
    return found, reader.left_out


def obo(tmp_path: Path, text: str, header: str = HEADER, name: str = "a.obo") -> Path:
    path = tmp_path / name
    path.write_text(header + text, encoding="utf-8")
    return path


def by_id(found: list[Row]) -> dict[str, dict[str, Any]]:
    return {row.data["id"]: row.data for row in found if row.problem is None}


def checked(path: Path, **options: str) -> Report:
    file = InputFile(path, path.name, "obo", options=options)
    report = Report()
    check([file], Terms(()), LoadOptions(), report)
    assert report.balanced
    return report


# Terms


def test_a_term_has_what_the_ontology_says(tmp_path: Path) -> None:
    found, left_out = rows(obo(tmp_path, MS))
    assert by_id(found)["MONDO:0005301"] == {
        "id": "MONDO:0005301",
        "type": "Condition",
        "name": "multiple sclerosis",
        "synonyms": ["MS", "disseminated sclerosis"],
        "xrefs": ["MONDO:0000099", "MESH:D009103", "EFO:0003885", "DOID:2377"],
        "parents": ["MONDO:0000001"],
        "description": 'A "demyelinating" disease,\nof the brain.',
    }
    assert left_out == {
        "synonym: broad": 1,
        "synonym: related": 1,
        "synonym: given up by its ontology": 1,
        "cross-reference: not the same thing": 1,
        "cross-reference: no CURIE": 1,
    }
    assert [row.line for row in found] == [7, 25]


def test_an_ontology_names_itself(tmp_path: Path) -> None:
    reader = read(obo(tmp_path, MS))
    next(reader.rows)
    details = reader.details
    assert (details.name, details.version) == ("A small ontology (cl)", "2024-05-06")
    assert details.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert details.vocabulary


@pytest.mark.parametrize(
    ("identity", "more", "kind"),
    [
        ("MONDO:1", "", "Condition"),
        ("DOID:1", "", "Condition"),
        ("Orphanet:1", "", "Condition"),
        ("CL:1", "", "CellType"),
        ("GO:1", "namespace: biological_process", "Mechanism"),
        ("GO:1", "is_a: GO:0008150", "Mechanism"),
        ("GO:1", "namespace: molecular_function", None),
        ("GO:1", "namespace: external", None),
        ("HP:1", "", "AdverseEvent"),
        ("OAE:1", "", "AdverseEvent"),
        ("MAXO:1", "", "Therapy"),
        ("CHEBI:1", "", "Therapy"),
        ("NCIT:C1", "", "Outcome"),
        ("EFO:1", "", "Outcome"),
        ("UBERON:1", "", None),
        ("HP:0000001", "", None),
        ("HP:2", "is_a: HP:0012823", None),
    ],
)
def test_types_by_prefix_and_branch(
    tmp_path: Path, identity: str, more: str, kind: str | None
) -> None:
    path = obo(tmp_path, f"[Term]\nid: {identity}\nname: x\n{more}\n")
    found, left_out = rows(path)
    assert [row.data["type"] for row in found] == ([kind] if kind else [])
    assert left_out.total() == (0 if kind and "is_a" not in more else 1)


def test_a_type_asked_for_wins_for_everything(tmp_path: Path) -> None:
    text = MS + "[Term]\nid: UBERON:1\nname: brain\n\n[Term]\nid: HP:0012823\nname: modifier\n"
    found, left_out = rows(obo(tmp_path, text), type="Outcome")
    assert {row.data["type"] for row in found} == {"Outcome"}
    assert len(found) == 4
    assert not any(reason.startswith("of no type") for reason in left_out)
    with pytest.raises(LoadError, match="type 'Drug': expected one of AdverseEvent"):
        read(obo(tmp_path, text), type="Drug")


TREE = (
    "".join(
        f"[Term]\nid: CL:{number}\nname: cell {number}\n"
        + "".join(f"is_a: {parent}\n" for parent in parents)
        + "\n"
        for number, parents in {
            1: [],
            2: ["CL:1"],
            3: ["CL:2", "CL:9"],
            4: ["UBERON:1", "CL:1"],
            5: ["CL:3", "MONDO:1"],
        }.items()
    )
    + "[Term]\nid: UBERON:1\nname: brain\n\n[Term]\nid: MONDO:1\nname: disease\n"
)


def test_parents_are_kept_within_what_is_taken_and_one_type(tmp_path: Path) -> None:
    found, left_out = rows(obo(tmp_path, TREE))
    assert {key: row["parents"] for key, row in by_id(found).items()} == {
        "CL:1": [],
        "CL:2": ["CL:1"],
        "CL:3": ["CL:2"],
        "CL:4": ["CL:1"],
        "CL:5": ["CL:3"],
        "MONDO:1": [],
    }
    assert left_out == {
        "of no type here: UBERON": 1,
        "is_a: to a term that is not there": 1,
        "is_a: to a term that is not taken": 1,
        "is_a: between terms of different types": 1,
    }


def test_a_branch_is_its_root_and_all_below(tmp_path: Path) -> None:
    path = obo(tmp_path, TREE)
    reader = read(path, branch="http://purl.obolibrary.org/obo/CL_2")
    found = by_id(list(reader.rows))
    assert {key: row["parents"] for key, row in found.items()} == {
        "CL:2": [],
        "CL:3": ["CL:2"],
        "CL:5": ["CL:3"],
    }
    assert reader.left_out["not in the branch CL:2"] == 3  # CL:1, CL:4, MONDO:1
    assert reader.details.name == "A small ontology (cl): CL:2 and below"
    with pytest.raises(LoadError, match="no term CL:77"):
        rows(path, branch="CL:77")
    with pytest.raises(LoadError, match="expected an identifier"):
        read(path, branch="stem cell")


OBSOLETE = """[Term]
id: HP:1
name: headache

[Term]
id: HP:2
name: obsolete head pain
is_obsolete: true
replaced_by: HP:3 {source="x"}

[Term]
id: HP:3
name: obsolete head ache
is_obsolete: true
replaced_by: HP:1

[Term]
id: HP:4
name: obsolete A
is_obsolete: true
replaced_by: HP:5

[Term]
id: HP:5
name: obsolete B
is_obsolete: true
replaced_by: HP:4

[Term]
id: HP:6
name: obsolete C
is_obsolete: true
consider: HP:1

[Term]
id: HP:7
name: obsolete D
is_obsolete: true
replaced_by: HP:1
replaced_by: HP:2
"""


def test_obsolete_terms_leave_their_ids_to_what_replaced_them(tmp_path: Path) -> None:
    found, left_out = rows(obo(tmp_path, OBSOLETE))
    assert [row.data["id"] for row in found] == ["HP:1"]
    assert sorted(found[0].data["xrefs"]) == ["HP:2", "HP:3"]
    assert left_out == {
        "obsolete: its id is kept with the term that replaced it": 2,
        "obsolete: what replaced it is not taken": 2,
        "obsolete: replaced by nothing": 1,
        "obsolete: replaced by several terms": 1,
    }
    with pytest.raises(LoadError, match="HP:2 is obsolete; replaced by HP:3"):
        rows(obo(tmp_path, OBSOLETE), branch="HP:2")


def test_each_cycle_is_told_and_nothing_else_is_lost(tmp_path: Path) -> None:
    text = "".join(
        f"[Term]\nid: CL:{number}\nname: cell {number}\nis_a: CL:{parent}\n\n"
        for number, parent in [(1, 2), (2, 3), (3, 1), (4, 3), (5, 5), (6, 5)]
    )
    path = obo(tmp_path, text)
    found, left_out = rows(path)
    problems = [row.problem for row in found if row.problem]
    assert [problem.message for problem in problems] == [
        "a term cannot be broader than itself: CL:1 is_a CL:2 is_a CL:3 is_a CL:1; "
        "the last step is left out",
        "a term cannot be broader than itself: CL:5 is_a CL:5; the last step is left out",
    ]
    assert {problem.reason for problem in problems} == {"cycle"}
    assert {key: row["parents"] for key, row in by_id(found).items()} == {
        "CL:1": ["CL:2"],
        "CL:2": ["CL:3"],
        "CL:3": [],
        "CL:4": ["CL:3"],
        "CL:5": [],
        "CL:6": ["CL:5"],
    }
    assert not left_out
    report = checked(path)
    assert (report.read, report.loaded, report.rejected) == (8, 6, 2)


# What cannot be read


@pytest.mark.parametrize(
    ("stanza", "field", "reason"),
    [
        ("name: x\n", "id", "missing_field"),
        ("id: cell\nname: x\n", "id", "bad_identifier"),
        ("id: CL:2\nid: CL:3\nname: x\n", "id", "duplicate_field"),
        ("id: CL:2\nname: x\nname: y\n", "name", "duplicate_field"),
        ("id: CL:2\nname: x\ndef: no quotes\n", "def", "malformed"),
        ("id: CL:2\nname: x\nwhat is this\n", "", "malformed"),
        ("id: CL:2\nname: a\x07b\n", "name", "control_character"),
    ],
)
def test_a_bad_stanza_spoils_itself_alone(
    tmp_path: Path, stanza: str, field: str, reason: str
) -> None:
    report = checked(obo(tmp_path, f"{MS}[Term]\n{stanza}\n[Term]\nid: CL:9\nname: last\n"))
    assert (report.loaded, report.rejected) == (3, 1)
    [reject] = report.rejects
    assert (reject.field, reject.reason, reject.line) == (field, reason, 29)


def test_bytes_that_are_not_utf8_spoil_their_stanza(tmp_path: Path) -> None:
    path = obo(tmp_path, MS)
    path.write_bytes(path.read_bytes() + "[Term]\nid: CL:1\nname: Zell\xe4\n".encode("latin-1"))
    [row] = [row for row in rows(path)[0] if row.problem]
    assert row.problem
    assert (row.line, row.problem.field, row.problem.reason) == (29, "name", "wrong_encoding")
    path.write_bytes((HEADER + MS).encode("utf-16"))
    [row] = rows(path)[0]
    assert row.problem
    assert row.problem.reason == "wrong_encoding"


def test_a_line_without_end_is_not_held(tmp_path: Path) -> None:
    path = obo(tmp_path, "[Term]\nid: CL:1\nname: " + "x" * 5_000_000 + "\n\n" + MS)
    [row] = [row for row in rows(path)[0] if row.problem]
    assert row.problem
    assert (row.line, row.problem.reason) == (7, "line_too_long")
    assert len(rows(path)[0]) == 3


def test_what_entities_cannot_hold_is_counted(tmp_path: Path) -> None:
    long = "x" * 501
    text = f"""[Term]
id: CHEBI:1
name: {long}

[Term]
id: CHEBI:2
name: short
synonym: "{long}" EXACT []
def: "{"y" * 10_001}" []
is_a: CHEBI:1
is_a: CHEBI:3 {{gci_filler="UBERON:1", gci_relation="BFO:0000050"}} ! three

[Term]
id: CHEBI:3
"""
    report = checked(obo(tmp_path, text))
    assert (report.loaded, report.rejected) == (1, 0)
    assert report.left_out == {
        "with a name of more than 500 characters": 1,
        "without a name": 1,
        "synonym: longer than 500 characters": 1,
        "definition: longer than 10000 characters": 1,
        "is_a: to a term that is not taken": 1,
        "is_a: holds for some only": 1,
    }


def test_names_keep_braces_and_lose_comments(tmp_path: Path) -> None:
    text = (
        "[Term]\nid: CHEBI:1\nname: 1-{3-[x]propyl}urea\n\n"
        '[Term]\nid: CHEBI:2\nname: a {source="b"}\n\n'
        "[Term]\nid: CHEBI:3\nname: c ! d\n\n[Term]\nid: CHEBI:4\nname: e\\!\\{f\\}\n"
    )
    found = by_id(rows(obo(tmp_path, text))[0])
    assert [row["name"] for row in found.values()] == ["1-{3-[x]propyl}urea", "a", "c", "e!{f}"]


def test_prefixes_without_end_are_counted_together(tmp_path: Path) -> None:
    text = "".join(f"[Term]\nid: X{n}:1\nname: x\n\n" for n in range(200))
    _, left_out = rows(obo(tmp_path, text))
    assert left_out.total() == 200
    assert len(left_out) <= 61
    assert left_out["of no type here: further prefixes"] == 140


def test_a_cut_archive_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.obo.gz"
    path.write_bytes(gzip.compress((HEADER + MS).encode())[:-20])
    with pytest.raises(LoadError, match="damaged or cut short"):
        rows(path)


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    report = checked(obo(tmp_path, "", header=""))
    assert report.reasons == {"empty_file": 1}
