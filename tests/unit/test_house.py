"""The house files are true: Makefile, pins, CI, licence, docs, and what a wheel holds."""

from __future__ import annotations

import json
import os
import re
import shlex
import stat
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml
from check_jsonschema import builtin_schemas
from jsonschema import Draft7Validator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import hatch_build

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
#: Where the build hook puts the explorer page's library.
BROUGHT = "api/web/vendor/"
LIBRARY = (r"api/web/vendor/.+\.mjs", r"api/web/vendor/.+\.LICENSE\.txt")
TARGETS = {"help", "demo", "test", "test-all", "serve", "check", "bench", "down"}


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def run(*command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    # Without what `make test ARGS=...` hands down to its programs, this one among them.
    handed = {"MAKEFLAGS", "MAKEOVERRIDES", "MAKELEVEL", "ARGS", "VENV", "PYTHON"}
    kept = {name: value for name, value in os.environ.items() if name not in handed}
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**kept, "COLUMNS": "200", **variables},
        capture_output=True,
        text=True,
        timeout=120,
    )


def script(path: Path, *lines: str) -> Path:
    """An executable that stands in for a program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)
    return path


def documents() -> list[str]:
    """The pages people read."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(page.relative_to(ROOT).as_posix() for page in pages)


def commands_in(page: str) -> set[str]:
    """What a page shows as code: fenced blocks and inline spans."""
    content = text(page)
    blocks = re.findall(r"^```.*?^```", content, re.DOTALL | re.MULTILINE)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", content, flags=re.S | re.M))
    return {line.strip() for block in [*blocks, *spans] for line in block.splitlines()}


# Makefile


def test_help_is_the_default_and_lists_every_target() -> None:
    listed = run("make").stdout
    assert listed == run("make", "help").stdout
    assert set(re.findall(r"^  ([a-z-]+) +\S", listed, re.MULTILINE)) == TARGETS


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_target_can_be_planned(target: str, tmp_path: Path) -> None:
    planned = run("make", "-n", target, f"VENV={tmp_path / 'venv'}")
    assert planned.returncode == 0, planned.stderr


@pytest.mark.parametrize("page", documents())
def test_page_names_real_targets(page: str) -> None:
    asked = [re.match(r"(?:\$ )?make((?: [a-z-]+)+)\b", line) for line in commands_in(page)]
    named = {target for found in asked if found for target in found[1].split()}
    assert named <= TARGETS


def test_demo_installs_once(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    script(venv / "bin" / "python")
    arguments = ("make", "-n", "demo", f"VENV={venv}")
    assert "pip install" in run(*arguments).stdout
    (venv / ".installed-local").touch()
    assert run(*arguments).stdout.split() == [f"{venv}/bin/therapath", "demo"]
    assert "pip install" in run("make", "-n", "test", f"VENV={venv}").stdout
    pins = (ROOT / "constraints.txt").stat().st_mtime
    os.utime(venv / ".installed-local", (pins - 10, pins - 10))
    assert "pip install" in run(*arguments).stdout


@pytest.mark.parametrize(
    ("fails_at", "says"), [("version_info", "needs 3.11 or later"), ("ensurepip", "python3-venv")]
)
def test_unfit_python_is_named(fails_at: str, says: str, tmp_path: Path) -> None:
    python = script(tmp_path / "python", f'case "$*" in *{fails_at}*) exit 1;; esac')
    made = run("make", "demo", f"VENV={tmp_path / 'venv'}", f"PYTHON={python}")
    assert made.returncode != 0
    assert says in made.stderr
    assert not (tmp_path / "venv").exists()


def test_missing_python_is_named(tmp_path: Path) -> None:
    made = run("make", "demo", f"VENV={tmp_path / 'venv'}", "PYTHON=python-that-is-not-there")
    assert made.returncode != 0
    assert "there is no python-that-is-not-there" in made.stderr


def test_down_needs_nothing_installed(tmp_path: Path) -> None:
    made = run("make", "down", f"VENV={tmp_path / 'venv'}")
    assert made.returncode == 0
    assert "nothing is installed" in made.stdout
    assert not (tmp_path / "venv").exists()


# Continuous integration


@pytest.mark.parametrize(
    ("status", "closing"), [(0, "5 passed, 1 skipped in 61.20s (0:01:01)"), (2, "1 failed in 2.0s")]
)
def test_ci_ends_with_pytests_line_and_makes_status(
    status: int, closing: str, tmp_path: Path
) -> None:
    lines = [f'echo "asked: $*, CI=$CI"; echo "{closing}"; echo "more"; exit {status}']
    make = script(tmp_path / "make", *lines)
    path = f"{make.parent}:{os.environ['PATH']}"
    done = run(ROOT / ".ci" / "run", PATH=path, CHROMIUM="/bin/sh", CI="true")
    assert done.returncode == status
    assert done.stdout.splitlines()[0] == "asked: check test, CI=true"
    assert done.stdout.splitlines()[-1] == closing


def test_ci_does_not_end_with_a_line_of_an_earlier_step(tmp_path: Path) -> None:
    make = script(tmp_path / "make", 'echo "9 passed in 1.0s"', "exit 2")
    path = f"{make.parent}:{os.environ['PATH']}"
    done = run(ROOT / ".ci" / "run", PATH=path, CHROMIUM="/bin/sh")
    assert done.returncode == 2
    assert "make ended with status 2" in done.stdout.splitlines()[-1]


def test_ci_is_executable() -> None:
    assert (ROOT / ".ci" / "run").stat().st_mode & stat.S_IXUSR


def test_pre_commit_runs_what_make_check_runs() -> None:
    hooks = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"]
    assert {repo["repo"] for repo in hooks} == {"local"}
    entries = [shlex.split(hook["entry"]) for repo in hooks for hook in repo["hooks"]]
    planned = run("make", "-n", "check", "VENV=.venv").stdout
    checks = [line for line in planned.splitlines() if line.startswith(".venv/bin/python -m ")]
    wanted = [
        [word for word in shlex.split(line) if word not in (".", "--check")] for line in checks
    ]
    assert [[word for word in entry if word != "--force-exclude"] for entry in entries] == wanted


# Pins


@cache
def constraints() -> dict[str, Requirement]:
    lines = [line for line in text("constraints.txt").splitlines() if not line.startswith("#")]
    found = [Requirement(line) for line in lines]
    assert len({canonicalize_name(one.name) for one in found}) == len(found)
    return {canonicalize_name(one.name): one for one in found}


def direct() -> list[Requirement]:
    extras = PROJECT["optional-dependencies"].values()
    lines = [*PROJECT["dependencies"], *(line for lines in extras for line in lines)]
    return [found for found in map(Requirement, lines) if found.name != PROJECT["name"]]


def closure() -> set[str]:
    """Everything that the installed packages need, from the project's own list on."""
    waiting = [(canonicalize_name(one.name), frozenset(one.extras)) for one in direct()]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = entry = waiting.pop()
        if entry in seen:
            continue
        seen.add(entry)
        for line in distribution(name).requires or []:
            one = Requirement(line)
            environments = [{"extra": extra} for extra in (*extras, "")]
            if one.marker is None or any(map(one.marker.evaluate, environments)):
                waiting.append((canonicalize_name(one.name), frozenset(one.extras)))
    return {name for name, _ in seen}


def test_pins_are_exact() -> None:
    for one in constraints().values():
        assert [part.operator for part in one.specifier] == ["=="], one
        assert one.url is None


def test_pins_agree_with_the_project() -> None:
    for one in direct():
        (pin,) = constraints()[canonicalize_name(one.name)].specifier
        assert one.specifier.contains(Version(pin.version)), one


def test_pins_are_of_everything_needed_and_nothing_else() -> None:
    here = {name for name, one in constraints().items() if not one.marker or one.marker.evaluate()}
    assert here == closure()


def test_kgx_is_pinned_too() -> None:
    lines = text("tests/kgx-requirements.txt").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in pins)
    assert len({canonicalize_name(Requirement(line).name) for line in pins}) == len(pins)


# What is committed


@cache
def committed() -> list[str]:
    """Files of the project: tracked, or new and not ignored."""
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard")
    if listed.returncode:
        pytest.skip("not a git clone")
    return [path for path in listed.stdout.splitlines() if (ROOT / path).is_file()]


def test_no_address_of_a_registry_and_no_path_of_a_machine() -> None:
    hosts = ("pypi.org", "files.pythonhosted", "repo1.maven.org", "repo.maven.apache", "npmjs")
    homes = r"(?<![\w.}~*-])/(root|work|home/\w+|Users/\w+|usr/local/\w+/\w+)/"
    found = re.compile("|".join([*map(re.escape, hosts), homes, re.escape(f"{ROOT}/")]))
    complaints = []
    for path in committed():
        content = (ROOT / path).read_bytes().decode("utf-8", "replace")
        for number, line in enumerate(content.splitlines(), 1):
            if found.search(line) and path != "tests/unit/test_house.py":
                complaints.append(f"{path}:{number}: {line.strip()[:100]}")
    assert not complaints, "\n".join(complaints)


def test_no_source_is_ignored() -> None:
    """An ignored file is missing from every clone and every wheel, but for what a build brings."""
    listed = run("git", "ls-files", "--others", "--ignored", "--exclude-standard", *packaged())
    if listed.returncode:
        pytest.skip("not a git clone")
    ignored = [path for path in listed.stdout.splitlines() if "__pycache__" not in path]
    assert [path for path in ignored if not path.startswith(BROUGHT)] == []


def packaged() -> list[str]:
    wheel = tomllib.loads(text("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    return list(wheel["only-include"])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    assert built.returncode == 0, built.stderr
    (file,) = folder.glob("*.whl")
    return zipfile.ZipFile(file)


def test_wheel_holds_everything_the_code_reads(wheel: zipfile.ZipFile) -> None:
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    here = {
        file.relative_to(ROOT).as_posix()
        for place in packaged()
        for file in ([ROOT / place] if (ROOT / place).is_file() else (ROOT / place).rglob("*"))
        if file.is_file() and file.suffix != ".pyc"
    }
    assert held == here
    for pattern in (
        r"cypher/\w+/\w+\.cypher",
        r"kg/data/vocabulary\.jsonl",
        r"kg/server/locks/.+\.lock",
        r"loaders/evidence/.+\.yaml",
        r"api/web/index\.html",
        r"api/web/js/views/.+\.js",
        *(LIBRARY if hatch_build.present() else ()),
    ):
        assert any(re.fullmatch(pattern, name) for name in held), pattern


def test_wheel_has_the_command_and_the_licence(wheel: zipfile.ZipFile) -> None:
    (entry,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "therapath = therapath:main" in wheel.read(entry).decode()
    (licence,) = (name for name in wheel.namelist() if name.endswith("/LICENSE"))
    assert wheel.read(licence).decode() == text("LICENSE")


def test_licence_is_whole() -> None:
    licence = text("LICENSE")
    assert PROJECT["license"] == "Apache-2.0"
    assert "Version 2.0, January 2004" in licence
    for number in range(1, 10):
        assert re.search(rf"^   {number}\. [A-Z]", licence, re.MULTILINE), number
    assert "END OF TERMS AND CONDITIONS" in licence


def test_citation_is_valid_and_true() -> None:
    citation = yaml.safe_load(text("CITATION.cff"))
    folder = Path(builtin_schemas.__file__).parent / "vendor"
    schema = json.loads((folder / "citation-file-format.json").read_text())
    assert not list(map(str, Draft7Validator(schema).iter_errors(citation)))
    assert citation["version"] == PROJECT["version"]
    assert citation["license"] == PROJECT["license"]
    assert citation["authors"] == PROJECT["authors"]


def test_changelog_knows_the_version() -> None:
    assert re.search(rf"^## \[{re.escape(PROJECT['version'])}\]", text("CHANGELOG.md"), re.M)


# Decisions


def test_decisions_are_numbered_and_short() -> None:
    files = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    for file in files:
        lines = file.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 25, file.name
        assert re.fullmatch(rf"# {int(file.name[:4])}\. \S.*", lines[0]), file.name
        headings = [line for line in lines if line.startswith("## ")]
        assert headings == ["## Context", "## Decision", "## Consequences"], file.name


def licence_of(name: str) -> str:
    """What the package states: as an expression, as a line, or as a classifier."""
    about = distribution(name).metadata
    kinds = [line for line in about.get_all("Classifier", []) if line.startswith("License ::")]
    stated = about.get("License-Expression") or about.get("License")
    # Some put the whole text where its name belongs.
    return stated if stated and "\n" not in stated else kinds[0].rpartition(":: ")[2]


def test_dependencies_page_is_complete_and_true() -> None:
    rows = [line.split("|")[1:-1] for line in text("docs/adr/dependencies.md").splitlines()]
    table = {cells[0].strip(" `"): cells[1].strip() for cells in rows if len(cells) > 2}
    for one in direct():
        assert table.get(one.name) == licence_of(one.name)


# The command line as documented


def shown(help_text: str) -> set[str]:
    """Commands in the output of ``--help``."""
    commands = help_text.partition("Commands")[2]
    return set(re.findall(r"^[│|] ([a-z][a-z-]+) ", commands, re.MULTILINE))


@pytest.fixture(scope="module")
def commands() -> set[str]:
    asked = run(sys.executable, "-m", "therapath", "--help")
    assert asked.returncode == 0, asked.stderr
    return shown(asked.stdout)


@pytest.mark.parametrize("page", documents())
def test_page_names_real_commands(page: str, commands: set[str]) -> None:
    called = [re.match(r"(?:\$ )?therapath ([a-z][a-z-]*)\b", line) for line in commands_in(page)]
    assert {found[1] for found in called if found} <= commands


def test_readme_names_every_command(commands: set[str]) -> None:
    called = re.findall(r"\btherapath ([a-z][a-z-]*)\b", "\n".join(commands_in("README.md")))
    assert commands <= set(called)
    assert len(commands) > 5


def test_commands_work_without_the_local_extra() -> None:
    """As in the container, where Neo4j is elsewhere."""
    absent = [Requirement(line).name for line in PROJECT["optional-dependencies"]["local"]]
    block = f"import sys; sys.modules.update(dict.fromkeys({absent}))"
    start = "import therapath; sys.argv = ['therapath', 'serve', '--help']; therapath.main()"
    asked = run(sys.executable, "-c", f"{block}; {start}")
    assert asked.returncode == 0, asked.stderr
    assert "--host" in asked.stdout
