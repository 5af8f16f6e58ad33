"""Reads the answers of the annotators: one fact for each that was found valid."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from kg.intake import Rejection
from kg.vocabulary import ChangeDirection, EntityType
from loaders.delimited import comma_separated, tab_separated
from loaders.edges import Edge
from loaders.evidence_inference.benefit import effect_of
from loaders.files import opened
from loaders.loader import InputFile
from loaders.rows import Reader, Row, SourceDetails

__all__ = ["read_answers"]

#: The label's several spellings, and what each says of the outcome under the intervention.
_CHANGES = {
    "significantly increased": ChangeDirection.INCREASED,
    "significantly increase": ChangeDirection.INCREASED,
    "significantly decreased": ChangeDirection.DECREASED,
    "significantly decrease": ChangeDirection.DECREASED,
    "no significant difference": ChangeDirection.NO_DIFFERENCE,
}
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
#: The project's own has 24,000; a table of prompts is held in memory.
_MAX_PROMPTS = 500_000

_Cells = Iterator[tuple[int, list[str] | Rejection]]


class _Answer(NamedTuple):
    """One annotator's answer, the same from either kind of file."""

    prompt: str
    article: str
    label: str
    valid: str
    start: str
    end: str
    span: str
    in_abstract: str
    intervention: str = ""
    comparator: str = ""
    outcome: str = ""
    annotator: str = ""


_TABLE_COLUMNS = {
    "prompt": "prompt_id",
    "article": "pmcid",
    "label": "label",
    "valid": "valid",
    "start": "evidence_start",
    "end": "evidence_end",
    "span": "evidence_text",
    "in_abstract": "in_abstract",
    "intervention": "intervention",
    "comparator": "comparator",
    "outcome": "outcome",
}
_ANNOTATION_COLUMNS = {
    "annotator": "UserID",
    "prompt": "PromptID",
    "article": "PMCID",
    "label": "Label",
    "valid": "Valid Label",
    "start": "Evidence Start",
    "end": "Evidence End",
    "span": "Annotations",
    "in_abstract": "In Abstract",
}
_PROMPT_COLUMNS = {
    "prompt": "PromptID",
    "outcome": "Outcome",
    "intervention": "Intervention",
    "comparator": "Comparator",
}


def read_answers(file: InputFile, edge: Edge) -> Reader:
    """Facts of a table, or of annotations whose prompts stand in the companion file."""
    left_out: Counter[str] = Counter()
    is_table = ".tsv" in [suffix.lower() for suffix in file.path.suffixes]
    answers = _table(file.path) if is_table else _annotations(file.path, file.companions)
    details = SourceDetails(licence="MIT (labels); article texts are the publishers'")
    return Reader(_facts(answers, edge, left_out), details, left_out)


def _table(path: Path) -> Iterator[tuple[int, _Answer | Row]]:
    with opened(path) as stream:
        yield from _answers(tab_separated(stream), _TABLE_COLUMNS)


def _annotations(path: Path, companions: tuple[Path, ...]) -> Iterator[tuple[int, _Answer | Row]]:
    if not companions:
        message = "annotations and prompts belong together: load both files, or their folder"
        yield 1, Row(1, None, Rejection("PromptID", "missing_field", message))
        return
    prompts: dict[str, _Answer] = {}
    with opened(companions[0]) as stream:
        for line, found in _answers(comma_separated(stream), _PROMPT_COLUMNS):
            if isinstance(found, Row):
                yield line, found
            elif len(prompts) < _MAX_PROMPTS:
                prompts[found.prompt] = found
    with opened(path) as stream:
        for line, found in _answers(comma_separated(stream), _ANNOTATION_COLUMNS):
            if isinstance(found, Row):
                yield line, found
            elif found.prompt not in prompts:
                message = f"the prompts have no PromptID {found.prompt}"
                problem = Rejection("PromptID", "missing_field", message)
                yield line, Row(line, list(found), problem)
            else:
                asked = prompts[found.prompt]
                yield (
                    line,
                    found._replace(
                        intervention=asked.intervention,
                        comparator=asked.comparator,
                        outcome=asked.outcome,
                    ),
                )


def _answers(cells: _Cells, columns: dict[str, str]) -> Iterator[tuple[int, _Answer | Row]]:
    """Answers of a table with a header; a bad line is a row with its problem."""
    header: list[str] = []
    places: dict[str, int] = {}
    for line, found in cells:
        if isinstance(found, Rejection):
            yield line, Row(line, None, found)
        elif not header:
            header = [cell.strip() for cell in found]
            missing = [column for column in columns.values() if column not in header]
            if missing:
                message = f"the header has no column {missing[0]}"
                yield line, Row(line, found, Rejection(missing[0], "missing_field", message))
                return
            places = {field: header.index(column) for field, column in columns.items()}
        elif len(found) != len(header):
            message = f"{len(found)} cells where the header has {len(header)}"
            yield line, Row(line, found, Rejection("", "malformed", message))
        else:
            values = dict.fromkeys(_Answer._fields, "")
            values |= {field: found[place].strip() for field, place in places.items()}
            yield line, _Answer(**values)


def _facts(
    answers: Iterator[tuple[int, _Answer | Row]], edge: Edge, left_out: Counter[str]
) -> Iterator[Row]:
    for line, answer in answers:
        if isinstance(answer, Row):
            yield answer
            continue
        valid = _TRUTH.get(answer.valid.casefold())
        change = _CHANGES.get(answer.label.casefold())
        if answer.label.casefold().startswith("invalid"):
            left_out["the annotator found the prompt invalid"] += 1
        elif valid is None:
            message = f"expected True or False, not {answer.valid[:40]!r}"
            yield Row(line, list(answer), Rejection("valid", "unknown_value", message))
        elif change is None:
            message = f"no label of the project: {answer.label[:40]!r}"
            yield Row(line, list(answer), Rejection("label", "unknown_value", message))
        elif not valid:
            left_out["the verifier did not accept the label"] += 1
        else:
            yield _row(line, answer, change, edge)


def _row(line: int, answer: _Answer, change: ChangeDirection, edge: Edge) -> Row:
    span = _span(answer)
    if isinstance(span, Rejection):
        return Row(line, list(answer), span)
    outcome = _name(answer.outcome)
    effect = effect_of(outcome, change)
    fact: dict[str, Any] = {
        "subject": {"type": EntityType.THERAPY, "name": _name(answer.intervention)},
        "predicate": edge.predicate,
        "object": {"type": EntityType.OUTCOME, "name": outcome},
        "evidence_direction": "supports",
        "result": {"change_direction": change},
        "design": {"type": "rct"},
        "publication": {"id": f"PMC:PMC{answer.article.upper().removeprefix('PMC')}"},
        "provenance": {
            **span,
            "record": _record(answer),
            "knowledge_level": edge.knowledge_level,
            "agent_type": edge.agent_type,
        },
    }
    if effect is not None:
        fact["effect_direction"] = effect
    if answer.comparator:
        fact["result"]["comparator"] = _name(answer.comparator)
    if answer.span:
        fact["provenance"]["quote"] = answer.span
    if _TRUTH.get(answer.in_abstract.casefold()):
        fact["provenance"]["section"] = "abstract"
    return Row(line, fact)


def _name(words: str) -> str:
    """The source's words on one line, with its HTML entities (``&nbsp;``) as characters."""
    return " ".join(html.unescape(words).split())


def _record(answer: _Answer) -> str:
    by = f", annotator {answer.annotator}" if answer.annotator else ""
    return f"prompt {answer.prompt}{by}"


def _span(answer: _Answer) -> dict[str, int] | Rejection:
    """The span's offsets; none where the source gives -1 for one that it lost."""
    try:
        start, end = int(answer.start), int(answer.end)
    except ValueError:
        if not answer.start and not answer.end:
            return {}
        message = f"expected two whole numbers, not {answer.start[:20]!r} and {answer.end[:20]!r}"
        return Rejection("evidence_start", "wrong_type", message)
    return {} if start < 0 or end <= 0 else {"start": start, "end": end}
