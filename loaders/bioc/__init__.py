"""PubTator and BioC: abstracts and articles with their entities, and the relations between them.

Takes PubTator text, BioC XML and BioC JSON (also PubTator3's), one document or many.
"""

from __future__ import annotations

import re

from loaders.edges import Edge
from loaders.loader import InputFile, Loader, Start
from loaders.rows import Reader

__all__ = ["EDGES", "LOADER"]

EDGES = (
    Edge("CID", "HAS_ADVERSE_EVENT", "knowledge_assertion", "manual_agent"),
    Edge("Positive_Correlation, cause", "HAS_ADVERSE_EVENT", "not_provided", "text_mining_agent"),
    Edge("Negative_Correlation, treat", "TREATS", "not_provided", "text_mining_agent"),
    Edge("Comparison, compare", "COMPARED_WITH", "not_provided", "text_mining_agent"),
)

_TITLE = re.compile(rb"\s*[\w.-]+\|t\|")
_COLLECTION = re.compile(rb"<collection[\s>]")


def _recognises(start: Start) -> bool:
    head = start.head.removeprefix(b"\xef\xbb\xbf")
    if start.suffix == ".xml":
        return _COLLECTION.search(head) is not None and b"<document>" in head
    if start.suffix in (".json", ".jsonl", ".ndjson"):
        return head.lstrip().startswith((b"{", b"[")) and (
            b'"passages"' in head and b'"offset"' in head and b'"subject"' not in head
        )
    return _TITLE.match(head) is not None


def _read(file: InputFile) -> Reader:
    from loaders.bioc.facts import read_documents

    return read_documents(file, EDGES)


LOADER = Loader(
    "bioc",
    "PubTator text, BioC XML or JSON: entities and relations",
    frozenset({".txt", ".pubtator", ".xml", ".json", ".jsonl", ".ndjson"}),
    _recognises,
    _read,
)
