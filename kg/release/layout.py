"""What a release and the rows it is made of look like: files, columns and their types.

A release is a folder of Parquet files, one for each kind of thing in the graph. Nodes and
relationships of Neo4j follow from them alone (:mod:`kg.release.tables`).
"""

from __future__ import annotations

from enum import EnumType
from typing import Any

import pyarrow as pa

from kg.evidence_parts import EVIDENCE_PARTS
from kg.model.fact import part_types
from kg.vocabulary import EntityType

__all__ = [
    "BATCHES",
    "CLAIMS",
    "CLAIM_KEYS",
    "DESCRIPTIONS",
    "ENTITIES",
    "EVIDENCE",
    "HIERARCHY",
    "MENTIONS",
    "PUBLICATIONS",
    "RELEASE_FORMAT",
    "SOURCES",
    "STAGED_DESCRIBED",
    "STAGED_DESCRIPTIONS",
    "STAGED_NAMES",
    "STAGED_PARENTS",
    "STAGED_PUBLICATIONS",
    "STAGED_REPORTS",
    "STAGED_SCORES",
    "STAGED_TYPES",
    "TABLES",
]

#: Layout of the files; a release of another one is refused.
RELEASE_FORMAT = 1

_TEXT, _LIST = pa.string(), pa.list_(pa.string())
_WHOLE, _REAL, _FLAG = pa.int64(), pa.float64(), pa.bool_()
_TYPES: dict[Any, pa.DataType] = {str: _TEXT, int: _WHOLE, float: _REAL, bool: _FLAG}


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


def _part_columns() -> dict[str, pa.DataType]:
    """A column for each property of evidence that is a field of a part of a fact."""
    return {
        f"{part}_{field}": _TEXT if isinstance(kind, EnumType) else _TYPES[kind]
        for part in EVIDENCE_PARTS
        for field, kind in part_types(part).items()
    }


#: What makes a claim unique, beside its id.
CLAIM_KEYS = ("subject_id", "predicate", "object_id", "condition_id", "effect_direction")

_DESCRIBED = {
    "id": _TEXT,
    "type": _TEXT,
    "name": _TEXT,
    "synonyms": _LIST,
    "xrefs": _LIST,
    "keys": _LIST,
    "description": _TEXT,
    "origin": _TEXT,
    "minimum": _REAL,
    "maximum": _REAL,
    "unit": _TEXT,
}
_STUDY_DETAILS = {
    "phase": _TEXT,
    "enrollment": _WHOLE,
    "status": _TEXT,
    "why_stopped": _TEXT,
}
_DESCRIPTION = {
    "type": _TEXT,
    "name": _TEXT,
    "origin": _TEXT,
    "synonyms": _LIST,
    "xrefs": _LIST,
    "parents": _LIST,
    "description": _TEXT,
}

ENTITIES = _schema(**_DESCRIBED, **_STUDY_DETAILS, types=_LIST)
HIERARCHY = _schema(child_id=_TEXT, parent_id=_TEXT)
PUBLICATIONS = _schema(id=_TEXT, title=_TEXT, year=_WHOLE, journal=_TEXT, url=_TEXT)
CLAIMS = _schema(
    id=_TEXT,
    **dict.fromkeys(CLAIM_KEYS, _TEXT),
    evidence_count=_WHOLE,
    supporting_count=_WHOLE,
    refuting_count=_WHOLE,
    study_count=_WHOLE,
    patient_count=_WHOLE,
    score=_REAL,
)
EVIDENCE = _schema(
    id=_TEXT,
    claim_id=_TEXT,
    evidence_direction=_TEXT,
    weight=_REAL,
    strength=_WHOLE,
    unit=_TEXT,
    unit_is_study=_FLAG,
    patients=_WHOLE,
    stage=_TEXT,
    **{
        f"{name}_{said}": _TEXT
        for name in ("subject", "object", "condition")
        for said in ("said", "said_id", "said_type")
    },
    **{f"{name}_match_score": _REAL for name in ("subject", "object", "condition")},
    **_part_columns(),
    measure_id=_TEXT,
)
MENTIONS = _schema(evidence_id=_TEXT, source_id=_TEXT, record=_TEXT)
DESCRIPTIONS = _schema(entity_id=_TEXT, source_id=_TEXT, **_DESCRIPTION)
SOURCES = _schema(
    id=_TEXT,
    name=_TEXT,
    version=_TEXT,
    licence=_TEXT,
    sha256=_TEXT,
    contents=_LIST,
    loader=_TEXT,
    evidence_count=_WHOLE,
    term_count=_WHOLE,
    vocabulary=_FLAG,
)
#: The ledger of the build: each source was one batch.
BATCHES = _schema(
    id=_TEXT,
    source_id=_TEXT,
    number=_WHOLE,
    read=_WHOLE,
    loaded=_WHOLE,
    already_there=_WHOLE,
    rejected=_WHOLE,
)

#: The files of a release, each with its columns.
TABLES: dict[str, pa.Schema] = {
    "entities": ENTITIES,
    "hierarchy": HIERARCHY,
    "publications": PUBLICATIONS,
    "claims": CLAIMS,
    "evidence": EVIDENCE,
    "mentions": MENTIONS,
    "descriptions": DESCRIPTIONS,
    "sources": SOURCES,
    "batches": BATCHES,
}

# Rows as they are prepared, several of one thing; the transformation makes the tables of them.

_ORDER = {"position": _WHOLE, "source_id": _TEXT}

STAGED_REPORTS = _schema(
    **_ORDER,
    record=_TEXT,
    **dict.fromkeys(CLAIM_KEYS, _TEXT),
    **{field.name: field.type for field in EVIDENCE},
)
STAGED_NAMES = _schema(id=_TEXT, type=_TEXT, name=_TEXT, keys=_LIST, **_STUDY_DETAILS)
STAGED_PUBLICATIONS = PUBLICATIONS
STAGED_DESCRIPTIONS = DESCRIPTIONS
#: What :func:`kg.entities.described` makes of all descriptions of an entity.
STAGED_DESCRIBED = _schema(**_DESCRIBED)
STAGED_TYPES = _schema(id=_TEXT, type=_TEXT)
STAGED_PARENTS = HIERARCHY
STAGED_SCORES = _schema(supporting=_WHOLE, refuting=_WHOLE, score=_REAL)

if not set(_STUDY_DETAILS) <= set(part_types("study")):  # pragma: no cover
    raise TypeError(f"a {EntityType.STUDY} has no such details")
