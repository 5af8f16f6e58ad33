"""What a graph of some files must be, worked out without a database."""

from __future__ import annotations

from pathlib import Path

from kg.terms import Terms
from loaders.inputs import find
from loaders.release.build import BuildOptions, build
from loaders.report import Report


def built_id(folder: Path, terms: Terms, *paths: Path) -> str:
    """The build id of the release of these files, which loading them must end with."""
    manifest = build(find(paths), folder / "expected", terms, BuildOptions(), Report())
    assert manifest is not None
    return manifest.build_id
