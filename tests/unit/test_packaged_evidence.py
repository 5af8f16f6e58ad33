"""The packaged evidence: well-formed, complete, in its own words, true to its documents."""

from __future__ import annotations

import re
from collections import Counter

import yaml
from packaged_evidence import (
    EVIDENCE,
    FILES,
    LONGEST_RUN,
    MSC_NP,
    documents,
    facts,
    ids,
    needs_documents,
    rows,
    spelt,
    words,
)

from kg.identifiers import name_key, normalise_curie
from kg.intake import Rejection, accept
from kg.terms import packaged_terms
from kg.vocabulary import DesignType, EffectDirection, EvidenceDirection, Predicate


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
