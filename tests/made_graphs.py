"""Small crowded graphs made by hypothesis: few names, so that reports meet in the same claims."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import Phase as Generating
from hypothesis import strategies as st
from real_neo4j import fixed_terms

from kg.vocabulary import (
    PREDICATES,
    AgentType,
    DesignType,
    Donor,
    EffectDirection,
    EntityType,
    EvidenceDirection,
    KnowledgeLevel,
    Phase,
    Predicate,
)


def _few(kinds: frozenset[EntityType]) -> st.SearchStrategy[dict[str, Any]]:
    """Of each type the first few terms of the fixed vocabulary, broader and narrower ones."""
    terms = [
        term
        for kind in sorted(kinds)
        for term in [one for one in fixed_terms().by_id.values() if one.type is kind][:6]
    ]
    return st.sampled_from(
        [{"type": str(term.type), "id": term.id, "name": term.name} for term in terms]
    )


def _some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


_results = _some(
    n=st.integers(0, 200),
    timepoint_months=st.sampled_from([3.0, 6.0, 12.0, 24.0]),
    arm=st.sampled_from(["treated", "control"]),
    change=st.sampled_from([-1.5, -0.5, 0.5]),
)


@st.composite
def _harms(draw: st.DrawFn) -> dict[str, Any]:
    at_risk = draw(st.integers(0, 200))
    found: dict[str, Any] = {
        "affected": draw(st.integers(0, at_risk)),
        "at_risk": at_risk,
        "arm": draw(st.sampled_from(["treated", "control", "all"])),
    }
    if draw(st.booleans()):
        found["serious"] = draw(st.booleans())
    if found["arm"] == "all" and draw(st.booleans()):
        found["pooled"] = True
    return draw(st.sampled_from([found, {}]))


@st.composite
def _fact(draw: st.DrawFn, number: int) -> dict[str, Any]:
    predicate = draw(st.sampled_from(Predicate))
    rule = PREDICATES[predicate]
    found: dict[str, Any] = {
        "subject": draw(_few(rule.subjects)),
        "predicate": str(predicate),
        "object": draw(_few(rule.objects)),
        "evidence_direction": str(
            draw(st.sampled_from([EvidenceDirection.SUPPORTS] * 3 + [EvidenceDirection.REFUTES]))
        ),
        "design": {"type": str(draw(st.sampled_from(DesignType)))},
        "treatment": draw(
            _some(
                route=st.sampled_from(["intravenous", "Intravenous", "intrathecal"]),
                donor=st.sampled_from([str(one) for one in Donor]),
            )
        ),
        "provenance": {
            # Two equal reports would be one evidence.
            "record": str(number),
            "knowledge_level": str(draw(st.sampled_from(KnowledgeLevel))),
            "agent_type": str(draw(st.sampled_from(AgentType))),
        },
    }
    if draw(st.booleans()):
        found["design"]["phase"] = str(draw(st.sampled_from(Phase)))
    if rule.effect == "required" or (rule.effect == "optional" and draw(st.booleans())):
        found["effect_direction"] = str(draw(st.sampled_from(EffectDirection)))
    if predicate is not Predicate.TREATS and draw(st.booleans()):
        found["condition"] = draw(_few(frozenset({EntityType.CONDITION})))
    if draw(st.booleans()):
        found["result"] = draw(_harms() if predicate is Predicate.HAS_ADVERSE_EVENT else _results)
    results = (Predicate.REPORTS_OUTCOME, Predicate.HAS_ADVERSE_EVENT)
    study = draw(st.integers(0, 5 if predicate in results else 7))
    if study:
        found["study"] = {"id": f"NCT0000000{study}", "name": f"Study {study}"}
        if draw(st.booleans()):
            found["study"]["phase"] = str(draw(st.sampled_from(Phase)))
        if draw(st.booleans()):
            found["study"]["status"] = draw(st.sampled_from(["COMPLETED", "RECRUITING"]))
    publication = draw(st.integers(0, 4))
    if publication:
        # The year is one of the paper, whoever tells it.
        found["publication"] = {"id": f"PMID:{publication}", "year": 2008 + publication * 3}
    return found


@st.composite
def graphs(draw: st.DrawFn, *, least: int = 20, most: int = 60) -> list[dict[str, Any]]:
    """The facts of one graph."""
    count = draw(st.integers(least, most))
    return [draw(_fact(number)) for number in range(count)]


def crowded_rows(count: int) -> list[dict[str, Any]]:
    """Always the same ``count`` facts, hundreds, of every predicate.

    What hypothesis draws first is the simplest there is, one fact over and over, and it draws
    nothing else where a graph takes more choices than it allows: so several are put together.
    """
    drawn: list[list[dict[str, Any]]] = []

    @settings(
        max_examples=2 + count // 100,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Generating.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(graphs(least=100, most=100))
    def draw(found: list[dict[str, Any]]) -> None:
        drawn.append(found)

    draw()
    rows = [row for found in drawn[2:] for row in found]
    for number, row in enumerate(rows):
        row["provenance"]["record"] = str(number)
    if len(rows) != count or {row["predicate"] for row in rows} != set(Predicate):
        raise AssertionError("the graph is not crowded")
    return rows


#: Any filters on evidence that can go together.
evidence_filters = _some(
    min_design=st.sampled_from(DesignType),
    min_phase=st.sampled_from([phase for phase in Phase if phase is not Phase.NA]),
    route=st.sampled_from(["INTRAVENOUS", "intrathecal", "oral"]),
    donor=st.sampled_from(Donor),
    min_followup_months=st.sampled_from([0.0, 6.0, 12.0]),
    year_from=st.sampled_from([2008, 2012]),
    year_to=st.sampled_from([2014, 2018]),
    knowledge_level=st.lists(st.sampled_from(KnowledgeLevel), min_size=1, max_size=4, unique=True),
    hide_machine_made=st.booleans(),
    direct=st.booleans(),
)
#: The same and what items must reach.
totals_filters = st.tuples(
    evidence_filters,
    _some(
        min_patients=st.integers(0, 300),
        min_studies=st.integers(0, 3),
        min_score=st.floats(0, 1),
        sort=st.sampled_from(["score", "studies", "patients", "newest"]),
    ),
).map(lambda pair: pair[0] | pair[1])


def name_of(kind: EntityType) -> st.SearchStrategy[str]:
    """The id of one of the few entities of a type."""
    return _few(frozenset({kind})).map(lambda ref: str(ref["id"]))
