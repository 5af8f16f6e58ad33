"""The facts loader: JSON Lines, CSV and TSV with dotted columns, YAML; each may be gzipped."""

from __future__ import annotations

from functools import partial

from loaders.facts.json_lines import read_json_lines
from loaders.facts.tables import read_table
from loaders.facts.yaml_file import read_yaml
from loaders.loader import InputFile, Loader, Start
from loaders.rows import Reader

__all__ = ["LOADERS"]


def _any(_start: Start) -> bool:
    """Whatever no other loader knows by its content is taken for facts, and told if it is not."""
    return True


def _json_lines(file: InputFile) -> Reader:
    return Reader(read_json_lines(file.path))


def _table(delimiter: str, file: InputFile) -> Reader:
    return Reader(read_table(file.path, delimiter))


def _yaml(file: InputFile) -> Reader:
    return read_yaml(file.path)


LOADERS = (
    Loader(
        "jsonl",
        "facts, one JSON object a line",
        frozenset({".jsonl", ".ndjson"}),
        _any,
        _json_lines,
    ),
    Loader("csv", "facts, dotted columns", frozenset({".csv"}), _any, partial(_table, ",")),
    Loader("tsv", "facts, dotted columns", frozenset({".tsv"}), _any, partial(_table, "\t")),
    Loader("yaml", "facts, a list", frozenset({".yaml", ".yml"}), _any, _yaml),
)
