"""PubTator and BioC: relations with the words that state them, at their place in the document."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from bioc_documents import (
    CHEMICAL,
    DISEASE,
    TEXT,
    TITLE,
    TREMOR,
    bioc,
    pubtator,
    relation,
    role,
    xml,
)

from kg.errors import LoadError
from kg.model.fact import Fact
from kg.terms import Terms
from loaders.inputs import find
from loaders.loader import Start
from loaders.pipeline import LoadOptions, check, read
from loaders.quotes import quote_problem
from loaders.registry import LOADERS
from loaders.report import Report
from loaders.rows import Row

REAL = Path(__file__).parents[3] / "shared" / "data" / "literature"
needs_data = pytest.mark.skipif(not REAL.exists(), reason="needs the real PubTator and BioC files")

BIOC = next(loader for loader in LOADERS if loader.name == "bioc")


def rows_of(tmp_path: Path, name: str, content: str | bytes) -> list[Row]:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    [file] = find([path])
    assert file.format == "bioc"
    return list(read(file).rows)


def facts_of(tmp_path: Path, name: str, content: str) -> list[dict[str, Any]]:
    found = [row.data for row in rows_of(tmp_path, name, content)]
    for data in found:
        Fact.model_validate(data)
        assert quote_problem(data, TEXT, lambda _: ()) is None
    return found


def checked(*paths: Path) -> Report:
    report = Report()
    check(find(paths), Terms([]), LoadOptions(), report)
    assert report.balanced
    return report


def test_pubtator_text(tmp_path: Path) -> None:
    content = pubtator(("CID", "C000002", "D000001"), ("CID", "C000002", "D000003"))
    first, second = facts_of(tmp_path, "a.PubTator.txt", content)
    assert first == {
        "subject": {"type": "Therapy", "id": "MESH:C000002", "name": "examplinib"},
        "predicate": "HAS_ADVERSE_EVENT",
        "object": {"type": "AdverseEvent", "id": "MESH:D000001", "name": "Lithuria"},
        "evidence_direction": "supports",
        "publication": {"id": "PMID:77", "title": TITLE},
        "provenance": {
            "start": 0,
            "end": len(TITLE),
            "quote": TITLE,
            "section": "title",
            "document_sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
            "record": "77 CID MESH:C000002 MESH:D000001",
            "knowledge_level": "knowledge_assertion",
            "agent_type": "manual_agent",
        },
    }
    # No sentence has both: the shortest stretch from one to the other, and the words in it.
    assert second["provenance"]["quote"] == "tremor followed. EXB"
    assert second["subject"]["name"] == "EXB"


def test_all_formats_give_the_same(tmp_path: Path) -> None:
    cid = {"id": "", "infons": {"relation": "CID", "Chemical": "C000002", "Disease": "D000003"}}
    [text] = facts_of(tmp_path, "a.txt", pubtator(("CID", "C000002", "D000003")))
    for name, content in {
        "b.xml": xml(bioc(cid)),
        "c.json": json.dumps({"source": "x", "documents": [bioc(cid)]}),
        "d.json": json.dumps({"PubTator3": [bioc(cid)]}),
        "e.json": json.dumps([bioc(cid)]),
        "f.json": json.dumps(bioc(cid), indent=1),
        "g.jsonl": "\n" + json.dumps(bioc(cid)) + "\n",
    }.items():
        assert facts_of(tmp_path, name, content) == [text]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (relation("Positive_Correlation", CHEMICAL, TREMOR), "HAS_ADVERSE_EVENT AdverseEvent"),
        (relation("cause", TREMOR, CHEMICAL), "HAS_ADVERSE_EVENT AdverseEvent"),
        (relation("Negative_Correlation", CHEMICAL, TREMOR), "TREATS Condition"),
        (relation("treat", "Chemical|MESH:C000002", "Disease|MESH:D000003"), "TREATS Condition"),
        (
            {"id": "R1", "infons": {"type": "treat"}, "nodes": [{"refid": "6"}, {"refid": "5"}]},
            "TREATS Condition",
        ),
        (
            {"id": "R1", "infons": {"type": "treat", "entity1": "D000003", "entity2": "C000002"}},
            "TREATS Condition",
        ),
    ],
    ids=range(6),
)
def test_what_relations_become(tmp_path: Path, stated: dict[str, Any], expected: str) -> None:
    [fact] = facts_of(tmp_path, "a.json", json.dumps({"documents": [bioc(stated)]}))
    assert f"{fact['predicate']} {fact['object']['type']}" == expected
    assert fact["subject"]["id"] == "MESH:C000002"
    provenance = fact["provenance"]
    assert (provenance["agent_type"], provenance["extractor"]) == ("text_mining_agent", "PubTator3")
    assert provenance["record"] == "77 R1"


def test_scores_are_confidence_and_comparisons_keep_their_order(tmp_path: Path) -> None:
    other = role("Chemical", "D000009", "oldinib")
    stated = relation("Comparison", other, CHEMICAL, score="0.75")
    [row] = rows_of(tmp_path, "a.json", json.dumps([bioc(stated)]))
    assert row.data["predicate"] == "COMPARED_WITH"
    assert row.data["provenance"]["confidence"] == 0.75
    # No mention of the other one: the relation's own name for it, and no quote.
    assert row.data["subject"] == {"type": "Therapy", "id": "MESH:D000009", "name": "oldinib"}
    assert "quote" not in row.data["provenance"]
    Fact.model_validate(row.data)


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    gene = {"type": "Gene", "identifier": "672", "name": "BRCA1"}
    documents = [
        bioc(
            relation("Association", DISEASE, gene),
            relation("Association", gene, DISEASE),
            relation("Positive_Correlation", CHEMICAL, gene),
            relation("resembles", DISEASE, {"type": "Planet"}),
            relation("treat", CHEMICAL, DISEASE),
        ),
        bioc(id="78"),
    ]
    path.write_text(json.dumps({"documents": documents}))
    reader = read(find([path])[0])
    assert len(list(reader.rows)) == 1
    assert dict(reader.left_out) == {
        "relations outside the model: Association of Disease and Gene": 2,
        "relations outside the model: Positive_Correlation of Chemical and Gene": 1,
        "relations outside the model: of another kind of Disease and something else": 1,
        "documents that state no relation": 1,
    }


def test_mentions_of_several_entities(tmp_path: Path) -> None:
    text = "7|t|Ocular and auditory toxicity of exa.\n7|a|Both were mild.\n"
    both = "7\t0\t28\tOcular and auditory toxicity\tDisease\tD000001|D000002\t"
    both += "Ocular toxicity|auditory toxicity\n"
    drug = "7\t32\t35\texa\tChemical\tD000003\n"
    cid = "7\tCID\tD000003\tD000001\n7\tCID\tD000003\tD000002\n"
    first, second = [row.data for row in rows_of(tmp_path, "a.txt", text + both + drug + cid)]
    # The words for one of them do not stand in the text as they are; the others do.
    assert first["object"]["name"] == "Ocular and auditory toxicity"
    assert second["object"]["name"] == "auditory toxicity"


def test_far_apart_there_is_no_quote(tmp_path: Path) -> None:
    between = "Nothing of note was seen. " * 50
    abstract = f"exa was given. {between}Rash came."
    rash = len("T. ") + abstract.index("Rash")
    content = (
        f"7|t|T.\n7|a|{abstract}\n7\t3\t6\texa\tChemical\tD000001\n"
        f"7\t{rash}\t{rash + 4}\tRash\tDisease\tD000002\n7\tCID\tD000001\tD000002\n"
    )
    path = tmp_path / "a.txt"
    path.write_text(content)
    reader = read(find([path])[0])
    [row] = reader.rows
    assert {"quote", "start", "end"}.isdisjoint(row.data["provenance"])
    assert (row.data["subject"]["name"], row.data["object"]["name"]) == ("exa", "Rash")
    assert list(reader.left_out) == [
        "quotes: no short stretch names both, the relation is taken without one"
    ]


def test_a_misplaced_mention_is_counted_and_makes_no_quote(tmp_path: Path) -> None:
    content = pubtator(("CID", "C000002", "D000003"))
    at = TEXT.index("tremor")
    path = tmp_path / "a.txt"
    path.write_text(content.replace(f"\t{at}\t{at + 6}\t", f"\t{at + 1}\t{at + 7}\t"))
    reader = read(find([path])[0])
    [row] = reader.rows
    assert row.problem is not None
    assert row.problem.reason == "missing_field"
    assert list(reader.left_out.values()) == [1]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (pubtator().replace("\t0\t8\t", "\tzero\t8\t"), 3, "wrong_type"),
        (pubtator() + "77|t|Other\n78\t0\t1\tO\tDisease\tD1\n", 12, "inconsistent"),
        (pubtator() + "77|t|Other\n77\tCID\n", 12, "malformed"),
        ("no title\n" + pubtator(), 1, "malformed"),
        (pubtator(("CID", "C000002", "D999999")), 10, "missing_field"),
        (pubtator().encode() + b"78|t|M\xfcller\n", 11, "wrong_encoding"),
        (pubtator() + "78|t|" + "x" * 5_000_000, 11, "line_too_long"),
    ],
    ids=range(7),
)
def test_wrong_lines_spoil_themselves_alone(
    tmp_path: Path, content: str | bytes, line: int, reason: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    rows = list(read(find([path], "bioc")[0]).rows)
    assert [(row.line, row.problem and row.problem.reason) for row in rows] == [(line, reason)]


def _broken(**fields: Any) -> str:
    document = bioc(relation("treat", CHEMICAL, DISEASE))
    return json.dumps({"documents": [document | fields, document]})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_broken(passages="x"), "not_a_record"),
        (_broken(passages=["x"]), "not_a_record"),
        (_broken(id=""), "missing_field"),
        (_broken(passages=[{"offset": "x", "text": "a"}]), "wrong_type"),
        (_broken(passages=[{"offset": 10**12, "text": "a"}]), "inconsistent"),
        (
            _broken(passages=[{"offset": 0, "text": "ab"}, {"offset": 1, "text": "b"}]),
            "inconsistent",
        ),
        (_broken(relations=[relation("treat", CHEMICAL, DISEASE, score="high")]), "wrong_type"),
    ],
    ids=range(7),
)
def test_a_wrong_document_is_rejected_alone(tmp_path: Path, content: str, reason: str) -> None:
    bad, good = rows_of(tmp_path, "a.json", content)
    assert bad.problem is not None
    assert bad.problem.reason == reason
    assert good.problem is None


GOOD = bioc(relation("treat", "Chemical|MESH:C000002", "Disease|MESH:D000001"))
BOMB = '<!DOCTYPE collection [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "reason", "documents"),
    [
        (xml(GOOD, BOMB), "malformed", 0),
        (
            xml(GOOD, "<!DOCTYPE collection [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"),
            "malformed",
            0,
        ),
        (xml(GOOD).replace("Lithuria &amp;", "Lithuria &nbsp;"), "malformed", 0),
        (xml(GOOD).replace("</collection>", ""), "malformed", 1),
        (xml(GOOD)[:-60], "malformed", 0),
        (xml(GOOD).replace("<passage>", "<passage>" + "<a>" * 100, 1), "malformed", 0),
        (xml(GOOD).replace("UTF-8", "UTF-99"), "wrong_encoding", 0),
    ],
    ids=range(7),
)
def test_xml_that_is_broken_or_dangerous(
    tmp_path: Path, content: str, reason: str, documents: int
) -> None:
    path = tmp_path / "a.xml"
    path.write_text(content)
    *good, bad = read(find([path], "bioc")[0]).rows
    assert len(good) == documents
    assert bad.problem is not None
    assert bad.problem.reason == reason


def test_a_cut_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress((pubtator(("CID", "C000002", "D000003")) * 99).encode())[:-20])
    with pytest.raises(LoadError, match="damaged or cut short"):
        checked(path)


@pytest.mark.parametrize(
    ("suffix", "head"),
    [
        (".txt", b"Notes on a file\n"),
        (".txt", b""),
        (".xml", b"<?xml version='1.0'?><rdf:RDF/>"),
        (".xml", b"<collection><record/></collection>"),
        (".json", b'{"results": [{"pmid": 1, "title": "passages"}]}'),
        (".json", b'{"graphs": []}'),
        (".json", b"\xff\xfe"),
        (
            ".jsonl",
            b'{"subject": {"name": "a"}, "provenance": {"quote": "\\"passages\\" \\"offset\\""}}',
        ),
    ],
)
def test_other_files_are_not_taken(suffix: str, head: bytes) -> None:
    assert not BIOC.recognises(Start(Path("a" + suffix), suffix, head))


@needs_data
@pytest.mark.parametrize(
    ("name", "relations", "unquoted"),
    # Relations: zcat | grep -c CID.
    [("CDR_TrainingSet", 1_038, 0), ("CDR_DevelopmentSet", 1_012, 17)],
)
def test_the_real_corpus(name: str, relations: int, unquoted: int) -> None:
    path = REAL / f"{name}.PubTator.txt.gz"
    report = checked(path)
    assert (report.read, report.loaded, report.rejected) == (relations, relations, 0)
    # The texts, read in another way: title and abstract of each block.
    blocks = gzip.decompress(path.read_bytes()).decode().strip("\n").split("\n\n")
    texts = {}
    for block in blocks:
        title, abstract, *_ = block.split("\n")
        texts[title.split("|")[0]] = f"{title.split('|', 2)[2]} {abstract.split('|', 2)[2]}"
    without = 0
    for row in read(find([path])[0]).rows:
        text = texts[row.data["publication"]["id"].removeprefix("PMID:")]
        assert quote_problem(row.data, text, lambda _: ()) is None
        assert row.data["provenance"]["document_sha256"]
        without += "quote" not in row.data["provenance"]
    assert without == unquoted


@needs_data
def test_the_real_exports() -> None:
    [file] = find([REAL / "pubtator3" / "export_22663011.json"])
    reader = read(file)
    found = [(row.data["predicate"], row.data["object"]["name"]) for row in reader.rows]
    # Of 16 relations, those of trametinib with a disease: edema, diarrhoea, rash, eyes; melanoma.
    assert found == [
        ("HAS_ADVERSE_EVENT", "peripheral edema"),
        ("HAS_ADVERSE_EVENT", "diarrhea"),
        ("HAS_ADVERSE_EVENT", "Rash"),
        ("HAS_ADVERSE_EVENT", "ocular toxic effects"),
        ("TREATS", "metastatic melanoma"),
    ]
    assert sum(reader.left_out.values()) == 11
    reader = read(find([REAL / "pubtator_sample_docs.xml"])[0])
    assert list(reader.rows) == []
    assert reader.left_out == {"documents that state no relation": 132}


@needs_data
def test_search_answers_are_no_documents() -> None:
    for name in ("search_braf.json", "autocomplete_braf.json"):
        path = REAL / "pubtator3" / name
        assert not BIOC.recognises(Start(path, ".json", path.read_bytes()))
