"""Which type of entity a term of an ontology is.

The prefix of its id says so, for some ontologies its branch or category. Shared by the loaders
of ontologies, so that a term gets one type whichever file it comes in.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.vocabulary import ENTITY_TYPES_WITH_HIERARCHY, EntityType

__all__ = [
    "BRANCHES_LEFT_OUT",
    "NOT_BIOLOGICAL_PROCESS",
    "PROCESS_ROOT",
    "TYPE_OF_PREFIX",
    "branch_untold",
    "type_of",
]

#: Prefix → type, where all terms of an ontology are of one. Outcomes are what NCIT and EFO are
#: mostly wanted for here; ``--type`` says otherwise.
TYPE_OF_PREFIX = {
    "MONDO": EntityType.CONDITION,
    "DOID": EntityType.CONDITION,
    "Orphanet": EntityType.CONDITION,
    "CL": EntityType.CELL_TYPE,
    "HP": EntityType.ADVERSE_EVENT,
    "OAE": EntityType.ADVERSE_EVENT,
    "MEDDRA": EntityType.ADVERSE_EVENT,
    "MAXO": EntityType.THERAPY,
    "CHEBI": EntityType.THERAPY,
    "DRON": EntityType.THERAPY,
    "DRUGBANK": EntityType.THERAPY,
    "NCIT": EntityType.OUTCOME,
    "EFO": EntityType.OUTCOME,
}

#: A table of one's own may name the type itself.
_TYPES = {str(kind): kind for kind in ENTITY_TYPES_WITH_HIERARCHY}

#: Roots of branches whose terms describe other terms rather than name a thing that happens to a
#: patient: "congenital", "autosomal dominant", "frequent" would match words, not findings.
BRANCHES_LEFT_OUT = {
    "HP:0000005": "mode of inheritance",
    "HP:0012823": "clinical modifier",
    "HP:0032223": "blood group",
    "HP:0032443": "past medical history",
    "HP:0040279": "frequency",
    "MONDO:0021125": "characteristic of diseases",
}
#: HPO's root is called "All", as is a leukaemia; it is no finding.
_ROOT_LEFT_OUT = {"HP:0000001": "root of the ontology, no finding"}

#: Terms below it are mechanisms, where a file does not give the branch of a GO term.
PROCESS_ROOT = "GO:0008150"
NOT_BIOLOGICAL_PROCESS = "GO, but no biological process"
_PROCESS = frozenset({"biological_process", "biolink:BiologicalProcess"})
_NO_PROCESS = frozenset(
    {
        "molecular_function",
        "cellular_component",
        "biolink:MolecularActivity",
        "biolink:CellularComponent",
    }
)

#: MeSH: category → type where a category is one…
_MESH_CATEGORIES = {
    "biolink:Disease": EntityType.CONDITION,
    "biolink:ChemicalEntity": EntityType.THERAPY,
}
#: …and for mixed categories the parts of its tree that are: cells among anatomy; therapeutics,
#: anaesthesia, surgery and psychotherapy among procedures.
_MESH_TREES = {
    "biolink:AnatomicalEntity": (("A11",), EntityType.CELL_TYPE),
    "biolink:Procedure": (("E02", "E03", "E04", "F04.754"), EntityType.THERAPY),
}


def type_of(identity: str, category: str | None, places: Iterable[str] = ()) -> EntityType | str:
    """The type of a term, or in plain words why it has none here.

    ``category`` is the namespace, the Biolink category or the entity type that the file gives;
    ``places`` are tree numbers, which MeSH has.
    """
    prefix = identity.partition(":")[0]
    if category in _TYPES:
        return _TYPES[category]
    if prefix == "GO":
        return NOT_BIOLOGICAL_PROCESS if category in _NO_PROCESS else EntityType.MECHANISM
    if prefix == "MESH":
        return _mesh_type(category, places)
    if identity in _ROOT_LEFT_OUT:
        return _ROOT_LEFT_OUT[identity]
    return TYPE_OF_PREFIX.get(prefix) or f"of no type here: {prefix}"


def branch_untold(identity: str, category: str | None) -> bool:
    """Whether it is a GO term of which the file does not say that it is a process.

    Then its ancestors do: :data:`PROCESS_ROOT` is among them or not.
    """
    return identity.startswith("GO:") and category not in _PROCESS and category not in _TYPES


def _mesh_type(category: str | None, places: Iterable[str]) -> EntityType | str:
    if category in _MESH_CATEGORIES:
        return _MESH_CATEGORIES[category]
    roots, kind = _MESH_TREES.get(category or "", ((), None))
    if kind is not None and any(place.startswith(roots) for place in places):
        return kind
    return f"MeSH, of no clear type: {category or 'no category'}"
