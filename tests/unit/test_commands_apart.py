"""Each command is imported when it is asked for, so that the others do not slow it down."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest
import typer
from typer.main import get_command, get_group
from typer.testing import CliRunner

from therapath import MODULES, app


@pytest.mark.parametrize("module", sorted(set(MODULES.values())))
def test_module_registers_the_commands_it_is_listed_for(module: str) -> None:
    found = typer.Typer()
    import_module(module).register(found)
    listed = {name for name, where in MODULES.items() if where == module}
    assert set(get_group(found).commands) == listed


def test_help_lists_every_command_once() -> None:
    group = get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    assert group.list_commands(typer.Context(group)) == ["demo", *MODULES]
    shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "100"})
    assert shown.exit_code == 0
    names = [line.split()[1] for line in shown.output.splitlines() if line.startswith("│ ")]
    assert [name for name in names if name in MODULES] == list(MODULES)


def test_mistyped_command_is_answered_with_those_like_it() -> None:
    asked = CliRunner().invoke(app, ["theraphies"])
    assert asked.exit_code == 2
    assert "Did you mean 'therapies'" in asked.output


@pytest.mark.parametrize(
    ("arguments", "spared"),
    [
        (["--version"], {"pydantic", "neo4j", "rich.console"}),
        (["profile"], {"neo4j", "networkx", "kg.model.profile", "kg.commands.export"}),
        (["schema", "facts"], {"neo4j", "kg.model.answer", "loaders.cli"}),
    ],
)
def test_command_does_without_what_others_need(arguments: list[str], spared: set[str]) -> None:
    code = (
        "import sys, atexit, therapath\n"
        "atexit.register(lambda: print(*sorted(sys.modules), sep='\\n', file=sys.stderr))\n"
        f"sys.argv = ['therapath', *{arguments!r}]\n"
        "therapath.main()"
    )
    asked = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    imported = set(asked.stderr.splitlines())
    assert "therapath" in imported
    assert not spared & imported
