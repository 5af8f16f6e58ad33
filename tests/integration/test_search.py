"""Search and names in a graph that holds whole ontologies beside the packaged vocabulary.

What people type in this field must find what they mean, however many terms are loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from real_neo4j import Graph, RealNeo4j

from kg.errors import AmbiguousName
from kg.model.answer import EntitiesAnswer
from kg.queries.entities import search
from kg.terms import packaged_terms
from kg.vocabulary import EntityType

pytestmark = pytest.mark.neo4j

TABLES = Path(__file__).parents[3] / "shared" / "data" / "ontology"
#: What is typed, and the first that must be shown.
FIRST = {
    "MS": "multiple sclerosis",
    "RRMS": "relapsing-remitting multiple sclerosis",
    "SPMS": "secondary progressive multiple sclerosis",
    "HSCT": "hematopoietic stem cell transplantation",
    "AHSCT": "autologous hematopoietic stem cell transplantation",
    "MSC": "mesenchymal stem cell",
    "EDSS": "Expanded Disability Status Scale",
    "PML": "progressive multifocal leukoencephalopathy",
    "T25FW": "timed 25-foot walk",
    "natalizumab": "natalizumab",
    "multiple scl": "multiple sclerosis",
    "relapse rate": "annualized relapse rate",
}
HEADER = "id,name,type,synonyms,parents\n"
#: Terms that answer to the same, as the real ontologies have them, shorter ones too.
RIVALS = """MONDO:0006861,myeloid sarcoma,Condition,MS,
MONDO:0007462,"multiple sclerosis, susceptibility to",Condition,MS|MULTIPLE SCLEROSIS,
X:1,MS,Therapy,mass spectrometry,
X:2,EDSS,Condition,,
MONDO:0013311,ectodermal dysplasia-syndactyly syndrome,Condition,EDSS,
X:3,PML,Mechanism,PML body,
X:4,HSC,Condition,HSCT|AHSCT|T25FW|RRMS|SPMS|MSC,
MAXO:0000016,cellular therapy,Therapy,stem cell therapy,
"""


def rivals(folder: Path) -> Path:
    """A made-up ontology of terms that are near in every way, and 6,000 that share words."""
    many = [
        f"X:{kind}{number},{word} {number},Condition,{word}{number}|multiple scleroma {number},\n"
        for kind, word in enumerate(("MS", "MSC", "EDSS", "PML", "HSCT", "multiple sclerosis"), 1)
        for number in range(1_000, 2_000)
    ]
    path = folder / "rivals.csv"
    path.write_text(HEADER + RIVALS + "".join(many), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def crowded(each_version: RealNeo4j, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The packaged vocabulary with the made-up ontology."""
    each_version.up()
    graph = Graph(each_version, packaged_terms())
    try:
        graph.clear()
        report = graph.load(rivals(tmp_path_factory.mktemp("rivals")))
        assert report.loaded == 6_008
        yield graph
    finally:
        graph.wipe()
        graph.close()


def found(graph: Graph, text: str, *types: EntityType) -> EntitiesAnswer:
    answer: EntitiesAnswer = graph.run(search(graph.database, graph.resolver, text, types)).body
    return answer


@pytest.mark.parametrize("text", FIRST)
def test_what_is_meant_comes_first(crowded: Graph, text: str) -> None:
    assert found(crowded, text).items[0].name == FIRST[text]
    assert found(crowded, text.lower()).items[0].name == FIRST[text]


def test_exact_answers_come_before_words_and_short_names_before_long(crowded: Graph) -> None:
    items = found(crowded, "MS").items
    exact = [item for item in items if item.match != "text"]
    assert items[: len(exact)] == exact
    # The packaged one by its own name; then those that only the ontology calls so.
    assert [item.name for item in exact] == [
        "multiple sclerosis",
        "MS",
        "myeloid sarcoma",
        "multiple sclerosis, susceptibility to",
    ]


def test_types_narrow_a_search(crowded: Graph) -> None:
    assert found(crowded, "MS", EntityType.THERAPY).items[0].id == "X:1"
    assert found(crowded, "PML", EntityType.MECHANISM).items[0].id == "X:3"


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("MS", EntityType.CONDITION, "multiple sclerosis"),
        ("EDSS", EntityType.OUTCOME, "Expanded Disability Status Scale"),
        ("HSCT", EntityType.THERAPY, "hematopoietic stem cell transplantation"),
        # An ontology calls another packaged therapy so: the package's own words hold.
        ("stem cell therapy", EntityType.THERAPY, "stem cell therapy"),
    ],
)
def test_a_question_means_what_the_package_calls_so(
    crowded: Graph, text: str, kind: EntityType, name: str
) -> None:
    resolved = crowded.run(crowded.resolver.resolve(text, [kind], field="q"))
    assert resolved.entity.name == name


def test_vocabularies_that_agree_are_not_ambiguous(crowded: Graph, tmp_path: Path) -> None:
    path = tmp_path / "twins.csv"
    path.write_text(
        HEADER + "MESH:D9,Twinning disease,Condition,twins|pair,\n"
        "MONDO:9,twinning  disease,Condition,duo|pair,\n"
        "MONDO:8,trebling disease,Condition,trio,\n"
        "MONDO:7,threefold disease,Condition,trio,\n",
        encoding="utf-8",
    )
    crowded.load(path)

    def resolved(text: str) -> str:
        work = crowded.resolver.resolve(text, [EntityType.CONDITION], field="q")
        return str(crowded.run(work).entity.id)

    assert resolved("Twinning disease") == "MONDO:9"
    for text in ("pair", "trio"):
        with pytest.raises(AmbiguousName):
            resolved(text)


@pytest.mark.slow
@pytest.mark.skipif(not TABLES.is_dir(), reason=f"no ontology tables at {TABLES}")
def test_what_is_meant_comes_first_among_whole_ontologies(latest: RealNeo4j) -> None:
    names = ("mondo.tsv.gz", "cl.tsv", "go.tsv.gz", "hp.tsv.gz", "maxo.tsv", "oae_partial.tsv")
    more = ("drugbank_vocabulary.tsv", "mesh_descriptors.tsv.gz")
    latest.up()
    graph = Graph(latest, packaged_terms())
    try:
        graph.clear()
        report = graph.load(*(TABLES / name for name in (*names, *more)))
        assert report.loaded > 110_000
        for text, name in FIRST.items():
            assert found(graph, text).items[0].name == name, text
        for text, kind in (
            ("MS", EntityType.CONDITION),
            ("PML", EntityType.CONDITION),
            ("MSC", EntityType.CELL_TYPE),
            ("cell therapy", EntityType.THERAPY),
            ("tuberous sclerosis", EntityType.CONDITION),
        ):
            graph.run(graph.resolver.resolve(text, [kind], field="q"))
    finally:
        graph.wipe()
        graph.close()
