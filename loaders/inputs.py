"""From paths to inputs: which loader reads each file, and the name its facts go by."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from kg.errors import LoadError
from loaders.files import ARCHIVES, member_names, opened
from loaders.loader import InputFile, Loader, Start
from loaders.registry import LOADERS

__all__ = ["find", "loader_named"]

_HEAD = 64 * 1024


def loader_named(name: str) -> Loader:
    """The loader that ``--format`` calls by this name.

    Raises:
        LoadError: there is none.
    """
    for loader in LOADERS:
        if loader.name == name:
            return loader
    known = ", ".join(loader.name for loader in LOADERS)
    raise LoadError(f"no loader is called {name!r}; there are {known}")


def find(
    paths: Iterable[Path], format_name: str | None = None, options: Mapping[str, str] | None = None
) -> list[InputFile]:
    """The inputs that ``paths`` name: each file, and those in folders that a loader recognises.

    A loader may read several files as one input; ``options`` are what is asked of it.

    Raises:
        LoadError: a path is missing, a folder has no such file, a file's format cannot be told,
            its loader has no such option, or two inputs would go by one name.
    """
    asked = loader_named(format_name) if format_name else None
    found: list[InputFile] = []
    alone: dict[Loader, list[Path]] = {}
    for path in paths:
        if path.is_dir():
            found += _in_folder(path, asked)
        elif path.is_file():
            loader = asked or _recognised(path)
            if loader is None:
                known = ", ".join(loader.name for loader in LOADERS)
                raise LoadError(f"{path}: cannot tell the format; name it with --format ({known})")
            alone.setdefault(loader, []).append(path)
        else:
            problem = "is not a file" if path.exists() else "there is no such file or folder"
            raise LoadError(f"{path}: {problem}")
    for loader, files in alone.items():
        found += [_input(loader, group, None) for group in loader.gather(files)]
    found = _told_apart(found)
    _refuse_same_names(found)
    return [_with_options(file, options) for file in found] if options else found


def _with_options(file: InputFile, options: Mapping[str, str]) -> InputFile:
    for name in options:
        if name not in loader_named(file.format).options:
            raise LoadError(f"{file.path}: --{name} is for ontologies, not for {file.format}")
    return replace(file, options=dict(options))


def _in_folder(folder: Path, asked: Loader | None) -> list[InputFile]:
    by_loader: dict[Loader, list[Path]] = {}
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        if asked is None:
            loader = _recognised(file)
        else:
            loader = asked if _suffix(file) in asked.suffixes else None
        if loader is not None:
            by_loader.setdefault(loader, []).append(file)
    if not by_loader:
        endings = asked.suffixes if asked else {end for one in LOADERS for end in one.suffixes}
        known = ", ".join(sorted(endings))
        raise LoadError(f"{folder}: no file in this folder ends in {known} (or these with .gz)")
    return [
        _input(loader, group, folder)
        for loader, files in by_loader.items()
        for group in loader.gather(files)
    ]


def _input(loader: Loader, group: tuple[Path, ...], folder: Path | None) -> InputFile:
    first = group[0]
    if folder is not None and len(group) > 2:
        name = _name(Path(folder.resolve().name))
    else:
        name = _name(first.relative_to(folder) if folder else Path(first.name))
    return InputFile(first, name, loader.name, group[1:])


def _suffix(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".tgz":
        return ".tar"
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _recognised(path: Path) -> Loader | None:
    suffix = _suffix(path)
    candidates = [loader for loader in LOADERS if suffix in loader.suffixes]
    if not candidates:
        return None
    start = _start(path, suffix)
    return next((loader for loader in candidates if loader.recognises(start)), None)


def _start(path: Path, suffix: str) -> Start:
    if suffix in ARCHIVES:
        return Start(path, suffix, b"", member_names(path))
    with opened(path) as stream:
        return Start(path, suffix, stream.read(_HEAD))


def _told_apart(files: list[InputFile]) -> list[InputFile]:
    """Inputs that differ by their endings alone go by their full names."""

    def whole(file: InputFile) -> str:
        return str(Path(file.name).with_name(_text(Path(file.path.name))))

    short, full = Counter(file.name for file in files), Counter(map(whole, files))
    return [
        replace(file, name=whole(file)) if short[file.name] > 1 and full[whole(file)] == 1 else file
        for file in files
    ]


def _refuse_same_names(files: list[InputFile]) -> None:
    known: dict[str, Path] = {}
    for file in files:
        if known.setdefault(file.name, file.path) != file.path:
            raise LoadError(
                f"{known[file.name]} and {file.path} would both be the source {file.name!r}; "
                "rename one, or load them apart with --source"
            )


def _text(path: Path) -> str:
    # A name that is no text still needs one to go by.
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _name(path: Path) -> str:
    name = _text(path)
    endings = {end for loader in LOADERS for end in loader.suffixes}
    for ending in (".gz", ".tgz", *sorted(endings)):
        if name.lower().endswith(ending):
            name = name[: -len(ending)]
    return name
