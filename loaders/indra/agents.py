"""What the agents of INDRA statements are, by the databases they are grounded in."""

from __future__ import annotations

from functools import cache
from typing import Any

from kg.identifiers import is_curie
from kg.terms import packaged_terms
from kg.vocabulary import EntityType

__all__ = ["Agent", "agent_of"]

#: Databases of genes, proteins and their families; their entries are no entities of the model.
_GENES = frozenset({"HGNC", "UP", "UPPRO", "EGID", "FPLX", "PF", "IP", "NXPFA", "ENSEMBL",
                    "MIRBASE", "RGD", "MGI", "UPLOC", "ECCODE"})  # fmt: skip
#: Databases whose entries are all of one type, those with the better ids first.
_TYPES = {
    "CHEBI": EntityType.THERAPY,
    "DRUGBANK": EntityType.THERAPY,
    "CHEMBL": EntityType.THERAPY,
    "PUBCHEM": EntityType.THERAPY,
    "LINCS": EntityType.THERAPY,
    "CAS": EntityType.THERAPY,
    "GO": EntityType.MECHANISM,
    "MONDO": EntityType.CONDITION,
    "DOID": EntityType.CONDITION,
    "HP": EntityType.ADVERSE_EVENT,
    "CL": EntityType.CELL_TYPE,
}
#: Databases with entries of every type: the packaged vocabulary may know one.
_MIXED = ("MESH", "UMLS", "NCIT", "EFO")
_PREFIXES = {"CHEMBL": "CHEMBL.COMPOUND", "PUBCHEM": "PUBCHEM.COMPOUND"}
_STATES = ("mods", "mutations", "bound_conditions", "location", "activity")


class Agent:
    """One agent of a statement."""

    __slots__ = ("id", "is_gene", "name", "special", "type", "unknown")

    def __init__(self, name: str, refs: dict[str, str], special: bool) -> None:
        self.name = name
        self.special = special
        """Whether it is meant in a state: modified, mutated, bound."""
        self.is_gene = any(key in _GENES for key in refs)
        self.type: EntityType | None = None
        self.id: str | None = None
        self.unknown = ", ".join(sorted(set(refs) - {"TEXT"})) or "text alone"
        """Where it is grounded, where that does not tell its type."""
        if not self.is_gene:
            self._ground(refs)

    def _ground(self, refs: dict[str, str]) -> None:
        for database, kind in _TYPES.items():
            if database in refs:
                self.type = kind
                self.id = _curie(database, refs[database])
                return
        if refs.get("SIGNOR", "").startswith("SIGNOR-PH"):  # its phenotypes are processes
            self.type = EntityType.MECHANISM
            self.id = f"SIGNOR:{refs['SIGNOR']}"
            return
        for database in _MIXED:
            if database in refs:
                self.id = self.id or _curie(database, refs[database])
                self.type = self.type or _packaged().get(_curie(database, refs[database]) or "")

    def as_ref(self, kind: EntityType) -> dict[str, Any]:
        """The agent as an entity of a fact."""
        found: dict[str, Any] = {"type": kind, "name": self.name}
        if self.id is not None:
            found["id"] = self.id
        return found


def agent_of(found: Any) -> Agent | str:
    """The agent, or what is wrong with it."""
    if not isinstance(found, dict):
        return "expected an agent with a name and db_refs"
    name, refs = found.get("name"), found.get("db_refs") or {}
    if not isinstance(name, str) or not name.strip():
        return "the agent has no name"
    if not isinstance(refs, dict):
        return "db_refs must be an object"
    plain: dict[str, str] = {}
    for database, value in refs.items():
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, str) and first:
            plain[database] = first
    return Agent(name, plain, any(found.get(state) for state in _STATES))


def _curie(database: str, local: str) -> str | None:
    """``CHEBI:52289`` whether or not the entry repeats its database's name."""
    bare = local.removeprefix(f"{database}:")
    curie = f"{_PREFIXES.get(database, database)}:{bare}"
    return curie if is_curie(curie) else None


@cache
def _packaged() -> dict[str, EntityType]:
    """Types by the ids and cross-references of the packaged vocabulary; none where they differ."""
    found: dict[str, set[EntityType]] = {}
    for term in packaged_terms().by_id.values():
        for identifier in (term.id, *term.xrefs):
            found.setdefault(identifier, set()).add(term.type)
    return {identifier: next(iter(kinds)) for identifier, kinds in found.items() if len(kinds) == 1}
