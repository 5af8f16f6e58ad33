"""Whether a file holds studies of ClinicalTrials.gov."""

from __future__ import annotations

import re

from kg.errors import LoadError
from loaders.files import ARCHIVES, members
from loaders.loader import Start

__all__ = ["recognises"]

#: Keys that a record of the registry begins with, as keys: not inside a text.
_RECORD = re.compile(
    rb'(?<!\\)"(?:protocolSection|ProtocolSection)"\s*:\s*\{'
    rb'|(?<!\\)"(?:derivedSection|DerivedSection)"\s*:\s*\{\s*"(?:\w+Browse|misc|Misc)',
)
_EMPTY_PAGE = re.compile(
    rb'\s*\{\s*(?:"totalCount"\s*:\s*\d+\s*,\s*)?"studies"\s*:\s*\[\s*\]\s*[,}]'
)
_STUDY_FILE = re.compile(r"(?:^|/)NCT\d{8}\.json(?:\.gz)?$", re.IGNORECASE)
_HEAD = 64 * 1024


def recognises(start: Start) -> bool:
    """By the keys of its first record; an archive by its names, else by its first JSON file."""
    if start.suffix not in ARCHIVES:
        return _is_of_the_registry(start.head)
    if any(_STUDY_FILE.search(name) for name in start.members):
        return True
    if not any(_is_json(name) for name in start.members):
        return False
    try:
        for name, stream in members(start.path):
            if _is_json(name):
                return _is_of_the_registry(stream.read(_HEAD))
    except LoadError:
        return False  # whoever reads it will say what is wrong with it
    return False


def _is_of_the_registry(head: bytes) -> bool:
    head = head.removeprefix(b"\xef\xbb\xbf")
    if not head.lstrip().startswith((b"{", b"[")):
        return False
    return _RECORD.search(head) is not None or _EMPTY_PAGE.match(head) is not None


def _is_json(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith((".json", ".jsonl", ".ndjson"))
