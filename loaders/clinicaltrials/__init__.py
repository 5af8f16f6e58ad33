"""ClinicalTrials.gov: studies with their arms, results and adverse events (API v2 JSON)."""

from __future__ import annotations

from pathlib import Path

from loaders.clinicaltrials.edges import EDGES
from loaders.clinicaltrials.recognise import recognises
from loaders.loader import InputFile, Loader
from loaders.rows import Reader

__all__ = ["EDGES", "LOADER"]


def _gathered(paths: list[Path]) -> list[tuple[Path, ...]]:
    """Pages and single studies (``.json``) belong together; each of the others is a dataset."""
    single = [path for path in paths if path.name.lower().removesuffix(".gz").endswith(".json")]
    others = [(path,) for path in paths if path not in set(single)]
    return [tuple(single), *others] if single else list(others)


def _read(file: InputFile) -> Reader:
    # The reader's patterns take a while to compile, which start-up need not wait for.
    from loaders.clinicaltrials.reader import read

    return read(file)


LOADER = Loader(
    name="clinicaltrials",
    takes="studies of ClinicalTrials.gov, API v2 JSON",
    suffixes=frozenset({".json", ".jsonl", ".ndjson", ".zip", ".tar"}),
    recognises=recognises,
    read=_read,
    gather=_gathered,
)
