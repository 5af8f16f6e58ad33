"""The build hook: it brings the page's library, and a build without a network still succeeds."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import hatch_build

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files that the hook reads, and no library yet."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "api" / "web").mkdir(parents=True)
    monkeypatch.setattr(hatch_build, "ROOT", tmp_path)
    monkeypatch.setattr(hatch_build, "VENDOR", tmp_path / "api" / "web" / "vendor")
    return tmp_path


def npm_that(folder: Path, *lines: str) -> list[str]:
    program = folder / "npm"
    program.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    program.chmod(0o755)
    return [str(program)]


def hook() -> tuple[Any, list[str]]:
    warnings: list[str] = []
    app = SimpleNamespace(display_warning=warnings.append)
    made = hatch_build.ExplorerHook(str(ROOT), {}, None, None, "", "wheel", app)  # type: ignore[arg-type]
    return made, warnings


INSTALLS = (
    "mkdir -p node_modules/cytoscape/dist",
    "echo library > node_modules/cytoscape/dist/cytoscape.esm.min.mjs",
    "echo licence > node_modules/cytoscape/LICENSE",
    'echo "$@" >> "$(dirname "$0")/asked"',
)


def test_it_brings_the_library_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = npm_that(project, *INSTALLS)
    monkeypatch.setattr(hatch_build, "npm", lambda: command)
    made, warnings = hook()
    for _ in range(2):
        made.initialize("editable", {})
    vendor = project / "api" / "web" / "vendor"
    assert (vendor / "cytoscape.esm.min.mjs").read_text() == "library\n"
    assert (vendor / "cytoscape.LICENSE.txt").read_text() == "licence\n"
    assert (project / "asked").read_text().splitlines() == ["ci --no-progress --omit=dev"]
    assert warnings == []
    # Another version in the lock is fetched anew.
    lock = project / "package-lock.json"
    content = json.loads(lock.read_text())
    content["packages"]["node_modules/cytoscape"]["integrity"] = "sha512-other"
    lock.write_text(json.dumps(content))
    assert not hatch_build.present()


@pytest.mark.parametrize(
    ("lines", "says"),
    [(("echo 'npm error code ECONNREFUSED' >&2", "exit 1"), "ECONNREFUSED"), (None, "no npm")],
)
def test_without_it_the_build_goes_on(
    lines: tuple[str, ...] | None, says: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = npm_that(project, *lines) if lines else None
    monkeypatch.setattr(hatch_build, "npm", lambda: command)
    made, warnings = hook()
    made.initialize("standard", {})
    [warning] = warnings
    assert says in warning
    assert "no graphs" in warning
    assert not (project / "api" / "web" / "vendor").exists()


def test_node_is_asked_for_only_where_there_is_none(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _ = hook()
    monkeypatch.setattr(hatch_build, "npm", lambda: ["npm"])
    assert made.dependencies() == []
    monkeypatch.setattr(hatch_build, "npm", lambda: None)
    assert made.dependencies() == list(hatch_build.NODE)
    assert all(re.fullmatch(r"[a-z-]+==\d+\.\d+\.\d+", one) for one in hatch_build.NODE)
    # The image has the same, by name.
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert all(one in dockerfile for one in hatch_build.NODE)


def test_the_lock_is_exact_and_names_no_host() -> None:
    stated = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    asked = stated["dependencies"] | stated["devDependencies"]
    assert {path.removeprefix("node_modules/") for path in lock if path} == set(asked)
    for name, version in asked.items():
        entry = lock[f"node_modules/{name}"]
        assert entry["version"] == version
        assert entry["integrity"].startswith("sha512-")
        assert "resolved" not in entry


def test_the_page_makes_text_of_what_it_is_given() -> None:
    """No file of the page parses markup, sets handlers by name, or reaches for another host."""
    files = [*(ROOT / "api" / "web" / "js").rglob("*.js"), ROOT / "api" / "web" / "index.html"]
    assert len(files) > 20
    refused = re.compile(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|createContextualFragment|DOMParser"
        r"|\beval\(|new Function|https?://(?!www\.w3\.org/2000/svg)|\son\w+="
        r"|<script(?! type=\"module\" src=\"assets)"
    )
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not refused.search(text), f"{file.name}: {refused.search(text)}"
        assert len(text.splitlines()) <= 400


def test_the_page_fetches_its_modules_at_once() -> None:
    """One after the other, as each imports the next, they would take several round trips."""
    folder = ROOT / "api" / "web"
    page = (folder / "index.html").read_text(encoding="utf-8")
    listed = re.findall(r'<link rel="modulepreload" href="assets/([^"]+)">', page)
    # The graph's is fetched when something is drawn, and the first one by its own tag.
    files = {file.relative_to(folder).as_posix() for file in (folder / "js").rglob("*.js")}
    assert set(listed) == files - {"js/app.js", "js/graph.js"}
