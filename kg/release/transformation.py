"""From staged rows to the tables of a release, in Ibis: the same on DuckDB and on Spark.

Only whole numbers and texts are computed here, with operations whose result has one exact
value on every engine: least, greatest, count, sum of whole numbers, distinct, sorted. What is
neither (scores, names as they are compared) is worked out in Python by the same functions that
online loading uses, before (:mod:`kg.release.staging`) or after (:func:`scored`).
"""

from __future__ import annotations

import ibis
from ibis import _
from ibis.expr.types import Table

from kg.release.layout import CLAIM_KEYS, CLAIMS, ENTITIES

__all__ = [
    "as_mentions",
    "claims",
    "entities",
    "evidence",
    "hierarchy",
    "mentions",
    "publications",
    "repeated",
    "repeated_descriptions",
    "scored",
    "strengths",
]

_STUDY_DETAILS = ("phase", "enrollment", "status", "why_stopped")


def repeated(reports: Table) -> Table:
    """Evidence that was read more than once; where there is none, nothing need be looked for."""
    found = reports.group_by("id").aggregate(count=_.count())
    return found.filter(_["count"] > 1)


def evidence(reports: Table) -> Table:
    """Each evidence once: the report that was read first."""
    first = reports.group_by("id").aggregate(position=_.position.min())
    return reports.semi_join(first, "position")


def mentions(reports: Table) -> Table:
    """Which source mentions which evidence, and as which of its records first."""
    first = reports.group_by("id", "source_id").aggregate(position=_.position.min())
    return reports.semi_join(first, "position")


def as_mentions(reports: Table) -> Table:
    """The columns of mentions."""
    return reports.select(evidence_id=_.id, source_id=_.source_id, record=_.record)


def claims(found: Table) -> Table:
    """Each claim with its totals as :func:`kg.scoring.totals` defines them, not yet scored.

    What makes a claim is the same in all its reports, so any of them tells it. ``supporting``
    and ``refuting`` are the summed strengths that the score is made of.
    """
    supports = _.evidence_direction == "supports"
    units = found.group_by("claim_id", "unit").aggregate(
        **{key: _[key].arbitrary() for key in CLAIM_KEYS},
        supporting=ibis.ifelse(supports, _.strength, 0).max(),
        refuting=ibis.ifelse(supports, 0, _.strength).max(),
        supporting_count=ibis.ifelse(supports, 1, 0).sum(),
        refuting_count=ibis.ifelse(supports, 0, 1).sum(),
        patients=_.patients.fill_null(0).max(),
        study=ibis.ifelse(_.unit_is_study, 1, 0).max(),
    )
    return units.group_by(id=_.claim_id).aggregate(
        **{key: _[key].arbitrary() for key in CLAIM_KEYS},
        evidence_count=(_.supporting_count + _.refuting_count).sum().cast("int64"),
        supporting_count=_.supporting_count.sum().cast("int64"),
        refuting_count=_.refuting_count.sum().cast("int64"),
        study_count=_.study.sum().cast("int64"),
        patient_count=_.patients.sum().cast("int64"),
        supporting=_.supporting.sum().cast("int64"),
        refuting=_.refuting.sum().cast("int64"),
    )


def strengths(unscored: Table) -> Table:
    """The pairs of summed strengths that have to be scored."""
    return unscored.select("supporting", "refuting").distinct()


def scored(unscored: Table, scores: Table) -> Table:
    """Claims with their scores, which were worked out for each pair of strengths."""
    return unscored.join(scores, ["supporting", "refuting"]).select(*CLAIMS.names)


def publications(staged: Table) -> Table:
    """Each publication once; each detail keeps its least value."""
    return staged.group_by("id").aggregate(
        **{name: _[name].min() for name in staged.columns if name != "id"}
    )


def entities(names: Table, described: Table, types: Table) -> Table:
    """Each entity: as sources describe it, else as facts name it.

    The least name of those that only facts give leads, the others are synonyms. Types under
    which facts use an entity add to those it is described with, and details of studies come
    from facts alone.
    """
    labels = (
        types.select("id", "type")
        .union(names.select("id", "type"))
        .distinct()
        .group_by("id")
        .aggregate(types=_.type.collect())
        .mutate(types=_.types.sort())
    )
    details = names.group_by("id").aggregate(**{name: _[name].min() for name in _STUDY_DETAILS})
    known = described.union(_named(names.anti_join(described, "id"), described))
    return known.join(labels, "id").left_join(details, "id").select(*ENTITIES.names)


def _named(names: Table, described: Table) -> Table:
    """Entities that only facts name, with the columns of those that sources describe."""
    keys = (
        names.select("id", key=_["keys"].unnest())
        .distinct()
        .group_by("id")
        .aggregate(keys=_.key.collect())
        .mutate(keys=_["keys"].sort())
    )
    found = (
        names.group_by("id")
        .aggregate(type=_.type.min(), names=_.name.collect(distinct=True))
        .mutate(names=_.names.sort())
        .join(keys, "id")
    )
    schema = described.schema()
    given = {
        "id": _.id,
        "type": _.type,
        "name": _.names[0],
        "synonyms": ibis.ifelse(_.names.length() > 1, _.names[1:], ibis.null("array<string>")),
        "keys": _["keys"],
    }
    return found.select(
        **{name: given.get(name, ibis.null(schema[name])) for name in described.columns}
    )


def hierarchy(parents: Table, described: Table) -> Table:
    """IS_A steps whose broader end is itself described."""
    known = described.select(parent_id=_.id)
    return parents.semi_join(known, "parent_id").distinct()


def repeated_descriptions(descriptions: Table) -> Table:
    """Entities that several files of one source describe."""
    pairs = descriptions.group_by("entity_id", "source_id").aggregate(count=_.count())
    return pairs.filter(_["count"] > 1)
