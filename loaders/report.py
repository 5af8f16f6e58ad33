"""The account of a load: read = loaded + already there + rejected, and every reject kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson

from kg.batch import Prepared
from kg.errors import LoadError
from kg.intake import Rejection
from kg.model.entity import EntitySummary
from kg.terms import Terms
from kg.vocabulary import EntityType

__all__ = ["Reject", "Report", "ledger"]

#: How many rejects and unresolved names are kept in memory to be shown.
SHOWN = 20
_UNRESOLVED_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Reject:
    """One line of the ledger."""

    file: str
    line: int
    field: str
    reason: str
    message: str
    row: Any

    def as_json(self) -> bytes:
        """The ledger's JSON line."""
        found = {name: getattr(self, name) for name in self.__slots__}
        try:
            return orjson.dumps(found)
        except TypeError:
            return orjson.dumps(_writable(found))


def _writable(value: Any) -> Any:
    """``value`` in what JSON has: dates as text, half surrogate pairs as their escapes."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_writable(str(key)): _writable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [_writable(inner) for inner in value]
    if value is None or isinstance(value, bool | float):
        return value
    return value if isinstance(value, int) and abs(value) < 2**63 else str(value)


@dataclass(slots=True)
class Report:
    """Counts of a load or a check, added up while it runs."""

    read: int = 0
    loaded: int = 0
    already_there: int = 0
    rejected: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    """The first of them; all are in the ledger file."""
    unresolved: dict[str, EntitySummary] = field(default_factory=dict)
    unresolved_mentions: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    """Records that a loader does not take by its own rules, by reason; not among those read."""
    ambiguous: dict[str, tuple[EntitySummary, ...]] = field(default_factory=dict)
    """Names that several terms of loaded ontologies share, with these."""
    near: dict[str, list[tuple[EntitySummary, float]]] = field(default_factory=dict)
    """Terms with similar names, for the unresolved names that are shown, by their ids."""
    alike: dict[str, tuple[EntitySummary, float]] = field(default_factory=dict)
    """Names that were mapped by likeness, to what, and how alike they are."""
    terms: int = 0
    """How many of the rows that were read describe entities."""
    sources: list[str] = field(default_factory=list)
    written: bool = True
    """False for a check, and where strict loading stopped before writing."""
    quotes: Counter[str] = field(default_factory=Counter)
    """What became of looking facts up in their documents, where that was asked for."""
    replaced: dict[str, int] | None = None
    """What the new content of a source took the place of; null where none was there before."""
    ledger: IO[bytes] | None = None
    begins: int | None = None
    """Where the lines of this account begin in the ledger."""

    def attempt(self) -> Report:
        """An account of its own for something that may have to be begun again.

        Making the next one takes back what this one has put in the ledger.
        """
        ledger = self.ledger
        if ledger is not None:
            if self.begins is None:
                self.begins = ledger.tell()
            ledger.seek(self.begins)
            ledger.truncate()
        return Report(ledger=ledger, written=self.written)

    def take(self, other: Report) -> None:
        """Add another account to this one."""
        self.begins = None
        self.read += other.read
        self.loaded += other.loaded
        self.already_there += other.already_there
        self.rejected += other.rejected
        self.reasons += other.reasons
        self.rejects = [*self.rejects, *other.rejects][:SHOWN]
        self.left_out += other.left_out
        self.quotes += other.quotes
        self.terms += other.terms
        for entity in other.unresolved.values():
            self.unresolved.setdefault(entity.id, entity)
        self.unresolved_mentions.update(other.unresolved_mentions)
        self.ambiguous = {**other.ambiguous, **self.ambiguous}
        self.alike = {**other.alike, **self.alike}
        self.sources += other.sources
        self.written = other.written

    def replace(self, evidence: int, terms: int) -> None:
        """Note what went because a source says something else now."""
        found = self.replaced or {"evidence_removed": 0, "terms_removed": 0}
        found["evidence_removed"] += evidence
        found["terms_removed"] += terms
        self.replaced = found

    def reject(self, file: str, line: int, rejection: Rejection, row: Any) -> None:
        """Count a reject and put it in the ledger."""
        entry = Reject(file, line, rejection.field, rejection.reason, rejection.message, row)
        self.read += 1
        self.rejected += 1
        self.reasons[rejection.reason] += 1
        if len(self.rejects) < SHOWN:
            self.rejects.append(entry)
        if self.ledger is not None:
            self.ledger.write(entry.as_json() + b"\n")

    def suggest(self, terms: Terms) -> None:
        """Look for terms with names like those that no vocabulary has, for the ones shown."""
        for entity, _ in self.most_unresolved(SHOWN):
            near = terms.near(entity.type, entity.name)
            self.near[entity.id] = [
                (EntitySummary(id=one.id, name=one.name, type=one.type), score)
                for one, score in near
            ]

    def look_up(self, *, found: bool, problem: Rejection | None) -> None:
        """Note whether a fact that is kept stands in its document."""
        if problem is not None:
            self.quotes[f"flagged: {problem.reason}"] += 1
        else:
            self.quotes["looked up" if found else "no document"] += 1

    def mention(self, fact: Prepared) -> None:
        """Note the names of a fact that no vocabulary has, or several terms share."""
        self.mention_unresolved(fact.unknown)
        for words, mapped, score in fact.alike:
            if len(self.alike) < _UNRESOLVED_KEPT and mapped.term is not None:
                self.alike[words] = (
                    EntitySummary(id=mapped.id, name=mapped.term.name, type=mapped.type),
                    score,
                )
        for name, candidates in fact.ambiguous:
            if len(self.ambiguous) < _UNRESOLVED_KEPT:
                self.ambiguous.setdefault(
                    name,
                    tuple(
                        EntitySummary(id=one.id, name=one.name, type=one.type) for one in candidates
                    ),
                )

    def mention_unresolved(self, unknown: Iterable[tuple[str, str, EntityType]]) -> None:
        """Note names that no vocabulary has: the ids they got, the names, the types."""
        for identity, name, kind in unknown:
            if identity not in self.unresolved:
                if len(self.unresolved) >= _UNRESOLVED_KEPT:
                    continue
                self.unresolved[identity] = EntitySummary(id=identity, name=name, type=kind)
            self.unresolved_mentions[identity] += 1

    @property
    def balanced(self) -> bool:
        """Whether nothing disappeared."""
        return self.read == self.loaded + self.already_there + self.rejected

    def as_map(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "read": self.read,
            "loaded": self.loaded,
            "already_there": self.already_there,
            "rejected": self.rejected,
            "written": self.written,
            "sources": self.sources,
            "replaced": self.replaced,
            "quotes": dict(self.quotes.most_common()),
            "left_out": dict(self.left_out.most_common()),
            "reasons": dict(sorted(self.reasons.items())),
            "rejects": [
                {name: getattr(entry, name) for name in entry.__slots__ if name != "row"}
                for entry in self.rejects
            ],
            "unresolved": [
                {
                    "id": entity.id,
                    "name": entity.name,
                    "type": entity.type,
                    "mentions": count,
                    "candidates": [
                        {**one.model_dump(), "score": score}
                        for one, score in self.near.get(entity.id, ())
                    ],
                }
                for entity, count in self.most_unresolved(SHOWN)
            ],
            "unresolved_count": len(self.unresolved),
            "ambiguous": [
                {"name": name, "candidates": [entity.model_dump() for entity in candidates]}
                for name, candidates in sorted(self.ambiguous.items())[:SHOWN]
            ],
            "ambiguous_count": len(self.ambiguous),
            "fuzzy": [
                {"name": name, "matched": entity.model_dump(), "score": score}
                for name, (entity, score) in sorted(self.alike.items())
            ],
        }

    def most_unresolved(self, limit: int) -> list[tuple[EntitySummary, int]]:
        """Unresolved names with the most mentions."""
        return [
            (self.unresolved[identity], count)
            for identity, count in self.unresolved_mentions.most_common(limit)
        ]


@contextmanager
def ledger(path: Path | None) -> Iterator[IO[bytes] | None]:
    """The open ledger file, or None where none is asked for.

    Raises:
        LoadError: it cannot be written.
    """
    if path is None:
        yield None
        return
    try:
        stream = path.open("wb")
    except OSError as error:
        raise LoadError(f"{path}: the ledger cannot be written: {error.strerror}") from error
    with stream:
        yield stream
