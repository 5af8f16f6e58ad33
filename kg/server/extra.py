"""The ``local`` extra: imported only when needed, missed with advice."""

from __future__ import annotations

import importlib
from types import ModuleType

from kg.errors import LocalExtraMissing

__all__ = ["need"]


def need(module: str) -> ModuleType:
    """Import a module of the ``local`` extra.

    The command line imports :mod:`kg.server` for every command, so what only the local server
    needs (and what may be absent) is imported here, late.

    Raises:
        LocalExtraMissing: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise LocalExtraMissing(
            f"the local Neo4j needs the Python package {error.name!r}, which is not installed",
            advice="run `pip install 'therapath[local]'`, or set NEO4J_URI to any running Neo4j",
        ) from error
