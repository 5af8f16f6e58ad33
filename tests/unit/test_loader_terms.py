"""Tables of terms: what is taken of them, and what is told about the rest."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.errors import LoadError
from kg.terms import Terms, packaged_terms
from loaders.inputs import find
from loaders.loader import InputFile, Start
from loaders.pipeline import LoadOptions, check
from loaders.report import Report
from loaders.rows import Row
from loaders.term_types import BRANCHES_LEFT_OUT
from loaders.terms import LOADER

DATA = Path(__file__).parents[3] / "shared" / "data" / "ontology"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"no ontology tables at {DATA}")

HEADER = "id\tlabel\tcategory\tsynonyms\tparents\trelations\tdefinition\txrefs\tdeprecated\tsource"
LINE = (
    "MONDO:2\tmultiple sclerosis\tbiolink:Disease\tMS|disseminated sclerosis\tMONDO:1|MONDO:8\t"
    "part_of=MONDO:1\tA disease.\tMSH:D009103|no curie\t\tMONDO 2026-05-05"
)
ROOT = "MONDO:1\tdisease\tbiolink:Disease\t\t\t\t\t\t\tMONDO 2026-05-05"


def table(tmp_path: Path, *lines: str, header: str = HEADER, name: str = "a.tsv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path


def rows(path: Path, **options: str) -> tuple[list[Row], Counter[str]]:
    reader = LOADER.read(InputFile(path, path.name, "terms", options=options))
    found = list(reader.rows)
    return found, reader.left_out


def checked(path: Path, terms: Terms | None = None) -> Report:
    report = Report()
    check([InputFile(path, path.name, "terms")], terms or Terms(()), LoadOptions(), report)
    assert report.balanced
    return report


def by_id(found: list[Row]) -> dict[str, dict[str, Any]]:
    return {row.data["id"]: row.data for row in found if row.problem is None}


def test_a_row_is_a_term(tmp_path: Path) -> None:
    path = table(tmp_path, LINE, ROOT)
    reader = LOADER.read(InputFile(path, "a", "terms"))
    first, second = reader.rows
    assert first.data == {
        "id": "MONDO:2",
        "type": "Condition",
        "name": "multiple sclerosis",
        "synonyms": ["MS", "disseminated sclerosis"],
        "xrefs": ["MESH:D009103"],
        "parents": ["MONDO:1"],
        "description": "A disease.",
    }
    assert (first.line, first.kind, second.line) == (2, "term", 3)
    assert (reader.details.version, reader.details.vocabulary) == ("MONDO 2026-05-05", True)
    assert reader.left_out == {
        "cross-reference: no CURIE": 1,
        "is_a: to a term that is not there": 1,
        "relationship: other than is_a": 1,
    }


def test_a_table_of_ones_own_names_the_type(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "LAB:1,Walk test,Outcome,T25FW|timed walk,,seen",
        'LAB:2,"Walk, timed",Outcome,,LAB:1,',
        "LAB:3,Walker,Device,,,",
        header="id,name,type,synonyms,parents,remark",
        name="a.csv",
    )
    [file] = find([path])
    assert file.format == "terms"
    found, left_out = rows(path)
    assert {key: (row["type"], row["name"]) for key, row in by_id(found).items()} == {
        "LAB:1": ("Outcome", "Walk test"),
        "LAB:2": ("Outcome", "Walk, timed"),
    }
    assert left_out == {"column not taken: remark": 1, "of no type here: LAB": 1}


@pytest.mark.parametrize(
    ("identity", "category", "relations", "kind"),
    [
        ("MESH:D1", "biolink:Disease", "", "Condition"),
        ("MESH:D1", "biolink:ChemicalEntity", "tree=D01.1", "Therapy"),
        ("MESH:D1", "biolink:Procedure", "tree=E01.1|tree=E02.95", "Therapy"),
        ("MESH:D1", "biolink:Procedure", "tree=E01.1|tree=E05.95", None),
        ("MESH:D1", "biolink:AnatomicalEntity", "tree=A11.1", "CellType"),
        ("MESH:D1", "biolink:AnatomicalEntity", "tree=A01.1", None),
        ("MESH:D1", "biolink:Behavior", "tree=F04.754", None),
        ("MESH:D1", "", "tree=B01", None),
        ("GO:1", "biolink:BiologicalProcess", "", "Mechanism"),
        ("GO:1", "biolink:CellularComponent", "", None),
        ("DRUGBANK:DB1", "biolink:Drug", "", "Therapy"),
    ],
)
def test_types_by_category(
    tmp_path: Path, identity: str, category: str, relations: str, kind: str | None
) -> None:
    found, _ = rows(table(tmp_path, f"{identity}\tx\t{category}\t\t\t{relations}\t\t\t\t"))
    assert [row.data["type"] for row in found] == ([kind] if kind else [])


def test_adverse_events_are_called_what_people_call_them(tmp_path: Path) -> None:
    path = table(
        tmp_path, "OAE:1\theadache AE\tx\tcephalalgia\t\t\t\t\t\t", "OAE:2\tAE\tx" + "\t" * 7
    )
    found = by_id(rows(path)[0])
    assert (found["OAE:1"]["name"], found["OAE:1"]["synonyms"]) == (
        "headache",
        ["cephalalgia", "headache AE"],
    )
    assert found["OAE:2"]["name"] == "AE"


def test_grades_of_adverse_events(tmp_path: Path) -> None:
    header = "meddra_code\tsoc\tterm\tgrade1\tdefinition"
    path = table(tmp_path, "10002272\tBlood\tAnemia\tmild\t-", header=header)
    found, left_out = rows(path)
    assert found[0].data == {
        "id": "MEDDRA:10002272",
        "type": "AdverseEvent",
        "name": "Anemia",
        "synonyms": [],
        "xrefs": [],
        "parents": [],
    }
    assert left_out == {"column not taken: soc": 1, "column not taken: grade1": 1}


def test_deprecated_rows_and_branches(tmp_path: Path) -> None:
    old = "MONDO:3\tobsolete x\tbiolink:Disease\t\t\t\t\t\ttrue\t"
    path = table(tmp_path, LINE, ROOT, old)
    found, left_out = rows(path, branch="MONDO:2")
    assert list(by_id(found)) == ["MONDO:2"]
    assert left_out["obsolete: replaced by nothing"] == 1
    assert left_out["not in the branch MONDO:2"] == 1
    with pytest.raises(LoadError, match="MONDO:3 is obsolete; replaced by nothing"):
        rows(path, branch="MONDO:3")


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ("MONDO:3\ttoo few", "", "malformed"),
        (ROOT + "\tone more", "", "malformed"),
        ("disease three\tx" + "\t" * 8, "id", "bad_identifier"),
        ("\tx" + "\t" * 8, "id", "bad_identifier"),
        ("MONDO:3\tx\u202ey" + "\t" * 8, "name", "control_character"),
        ("MONDO:3\t" + "x" * 5_000_000, "", "line_too_long"),
    ],
)
def test_a_bad_row_spoils_itself_alone(tmp_path: Path, line: str, field: str, reason: str) -> None:
    report = checked(table(tmp_path, LINE, line, ROOT))
    assert (report.loaded, report.rejected) == (2, 1)
    assert (report.rejects[0].field, report.rejects[0].reason) == (field, reason)
    assert report.rejects[0].line == 3


def test_a_wrong_encoding_is_told(tmp_path: Path) -> None:
    path = table(tmp_path, LINE, ROOT)
    path.write_bytes(
        path.read_bytes() + "MONDO:3\tMorbus M\xe9ni\xe8re".encode("latin-1") + b"\t" * 8
    )
    report = checked(path)
    assert (report.loaded, report.reasons) == (2, {"wrong_encoding": 1})
    path.write_bytes(f"{HEADER}\n{ROOT}\n".encode("utf-16"))
    assert checked(path).reasons == {"wrong_encoding": 1}


@pytest.mark.parametrize(
    ("header", "field", "reason"),
    [
        ("label\tcategory\tparents", "id", "missing_field"),
        ("id\tcategory\tparents", "label", "missing_field"),
        ("id\tlabel\tname\tparents", "label", "duplicate_field"),
    ],
)
def test_a_wrong_header_is_one_reject(tmp_path: Path, header: str, field: str, reason: str) -> None:
    report = checked(table(tmp_path, ROOT, ROOT, header=header))
    assert [(one.field, one.reason) for one in report.rejects] == [(field, reason)]


def test_a_cut_archive_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv.gz"
    path.write_bytes(gzip.compress(f"{HEADER}\n{ROOT}\n".encode())[:-9])
    with pytest.raises(LoadError, match="damaged or cut short"):
        rows(path)


def test_a_table_with_nothing_to_take_says_why(tmp_path: Path) -> None:
    report = checked(table(tmp_path, "UBERON:1\tbrain" + "\t" * 8))
    assert (report.read, report.left_out) == (0, {"of no type here: UBERON": 1})
    assert checked(table(tmp_path)).reasons == {"empty_file": 1}


@pytest.mark.parametrize(
    ("name", "header", "known"),
    [
        ("a.tsv", HEADER, True),
        ("a.csv", "id,name,type,synonyms", True),
        ("a.tsv", "meddra_code\tsoc\tterm\tgrade1", True),
        # KGX nodes, plain facts, anything else.
        ("a.tsv", "id\tname\tcategory\tsynonym\txref\tprovided_by", False),
        ("a.csv", "subject.type,subject.name,predicate,object.type,object.name", False),
        ("a.tsv", "", False),
        ("a.tsv", "id\tlabel\tvalue", False),
    ],
)
def test_tables_are_told_by_their_header(name: str, header: str, known: bool) -> None:
    start = Start(Path(name), Path(name).suffix, header.encode() + b"\n")
    assert LOADER.recognises(start) is known


# The real tables

#: Terms taken, counted by hand from the columns (see ``by_hand``), and the type of each.
REAL = {
    "chebi.tsv.gz": {"Therapy": 201_937},
    "chebi_ms_drugs.tsv": {"Therapy": 362},
    "cl.tsv": {"CellType": 3_324},
    "cl_stem_neural_immune.tsv": {"CellType": 1_883},
    "ctcae_v5.tsv": {"AdverseEvent": 837},
    "drugbank_vocabulary.tsv": {"Therapy": 19_842},
    "go.tsv.gz": {"Mechanism": 27_186},
    "go_mechanisms.tsv": {"Mechanism": 1_990},
    "hp.tsv.gz": {"AdverseEvent": 18_460},
    "maxo.tsv": {"Therapy": 1_903},
    "mesh_descriptors.tsv.gz": {"Condition": 5_015, "Therapy": 11_729, "CellType": 605},
    "mesh_neuro_immune_therapy.tsv.gz": {"Condition": 1_822, "Therapy": 1_044, "CellType": 605},
    "mondo.tsv.gz": {"Condition": 27_949},
    "mondo_neuro_autoimmune.tsv": {"Condition": 1_724},
    "oae_partial.tsv": {"AdverseEvent": 4_740},
    "uberon.tsv.gz": {},
}


def by_hand(path: Path) -> tuple[Counter[str], int]:
    """Live rows by prefix, category and MeSH tree, and all rows, read in another way."""
    opening = gzip.open if path.suffix == ".gz" else open
    with opening(path, "rt", encoding="utf-8", newline="") as stream:
        table = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    if "meddra_code" in table[0]:
        return Counter({"AdverseEvent": len(table)}), len(table)
    children: dict[str, list[str]] = {}
    for row in table:
        for parent in (row.get("parents") or "").split("|"):
            children.setdefault(parent, []).append(row["id"])
    unwanted = {"HP:0000001"}
    waiting = list(BRANCHES_LEFT_OUT)
    while waiting:
        unwanted.add(waiting[-1])
        waiting += children.get(waiting.pop(), [])
    found: Counter[str] = Counter()
    for row in table:
        if row["deprecated"] or row["id"] in unwanted or not 0 < len(row["label"]) <= 500:
            continue
        trees = [x[5:] for x in row["relations"].split("|") if x.startswith("tree=")]
        kind = {
            "biolink:Disease": "Condition",
            "biolink:Cell": "CellType",
            "biolink:BiologicalProcess": "Mechanism",
            "biolink:PhenotypicFeature": "AdverseEvent",
            "biolink:DiseaseOrPhenotypicFeature": "AdverseEvent",
            "biolink:SmallMolecule": "Therapy",
            "biolink:Drug": "Therapy",
            "biolink:ChemicalEntity": "Therapy",
            "biolink:Procedure": "Therapy",
        }.get(row["category"])
        if row["id"].startswith("MESH:"):
            if row["category"] == "biolink:Procedure":
                wanted = ("E02", "E03", "E04", "F04.754")
                kind = "Therapy" if any(x.startswith(wanted) for x in trees) else None
            elif row["category"] == "biolink:AnatomicalEntity":
                kind = "CellType" if any(x.startswith("A11") for x in trees) else None
            elif kind == "Mechanism":
                kind = None
        if kind:
            found[kind] += 1
    return found, len(table)


@needs_data
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] * (name == "chebi.tsv.gz")) for name in REAL],
)
def test_every_real_table_is_accounted_for(name: str) -> None:
    [file] = find([DATA / name])
    assert file.format == "terms"
    found, left_out = rows(file.path)
    types = Counter(row.data["type"] for row in found if row.problem is None)
    counted, size = by_hand(file.path)
    assert types == REAL[name] == counted
    parts = ("is_a:", "synonym:", "cross-reference:", "definition:", "relationship:", "column")
    terms_left_out = sum(n for key, n in left_out.items() if not key.startswith(parts))
    assert types.total() + terms_left_out == size
    report = checked(file.path, packaged_terms())
    assert report.loaded == types.total()
    # MeSH says that strabismus is a disorder of ocular motility, and the other way round.
    assert report.reasons == ({"cycle": 1} if name.startswith("mesh") else {})


@needs_data
def test_what_is_left_out_of_the_real_tables() -> None:
    assert rows(DATA / "mesh_descriptors.tsv.gz")[1] == {
        "MeSH, of no clear type: no category": 7_442,
        "MeSH, of no clear type: biolink:Procedure": 1_836,
        "MeSH, of no clear type: biolink:BiologicalProcess": 1_817,
        "MeSH, of no clear type: biolink:AnatomicalEntity": 1_299,
        "MeSH, of no clear type: biolink:Behavior": 1_021,
        "is_a: to a term that is not taken": 600,
        "is_a: between terms of different types": 23,
    }
    assert rows(DATA / "mondo.tsv.gz")[1] == {
        "obsolete: replaced by nothing": 3_968,
        "MONDO, characteristic of diseases (MONDO:0021125)": 41,
    }
    # The partial ontology lacks nearly every parent, as SOURCES.md says.
    assert rows(DATA / "oae_partial.tsv")[1] == {"is_a: to a term that is not there": 4_737}
    [cycle] = [row for row in rows(DATA / "mesh_descriptors.tsv.gz")[0] if row.problem]
    assert cycle.data == {"cycle": ["MESH:D015835", "MESH:D013285"]} or cycle.data == {
        "cycle": ["MESH:D013285", "MESH:D015835"]
    }
