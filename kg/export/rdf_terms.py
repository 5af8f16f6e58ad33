"""RDF: IRIs of ids, and which Biolink slots hold ids rather than texts."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from kg.identifiers import OWN_PREFIX, iri_prefixes

__all__ = ["BIOLINK", "IRI_SLOTS", "OWN", "iri_of", "slot_iri"]

BIOLINK = "https://w3id.org/biolink/vocab/"
OWN = "https://w3id.org/therapath/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

#: Slots whose values are ids.
IRI_SLOTS = frozenset(
    (
        "category",
        "subject",
        "predicate",
        "object",
        "disease_context_qualifier",
        "publications",
        "primary_knowledge_source",
        "aggregator_knowledge_source",
        "xref",
        "claim",
        "study",
    )
)
_NOT_BIOLINK = re.compile(
    r"(?:effect_direction|score|claim|study|stage|weight|patients|year|journal|url"
    r"|(?:supporting|refuting|study|patient|evidence)_(?:count|direction)"
    r"|\w+_said|(?:design|treatment|result|provenance)_\w+)"
)


def slot_iri(slot: str) -> str:
    """The IRI of a slot: Biolink's where it has it, else this project's own."""
    if slot == "name":
        return LABEL
    own = _NOT_BIOLINK.fullmatch(slot) and slot != "evidence_count"
    return f"{OWN if own else BIOLINK}{slot}"


@lru_cache(maxsize=20_000)
def iri_of(identity: str) -> str:
    """The IRI that an id abbreviates; letters that no IRI may have are percent-encoded.

    A prefix that is not known goes by way of bioregistry.io, which resolves most.
    """
    prefix, colon, local = identity.partition(":")
    if prefix == "biolink":
        return BIOLINK + local
    if prefix == "infores":
        return f"https://w3id.org/biolink/infores/{local}"
    if prefix == "clinicaltrials":
        return f"https://clinicaltrials.gov/study/{quote(local, safe='')}"
    if prefix == OWN_PREFIX and local.replace("-", "").isalnum() and local.isascii():
        return OWN + local
    safe = quote(local, safe="-._~!$&'()*+,;=:@/?")
    if not colon:
        return f"{OWN}id/{quote(identity, safe='-._~')}"
    known = iri_prefixes().get(prefix)
    return f"{known}{safe}" if known else f"https://bioregistry.io/{quote(prefix)}:{safe}"
