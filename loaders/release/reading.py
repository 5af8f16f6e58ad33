"""What a process does with a part: read, check, map, and stage the rows."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg.batch import Prepared, PreparedTerm
from kg.intake import accept_fact
from kg.json_text import fact_of
from kg.model.entity import EntitySummary
from kg.release.reports import Reports
from kg.release.staging import Staging
from kg.terms import Mapped, Terms
from kg.vocabulary import EntityType
from loaders import datasets
from loaders.chunks import LoadOptions, accepted
from loaders.facts.json_lines import row_of
from loaders.files import lines, opened
from loaders.release.parts import FACTS, Part, Range
from loaders.report import Report
from loaders.rows import Reader, Row

__all__ = ["Done", "Reading", "rejects_file"]


#: What rows of the other kind are counted as while rows of one kind are read.
_OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a part."""

    part: Part
    report: Report
    """Its account; facts count as loaded whether or not other parts have them too."""
    terms: int
    """Rows that said something new of an entity; they are among those loaded."""
    facts_left: bool
    """Whether it has facts that wait until all vocabularies are read."""


def rejects_file(staged: Path, part: Part) -> Path:
    """Where the rejects of a part are kept."""
    return staged / f"rejects-{part.number:06}{part.only}.jsonl"


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a process needs to know beside the part."""

    staged: Path
    terms: Terms
    options: LoadOptions

    def part(self, part: Part) -> Done:
        """Read a part."""
        staging = Staging(self.staged, part.number, part.source_id, part.only)
        with self._rejects(part).open("wb") as stream:
            report = Report(ledger=stream)
            if part.range is None:
                left = self._whole(part, staging, report)
            else:
                left = self._lines(part, part.range, staging, report)
            staging.close()
        gc.collect()  # the collector is off while rows are read
        report.ledger = None
        return Done(part, report, staging.new_terms, left)

    def _whole(self, part: Part, staging: Staging, report: Report) -> bool:
        """Read an input; true where facts of it were left for later."""
        reader = datasets.read(part.file)
        if part.only:
            reader.rows = _only(part.only, reader.rows, reader.left_out)
        for found in accepted(part.file, reader, self.terms, self.options, report):
            _take(staging, found, report)
        left = report.left_out.pop(_OTHERS, 0)
        if part.only == FACTS:
            report.left_out.clear()  # told when its terms were read
        return left > 0

    def _lines(self, part: Part, range_: Range, staging: Staging, report: Report) -> bool:
        plain = self.options.documents is None and not self.options.strict
        reports = Reports(self.terms) if plain else None
        with opened(part.file.path) as source:
            for number, line in _numbered(source, range_):
                row = reports.report(line, str(number)) if line and reports else None
                if row is None:
                    self._line(part, number, line, staging, report)
                else:
                    staging.add_report(row)
                    report.read += 1
                    report.loaded += 1
        for mapped, name, mentions in staging.names():
            _mention(report, mapped, name, mentions)
        return False

    def _rejects(self, part: Part) -> Path:
        return rejects_file(self.staged, part)

    def _line(
        self, part: Part, number: int, line: bytes | None, staging: Staging, report: Report
    ) -> None:
        """Take a line the short way; whatever is not simply a good fact goes the usual one."""
        fact = fact_of(line) if line and self.options.documents is None else None
        if fact is not None:
            strict = self.options.strict
            found = accept_fact(fact, self.terms, record=str(number), strict=strict)
            if isinstance(found, Prepared):
                report.read += 1
                _take(staging, found, report)
                return
        row = row_of(number, line)
        if row is not None:
            reader, alone = Reader(iter((row,))), Report(ledger=report.ledger)
            for again in accepted(part.file, reader, self.terms, self.options, alone):
                _take(staging, again, alone)
            # Its names are told with those of all other lines.
            alone.unresolved, alone.unresolved_mentions = {}, Counter()
            report.take(alone)


def _numbered(stream: IO[bytes], range_: Range) -> Iterator[tuple[int, bytes | None]]:
    stream.seek(range_.start)
    for number, line in lines(stream):
        yield range_.line + number - 1, line
        if stream.tell() >= range_.end:
            return


def _only(kind: str, rows: Iterator[Row], left_out: Counter[str]) -> Iterator[Row]:
    """Rows of one kind; the others are counted."""
    for row in rows:
        if row.kind == kind:
            yield row
        else:
            left_out[_OTHERS] += 1


def _take(staging: Staging, found: Prepared | PreparedTerm, report: Report) -> None:
    if isinstance(found, Prepared):
        staging.add(found)
        report.loaded += 1
    elif staging.add_term(found):
        report.loaded += 1
    else:
        report.already_there += 1


def _mention(report: Report, mapped: Mapped, name: str, mentions: int) -> None:
    """Note a name that no vocabulary has, or several terms share."""
    if mapped.term is not None or mapped.type is EntityType.STUDY:
        return
    unknown = (mapped.id, name, mapped.type)
    report.mention_unresolved([unknown])
    if mapped.id in report.unresolved:
        report.unresolved_mentions[mapped.id] += mentions - 1
    if mapped.candidates:
        report.ambiguous.setdefault(
            name,
            tuple(EntitySummary(id=x.id, name=x.name, type=x.type) for x in mapped.candidates),
        )
