"""The packaged evidence: well-formed, complete, in its own words, true to its documents."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.identifiers import name_key, normalise_curie
from kg.intake import Rejection, accept
from kg.model import Fact
from kg.terms import packaged_terms
from kg.vocabulary import DesignType, EffectDirection, EvidenceDirection, Phase, Predicate

ROOT = Path(__file__).parents[2]
EVIDENCE = ROOT / "loaders" / "evidence"
FILES = sorted((EVIDENCE / "ms-stem-cell").glob("*.yaml"))
DOCUMENTS = ROOT.parent / "shared" / "documents"

needs_documents = pytest.mark.skipif(
    not DOCUMENTS.is_dir(), reason=f"the documents are not at {DOCUMENTS}"
)

EDSS = "NCIT:C112520"
PROGRESSIVE = "MONDO:0005284"
RELAPSING_REMITTING = "MONDO:0005314"
MSC_NP = "therapath:msc-np-therapy"
HSCT = "MAXO:0000747"

#: Words of a document that may stand in a row in a packaged file.
LONGEST_RUN = 7


@cache
def rows() -> dict[str, list[dict[str, Any]]]:
    """The rows of each file, as they are written."""
    return {file.name: yaml.safe_load(file.read_text(encoding="utf-8"))["facts"] for file in FILES}


@cache
def facts() -> list[Fact]:
    return [Fact.model_validate(row) for part in rows().values() for row in part]


@cache
def documents() -> dict[str, str]:
    """Text by SHA-256, decoded without changing line ends."""
    contents = [path.read_bytes() for path in sorted(DOCUMENTS.glob("*.txt"))]
    return {hashlib.sha256(each).hexdigest(): each.decode("utf-8") for each in contents}


def ids(fact: Fact) -> tuple[str, str, str | None]:
    terms = packaged_terms()
    condition = terms.map(fact.condition).id if fact.condition else None
    return terms.map(fact.subject).id, terms.map(fact.object).id, condition


def about(subject: str, target: str | None = None) -> list[Fact]:
    return [fact for fact in facts() if ids(fact)[0] == subject and target in (None, ids(fact)[1])]


def spelt(fact: Fact) -> str:
    provenance = fact.provenance
    named = " ".join(str(part) for part in (fact.subject.name, fact.predicate, fact.object.name))
    return f"{named} @ {provenance.section} {provenance.start}-{provenance.end}"


def words(text: str) -> list[str]:
    """Words without addresses, hyphenated ones apart."""
    return re.findall(r"\w+", re.sub(r"https?://\S+", " | ", text.casefold()))


def test_every_row_is_a_fact_that_strict_loading_accepts():
    terms = packaged_terms()
    refused = [
        (file, found)
        for file, part in rows().items()
        for number, row in enumerate(part, 1)
        if isinstance(found := accept(row, terms, record=str(number), strict=True), Rejection)
    ]
    assert refused == []


def test_each_file_says_what_it_is():
    for file in FILES:
        source = yaml.safe_load(file.read_text(encoding="utf-8"))["source"]
        assert (
            {"name", "version", "licence", "title"}
            <= set(source)
            <= {
                "name",
                "version",
                "licence",
                "title",
                "url",
            }
        )
        assert source["licence"] == "CC0-1.0"


def test_the_readme_counts_right():
    readme = (EVIDENCE / "README.md").read_text(encoding="utf-8")
    counted = {
        code: int(facts) for code, facts in re.findall(r"^\| (\d{3}|all) \| (\d+) \|", readme, re.M)
    }
    files = dict(re.findall(r"^\| `([\w-]+\.yaml)` \| (\d{3}) \|", readme, re.M))
    assert set(files) == set(rows())
    assert counted == {files[name]: len(part) for name, part in rows().items()} | {
        "all": len(facts())
    }


def test_files_are_plain_yaml():
    for file in FILES:
        tokens = list(yaml.scan(file.read_text(encoding="utf-8")))
        tricks = (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken)
        assert not [token for token in tokens if isinstance(token, tricks)], file.name


def test_there_are_enough_facts_and_none_twice():
    assert len(facts()) >= 70
    written = Counter(fact.model_dump_json(exclude_none=True) for fact in facts())
    assert [fact for fact, times in written.items() if times > 1] == []


def test_every_predicate_is_used():
    assert {fact.predicate for fact in facts()} == set(Predicate)


def test_every_effect_and_both_directions_are_used():
    assert {EffectDirection.IMPROVED, EffectDirection.UNCHANGED, EffectDirection.MIXED} <= {
        fact.effect_direction for fact in facts() if fact.predicate is Predicate.REPORTS_OUTCOME
    }
    assert {fact.evidence_direction for fact in facts()} == set(EvidenceDirection)


def test_every_fact_says_where_it_is_from():
    for fact in facts():
        assert fact.publication is not None, spelt(fact)
        assert fact.design is not None, spelt(fact)
        assert fact.provenance.section, spelt(fact)
        assert fact.provenance.start is not None, spelt(fact)
        assert fact.provenance.confidence is not None, spelt(fact)
        assert fact.provenance.quote is None, spelt(fact)
        assert fact.provenance.agent_type == "manual_agent", spelt(fact)


def test_what_a_comparison_was_made_on_is_an_outcome():
    known = {
        name_key(name)
        for term in packaged_terms().by_id.values()
        if term.type == "Outcome"
        for name in (term.name, *term.synonyms)
    }
    compared = [fact for fact in facts() if fact.predicate is Predicate.COMPARED_WITH]
    assert compared
    for fact in compared:
        assert fact.result is not None, spelt(fact)
        assert fact.result.measure is not None, spelt(fact)
        assert name_key(fact.result.measure) in known, spelt(fact)


def test_superlatives_and_reservations_are_never_plain_fact():
    """Opinions, headlines and claims about every patient stay low; refutations are there."""
    for fact in facts():
        assert fact.design is not None
        share = fact.result.estimate if fact.result else None
        if share == 1:
            assert (fact.provenance.confidence or 1) <= 0.2, spelt(fact)
            assert fact.design.limitations, spelt(fact)
        if fact.design.type is DesignType.OPINION and fact.predicate in (
            Predicate.TREATS,
            Predicate.COMPARED_WITH,
        ):
            assert (fact.provenance.confidence or 1) <= 0.3, spelt(fact)
            assert fact.design.limitations, spelt(fact)
    refuting = [fact for fact in facts() if fact.evidence_direction is EvidenceDirection.REFUTES]
    assert len(refuting) >= 5
    assert any(ids(fact)[0] == MSC_NP for fact in refuting)


# -- the documents ----------------------------------------------------------------------------


@needs_documents
def test_every_document_contributes():
    used = Counter(fact.provenance.document_sha256 for fact in facts())
    assert set(used) == set(documents())
    assert min(used.values()) >= 10


@needs_documents
def test_spans_hold_the_names_of_subject_and_object():
    missing = []
    for fact in facts():
        text = documents()[fact.provenance.document_sha256 or ""]
        assert fact.provenance.end is not None
        assert fact.provenance.end <= len(text), spelt(fact)
        held = f" {name_key(text[fact.provenance.start : fact.provenance.end])} "
        for part in (fact.subject, fact.object):
            term = packaged_terms().map(part).term
            names = [part.name, *((term.name, *term.synonyms) if term else ())]
            if not any(holds(held, name_key(name)) for name in names):
                missing.append((spelt(fact), part.name, held))
    assert missing == []


def holds(text: str, name: str) -> bool:
    """Whether ``text`` has ``name`` as whole words."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


@needs_documents
def test_spans_hold_the_very_words_of_subject_and_object():
    """The names in the facts are the document's, not the vocabulary's."""
    for fact in facts():
        text = documents()[fact.provenance.document_sha256 or ""]
        held = name_key(text[fact.provenance.start : fact.provenance.end])
        for part in (fact.subject, fact.object):
            assert name_key(part.name) in held, spelt(fact)


@needs_documents
def test_conditions_are_named_as_the_document_names_them():
    for fact in facts():
        if fact.condition is not None:
            text = name_key(documents()[fact.provenance.document_sha256 or ""])
            assert name_key(fact.condition.name) in text, spelt(fact)


@needs_documents
def test_identifiers_of_publications_are_in_the_document():
    for fact in facts():
        assert fact.publication is not None
        prefix, _, local = fact.publication.id.partition(":")
        if prefix != "therapath":
            text = documents()[fact.provenance.document_sha256 or ""]
            assert normalise_curie(fact.publication.id) == fact.publication.id
            assert local in text, spelt(fact)


@needs_documents
def test_no_sentence_is_copied():
    longest = LONGEST_RUN + 1
    runs = {
        tuple(listed[at : at + longest])
        for listed in (words(text) for text in documents().values())
        for at in range(len(listed) - longest + 1)
    }
    packaged = [path for path in sorted(EVIDENCE.rglob("*")) if path.suffix in (".yaml", ".md")]
    assert len(packaged) > len(FILES)
    for path in packaged:
        # The title of a paper is its name; it says which document a fact is from.
        text = re.sub(r"^ +title: .*$", "", path.read_text(encoding="utf-8"), flags=re.M)
        listed = words(text)
        copied = [
            " ".join(listed[at : at + longest])
            for at in range(len(listed) - longest + 1)
            if tuple(listed[at : at + longest]) in runs
        ]
        assert copied == [], path.name


# -- what the documents say -------------------------------------------------------------------


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
