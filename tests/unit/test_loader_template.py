"""The template for new loaders works before anything is changed in it."""

from __future__ import annotations

from pathlib import Path

import loaders._template as template
from kg.terms import packaged_terms
from loaders.files import opened
from loaders.loader import InputFile, Start
from loaders.pipeline import LoadOptions, accepted
from loaders.report import Report

EXAMPLE = Path(template.__file__).with_name("example.csv")


def test_the_template_gives_facts_rejects_and_counts() -> None:
    report = Report()
    file = InputFile(EXAMPLE, "example", "template")
    facts = list(
        accepted(file, template.LOADER.read(file), packaged_terms(), LoadOptions(), report)
    )
    assert [fact.evidence["result_affected"] for fact in facts] == [12, 3]  # type: ignore[union-attr]
    assert (report.read, report.rejected) == (3, 1)
    assert report.rejects[0].line == 4
    assert report.rejects[0].field == "result.affected"
    assert report.left_out == {"no number of people affected": 1}


def test_the_template_recognises_its_header_alone() -> None:
    with opened(EXAMPLE) as stream:
        assert template.LOADER.recognises(Start(EXAMPLE, ".csv", stream.read()))
    other = b"subject.type,subject.name,predicate\n"
    assert not template.LOADER.recognises(Start(EXAMPLE, ".csv", other))
