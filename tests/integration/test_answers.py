"""What every read statement answers on the fixed graph, worked out by hand, on both versions."""

from __future__ import annotations

import math
from typing import Any

import pytest
from real_neo4j import Graph

from kg.cypher import query, query_names
from kg.errors import InvalidValue, NotFound, UnknownName
from kg.identifiers import claim_id, own_id, source_id
from kg.model.answer import ClaimsAnswer
from kg.model.claim import Claim
from kg.queries import graph as graph_queries
from kg.queries.claims import ClaimsQuestion, claims
from kg.queries.entities import entity, search
from kg.queries.therapies import TherapiesQuestion, therapies, therapy_context
from kg.vocabulary import EffectDirection, EntityType, Predicate

pytestmark = pytest.mark.neo4j

HERBAL_TEA = own_id(EntityType.THERAPY, "Herbal tea")
IMPROVED = EffectDirection.IMPROVED


#: What loading, taking out, importing and comparing ask; their tests compare whole graphs.
LOADING = ("write/", "build/", "remap/", "retract/", "terms/", "release/", "diff/")
#: Questions whose answers are worked out in files of their own.
OWN_FILES = (
    *("adverse_events/", "compare/", "contradictions/", "export/", "gaps/", "neighbors/"),
    *("browser/", "paths/", "profile/", "results/"),
    *("claims/filtered", "therapies/filtered", "therapies/using"),
)
ABOUT_SOURCES = {"graph/source", "graph/changed", "graph/survey", "graph/holds"}


def test_every_read_statement_has_a_test_here() -> None:
    reads = {name for name in query_names() if not name.startswith(LOADING)} - ABOUT_SOURCES
    reads = {name for name in reads if not name.startswith(OWN_FILES)}
    asked = {
        name.removeprefix("test_").split("__")[0].replace("_", "/", 1)
        for name in globals()
        if "__" in name and name.startswith("test_")
    }
    assert asked == reads


def asked(graph: Graph, **filters: Any) -> ClaimsAnswer:
    question = ClaimsQuestion(**filters)
    return graph.run(claims(graph.database, graph.resolver, question)).body


def brief(found: Claim) -> tuple[object, ...]:
    return (
        found.subject.id,
        str(found.predicate),
        found.object.id,
        found.condition and found.condition.id,
        found.effect_direction and str(found.effect_direction),
    )


def test_graph_state__says_what_is_set_up(fixed_graph_each: Graph) -> None:
    found = fixed_graph_each.run(fixed_graph_each.database.read(query("graph/state")))
    # The vocabulary is one commit, the batch another, and that the source is whole a third.
    assert found["version"].endswith("-3")
    assert found["schema_version"] == 2
    assert found["vocabulary"] == fixed_graph_each.terms.sha256


def test_graph_sources__counts_evidence(fixed_graph_each: Graph) -> None:
    body = fixed_graph_each.run(graph_queries.sources(fixed_graph_each.database)).body
    [source] = body.items
    assert (source.id, source.name, source.evidence_count, source.loader) == (
        source_id("fixed_graph"),
        "fixed_graph",
        56,
        "jsonl",
    )
    assert len(source.sha256 or "") == 64
    assert source.loaded_at.tzinfo is not None


def test_graph_schema__counts_labels_and_predicates(fixed_graph_each: Graph) -> None:
    body = fixed_graph_each.run(graph_queries.graph_schema(fixed_graph_each.database)).body
    assert body.neo4j == fixed_graph_each.server.version
    # Entities: the vocabulary's (6 conditions, 5 outcomes, 10 therapies, 5 cell types, 3
    # mechanisms, 5 adverse events), and what only facts name: herbal tea and one in Arabic,
    # one mechanism, one rash, studies 1, 2, 5 to 11 and two registries.
    # Evidence: 56 facts. Claims: F06, F23 and F24, and F35 report claims that are there already.
    assert {row.label: row.count for row in body.labels} == {
        "Condition": 6,
        "Outcome": 5,
        "Therapy": 12,
        "CellType": 5,
        "Mechanism": 4,
        "AdverseEvent": 6,
        "Study": 11,
        "Publication": 14,
        "Claim": 52,
        "Evidence": 56,
        "Source": 1,
    }
    assert {row.predicate: row.count for row in body.predicates} == {
        "REPORTS_OUTCOME": 25,
        "HAS_ADVERSE_EVENT": 7,
        "ACTS_THROUGH": 6,
        "CONTRIBUTES_TO": 3,
        "USES_CELL_TYPE": 3,
        "DIFFERENTIATES_INTO": 2,
        "TREATS": 4,
        "COMPARED_WITH": 2,
    }


def test_claims_list__by_subject_predicate_and_condition(fixed_graph_each: Graph) -> None:
    found = asked(fixed_graph_each, subject="natalizumab")
    # Scores: F14, F15 0.75; F33 and F35 0.45 and 0.75; F34 0.75; F55 0.1; F45 0.05.
    assert {(brief(each), each.score) for each in found.items} == {
        (("TEST:T8", "REPORTS_OUTCOME", "TEST:O2", "TEST:C4", "unchanged"), 0.75),
        (("TEST:T8", "REPORTS_OUTCOME", "TEST:O5", "TEST:C5", "improved"), 0.75),
        (("TEST:T8", "HAS_ADVERSE_EVENT", "TEST:A5", None, None), 0.8625),
        (("TEST:T8", "HAS_ADVERSE_EVENT", "TEST:A1", None, None), 0.75),
        (("TEST:T8", "TREATS", "TEST:C5", None, None), 0.1),
        (
            (
                "TEST:T8",
                "ACTS_THROUGH",
                own_id(EntityType.MECHANISM, "blockade of alpha-4 integrin"),
                None,
                None,
            ),
            0.05,
        ),
    }
    assert found.total == 6
    assert [each.score for each in found.items] == sorted(
        (each.score for each in found.items), reverse=True
    )
    harms = asked(
        fixed_graph_each, subject="natalizumab", predicate=Predicate.HAS_ADVERSE_EVENT
    ).items
    # PML was seen in a cohort of 1,000 and in a trial of 942: two units, one of them a study.
    assert [(each.object.name, each.study_count, each.patient_count) for each in harms] == [
        ("progressive multifocal leukoencephalopathy", 1, 1942),
        ("headache", 1, 889),
    ]


def test_claims_list__by_object_condition_and_effect(fixed_graph_each: Graph) -> None:
    # A class of harms lets its members in.
    found = asked(fixed_graph_each, object="infection", predicate=Predicate.HAS_ADVERSE_EVENT)
    assert {brief(each)[0::2] for each in found.items} == {
        ("TEST:T5", "TEST:A4", None),
        ("TEST:T8", "TEST:A5", None),
        ("TEST:T3", "TEST:A4", None),
    }
    # MSC therapy's infection (F36) is only refuted: it is listed, at the end, with score 0.
    assert (found.items[-1].subject.id, found.items[-1].score) == ("TEST:T3", 0.0)
    assert math.copysign(1, found.items[-1].score) == 1
    assert (found.items[-1].supporting_count, found.items[-1].refuting_count) == (0, 1)

    in_nmo = asked(fixed_graph_each, condition="NMO")
    assert [brief(each)[0] for each in in_nmo.items] == ["TEST:T3"]
    worse = asked(fixed_graph_each, effect=EffectDirection.WORSENED)
    assert {brief(each)[0] for each in worse.items} == {
        "TEST:T3",
        own_id(EntityType.THERAPY, "علاج بالخلايا 🧬"),
    }
    assert asked(fixed_graph_each).total == 52
    nothing = asked(fixed_graph_each, subject="natalizumab", object="QoL")
    assert (nothing.items, nothing.total, nothing.next) == ([], 0, None)


def test_claims_list__pages_walk_all_claims_once(fixed_graph_each: Graph) -> None:
    found: list[str] = []
    cursor: str | None = None
    while True:
        work = claims(
            fixed_graph_each.database,
            fixed_graph_each.resolver,
            ClaimsQuestion(),
            limit=20,
            cursor=cursor,
        )
        page = fixed_graph_each.run(work).body
        found += [each.id for each in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert len(found) == len(set(found)) == 52


def test_claims_page__has_every_evidence(fixed_graph_each: Graph) -> None:
    identity = claim_id("TEST:T5", "REPORTS_OUTCOME", "TEST:O2", "TEST:C4", "improved")
    page = fixed_graph_each.claim(identity)
    assert page.id == identity
    assert [
        (each.evidence_direction, each.study and each.study.name, each.patients, each.weight)
        for each in sorted(page.evidence, key=lambda each: each.patients or 0)
    ] == [("supports", "Registry A", 30, 0.45), ("refutes", "Registry B", 50, 0.45)]
    first = next(each for each in page.evidence if each.patients == 30)
    assert first.as_said.model_dump(exclude_none=True) == {
        "subject": "AHSCT",
        "object": "EDSS",
        "condition": "SPMS",
    }
    [mention] = first.sources
    assert (mention.id, mention.name, mention.record) == (
        source_id("fixed_graph"),
        "fixed_graph",
        "5",
    )
    with pytest.raises(NotFound):
        fixed_graph_each.claim("0" * 32)


def test_entities_page__shows_what_stands_around(fixed_graph_each: Graph) -> None:
    def page(text: str) -> Any:
        return fixed_graph_each.run(
            entity(fixed_graph_each.database, fixed_graph_each.resolver, text)
        ).body

    progressive = page("TEST:C2")
    assert progressive.model_dump() == {
        "id": "TEST:C2",
        "name": "progressive multiple sclerosis",
        "type": "Condition",
        "synonyms": ["progressive MS"],
        "xrefs": ["XREF:C2"],
        "description": None,
        "parents": [{"id": "TEST:C1", "name": "multiple sclerosis", "type": "Condition"}],
        "children_count": 2,
        "claim_count": 3,  # F03, F26, F56
        "origin": "therapath's tests",
        "minimum": None,
        "maximum": None,
        "unit": None,
    }
    assert page("progressive ms") == progressive
    edss = page("EDSS")
    assert (edss.minimum, edss.maximum, edss.unit) == (0, 10, "points")
    tea = page("herbal TEA")
    # Both ways the facts call it; neither comes from a vocabulary.
    assert (tea.id, tea.name, tea.synonyms, tea.origin) == (
        HERBAL_TEA,
        "Herbal tea",
        ["herbal  TEA"],
        None,
    )
    with pytest.raises(NotFound):
        page("TEST:NOTHING")


def test_entities_narrower__gives_the_shortest_way_down(fixed_graph_each: Graph) -> None:
    found = fixed_graph_each.run(
        fixed_graph_each.database.read(query("entities/narrower"), id="TEST:T1")
    )["narrower"]
    assert {row["id"]: [step["id"] for step in row["via"]] for row in found} == {
        "TEST:T2": ["TEST:T1"],
        "TEST:T3": ["TEST:T1", "TEST:T2"],
        "TEST:T4": ["TEST:T1", "TEST:T2", "TEST:T3"],
        "TEST:T5": ["TEST:T1", "TEST:T2"],
        "TEST:T6": ["TEST:T1", "TEST:T2"],
    }


def test_entities_resolve__takes_ids_before_names(fixed_graph_each: Graph) -> None:
    def resolved(text: str, *types: EntityType) -> str:
        kinds = types or tuple(EntityType)
        found = fixed_graph_each.resolver.resolve(text, kinds, field="q")
        return fixed_graph_each.run(found).entity.id

    assert resolved("TEST:A5") == "TEST:A5"
    assert resolved("XREF:A5") == "TEST:A5"
    assert resolved("pml") == "TEST:A5"
    assert resolved("NCT00000001") == "NCT00000001"
    assert resolved("nct00000001") == "NCT00000001"
    assert resolved("Study 1") == "NCT00000001"
    assert resolved("Registry A", EntityType.STUDY) == own_id(EntityType.STUDY, "Registry A")
    assert resolved("علاج بالخلايا 🧬") == own_id(EntityType.THERAPY, "علاج بالخلايا 🧬")
    with pytest.raises(UnknownName):
        resolved("PML", EntityType.THERAPY)


def test_entities_near__ranks_by_likeness(fixed_graph_each: Graph) -> None:
    def near(text: str) -> list[str]:
        work = fixed_graph_each.resolver.near_misses(text, list(EntityType))
        return [miss.id for miss in fixed_graph_each.run(work)]

    assert near("natalizumap")[0] == "TEST:T8"
    assert near("progresive MS")[0] == "TEST:C2"
    assert near("🧬") == []


def test_entities_search__puts_exact_answers_first(fixed_graph_each: Graph) -> None:
    def hits(text: str, *types: EntityType, **paging: Any) -> Any:
        return fixed_graph_each.run(
            search(fixed_graph_each.database, fixed_graph_each.resolver, text, types, **paging)
        ).body

    found = hits("stem cell")
    assert (found.items[0].id, found.items[0].match) == ("TEST:L1", "name")
    # All names with both words, the last of which may go on; "MSC" has neither.
    assert {hit.id for hit in found.items} == {
        *("TEST:L1", "TEST:L2", "TEST:L3"),
        *("TEST:T2", "TEST:T3", "TEST:T4", "TEST:T5", "TEST:T6"),
    }
    assert found.total == 8
    assert (hits("MSC").items[0].id, hits("MSC").items[0].match) == ("TEST:L2", "synonym")
    assert [hit.id for hit in hits("natal").items] == ["TEST:T8"]  # the beginning of a word
    assert hits("natal").items[0].claim_count == 7  # six as subject, F59 as object
    assert {hit.type for hit in hits("stem", EntityType.THERAPY).items} == {"Therapy"}
    pages = [hits("stem cell", limit=5), None]
    pages[1] = hits("stem cell", limit=5, cursor=pages[0].next)
    assert [hit.id for page in pages for hit in page.items] == [hit.id for hit in found.items]
    assert hits("nothing of this kind").items == []
    assert [hit.name for hit in hits("🧬").items] == ["علاج بالخلايا 🧬"]
    assert [hit.name for hit in hits("بالخلايا").items] == ["علاج بالخلايا 🧬"]
    with pytest.raises(InvalidValue):
        hits("   ")


def test_therapies_list__answers_the_headline(fixed_graph_each: Graph) -> None:
    question = TherapiesQuestion(outcome="EDSS", effect=IMPROVED, condition="progressive MS")
    work = therapies(fixed_graph_each.database, fixed_graph_each.resolver, question)
    body = fixed_graph_each.run(work).body
    # As test_headline.py works it out.
    assert [(item.therapy.id, item.score) for item in body.items] == [
        ("TEST:T9", 0.75),
        ("TEST:T6", 0.5325),
        ("TEST:T5", 0.2475),
    ]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        # Every therapy that reports an outcome, but those that are only refuted.
        ({}, 9),
        ({"therapy": "stem cell therapy"}, 4),
        ({"condition": "NMO"}, 1),
        ({"outcome": "QoL"}, 4),
        ({"min_patients": 800}, 3),
    ],
)
def test_therapies_list__takes_every_way_in(
    fixed_graph_each: Graph, filters: dict[str, Any], expected: int
) -> None:
    question = TherapiesQuestion(**filters)
    work = therapies(fixed_graph_each.database, fixed_graph_each.resolver, question)
    assert fixed_graph_each.run(work).body.total == expected


def test_therapies_context__says_what_stands_beside(fixed_graph_each: Graph) -> None:
    question = TherapiesQuestion(outcome="EDSS", effect=IMPROVED, condition="progressive MS")
    work = therapy_context(
        fixed_graph_each.database, fixed_graph_each.resolver, question, ["TEST:T6", "TEST:T3"]
    )
    progenitors, mesenchymal = fixed_graph_each.run(work)
    # MSC-NP improved in study 1 (behind F01 and F02) and in a review (F03): two reports.
    assert (progenitors.effects[IMPROVED], progenitors.effects[EffectDirection.WORSENED]) == (2, 0)
    assert (progenitors.best_design, progenitors.phase) == ("single_arm", "PHASE1")
    assert progenitors.reservations == ["Not designed to show efficacy."]
    assert progenitors.cell_types == ["neural progenitor cell"]
    assert set(progenitors.adverse_events) == {"transient headache", "fever"}
    assert any("Neural progenitors in progressive disease" in each for each in progenitors.sources)
    # MSC therapy: unchanged in study 6, worsened in a case series.
    assert {effect: count for effect, count in mesenchymal.effects.items() if count} == {
        "unchanged": 1,
        "worsened": 1,
    }
    assert (mesenchymal.best_design, mesenchymal.phase) == ("rct", "PHASE2")
