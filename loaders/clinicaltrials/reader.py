"""From the registry's records to rows: each study once, in its newest version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kg.intake import Rejection
from loaders.clinicaltrials.adverse_events import say_adverse_events
from loaders.clinicaltrials.documents import Record, records
from loaders.clinicaltrials.facts import Statements
from loaders.clinicaltrials.interventions import say_references, say_treatments
from loaders.clinicaltrials.outcomes import say_outcomes
from loaders.clinicaltrials.record import WrongShape
from loaders.clinicaltrials.study import study_of, version_of
from loaders.clinicaltrials.therapies import Therapies
from loaders.loader import InputFile
from loaders.rows import Reader, Row, SourceDetails

__all__ = ["read"]

_LICENCE = "public domain (U.S. National Library of Medicine, ClinicalTrials.gov)"
_OLDER = "an older version of a study, or the same again"
_SAYINGS: tuple[Callable[[Statements], None], ...] = (
    say_treatments,
    say_references,
    say_outcomes,
    say_adverse_events,
)
#: Number of the file's record, and the number of its version: what is kept of each study.
_Seen = tuple[tuple[str, str], int]


def read(file: InputFile) -> Reader:
    """Rows of an input: of one file, or of all that were gathered."""
    reader = Reader(iter(()), SourceDetails(licence=_LICENCE))
    reader.rows = _rows([file.path, *file.companions], reader)
    return reader


def _rows(paths: list[Path], reader: Reader) -> Iterator[Row]:
    newest, latest = _newest(paths)
    reader.details = SourceDetails(version=latest or None, licence=_LICENCE)
    for number, record in enumerate(records(paths)):
        if record.problem is not None:
            yield Row(record.line, record.data, record.problem, place=record.place)
        elif newest.get(_nct(record.data), (None, number))[1] != number:
            reader.left_out[_OLDER] += 1
        else:
            yield from _study_rows(record, reader.left_out)


def _newest(paths: list[Path]) -> tuple[dict[str, _Seen], str]:
    """Which record of each study is the newest, and the date of the newest of all.

    The files are read twice for it; what is kept is small, whatever their size.
    """
    found: dict[str, _Seen] = {}
    latest = ""
    for number, record in enumerate(records(paths)):
        if record.problem is not None:
            continue
        version = version_of(record.data)
        latest = max(latest, *version)
        nct = _nct(record.data)
        if nct and (nct not in found or version > found[nct][0]):
            found[nct] = (version, number)
    return found, latest


def _nct(data: dict[str, Any]) -> str:
    """Its registry number; empty where there is none to go by."""
    try:
        return str(data["protocolSection"]["identificationModule"]["nctId"]).strip().upper()
    except (KeyError, TypeError):
        return ""


def _study_rows(record: Record, left_out: Counter[str]) -> Iterator[Row]:
    """All of a study, or what is wrong with it: never a part."""
    try:
        study = study_of(record.data)
        said = Statements(study, Therapies(study))
        for say in _SAYINGS:
            say(said)
    except WrongShape as wrong:
        problem = Rejection(wrong.field, wrong.reason, wrong.message)
        yield Row(record.line, {"nctId": _nct(record.data)}, problem, place=record.place)
        return
    left_out.update(said.left_out)
    for problem, raw in said.wrong:
        yield Row(record.line, raw, problem, place=record.place)
    for fact in said.facts:
        yield Row(record.line, fact, place=record.place)
