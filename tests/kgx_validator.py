"""What KGX reads in folders of its own formats, and what its validator says of that.

A program for the Python of KGX's environment (``make`` puts it beside the tests'): it takes
folders with ``nodes.tsv`` and ``edges.tsv``, or the same as ``.jsonl``, and prints a list of maps:
how many nodes and edges KGX read, one of the edges, and each complaint.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import biolink_model
import kgx
import prefixmaps
import yaml
from bmt import toolkit

#: What stands in ids of exports here and is known neither to the Biolink Model nor to OBO.
_OWN = ("infores", "therapath", "clinicaltrials", "TEST")


def _offline() -> tuple[Any, dict[str, Any]]:
    """KGX's validator with the Biolink Model that is installed, and its readers of files.

    It would ask the network for the model and its prefixes otherwise, and import clients of
    several databases.
    """
    file = Path(next(iter(biolink_model.__path__))) / "schema" / "biolink_model.yaml"
    toolkit.Toolkit.__init__.__defaults__ = (str(file), {"predicate mappings": []})
    model = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    named = {one for kind in model["classes"].values() for one in kind.get("id_prefixes", ())}
    context = {
        **dict.fromkeys((*named, *_OWN), "https://example.org/"),
        **prefixmaps.load_context("obo").as_dict(),
        **model["prefixes"],
    }
    from kgx import config, prefix_manager, validator

    for module in (config, prefix_manager, validator):
        module.get_jsonld_context = lambda *_, **__: context
    sources = ModuleType("kgx.source")
    sources.__path__ = [str(Path(kgx.__file__).parent / "source")]
    sys.modules["kgx.source"] = sources
    from kgx.source.jsonl_source import JsonlSource
    from kgx.source.tsv_source import TsvSource

    return validator.Validator, {"tsv": TsvSource, "jsonl": JsonlSource}


def _told(folder: Path, kind: Any, sources: dict[str, Any]) -> dict[str, Any]:
    form = "tsv" if (folder / "nodes.tsv").exists() else "jsonl"
    complaints: list[str] = []

    def complain(entity: str, error: Any, text: str, level: Any = None) -> None:
        complaints.append(f"{error.name}: {text}, of {entity}")

    validator = kind(error_log=None)
    # It would keep one entity for each text.
    validator.log_error = complain
    nodes, edges = (
        [one for one in sources[form](validator).parse(str(folder / f"{what}.{form}"), form) if one]
        for what in ("nodes", "edges")
    )
    for identity, record in nodes:
        validator.analyse_node(identity, record)
    for subject, target, key, record in edges:
        validator.analyse_edge(subject, target, key, record)
    example = edges[0][3] if edges else None
    return {"nodes": len(nodes), "edges": len(edges), "edge": example, "complaints": complaints}


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    found = _offline()
    told = [_told(Path(one), *found) for one in sys.argv[1:]]
    print("\n" + json.dumps(told, default=sorted))
