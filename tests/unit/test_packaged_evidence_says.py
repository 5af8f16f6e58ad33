"""What the packaged evidence says, held against what the documents say."""

from __future__ import annotations

import json
import re

import pytest
from packaged_evidence import (
    EDSS,
    HSCT,
    MSC_NP,
    PROGRESSIVE,
    RELAPSING_REMITTING,
    about,
    facts,
    ids,
)

from kg.model.fact import Fact
from kg.vocabulary import DesignType, EffectDirection, Phase, Predicate


def edss_improved_in_progressive_disease() -> list[Fact]:
    return [
        fact
        for fact in facts()
        if fact.predicate is Predicate.REPORTS_OUTCOME
        and fact.effect_direction is EffectDirection.IMPROVED
        and ids(fact)[1:] == (EDSS, PROGRESSIVE)
    ]


def test_the_headline_question_finds_the_neural_progenitors_and_nothing_else():
    found = edss_improved_in_progressive_disease()
    assert {ids(fact)[0] for fact in found} == {MSC_NP}
    for fact in found:
        assert fact.study is not None
        assert fact.study.enrollment == 20
        assert fact.study.phase is Phase.PHASE1
        assert fact.result is not None
        assert fact.result.n == 20
        assert fact.design is not None
        assert fact.design.type is DesignType.SINGLE_ARM
        assert fact.treatment is not None
        assert fact.treatment.route == "intrathecal"


def test_both_accounts_of_the_edss_are_kept():
    """The page says "majority" in one place and "some" in another."""
    found = edss_improved_in_progressive_disease()
    measures = [fact.result.measure or "" for fact in found if fact.result]
    assert sorted(bool(re.search("majority", measure)) for measure in measures) == [False, True]
    assert len({fact.provenance.section for fact in found}) == 2
    assert len({fact.provenance.confidence for fact in found}) == 2
    assert all("disagrees" in (fact.design.limitations or "") for fact in found if fact.design)


def test_the_transplantation_stays_with_relapsing_remitting_disease():
    ahsct = [
        fact
        for fact in about("therapath:autologous-hsct")
        if fact.predicate is Predicate.REPORTS_OUTCOME
    ]
    assert ahsct
    assert {ids(fact)[2] for fact in ahsct} == {RELAPSING_REMITTING}


def test_the_numbers_of_the_trial():
    given = [fact for fact in about(MSC_NP) if fact.treatment and fact.study]
    assert given
    for fact in given:
        assert fact.treatment is not None
        assert fact.treatment.dose is None
        assert fact.treatment.dose_max == 10_000_000
        assert fact.treatment.administrations == 3
        assert fact.treatment.donor == "autologous"
        assert fact.treatment.cell_source == "bone marrow"
        assert fact.population is not None
        assert (fact.population.edss_min, fact.population.edss_max) == (3.5, 8.5)


def test_one_trial_is_one_study():
    studies = {json.dumps(f.study.model_dump(mode="json")) for f in facts() if f.study}
    assert len(studies) == 1


def test_the_five_hundred_patients():
    pooled = [fact for fact in about(HSCT) if fact.result and fact.result.n == 500]
    assert {"inflammation", "brain atrophy", "MS"} <= {fact.object.name for fact in pooled}
    assert all(fact.study is None for fact in pooled)


def test_subgroups():
    populations = [fact.population for fact in facts() if fact.population]
    assert any(p.age_max == 40 and p.duration_max_years == 5 for p in populations)
    courses = {p.course for p in populations if p.course}
    assert {"aggressive", "treatment-resistant", "relapsing-remitting", "progressive"} <= courses


def test_measured_without_a_result_is_not_a_finding():
    silent = {
        fact.object.name
        for fact in about(MSC_NP)
        if fact.effect_direction is EffectDirection.UNCHANGED
        and fact.provenance.knowledge_level == "not_provided"
        and (fact.provenance.confidence or 1) <= 0.1
        and fact.result is None
        and fact.design is not None
        and "no result stated" in (fact.design.limitations or "")
    }
    assert silent == {
        "timed 25-foot walk",
        "paced auditory serial addition test",
        "evoked potentials",
        "urodynamics",
    }


def test_harms_of_the_trial():
    harms = [fact for fact in about(MSC_NP) if fact.predicate is Predicate.HAS_ADVERSE_EVENT]
    assert {ids(fact)[1] for fact in harms} == {"HP:0002315", "HP:0001945"}
    assert all(fact.result is not None and fact.result.serious is False for fact in harms)


@pytest.mark.parametrize(
    "drug",
    [
        "beta interferons",
        "immunosuppressants",
        "monoclonal antibodies",
        "natalizumab",
        "corticosteroids",
    ],
)
def test_harms_of_each_conventional_drug(drug: str):
    harms = {
        fact.object.name
        for fact in facts()
        if fact.subject.name == drug and fact.predicate is Predicate.HAS_ADVERSE_EVENT
    }
    assert {
        "depression",
        "anxiety",
        "heart damage",
        "pneumonia",
        "progressive multifocal leukoencephalopathy",
    } <= harms


def test_the_three_mechanisms_of_the_review():
    mechanisms = {
        fact.object.name
        for fact in facts()
        if fact.predicate is Predicate.ACTS_THROUGH
        and fact.provenance.section == "Figure 1 caption"
        and fact.subject.type == "Therapy"
    }
    assert mechanisms == {
        "differentiation into various neural cells",
        "secretion of trophic factors",
        "immunomodulation",
    }


def test_cited_titles_have_their_own_publication_and_a_laboratory_design():
    cited = [fact for fact in facts() if (fact.provenance.section or "").startswith("Title of ref")]
    assert {fact.publication.id for fact in cited if fact.publication} == {
        "DOI:10.1089/neu.2018.6332",
        "DOI:10.1179/1743132811y.0000000053",
        "DOI:10.1038/s41598-021-91291-3",
    }
    assert {fact.design.type for fact in cited if fact.design} == {
        DesignType.ANIMAL,
        DesignType.IN_VITRO,
    }
