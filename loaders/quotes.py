"""Whether the quote of a fact stands in its document, and names what the fact is about."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from typing import Any

from kg.identifiers import name_key
from kg.intake import Rejection

__all__ = ["quote_problem"]

#: The keys of quotes are not worth keeping, as those of names are.
_key_of_text = name_key.__wrapped__


def quote_problem(
    fact: dict[str, Any],
    text: str,
    synonyms_of: Callable[[dict[str, Any]], Iterable[str]],
) -> Rejection | None:
    """What is wrong with a fact's quote, its offsets or its document's digest, if anything.

    ``text`` is the document that the fact was read from, whose UTF-8 the digest is of, and whose
    characters the offsets count; ``synonyms_of`` gives further names of an entity, as the fact
    refers to it. Names are compared as everywhere (:func:`kg.identifiers.name_key`), as whole
    words. A fact without a quote is asked for its digest and its offsets alone.
    """
    provenance = fact.get("provenance")
    if not isinstance(provenance, dict):
        return None  # no fact, which its check says
    quote = provenance.get("quote")
    problem = _document_problem(provenance, text) or _place_problem(provenance, quote, text)
    if problem is not None or not isinstance(quote, str):
        return problem
    if not quote or quote not in text:
        message = f"the document does not have the words {_short(quote)}"
        return Rejection("provenance.quote", "quote_not_found", message)
    words = _key_of_text(quote)
    for field in ("subject", "object"):
        entity = fact.get(field)
        if isinstance(entity, dict) and not _named(entity, words, synonyms_of):
            name = _short(str(entity.get("name")))
            message = f"the quote does not name the {field}, {name}, by that or another name"
            return Rejection("provenance.quote", "quote_lacks_name", message)
    return None


def _document_problem(provenance: dict[str, Any], text: str) -> Rejection | None:
    given = provenance.get("document_sha256")
    if not isinstance(given, str):
        return None
    found = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if given.lower() == found:
        return None
    message = f"the document's digest is {found[:12]}…, not {given[:12]}…"
    return Rejection("provenance.document_sha256", "inconsistent", message)


def _place_problem(provenance: dict[str, Any], quote: Any, text: str) -> Rejection | None:
    start, end = provenance.get("start"), provenance.get("end")
    if type(start) is not int or type(end) is not int:
        return None
    if not 0 <= start < end <= len(text):
        message = f"the document has {len(text):,} characters, not {start:,} to {end:,}"
        return Rejection("provenance.start", "out_of_range", message)
    if isinstance(quote, str) and quote in text and text[start:end] != quote:
        message = f"characters {start:,} to {end:,} are {_short(text[start:end])}, not the quote"
        return Rejection("provenance.start", "inconsistent", message)
    return None


def _named(
    entity: dict[str, Any], words: str, synonyms_of: Callable[[dict[str, Any]], Iterable[str]]
) -> bool:
    own = entity.get("name")
    if isinstance(own, str) and _stands_in(own, words):
        return True
    return any(_stands_in(name, words) for name in synonyms_of(entity))


def _stands_in(name: str, words: str) -> bool:
    """Whether the words have the name from one word's edge to another's."""
    key = name_key(name)
    if not key or key not in words:
        return False
    return re.search(rf"(?<!\w){re.escape(key)}(?!\w)", words) is not None


def _short(text: str) -> str:
    shown = " ".join(text.split())
    return repr(shown if len(shown) <= 60 else f"{shown[:57]}…")
