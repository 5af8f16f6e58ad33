"""Edges as facts and as the hierarchy; the rest is counted by what does not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.identifiers import is_curie
from kg.intake import Rejection
from kg.vocabulary import EntityType
from loaders.kgx.categories import Kind, by_prefix, kind_of, texts
from loaders.kgx.facts import facts_of
from loaders.kgx.nodes import Nodes
from loaders.kgx.predicates import (
    INVERSE,
    MATCHES,
    NARROWER,
    PREDICATES,
    RULES,
    Rule,
    fitting,
    plain_predicate,
)
from loaders.kgx.tables import Table
from loaders.rows import Row

__all__ = ["Edges"]

#: Different reasons that are told apart in a report, and predicates that are remembered.
_REASONS = 500
_VERDICTS = 20_000


@dataclass(slots=True)
class _Verdict:
    """What becomes of all edges of one predicate between two kinds."""

    rule: Rule | None
    inverse: bool
    term: str | None
    """``parents`` or ``xrefs`` where the edge adds to the description of its subject."""
    reason: str
    seen: int = 0


@dataclass(frozen=True, slots=True)
class _Step:
    """An edge that describes a node, kept until it is known whether the node is taken."""

    line: int
    place: str
    field: str
    target: str
    kind: Kind
    """Of the target."""


class Edges:
    """Reads edges after the nodes; remembers which nodes they took for what."""

    def __init__(self, nodes: Nodes, left_out: Counter[str]) -> None:
        self.roles: dict[str, set[EntityType]] = {}
        """What the nodes are whose category leaves it open."""
        self._nodes = nodes
        self._left_out = left_out
        self._outside: dict[str, _Verdict] = {}
        self._verdicts: dict[tuple[str, Kind, Kind], _Verdict] = {}
        self._steps: dict[str, list[_Step]] = {}

    def rows(self, table: Table) -> Iterator[Row]:
        """Facts and terms of a table of edges."""
        columns, place, width = table.columns, table.place, len(table.columns)
        if not {"subject", "predicate", "object"} <= set(columns):
            for line, problem in table.rows:
                if isinstance(problem, Rejection):
                    yield Row(line, None, problem, place=place)
            return
        subject_at, predicate_at = columns.index("subject"), columns.index("predicate")
        object_at = columns.index("object")
        kinds, verdicts = self._nodes.kinds, self._verdicts
        # Where there are qualified predicates, the plain one alone does not decide.
        outside = {} if "qualified_predicate" in columns else self._outside
        for line, cells in table.rows:
            if isinstance(cells, Rejection):
                yield Row(line, None, cells, place=place)
                continue
            if len(cells) != width:
                message = f"{len(cells)} cells where the header has {width}"
                yield Row(line, cells, Rejection("", "malformed", message), place=place)
                continue
            subject, predicate, target = cells[subject_at], cells[predicate_at], cells[object_at]
            if predicate in outside and ":" in subject and ":" in target:
                outside[predicate].seen += 1
                continue
            try:
                verdict = verdicts[predicate, kinds[subject], kinds[target]]
            except KeyError:
                found = self._judged(columns, cells)
                if isinstance(found, Rejection):
                    yield Row(line, cells, found, place=place)
                    continue
                verdict = found
            if verdict.rule is None and verdict.term is None:
                verdict.seen += 1
            else:
                edge = {name: cell for name, cell in zip(columns, cells, strict=True) if cell}
                yield from self._taken(verdict, edge, cells, line, place)

    def rows_by_role(self) -> Iterator[Row]:
        """Hierarchy and other ids of the nodes that edges took for something, all the way up."""
        ways = list(self.roles)
        while ways:
            identifier = ways.pop()
            for step in self._steps.get(identifier, ()):
                roles = self.roles[identifier] & set(step.kind.roles)
                if step.field == "parents" and self._give(step.target, roles):
                    ways.append(step.target)
        for identifier, roles in self.roles.items():
            for step in self._steps.pop(identifier, ()):
                for role in sorted(roles):
                    if step.field == "xrefs" or _may_be(step.kind, role):
                        term = {"id": identifier, "type": role, step.field: [step.target]}
                        yield Row(step.line, term, kind="term", place=step.place)

    def count_left_out(self) -> None:
        """Add the edges that became nothing to what is left out."""
        for verdict in (*self._outside.values(), *self._verdicts.values()):
            self._count(verdict.reason, verdict.seen)
        for steps in self._steps.values():
            for step in steps:
                what = "subclass_of" if step.field == "parents" else "exact_match"
                self._count(f"{what} of a node that is not taken", 1)

    def _count(self, reason: str, number: int) -> None:
        if number:
            if reason not in self._left_out and len(self._left_out) >= _REASONS:
                reason = "other predicates"
            self._left_out[reason] += number

    def _judged(self, columns: tuple[str, ...], cells: list[Any]) -> _Verdict | Rejection:
        """The verdict on an edge of a combination that is new, or with an end without a node."""
        edge = dict(zip(columns, cells, strict=True))
        ends: list[Kind] = []
        for name in ("subject", "predicate", "object"):
            said = edge[name]
            if not said:
                return Rejection(name, "missing_field", f"the edge has no {name}")
            if name != "predicate":
                if not is_curie(said):
                    message = f"expected an identifier like MONDO:0005301, not {said[:80]!r}"
                    return Rejection(name, "bad_identifier", message)
                ends.append(self._nodes.kinds.get(said) or _kind_said(edge, name))
        predicate = edge["predicate"]
        plain = plain_predicate(predicate)
        if plain not in PREDICATES:
            qualified = plain_predicate(str(edge.get("qualified_predicate") or ""))
            if qualified not in RULES:
                return self._beyond(predicate)
            plain = qualified
        shown = predicate
        if plain != plain_predicate(predicate) or len(self._verdicts) > _VERDICTS:
            shown = f"qualified as {plain}"
        key = (shown, ends[0], ends[1])
        verdict = self._verdicts.get(key)
        if verdict is None:
            verdict = self._verdicts[key] = _verdict(plain, *key)
        return verdict

    def _beyond(self, predicate: str) -> _Verdict:
        """The verdict on a predicate that the model has nothing for."""
        shown = predicate if len(self._outside) < _REASONS else "others"
        if shown not in self._outside:
            reason = f"predicate not in the model: {shown[:200]}"
            self._outside[shown] = _Verdict(None, False, None, reason)
        return self._outside[shown]

    def _taken(
        self, verdict: _Verdict, edge: dict[str, Any], cells: list[Any], line: int, place: str
    ) -> Iterator[Row]:
        near, far = ("object", "subject") if verdict.inverse else ("subject", "object")
        if verdict.term is not None:
            kind = self._nodes.kinds.get(edge[near]) or _kind_said(edge, near)
            if kind.type is None:
                other = self._nodes.kinds.get(edge[far]) or _kind_said(edge, far)
                step = _Step(line, place, verdict.term, edge[far], other)
                self._steps.setdefault(edge[near], []).append(step)
            else:
                term = {"id": edge[near], "type": kind.type, verdict.term: [edge[far]]}
                yield Row(line, term, kind="term", place=place)
            return
        rule = verdict.rule
        if rule is None:
            return
        found = facts_of(
            rule, edge, self._nodes.names, self._left_out, inverse=verdict.inverse, line=line
        )
        if isinstance(found, Rejection):
            yield Row(line, cells, found, place=place)
            return
        if found:
            self._give(edge[near], {rule.subject})
            self._give(edge[far], {rule.object})
        for fact in found:
            yield Row(line, fact, place=place)

    def _give(self, identifier: str, roles: set[EntityType]) -> bool:
        """Note what a node is; false where it is known, or its category says it."""
        kind = self._nodes.kinds.get(identifier)
        if kind is None or kind.type is not None:
            return False
        known = self.roles.setdefault(identifier, set())
        if roles <= known:
            return False
        known |= roles
        return True


def _kind_said(edge: dict[str, Any], end: str) -> Kind:
    """What an end without a node is: by its category in the edge itself, else by its prefix."""
    categories = texts(edge.get(f"{end}_category"))
    return (kind_of(categories) if categories else None) or by_prefix(edge[end])


def _verdict(plain: str, shown: str, subject: Kind, target: Kind) -> _Verdict:
    inverse = plain in INVERSE
    active = INVERSE.get(plain, plain)
    near, far = (target, subject) if inverse else (subject, target)
    if active == NARROWER and _may_be_narrower(near, far):
        return _Verdict(None, inverse, "parents", "")
    if active in MATCHES and (subject.roles or target.roles):
        # It describes the end that is taken for sure, else the one that may be.
        inverse = not subject.roles or (subject.type is None and target.type is not None)
        return _Verdict(None, inverse, "xrefs", "")
    rule = fitting(active, near, far)
    reason = ""
    if rule is None:
        fits = {rule.subject for rule in RULES.get(active, ())}
        if fits and not fits & set(near.roles):
            reason = f"{shown}: {'object' if inverse else 'subject'} of category {near.category}"
        else:
            reason = f"{shown}: between {subject.category} and {target.category}"
    return _Verdict(rule, inverse, None, reason)


def _may_be_narrower(narrow: Kind, broad: Kind) -> bool:
    """Whether one can be an IS_A step below the other."""
    if narrow.type is not None:
        return broad.type is narrow.type
    return bool(set(narrow.roles) & set(broad.roles))


def _may_be(kind: Kind, role: EntityType) -> bool:
    return kind.type is role if kind.type is not None else role in kind.roles
