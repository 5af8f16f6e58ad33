"""What an ontology says of itself, whichever format it is written in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from loaders.rows import SourceDetails

__all__ = ["details_of", "part_of_address"]

_ENDING = re.compile(r"\.(?:obo|json|owl)$")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def part_of_address(address: str) -> str:
    """The last part of an address or prefixed name: ``licence`` of ``dcterms:licence``."""
    return re.split(r"[:/#]", address)[-1]


def details_of(
    identity: str | None, release: str | None, stated: Mapping[str, str]
) -> SourceDetails:
    """Name, version and licence.

    ``identity`` is the ontology's id (``hp``, ``maxo/maxo-base.json`` or an address),
    ``release`` what it calls its edition, ``stated`` its annotations by the last part of their
    names. The id is part of the name: an ontology and an excerpt of it are two sources.
    """
    short = _ENDING.sub("", part_of_address(identity or ""))
    title = stated.get("title")
    name = f"{title} ({short})" if title and short else title or short
    version = stated.get("versionInfo") or release
    if version and (date := _DATE.search(version)):
        version = date[0]
    return SourceDetails(
        name=name or None,
        version=version or None,
        licence=stated.get("license") or stated.get("licence"),
        vocabulary=True,
    )
