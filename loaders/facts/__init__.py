"""The facts loader: JSON Lines, CSV and TSV with dotted columns, YAML; each may be gzipped."""

from __future__ import annotations

from loaders.facts.json_lines import read_json_lines
from loaders.facts.tables import read_table
from loaders.facts.yaml_file import read_yaml
from loaders.files import InputFile
from loaders.rows import Reader

__all__ = ["read"]


def read(file: InputFile) -> Reader:
    """Rows of a file of facts, in its order.

    Raises:
        LoadError: while rows are taken: the file cannot be read.
    """
    if file.format == "jsonl":
        return Reader(read_json_lines(file.path))
    if file.format == "yaml":
        return read_yaml(file.path)
    return Reader(read_table(file.path, "\t" if file.format == "tsv" else ","))
