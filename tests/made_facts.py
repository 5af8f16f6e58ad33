"""Facts made by hypothesis: every field, odd texts, numbers at their ends."""

from __future__ import annotations

import unicodedata
from typing import Any

from hypothesis import strategies as st
from real_neo4j import fixed_terms

from kg.vocabulary import (
    PREDICATES,
    AgentType,
    DesignType,
    Donor,
    EffectDirection,
    EntityType,
    EstimateType,
    EvidenceDirection,
    KnowledgeLevel,
    Phase,
    Predicate,
    Sex,
    Stage,
)

_ODD = [
    "علاج بالخلايا الجذعية",
    "תאי גזע",
    "幹細胞",
    "👩🏽‍⚕️🧬",
    "'}) DETACH DELETE n //",
    'a "quoted" \\ name',
    "é",
    "e\u0301",
    "ﬁ ligature",
    "İstanbul ß",
    "-",
    "NaN",
    "{}",
]


def _allowed(text: str) -> bool:
    controls = {"Cc", "Cs"}
    turning = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return all(unicodedata.category(c) not in controls and c not in turning for c in text)


def texts(size: int) -> st.SearchStrategy[str]:
    letters = st.text(
        st.characters(exclude_categories=("Cc", "Cs"), codec="utf-8"), min_size=1, max_size=size
    )
    return (letters | st.sampled_from(_ODD)).filter(lambda text: _allowed(text) and text.strip())


names, words, running = texts(40), texts(20), texts(60)
counts = st.integers(0, 1_000_000_000)
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9)
fractions = st.floats(0, 1)
#: Ids that no vocabulary has.
curies = st.integers(1, 30).map(lambda number: f"EXT:{number}")


def maybe(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A record with any of the fields."""
    return st.fixed_dictionaries({}, optional=fields)


def ordered(record: dict[str, Any], low: str, high: str) -> None:
    if low in record and high in record and record[low] > record[high]:
        record[low], record[high] = record[high], record[low]


@st.composite
def results(draw: st.DrawFn) -> dict[str, Any]:
    found = draw(
        maybe(
            arm=names,
            comparator=names,
            measure=names,
            unit=words.filter(lambda unit: unit.casefold() != "proportion"),
            value=numbers,
            baseline=numbers,
            change=numbers,
            ci_low=numbers,
            ci_high=numbers,
            p_value=fractions,
            n=counts,
            responders=counts,
            affected=counts,
            at_risk=counts,
            serious=st.booleans(),
            timepoint_months=st.floats(0, 1200),
        )
    )
    if draw(st.booleans()):
        kinds = [kind for kind in EstimateType if kind is not EstimateType.PROPORTION]
        found["estimate"] = draw(numbers)
        found["estimate_type"] = draw(st.sampled_from(kinds))
    for low, high in (("ci_low", "ci_high"), ("affected", "at_risk"), ("responders", "n")):
        ordered(found, low, high)
    return found


@st.composite
def treatments(draw: st.DrawFn) -> dict[str, Any]:
    found = draw(
        maybe(
            route=words,
            administrations=st.integers(1, 10_000),
            schedule=words,
            conditioning=words,
            cell_source=words,
            donor=st.sampled_from(Donor),
        )
    )
    if draw(st.booleans()):
        dose = st.floats(min_value=1e-300, allow_infinity=False, exclude_min=True)
        found |= {"dose": draw(dose), "dose_max": draw(dose), "dose_unit": draw(words)}
        ordered(found, "dose", "dose_max")
    return found


@st.composite
def populations(draw: st.DrawFn) -> dict[str, Any]:
    years, scores = st.floats(0, 150), st.floats(0, 10)
    found = draw(
        maybe(
            age_min=years,
            age_max=years,
            edss_min=scores,
            edss_max=scores,
            duration_min_years=years,
            duration_max_years=years,
            sex=st.sampled_from(Sex),
            course=words,
            description=running,
        )
    )
    for low, high in (
        ("age_min", "age_max"),
        ("edss_min", "edss_max"),
        ("duration_min_years", "duration_max_years"),
    ):
        ordered(found, low, high)
    return found


@st.composite
def provenances(draw: st.DrawFn) -> dict[str, Any]:
    found = draw(
        st.fixed_dictionaries(
            {
                "knowledge_level": st.sampled_from(KnowledgeLevel),
                "agent_type": st.sampled_from(AgentType),
            },
            optional={
                "section": words,
                "document_sha256": st.text("0123456789abcdef", min_size=64, max_size=64),
                "quote": running,
                "record": words,
                "extractor": words,
                "confidence": fractions,
            },
        )
    )
    if draw(st.booleans()):
        start = draw(st.integers(0, 999_999_999))
        found |= {"start": start, "end": draw(st.integers(start + 1, 1_000_000_000))}
    return found


def refs(kinds: frozenset[EntityType]) -> st.SearchStrategy[dict[str, Any]]:
    known = [term for term in fixed_terms().by_id.values() if term.type in kinds]
    new = st.fixed_dictionaries(
        {"type": st.sampled_from(sorted(kinds)), "name": names}, optional={"id": curies}
    )
    told = st.sampled_from(known).flatmap(
        lambda term: st.fixed_dictionaries(
            {
                "type": st.just(str(term.type)),
                "name": st.sampled_from([term.name, *term.synonyms, term.name.upper()]),
            },
            optional={"id": st.just(term.id)},
        )
    )
    return told | new


studies = st.fixed_dictionaries(
    {"name": names},
    optional={
        "id": st.integers(0, 20).map(lambda number: f"NCT{number:08d}"),
        "phase": st.sampled_from(Phase),
        "enrollment": counts,
        "status": words,
    },
)
publications = st.fixed_dictionaries(
    {"id": st.integers(1, 20).map(lambda number: f"PMID:{number}")},
    optional={
        "title": names,
        "year": st.integers(1600, 2200),
        "journal": words,
        "url": st.just("https://example.org/a?b=c#d"),
    },
)
designs = st.fixed_dictionaries(
    {"type": st.sampled_from(DesignType)},
    optional={
        "phase": st.sampled_from(Phase),
        "arms": st.integers(1, 1000),
        "masking": words,
        "limitations": running,
    },
)


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    predicate = draw(st.sampled_from(Predicate))
    rule = PREDICATES[predicate]
    found: dict[str, Any] = {
        "subject": draw(refs(rule.subjects)),
        "predicate": str(predicate),
        "object": draw(refs(rule.objects)),
        "evidence_direction": str(draw(st.sampled_from(EvidenceDirection))),
        "provenance": draw(provenances()),
    }
    if rule.effect == "required" or (rule.effect == "optional" and draw(st.booleans())):
        found["effect_direction"] = str(draw(st.sampled_from(EffectDirection)))
    if predicate is Predicate.TREATS:
        if draw(st.booleans()):
            found["stage"] = str(draw(st.sampled_from(Stage)))
    elif draw(st.booleans()):
        found["condition"] = draw(refs(frozenset({EntityType.CONDITION})))
    for name, strategy in (
        ("result", results()),
        ("design", designs),
        ("treatment", treatments()),
        ("population", populations()),
        ("study", studies),
        ("publication", publications),
    ):
        if draw(st.booleans()):
            found[name] = draw(strategy)
    return found
