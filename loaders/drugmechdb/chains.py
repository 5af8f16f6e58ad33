"""A path as a signed graph, and what is left of it when nodes that the model lacks collapse.

A **sign** says whether more of a link's source goes with more (+1) or less (-1) of its target, or
does not say (0). Along a route signs multiply; where routes disagree, or one does not say, neither
does their sum.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

__all__ = ["Chain", "Node", "Step", "signs"]

_PROCESSES = frozenset({"BiologicalProcess", "Pathway"})
_SIGNS = {"+": 1, "-": -1, "0": 0}

Signs = frozenset[int]


@cache
def signs() -> dict[str, int]:
    """The sign of each of the source's predicates; one that is not here says none."""
    text = files("loaders.drugmechdb").joinpath("signs.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return {predicate: _SIGNS[sign] for sign, predicate in rows}


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a path, with its label in the old Biolink."""

    id: str
    name: str
    label: str

    @property
    def type(self) -> str | None:
        """What it is in the model; none where it can only stand between."""
        if self.label in _PROCESSES:
            return "Mechanism"
        return {"Disease": "Condition", "PhenotypicFeature": "Outcome"}.get(self.label)


@dataclass(frozen=True, slots=True)
class Step:
    """One node leading to the next that the model has."""

    source: Node
    target: Node
    sign: int
    """Of the source towards the target; 0 where the path does not say, or says two things."""
    harm: int
    """Whether more of the target is worse (+1) or better (-1) for the patient; 0 if unknown."""
    via: tuple[Node, ...]
    """What stands between, in the order in which it is reached."""
    direct: bool
    """Whether the source states the step itself, by one link."""


@dataclass(slots=True)
class Chain:
    """One path: its drug, its disease, and the links between its nodes."""

    drug: Node
    disease: Node
    nodes: dict[str, Node]
    links: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))

    def link(self, source: str, target: str, predicate: str) -> None:
        """Add a link; one from a node to itself leads nowhere."""
        if source != target:
            self.links[source].append((target, signs().get(predicate, 0)))

    def steps(self) -> list[Step]:
        """From the drug to the processes it reaches first, and from each process onward."""
        towards = self._towards_disease()
        found = self._onward(self.drug, towards, {"Mechanism"})
        for node in self.nodes.values():
            if node.type == "Mechanism":
                found += self._onward(node, towards, {"Mechanism", "Outcome", "Condition"})
        return found

    def _towards_disease(self) -> dict[str, Signs]:
        """Signs of all routes from each node to the disease."""
        found: dict[str, Signs] = {self.disease.id: frozenset({1})}
        changed = True
        while changed:  # ends: each node has at most three signs
            changed = False
            for source, links in self.links.items():
                if source == self.disease.id:
                    continue
                new = frozenset(
                    sign * onward for target, sign in links for onward in found.get(target, ())
                )
                if not new <= found.get(source, frozenset()):
                    found[source] = found.get(source, frozenset()) | new
                    changed = True
        return found

    def _stops(self, node: Node) -> bool:
        """Phenotypes are passed as well as reached: what they do to the disease goes on."""
        return node.type in ("Mechanism", "Condition") or node.id == self.drug.id

    def _onward(self, start: Node, towards: dict[str, Signs], types: set[str]) -> list[Step]:
        reached: dict[str, Signs] = {start.id: frozenset({1})}
        waiting = [start.id]
        while waiting:
            source = waiting.pop(0)
            if source != start.id and self._stops(self.nodes[source]):
                continue
            for target, sign in self.links.get(source, ()):
                new = frozenset(sign * so_far for so_far in reached[source])
                if not new <= reached.get(target, frozenset()):
                    reached[target] = reached.get(target, frozenset()) | new
                    waiting.append(target)
        targets = [self.nodes[node] for node in reached if node != start.id]
        return [
            Step(
                start,
                target,
                _only(reached[target.id]),
                1 if target.type == "Condition" else _only(towards.get(target.id, frozenset())),
                self._between(start, target, reached),
                any(node == target.id for node, _ in self.links.get(start.id, ())),
            )
            for target in targets
            if target.type in types
        ]

    def _between(self, start: Node, target: Node, reached: dict[str, Signs]) -> tuple[Node, ...]:
        """Nodes on the routes from one to the other that pass nothing the steps stop at."""
        back = {target.id}
        grown = True
        while grown:
            grown = False
            for source in reached:
                if source in back or (source != start.id and self._stops(self.nodes[source])):
                    continue
                if any(node in back for node, _ in self.links.get(source, ())):
                    back.add(source)
                    grown = True
        return tuple(self.nodes[node] for node in reached if node in back - {start.id, target.id})


def _only(found: Signs) -> int:
    """The one sign of all routes; 0 where they differ or none says."""
    return next(iter(found)) if len(found) == 1 else 0
