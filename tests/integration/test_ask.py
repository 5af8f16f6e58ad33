"""Questions in plain words: read, resolved, answered, and shown as they were understood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from real_neo4j import FIXED_GRAPH, Graph, RealNeo4j

from kg.ask import EXAMPLES, ask
from kg.cypher import Query
from kg.errors import AmbiguousName, InvalidValue, NotUnderstood, UnknownName
from kg.model.adverse_events import AdverseEventsAnswer
from kg.model.ask import AskAnswer
from kg.model.question import AdverseEventsQuestion, ResultsQuestion, TotalsFilters
from kg.model.results import ResultsAnswer
from kg.queries.adverse_events import adverse_events
from kg.queries.claims import ClaimsQuestion, claims
from kg.queries.results import results
from kg.queries.therapies import TherapiesQuestion, therapies
from kg.terms import packaged_terms
from kg.vocabulary import EffectDirection, Predicate

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def asked(latest: RealNeo4j) -> Iterator[Graph]:
    """The fixed graph under the packaged vocabulary, whose names the examples use."""
    latest.up()
    graph = Graph(latest, packaged_terms())
    graph.clear()
    graph.load(FIXED_GRAPH)
    yield graph
    graph.close()


def answer(graph: Graph, text: str) -> AskAnswer:
    return graph.run(ask(graph.database, graph.resolver, text)).body


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_is_answered(asked: Graph, text: str) -> None:
    found = answer(asked, text)
    assert found.question == text
    assert found.understood
    told = getattr(found.answer, "items", None) or getattr(found.answer, "mechanisms", None)
    assert told, "an example without an answer teaches nothing"


#: Those that one statement answers.
LISTS = [
    text for text in EXAMPLES if not text.startswith(("how does", "side effects", "what were"))
]


@pytest.mark.parametrize("text", LISTS)
def test_the_cypher_shown_gives_the_answer(asked: Graph, text: str) -> None:
    """Run by hand with the parameters shown, as a reader would in Neo4j Browser."""
    found = answer(asked, text)
    columns = ("version", "total", "items")
    statement = Query("shown", "", frozenset(found.parameters), columns, "one record", found.cypher)  # type: ignore[arg-type]
    record = asked.run(asked.database.read(statement, **found.parameters))
    assert record["total"] == found.answer.total

    def ids(items: list[Any]) -> list[str]:
        dumped = [item if isinstance(item, dict) else item.model_dump() for item in items]
        return [item["therapy"]["id"] if "therapy" in item else item["id"] for item in dumped]

    assert ids(record["items"]) == ids(list(found.answer.items))


def test_several_statements_are_all_shown(asked: Graph) -> None:
    found = answer(asked, "how does AHSCT work")
    assert (found.kind, found.call) == ("profile", "/v1/therapies/AHSCT")
    assert [one.name for one in found.statements] == [
        "profile/entity",
        "profile/reports",
        "profile/listed",
    ]
    assert found.cypher == found.statements[-1].cypher
    for one in found.statements:
        statement = Query("shown", "", frozenset(one.parameters), (), "one record", one.cypher)  # type: ignore[arg-type]
        assert "version" in asked.run(asked.database.read(statement, **one.parameters))


def test_harms_are_answered_with_their_rates(asked: Graph) -> None:
    found = answer(asked, "side effects of natalizumab")
    assert (found.kind, found.call) == (
        "adverse_events",
        "/v1/therapies/natalizumab/adverse-events",
    )
    assert isinstance(found.answer, AdverseEventsAnswer)
    question = AdverseEventsQuestion(therapy="natalizumab")
    same = asked.run(adverse_events(asked.database, asked.resolver, question)).body
    assert found.answer == same
    assert [one.name for one in found.statements] == [
        "adverse_events/list",
        "adverse_events/beside",
    ]
    # F33 and F35 are serious, F34 does not say.
    assert [row.serious for row in found.answer.items] == [None, True]
    serious = answer(asked, "serious adverse events of natalizumab").answer
    assert isinstance(serious, AdverseEventsAnswer)
    assert [row.serious for row in serious.items] == [True]


def test_numbers_are_answered_with_results(asked: Graph) -> None:
    found = answer(asked, "what were the results of AHSCT on EDSS")
    assert (found.kind, found.call) == ("results", "/v1/results?outcome=EDSS&therapy=AHSCT")
    assert isinstance(found.answer, ResultsAnswer)
    question = ResultsQuestion(outcome="EDSS", therapy="AHSCT")
    assert found.answer == asked.run(results(asked.database, asked.resolver, question)).body
    assert found.answer.total


@pytest.mark.parametrize("text", LISTS)
def test_the_call_shown_gives_the_answer(asked: Graph, text: str) -> None:
    found = answer(asked, text)
    parts = urlsplit(found.call)
    filters: dict[str, Any] = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if "effect" in filters:
        filters["effect"] = EffectDirection(filters["effect"])
    if parts.path == "/v1/therapies":
        work: Any = therapies(asked.database, asked.resolver, TherapiesQuestion(**filters))
    else:
        assert parts.path == "/v1/claims"
        filters["predicate"] = Predicate(filters["predicate"])
        work = claims(asked.database, asked.resolver, ClaimsQuestion(**filters))
    assert asked.run(work).body == found.answer


def test_the_headline_is_understood(asked: Graph) -> None:
    found = answer(asked, EXAMPLES[0])
    outcome, effect, condition = found.understood.split(" · ")
    assert outcome.startswith("outcome = Expanded Disability Status Scale")
    assert effect == "effect = improved"
    assert condition.startswith("condition = ")
    assert condition.endswith("narrower)")
    assert found.kind == "therapies"
    # The same three as in test_headline.py, best first.
    assert [item.score for item in found.answer.items] == [0.75, 0.5325, 0.2475]
    beside = {row.therapy_id: row for row in found.context}
    assert set(beside) == {item.therapy.id for item in found.answer.items}  # type: ignore[union-attr]


def test_a_name_with_a_preposition_in_it(asked: Graph) -> None:
    found = answer(asked, "which therapies report improvement in quality of life in PPMS")
    assert "condition = primary progressive" in found.understood
    assert found.answer.total == 1  # F27
    whole = answer(asked, "which therapies report improvement in quality of life")
    assert "condition" not in whole.understood
    assert whole.answer.total == 3  # F18, F20, F27


def test_refusals(asked: Graph) -> None:
    with pytest.raises(NotUnderstood) as refused:
        answer(asked, "what is the weather like")
    assert len(refused.value.suggestions) == 3
    assert set(refused.value.suggestions) <= set(EXAMPLES)
    with pytest.raises(NotUnderstood):
        answer(asked, "which therapies report no improvement in EDSS")
    with pytest.raises(UnknownName) as unknown:
        answer(asked, "side effects of natalizumap")
    assert unknown.value.field == "therapy"
    assert "natalizumab" in [miss.name for miss in unknown.value.near_misses]
    with pytest.raises(UnknownName):
        answer(asked, "which therapies report EDSS improvement in wobbly knee syndrome")
    for text in ("", "   ", "x" * 1001):
        with pytest.raises(InvalidValue):
            answer(asked, text)


@pytest.mark.parametrize("word", ["not", "never", "don't", "do not"])
def test_a_denial_is_never_answered_as_its_opposite(asked: Graph, word: str) -> None:
    for text in (
        f"which therapies {word} improve EDSS",
        f"which therapies {word} report EDSS improvement",
        f"which therapies report {word} improved EDSS",
        f"what does natalizumab {word} improve",
    ):
        with pytest.raises((NotUnderstood, UnknownName)):
            answer(asked, text)


def test_an_ambiguous_name_is_not_guessed(asked: Graph) -> None:
    row = {
        "predicate": "HAS_ADVERSE_EVENT",
        "object": {"type": "AdverseEvent", "name": "fever"},
        "evidence_direction": "supports",
        "provenance": {"knowledge_level": "not_provided", "agent_type": "not_provided"},
    }
    twins = [
        {**row, "subject": {"type": "Therapy", "id": f"EXT:{n}", "name": "Twin therapy"}}
        for n in (1, 2)
    ]
    assert asked.post(twins, source="twins").loaded == 2
    with pytest.raises(AmbiguousName) as ambiguous:
        answer(asked, "side effects of twin therapy")
    assert [each.id for each in ambiguous.value.candidates] == ["EXT:1", "EXT:2"]
    [fever] = answer(asked, "side effects of EXT:1").answer.without_denominator  # type: ignore[union-attr]
    assert fever.report_count == 1


def filtered(graph: Graph, text: str, **filters: Any) -> AskAnswer:
    given = TotalsFilters(**filters)
    return graph.run(ask(graph.database, graph.resolver, text, filters=given)).body


def test_filters_may_stand_beside_the_question(asked: Graph) -> None:
    text = "which therapies improve EDSS in progressive MS"
    found = filtered(asked, text, min_phase="PHASE2", min_patients=10)
    in_words = answer(asked, f"{text} in phase 2 or later with at least 10 patients")
    assert found.answer == in_words.answer
    assert found.call == in_words.call
    assert found.answer != answer(asked, text).answer
    # What stands beside it takes the place of what the words say.
    assert filtered(asked, f"{text} in phase 3 or later", min_phase="PHASE2").call == (
        filtered(asked, text, min_phase="PHASE2").call
    )


def test_a_filter_that_a_kind_has_not_is_refused(asked: Graph) -> None:
    with pytest.raises(InvalidValue) as refused:
        filtered(asked, "tell me about natalizumab", min_patients=10)
    assert refused.value.field == "min_patients"


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("compare natalizumab and ocrelizumab", "therapies = natalizumab or ocrelizumab"),
        ("paths from natalizumab to any outcome", "to = any Outcome"),
    ],
)
def test_names_are_shown_as_they_were_resolved(asked: Graph, text: str, understood: str) -> None:
    assert understood in answer(asked, text).understood
