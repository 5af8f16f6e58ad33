"""The order of a build: vocabularies, then everything else, then the fold.

Vocabularies among the inputs are read first, because what they name maps the facts of the
others. All is written into a folder beside the release, which is moved into place at the end.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

import pyarrow.parquet as pq

from kg.model.fact import EntityRef
from kg.ontologies import loaded_terms, terms_digest
from kg.release.assembly import make_folders
from kg.release.disk import release_errors
from kg.release.finish import Account, Finish, finish
from kg.release.manifest import REJECTS, Manifest
from kg.terms import Terms
from kg.vocabulary import EntityType
from kg.writer import SourceInfo
from loaders.chunks import LoadOptions
from loaders.datasets import Dataset, datasets
from loaders.loader import InputFile
from loaders.release.parts import FACTS, Part, parts_of
from loaders.release.reading import Done, Reading, rejects_file
from loaders.report import Report

__all__ = ["BuildOptions", "build"]

Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build."""

    load: LoadOptions = field(default_factory=LoadOptions)
    processes: int = 2
    memory_mib: int = 3072
    """What the fold may hold at once; the rest goes to the disk."""


def build(
    files: Sequence[InputFile],
    release: Path,
    packaged: Terms,
    options: BuildOptions,
    report: Report,
    advance: Advance = lambda _: None,
) -> Manifest | None:
    """Build a release; None where strict building stopped at a reject.

    Raises:
        LoadError: an input cannot be read, or changed while it was read.
        ReleaseError: the release cannot be written.
        DiskFull: no room is left for it.
    """
    with release_errors(release), _beside(release) as work:
        staged, whole = work / "staged", work / "release"
        whole.mkdir()
        make_folders(staged)
        reading = Reading(staged, packaged, options.load)
        found = datasets(files, options.load.source)
        done, sources, terms = _read(found, reading, options, report, advance)
        _join_rejects(staged, done, whole / REJECTS, report.ledger)
        if options.load.strict and report.rejected:
            report.written = False
            return None
        manifest = finish(
            Finish(
                staged,
                whole,
                terms,
                sources,
                _accounts(done),
                {name: value for name, value in report.as_map().items() if name != "rejects"},
                options.memory_mib,
                options.processes,
            )
        )
        report.sources = [source["id"] for source in manifest.sources]
        report.loaded = manifest.report["loaded"]
        report.already_there = manifest.report["already_there"]
        _move(whole, release, work)
    return manifest


def _read(
    found: list[Dataset],
    reading: Reading,
    options: BuildOptions,
    report: Report,
    advance: Advance,
) -> tuple[list[Done], list[SourceInfo], Terms]:
    """Read all parts; also what their sources are, and the terms that facts were mapped with.

    Accounts are added up as they come, because the names in them would take gigabytes.
    """
    done: list[Done] = []
    parts = list(parts_of(found))
    asked = options.load.source
    with ThreadPoolExecutor(1) as beside:
        # Digests take seconds for large files; they are worked out beside the processes.
        infos = [beside.submit(one.info, asked.version, asked.licence) for one in found]

        def read(of: Reading, wanted: Iterable[Part]) -> None:
            with _processes(of, options.processes) as work:
                for each in work(_part, wanted):
                    counts = Report(read=each.report.read, rejected=each.report.rejected)
                    done.append(replace(each, report=counts))
                    report.take(each.report)
                    advance(counts.read)

        vocabularies = [part for part in parts if part.vocabulary]
        if vocabularies:
            read(reading, vocabularies)
            told = [info.result() for info in infos]
            terms = _with_ontologies(reading, [one for one in told if one.vocabulary])
            reading = replace(reading, terms=terms)
        later = [replace(each.part, only=FACTS) for each in done if each.facts_left]
        read(reading, (*later, *(part for part in parts if not part.vocabulary)))
        sources = [info.result() for info in infos]
    for one in found:
        one.look()
    return sorted(done, key=lambda each: each.part.number), sources, reading.terms


def _with_ontologies(reading: Reading, sources: list[SourceInfo]) -> Terms:
    """The packaged vocabulary with what was just read behind it, as a graph would have them."""
    rows = (
        (row.pop("entity_id"), row.pop("source_id"), {k: v for k, v in row.items() if v})
        for file in sorted((reading.staged / "descriptions").glob("*.parquet"))
        for batch in pq.ParquetFile(file).iter_batches(10_000)
        for row in batch.to_pylist()
    )
    digest = terms_digest((source.id, source.sha256) for source in sources)
    terms = reading.terms.with_loaded(loaded_terms(rows, reading.terms), digest)
    # Its indexes are made before the processes are, so that these share them.
    terms.map(EntityRef(type=EntityType.STUDY, id="therapath:none", name="none"))
    return terms


#: What the processes of a build work with; set in each of them.
_reading: list[Reading] = []


def _begin(reading: Reading) -> None:
    _reading[:] = [reading]
    # What is read makes no cycles, and looking for them takes a third of the time.
    gc.disable()


def _part(part: Part) -> Done:
    return _reading[0].part(part)


@contextlib.contextmanager
def _processes(reading: Reading, count: int) -> Iterator[Callable[..., Iterator[Any]]]:
    """A way to have a function called for each part, in as many processes; results in order."""
    # A forked process shares the vocabulary with its parent; elsewhere it is handed over.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    gc.freeze()
    pool = ProcessPoolExecutor(count, context, initializer=_begin, initargs=(reading,))
    try:
        yield pool.map
    finally:
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()


def _accounts(done: list[Done]) -> dict[str, Account]:
    """What was read for each source."""
    found: dict[str, Account] = {}
    for each in done:
        account = found.setdefault(each.part.source_id, Account())
        account.read += each.report.read
        account.rejected += each.report.rejected
        account.terms += each.terms
    return found


def _join_rejects(staged: Path, done: list[Done], ledger: Path, also: IO[bytes] | None) -> None:
    """The rejects of all parts as one ledger, in the order of the inputs."""
    with ledger.open("wb") as stream:
        for each in done:
            with rejects_file(staged, each.part).open("rb") as rejects:
                shutil.copyfileobj(rejects, stream)
    if also is not None:
        with ledger.open("rb") as stream:
            shutil.copyfileobj(stream, also)


@contextlib.contextmanager
def _beside(release: Path) -> Iterator[Path]:
    """A folder on the same disk, taken away at the end."""
    release.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=release.parent, prefix=f".{release.name}."))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _move(whole: Path, release: Path, work: Path) -> None:
    """Put the finished release in its place; the one that was there goes as late as possible."""
    if release.exists():
        release.rename(work / "before")
    whole.rename(release)
