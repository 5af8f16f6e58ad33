"""Identifiers: CURIEs in one spelling, names in one key, and ids made of hashes.

Every id in the graph is either a CURIE of a known vocabulary, a bare ClinicalTrials.gov
number for a study, or one of the project's own, which are made here and nowhere else.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from kg.vocabulary import EntityType

__all__ = [
    "OWN_PREFIX",
    "claim_id",
    "evidence_id",
    "iri_prefixes",
    "is_curie",
    "is_text",
    "key_of",
    "name_key",
    "normalise_curie",
    "own_id",
    "page_addresses",
    "slug",
    "source_id",
]

OWN_PREFIX = "therapath"

#: Prefix → the address form it abbreviates (OBO PURLs and the identifiers.org-style pages).
_PREFIXES = {
    "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
    "CL": "http://purl.obolibrary.org/obo/CL_",
    "GO": "http://purl.obolibrary.org/obo/GO_",
    "HP": "http://purl.obolibrary.org/obo/HP_",
    "MAXO": "http://purl.obolibrary.org/obo/MAXO_",
    "UBERON": "http://purl.obolibrary.org/obo/UBERON_",
    "CHEBI": "http://purl.obolibrary.org/obo/CHEBI_",
    "DOID": "http://purl.obolibrary.org/obo/DOID_",
    "OAE": "http://purl.obolibrary.org/obo/OAE_",
    "NCIT": "http://purl.obolibrary.org/obo/NCIT_",
    "DRON": "http://purl.obolibrary.org/obo/DRON_",
    "EFO": "http://www.ebi.ac.uk/efo/EFO_",
    "MESH": "http://id.nlm.nih.gov/mesh/",
    "UMLS": "https://uts.nlm.nih.gov/uts/umls/concept/",
    "DRUGBANK": "https://go.drugbank.com/drugs/",
    "PMID": "https://pubmed.ncbi.nlm.nih.gov/",
    "PMC": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
    "DOI": "https://doi.org/",
    OWN_PREFIX: "https://w3id.org/therapath/",
}
_CANONICAL = {prefix.casefold(): prefix for prefix in _PREFIXES}
_CANONICAL |= {"pubmed": "PMID", "msh": "MESH", "drugbank": "DRUGBANK", "orphanet": "Orphanet"}

_CURIE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*:[^\s\x00-\x1f]+")
_TRIAL = re.compile(r"(?:clinicaltrials(?:\.gov)?:|nct:)?(nct\d{8})", re.IGNORECASE)
_DASHES = re.compile(r"[\s‐-―−_-]+")
_ASCII_DASHES = str.maketrans("-_", "  ")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@cache
def _converter() -> object:
    # curies costs some 60 ms to import, and most ids are CURIEs already.
    import curies

    return curies.Converter.from_prefix_map(_PREFIXES)


def iri_prefixes() -> Mapping[str, str]:
    """The address form that each known prefix abbreviates."""
    return _PREFIXES


def page_addresses() -> dict[str, str]:
    """Prefix → what stands before the local part in the address of a page about it.

    A trial's bare number counts as the prefix ``NCT``, whose local part is the whole number. The
    project's own ids have no pages.
    """
    obo = "http://purl.obolibrary.org/"
    pages = {
        prefix: start.replace(obo, "https://purl.obolibrary.org/")
        for prefix, start in _PREFIXES.items()
        if prefix != OWN_PREFIX
    }
    return pages | {"NCT": "https://clinicaltrials.gov/study/"}


def is_curie(text: str) -> bool:
    """Whether ``text`` has the form ``prefix:local`` without white space."""
    return _CURIE.fullmatch(text) is not None


def is_text(text: str) -> bool:
    """Whether ``text`` can be written as UTF-8: half a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=100_000)
def normalise_curie(text: str) -> str:
    """One spelling for an identifier.

    ``mondo:0005301`` and the PURL become ``MONDO:0005301``, a DOI is lower-cased, a trial
    number in any dress becomes ``NCT01234567``.

    Raises:
        ValueError: it has neither form.
    """
    text = text.strip()
    trial = _TRIAL.fullmatch(text)
    if trial:
        return trial[1].upper()
    if text.startswith(("http://", "https://")):
        text = _converter().compress(text) or text  # type: ignore[attr-defined]
    if not is_curie(text):
        raise ValueError("expected an identifier like MONDO:0005301 or NCT01234567")
    prefix, local = text.split(":", 1)
    prefix = _CANONICAL.get(prefix.casefold(), prefix)
    return f"{prefix}:{local.lower() if prefix == 'DOI' else local}"


def key_of(name: str) -> str:
    """:func:`name_key` without its memory, for going over more names than that holds."""
    if name.isascii():
        return " ".join(name.lower().translate(_ASCII_DASHES).split())
    return _DASHES.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()


@lru_cache(maxsize=200_000)
def name_key(name: str) -> str:
    """The form in which names are compared: width, case, dashes and spacing made alike.

    ``Relapsing–Remitting  MS`` and ``relapsing-remitting ms`` share one key; nothing else is
    folded, so accents and letters keep their meaning.
    """
    return key_of(name)


def slug(text: str, length: int = 48) -> str:
    """ASCII letters and digits of ``text`` joined by hyphens; may be empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_SLUG.sub("-", plain).strip("-")[:length].rstrip("-")


def _digest(*parts: str | None, length: int = 32) -> str:
    # A separator that no part can hold keeps ("a", "bc") and ("ab", "c") apart, and a null
    # differs from an empty text.
    joined = "\x1f".join("\x00" if part is None else part for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:length]


@lru_cache(maxsize=100_000)
def own_id(entity_type: EntityType | str, name: str) -> str:
    """The project's own id for a name that no vocabulary has.

    The readable part is for people; the hash of (type, :func:`name_key`) is what tells two
    names apart, also where their readable parts agree or are empty.
    """
    kind = str(entity_type).lower()
    readable = slug(name)
    digest = _digest(kind, name_key(name), length=16)
    return f"{OWN_PREFIX}:{'-'.join(part for part in (kind, readable, digest) if part)}"


def source_id(name: str) -> str:
    """The id of a loaded dataset, from its name; two names never share one.

    A name that is a slug already is kept readable, any other gets a digest behind its slug.
    """
    readable = slug(name)
    if readable != name:
        digest = _digest("source", name, length=16)
        readable = "-".join(part for part in (readable, digest) if part)
    return f"{OWN_PREFIX}:source-{readable}"


def claim_id(
    subject_id: str,
    predicate: str,
    object_id: str,
    condition_id: str | None,
    effect_direction: str | None,
) -> str:
    """128 bits of SHA-256 over what makes a claim unique, as 32 hexadecimal digits."""
    return _digest(subject_id, predicate, object_id, condition_id, effect_direction)


def evidence_id(claim: str, record: bytes) -> str:
    """128 bits of SHA-256 over the claim's id and what the report says, as canonical JSON."""
    return hashlib.sha256(claim.encode() + b"\x1f" + record).hexdigest()[:32]
