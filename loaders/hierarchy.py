"""Hierarchies of terms: what stands below a root, and the edges that close a cycle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["below", "cycles"]

Parents = Mapping[str, Sequence[str]]


def below(parents: Parents, roots: Iterable[str]) -> dict[str, str]:
    """Everything below the roots, these included, with the root it was first reached from."""
    children: dict[str, list[str]] = {}
    for identity, broader in parents.items():
        for parent in broader:
            children.setdefault(parent, []).append(identity)
    found: dict[str, str] = {}
    for root in roots:
        waiting = [root]
        while waiting:
            identity = waiting.pop()
            if identity not in found:
                found[identity] = root
                waiting += children.get(identity, ())
    return found


def cycles(parents: Parents) -> Iterator[tuple[str, ...]]:
    """Each way that leads from a term over its broader terms back to it.

    The last term of each names the first as its parent: without these edges no cycle is left.
    Terms are visited in the order of their ids, so that the order of a file does not matter.
    """
    done: set[str] = set()
    for start in sorted(parents):
        if start in done:
            continue
        way = {start: None}  # in order, from narrower to broader
        branches = [iter(sorted(parents[start]))]
        while branches:
            parent = next(branches[-1], None)
            if parent is None:
                branches.pop()
                done.add(way.popitem()[0])
            elif parent in way:
                steps = list(way)
                yield tuple(steps[steps.index(parent) :])
            elif parent not in done:
                way[parent] = None
                branches.append(iter(sorted(parents.get(parent, ()))))
