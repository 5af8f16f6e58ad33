"""Writes the packaged vocabulary: seeds joined with the ontology tables they pick from.

``python -m loaders.vocabulary.build SHARED_DATA_DIR -o kg/data/vocabulary.jsonl``
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from kg.identifiers import OWN_PREFIX, name_key, normalise_curie
from kg.vocabulary import EntityType
from loaders.vocabulary.seeds import SeedError, SeedTerm, read_seeds
from loaders.vocabulary.tables import ORIGIN_GIVEN, TABLES, Term, read_terms

__all__ = ["Entity", "build", "entity_line", "main", "shared_names", "vocabulary_lines"]

SEED_FOLDER = Path(__file__).parent / "seed"

Tables: TypeAlias = Mapping[str, Mapping[str, Term]]


@dataclass
class Entity:
    """One line of the vocabulary."""

    id: str
    type: EntityType
    name: str
    origin: str
    synonyms: list[str] = field(default_factory=list)
    own_synonyms: list[str] = field(default_factory=list)
    xrefs: list[str] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    description: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    unit: str | None = None

    @property
    def names(self) -> list[str]:
        """Every name the entity answers to."""
        return [self.name, *self.synonyms, *self.own_synonyms]


def build(data: Path, seed_folder: Path = SEED_FOLDER) -> list[Entity]:
    """All entities, sorted by type and id.

    Raises:
        SeedError: an id is not in its table, a label differs, a parent is missing or of
            another type, or the hierarchy has a cycle.
    """
    seeds = read_seeds(seed_folder)
    prefixes = {
        identifier.split(":", 1)[0]
        for terms in seeds.values()
        for seed in terms
        for identifier in (seed.id, *seed.same_as)
    }
    folder = data / "ontology"
    tables = {prefix: read_terms(folder, prefix) for prefix in sorted(prefixes & set(TABLES))}
    given = (data / "SOURCES.md").read_text(encoding="utf-8")
    entities: list[Entity] = []
    for entity_type, terms in seeds.items():
        picked = _with_branches(terms, tables)
        kind = [_entity(seed, entity_type, tables, given) for seed in picked]
        _set_parents({entity.id: entity for entity in kind}, picked, tables)
        _drop_shared_xrefs(kind)
        entities += kind
    return sorted(entities, key=lambda entity: (entity.type, entity.id))


def _with_branches(seeds: Iterable[SeedTerm], tables: Tables) -> list[SeedTerm]:
    """The seeds, followed by the descendants that ``branch`` entries ask for."""
    picked = {seed.id: seed for seed in seeds}
    for seed in list(picked.values()):
        if seed.branch is None:
            continue
        for term in _descendants(seed, tables[seed.prefix]):
            picked.setdefault(term.id, SeedTerm(id=term.id, label=term.label))
    return list(picked.values())


def _descendants(seed: SeedTerm, table: Mapping[str, Term]) -> Iterator[Term]:
    children: dict[str, list[Term]] = defaultdict(list)
    for term in table.values():
        for parent in term.parents:
            children[parent].append(term)
    level, depth, seen = [seed.id], 0, {seed.id}
    while level and (seed.depth is None or depth < seed.depth):
        found = {
            term.id: term
            for parent in level
            for term in children[parent]
            if term.id not in seen and term.id not in seed.exclude
        }
        seen |= set(found)
        level, depth = list(found), depth + 1
        for term in found.values():
            if seed.include is None or term.id in seed.include:
                yield term


def _entity(seed: SeedTerm, entity_type: EntityType, tables: Tables, given: str) -> Entity:
    entity = Entity(
        seed.id,
        entity_type,
        seed.name or seed.label or "",
        OWN_PREFIX,
        own_synonyms=list(seed.synonyms),
        xrefs=list(seed.xrefs),
        description=seed.description,
        minimum=seed.minimum,
        maximum=seed.maximum,
        unit=seed.unit,
    )
    sources = [_term(identifier, tables) for identifier in seed.same_as]
    if seed.prefix in TABLES:
        term = _term(seed.id, tables)
        if term.label != seed.label:
            raise SeedError(f"{seed.id} is {term.label!r} in its table, not {seed.label!r}")
        sources.insert(0, term)
    elif not seed.is_own and seed.id not in given:
        raise SeedError(f"{seed.id} is in no table and not in SOURCES.md")
    origins = [TABLES[term.id.split(":", 1)[0]].origin for term in sources]
    if seed.prefix not in TABLES:
        origins.insert(0, OWN_PREFIX if seed.is_own else ORIGIN_GIVEN)
    entity.origin = " + ".join(dict.fromkeys(origins))
    for term in sources:
        entity.synonyms += [term.label, *term.synonyms]
        entity.xrefs += [term.id, *term.xrefs]
        entity.description = entity.description or term.definition or None
    _tidy(entity, seed)
    return entity


def _term(identifier: str, tables: Tables) -> Term:
    try:
        return tables[identifier.split(":", 1)[0]][identifier]
    except KeyError:
        raise SeedError(f"{identifier} is not a live term of its table") from None


def _tidy(entity: Entity, seed: SeedTerm) -> None:
    """Each name once (the name first, then the ontology's, then ours), each xref once."""
    known = {name_key(entity.name)}
    omitted = {name_key(name) for name in seed.omit}
    theirs = [name for name in entity.synonyms if name_key(name) not in omitted]
    if omitted - {name_key(name) for name in entity.synonyms}:
        raise SeedError(f"{entity.id}: omits a synonym that it does not have")
    entity.synonyms = _unseen(sorted(theirs, key=_by_key), known)
    entity.own_synonyms = _unseen(sorted(entity.own_synonyms, key=_by_key), known)
    xrefs = {normalise_curie(xref) for xref in entity.xrefs}
    entity.xrefs = sorted(xrefs - {entity.id} - set(seed.omit_xrefs))


def _by_key(name: str) -> tuple[str, str]:
    return name_key(name), name


def _unseen(names: Iterable[str], known: set[str]) -> list[str]:
    kept = []
    for name in names:
        if name_key(name) not in known:
            known.add(name_key(name))
            kept.append(name)
    return kept


def _set_parents(entities: dict[str, Entity], seeds: Iterable[SeedTerm], tables: Tables) -> None:
    """IS_A to the nearest ancestors in the file (it is transitive), without the implied ones."""
    for seed in seeds:
        found: set[str] = set(seed.also_parents)
        if seed.parents is not None:
            found |= set(seed.parents)
        elif seed.prefix in tables:
            found |= _nearest(seed.id, tables[seed.prefix], entities)
        strangers = found - set(entities)
        if strangers:
            raise SeedError(f"{seed.id}: no {sorted(strangers)} among the terms of its type")
        entities[seed.id].parents = sorted(found)
    ancestors = {identifier: _ancestors(identifier, entities) for identifier in entities}
    for entity in entities.values():
        implied = {above for parent in entity.parents for above in ancestors[parent]}
        entity.parents = [parent for parent in entity.parents if parent not in implied]


def _nearest(identifier: str, table: Mapping[str, Term], wanted: Mapping[str, object]) -> set[str]:
    found, seen, todo = set(), set(), list(table[identifier].parents)
    while todo:
        parent = todo.pop()
        if parent in seen:
            continue
        seen.add(parent)
        if parent in wanted:
            found.add(parent)
        elif parent in table:
            todo += table[parent].parents
    return found


def _ancestors(identifier: str, entities: Mapping[str, Entity]) -> set[str]:
    seen: set[str] = set()
    todo = list(entities[identifier].parents)
    while todo:
        parent = todo.pop()
        if parent == identifier:
            raise SeedError(f"{identifier} is its own ancestor")
        if parent not in seen:
            seen.add(parent)
            todo += entities[parent].parents
    return seen


def _drop_shared_xrefs(entities: Iterable[Entity]) -> None:
    """Leave out cross-references (mostly ICD-9) that several terms of a type state."""
    owners: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        for identifier in (entity.id, *entity.xrefs):
            owners[identifier].append(entity)
    for xref, claimants in owners.items():
        if len(claimants) == 1:
            continue
        if any(entity.id == xref for entity in claimants):
            raise SeedError(f"{xref} is also a cross-reference of another of its type")
        for entity in claimants:
            entity.xrefs.remove(xref)


def shared_names(entities: Iterable[Entity]) -> dict[tuple[EntityType, str], list[str]]:
    """Names that more than one entity of a type answers to: (type, key) → ids."""
    owners: dict[tuple[EntityType, str], set[str]] = defaultdict(set)
    for entity in entities:
        for name in entity.names:
            owners[entity.type, name_key(name)].add(entity.id)
    return {key: sorted(ids) for key, ids in sorted(owners.items()) if len(ids) > 1}


def entity_line(entity: Entity) -> str:
    """One JSON line, empty optional keys left out."""
    record = {
        "id": entity.id,
        "type": entity.type.value,
        "name": entity.name,
        "synonyms": entity.synonyms,
        "own_synonyms": entity.own_synonyms or None,
        "xrefs": entity.xrefs,
        "parents": entity.parents,
        "description": entity.description,
        "origin": entity.origin,
        "minimum": entity.minimum,
        "maximum": entity.maximum,
        "unit": entity.unit,
    }
    kept = {key: value for key, value in record.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False) + "\n"


def vocabulary_lines(data: Path, seed_folder: Path = SEED_FOLDER) -> list[str]:
    """The lines of the vocabulary file."""
    return [entity_line(entity) for entity in build(data, seed_folder)]


def main(arguments: list[str] | None = None) -> int:
    """Command line: build, write, and tell the counts and the names that are shared."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help="folder with ontology/ and SOURCES.md")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--seeds", type=Path, default=SEED_FOLDER, help="other seed files")
    options = parser.parse_args(arguments)
    try:
        entities = build(options.data, options.seeds)
    except (SeedError, OSError) as error:
        sys.stderr.write(f"vocabulary: {error}\n")
        return 1
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text("".join(map(entity_line, entities)), encoding="utf-8", newline="\n")
    counts: dict[str, int] = defaultdict(int)
    for entity in entities:
        counts[entity.type] += 1
    counted = ", ".join(f"{kind} {count}" for kind, count in counts.items())
    sys.stdout.write(f"{len(entities)} entities: {counted}\n")
    for (kind, key), ids in shared_names(entities).items():
        sys.stdout.write(f"shared name: {kind} {key!r}: {', '.join(ids)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
