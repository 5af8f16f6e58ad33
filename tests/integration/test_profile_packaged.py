"""Profiles, comparisons and gaps on the packaged evidence, worked out from its files by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from real_neo4j import Graph, RealNeo4j

from kg.model.gaps import AnimalOnly, NeverChanged, NoHumanOutcome
from kg.model.question import CompareQuestion, GapsQuestion, ProfileQuestion
from kg.queries.compare import compare
from kg.queries.gaps import gaps
from kg.queries.profile import profile
from kg.terms import packaged_terms
from kg.vocabulary import Gap

pytestmark = pytest.mark.neo4j

EVIDENCE = Path(__file__).parents[2] / "loaders" / "evidence" / "ms-stem-cell"


@pytest.fixture(scope="module")
def packaged(latest: RealNeo4j) -> Iterator[Graph]:
    """The packaged evidence, as ``make demo`` loads it."""
    graph = Graph(latest, packaged_terms())
    graph.clear()
    graph.load(*sorted(EVIDENCE.glob("*.yaml")))
    yield graph
    graph.close()


def test_the_profile_of_neural_progenitors(packaged: Graph) -> None:
    question = ProfileQuestion(therapy="MSC-derived neural progenitors")
    found = packaged.run(profile(packaged.database, packaged.resolver, question)).body
    # One trial of 20 patients, told by one web page; another document remarks on mice.
    kinds = found.evidence
    assert (kinds.study_count, kinds.patient_count) == (1, 20)
    assert kinds.by_design == {"animal": 1, "opinion": 1, "single_arm": 20}
    units = {
        row.outcome.name: {one.effect_direction: one.unit_count for one in row.effects}
        for row in found.outcomes
    }
    assert units["Expanded Disability Status Scale"] == {"improved": 1}
    assert units["timed 25-foot walk"] == {"unchanged": 1}
    # The page counts nobody: reported, and without numbers.
    assert {row.adverse_event.name: row.arms for row in found.adverse_events} == {
        "Fever": [],
        "Headache": [],
    }
    # No mechanism is said of it; all are said of its cells, or of what is broader.
    assert found.mechanisms.claims
    assert all(claim.said_of for claim in found.mechanisms.claims)
    assert "single_arm_only" in {one.kind for one in found.reservations}


def test_what_compares_embryonic_cells_with_immunotherapy(packaged: Graph) -> None:
    names = ["human embryonic stem cell transplantation", "immunotherapy"]
    question = CompareQuestion(therapies=names)
    found = packaged.run(compare(packaged.database, packaged.resolver, question)).body
    # One review says so in three places: of cost, safety and effectiveness; no trial does.
    [head] = found.head_to_head
    assert (head.effect_direction, head.supporting_count) == ("improved", 3)
    assert {report.measure for report in head.reports} == {
        "financial burden",
        "safety",
        "effectiveness",
    }
    assert found.studies == []


def test_mechanisms_seen_in_animals_alone(packaged: Graph) -> None:
    question = GapsQuestion(kind=Gap.ANIMAL_ONLY)
    found = packaged.run(gaps(packaged.database, packaged.resolver, question)).body
    # stem-cell-therapies-review-2024.yaml: two mechanisms of neuroectodermal stem cells, each said
    # of the therapy and of the cell; one of extracellular vesicles. All from animals.
    pairs = [
        (item.subject.type, item.mechanism.name, item.animal_count)
        for item in found.items
        if isinstance(item, AnimalOnly)
    ]
    assert sorted(pairs) == [
        ("CellType", "axon regeneration", 1),
        ("CellType", "morphological restoration", 1),
        ("Therapy", "axon regeneration", 1),
        ("Therapy", "cytokine regulation", 1),
        ("Therapy", "morphological restoration", 1),
    ]


def test_therapies_that_no_human_outcome_is_told_of(packaged: Graph) -> None:
    question = GapsQuestion(kind=Gap.NO_HUMAN_OUTCOME)
    found = packaged.run(gaps(packaged.database, packaged.resolver, question)).body
    # The same two: nothing is reported of the one, and a report from animals of the other.
    assert [
        (item.therapy.name, item.mechanism_count, item.reports)
        for item in found.items
        if isinstance(item, NoHumanOutcome)
    ] == [
        ("neuroectodermal stem cell transplantation", 2, 0),
        ("mesenchymal stem cell-derived extracellular vesicle therapy", 1, 1),
    ]


def test_outcomes_that_are_never_told_to_change(packaged: Graph) -> None:
    question = GapsQuestion(kind=Gap.NEVER_CHANGED)
    found = packaged.run(gaps(packaged.database, packaged.resolver, question)).body
    # neural-progenitor-trial-report.yaml: four measures named beside those that improved, twice
    # that it was tolerated, and what conventional therapy does to disability. The review of 2024
    # doubts a cure that nobody reports. Whatever else is called unchanged improves somewhere.
    assert {
        item.outcome.name: (item.unchanged_count, item.refuted_count)
        for item in found.items
        if isinstance(item, NeverChanged)
    } == {
        "evoked potentials": (1, 0),
        "urodynamics": (1, 0),
        "paced auditory serial addition test": (1, 0),
        "timed 25-foot walk": (1, 0),
        "tolerability": (2, 0),
        "disability": (1, 0),
        "cure": (0, 1),
    }


def test_no_registered_study_lacks_results(packaged: Graph) -> None:
    # No source tells a status; the one named study has results.
    question = GapsQuestion(kind=Gap.NO_RESULTS)
    assert packaged.run(gaps(packaged.database, packaged.resolver, question)).body.items == []


#: Counted from the files: reports, units, publications, own mechanisms and inherited ones, claims
#: of cells used and of conditions treated.
_COUNTED = {
    # cell-therapy-systematic-review.yaml alone. Inherited: 9 of stem cell therapy, 4 of the stem
    # cell, 1 of hematopoietic stem cell transplantation.
    "therapath:autologous-hsct": (5, 1, 1, 0, 14, 1, 2),
    # The same review, and all of the therapy below, which is narrower. The trial, its page and the
    # review are units. Inherited: 9 and 4 as above.
    "MESH:D045164": (28, 3, 2, 0, 13, 3, 4),
    # neural-progenitor-trial-report.yaml: 20 reports name the trial, an animal model and an opinion
    # are of the page. Inherited: 9, 4, and 1 of neural stem cell transplantation.
    "therapath:msc-np-therapy": (22, 2, 1, 0, 14, 2, 2),
}


@pytest.mark.parametrize("therapy", _COUNTED)
def test_a_profile_is_what_the_files_say(packaged: Graph, therapy: str) -> None:
    question = ProfileQuestion(therapy=therapy)
    found = packaged.run(profile(packaged.database, packaged.resolver, question)).body
    mechanisms = found.mechanisms.claims
    assert (
        found.evidence.report_count,
        found.evidence.unit_count,
        found.source_total,
        sum(claim.said_of is None for claim in mechanisms),
        sum(claim.said_of is not None for claim in mechanisms),
        found.cell_types.total,
        found.treats.total,
    ) == _COUNTED[therapy]
    assert found.comparisons.total == 0


def test_outcomes_of_mesenchymal_stem_cells_are_what_the_files_say(packaged: Graph) -> None:
    question = ProfileQuestion(therapy="MESH:D045164")
    found = packaged.run(profile(packaged.database, packaged.resolver, question)).body
    told = {
        (row.outcome.name, one.effect_direction): (
            one.supporting_count,
            one.refuting_count,
            one.unit_count,
            one.refuting_unit_count,
            one.study_count,
        )
        for row in found.outcomes
        for one in row.effects
    }
    once = (1, 0, 1, 0, 1)
    assert told == {
        ("Expanded Disability Status Scale", "improved"): (2, 0, 1, 0, 1),  # paragraphs 1 and 6
        ("bladder function", "improved"): once,
        ("neurological symptoms", "improved"): once,
        ("nine-hole peg test", "improved"): once,
        ("safety", "unchanged"): (3, 0, 2, 0, 1),  # the review says so too
        ("tolerability", "unchanged"): (2, 0, 1, 0, 1),
        ("timed 25-foot walk", "unchanged"): once,
        ("paced auditory serial addition test", "unchanged"): once,
        ("evoked potentials", "unchanged"): once,
        ("urodynamics", "unchanged"): once,
        # The review, and mice on the page; the trial itself found none in progressive MS.
        ("treatment response", "improved"): (2, 1, 2, 1, 1),
        ("treatment response", "mixed"): (1, 0, 1, 0, 0),
    }
