"""What `make` installs with: uv, and pip where uv is of no use."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_house import run, script

UV = "uv --quiet pip install"
PIP = "python -m pip --quiet --no-input --disable-pip-version-check --python"


@pytest.mark.parametrize(
    ("config", "uv_status", "used"),
    [
        ("", 0, [UV]),
        ("global.cert='/etc/ssl/here.crt'", 0, [UV]),
        ("", 1, [UV, PIP]),
        ("global.index-url='a mirror'", 0, [PIP]),
        (":env:.extra-index-url='another index'", 0, [PIP]),
        (":env:.proxy='a proxy'", 0, [PIP]),
    ],
)
def test_uv_installs_where_it_can(
    config: str, uv_status: int, used: list[str], tmp_path: Path
) -> None:
    log, installed = tmp_path / "log", tmp_path / "venv" / ".installed-local"
    noted = f'echo "$(basename "$0") $* | $UV_CONSTRAINT $PIP_CONSTRAINT" >> {log}'
    answers = f'case "$*" in *"config list") echo "{config}";; esac'
    script(tmp_path / "venv" / "bin" / "python", noted, answers)
    script(tmp_path / "venv" / "bin" / "uv", noted, f"exit {uv_status}")
    assert run("make", installed, f"VENV={tmp_path / 'venv'}").returncode == 0
    assert installed.exists()
    told = [line for line in log.read_text().splitlines() if ".[local,bulk,plots]" in line]
    assert len(told) == len(used)
    for line, program in zip(told, used, strict=True):
        assert line.startswith(program)
        assert line.endswith("| constraints.txt constraints.txt")


def test_nothing_counts_as_installed_where_neither_can(tmp_path: Path) -> None:
    installed = tmp_path / "venv" / ".installed-local"
    script(tmp_path / "venv" / "bin" / "python", 'case "$*" in *install*) exit 1;; esac')
    assert run("make", installed, f"VENV={tmp_path / 'venv'}").returncode != 0
    assert not installed.exists()
