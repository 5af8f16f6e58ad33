"""Evidence Inference: what randomised trials report of an intervention against a comparator.

Takes the one table (``evidence_inference_v2.tsv``) and the project's own pair of CSV files,
annotations beside prompts.
"""

from __future__ import annotations

from pathlib import Path

from loaders.delimited import first_cells
from loaders.edges import Edge
from loaders.loader import InputFile, Loader, Start
from loaders.rows import Reader

__all__ = ["EDGES", "LOADER"]

EDGES = (
    Edge("intervention, outcome, label", "REPORTS_OUTCOME", "knowledge_assertion", "manual_agent"),
)

_TABLE = {"prompt_id", "pmcid", "intervention", "comparator", "outcome", "label", "evidence_text"}
_ANNOTATIONS = {"PromptID", "PMCID", "Valid Label", "Label", "Annotations"}
_PROMPTS = {"PromptID", "PMCID", "Outcome", "Intervention", "Comparator"}


def _recognises(start: Start) -> bool:
    if start.suffix == ".tsv":
        return set(first_cells(start.head, "\t")) >= _TABLE
    columns = set(first_cells(start.head, ","))
    return columns >= _ANNOTATIONS or columns == _PROMPTS


def _read(file: InputFile) -> Reader:
    from loaders.evidence_inference.answers import read_answers

    return read_answers(file, EDGES[0])


def _gather(paths: list[Path]) -> list[tuple[Path, ...]]:
    """Annotations with the prompts beside them: those of the like name, else the only ones."""
    prompts = [path for path in paths if "prompts" in path.name.casefold()]
    groups: list[tuple[Path, ...]] = []
    used: set[Path] = set()
    for path in paths:
        if path in prompts:
            continue
        beside = [prompt for prompt in prompts if prompt.parent == path.parent]
        like = path.name.replace("annotations", "prompts")
        chosen = [prompt for prompt in beside if prompt.name == like]
        chosen = chosen or [prompt for prompt in beside if "merged" in prompt.name]
        chosen = (chosen or beside)[:1] if _is_csv(path) else []
        used.update(chosen)
        groups.append((path, *chosen))
    return groups + [(prompt,) for prompt in prompts if prompt not in used]


def _is_csv(path: Path) -> bool:
    return path.name.casefold().removesuffix(".gz").endswith(".csv")


LOADER = Loader(
    "evidence-inference",
    "Evidence Inference: trials' outcomes, TSV or CSV with prompts",
    frozenset({".tsv", ".csv"}),
    _recognises,
    _read,
    _gather,
)
