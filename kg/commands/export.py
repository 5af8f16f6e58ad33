"""``therapath export``: the graph, or a part of it, for other programs."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import run
from kg.commands.options import asks
from kg.errors import GraphChanged, UnknownChoice
from kg.model.export import ExportQuestion

if TYPE_CHECKING:
    from kg.database import Database
    from kg.export import Format

__all__ = ["register"]

#: How often an export is begun again because somebody changed the graph.
_ATTEMPTS = 3

Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        help="File, or folder where the format is two files; .gz is compressed, .zip packed. "
        "Without it the export goes to standard output.",
    ),
]
Style = Annotated[
    Path | None,
    typer.Option(help="Also write Cytoscape's colours: .xml for Cytoscape, .json for its library."),
]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("export")(export_command)


@asks(ExportQuestion)
def export_command(asked: ExportQuestion, output: Output = None, style: Style = None) -> None:
    """The graph, or a part of it, for Cytoscape, Gephi, R, networkx, KGX or a triple store."""
    form = _checked(asked, output, style)
    written = run(lambda database: _export(database, asked, form, output))
    if style is not None:
        from kg.export.styles import write_style

        written.append(write_style(style))
    if output is not None:
        typer.echo(f"wrote {', '.join(map(str, written))}", err=True)


def _checked(asked: ExportQuestion, output: Path | None, style: Path | None) -> Format:
    """The format; what is wrong with the call itself is found before anything is asked for."""
    from kg.export import chosen_format, chosen_level

    try:
        form = chosen_format(asked.format)
        chosen_level(asked.level)
    except UnknownChoice as error:
        raise typer.BadParameter(str(error), param_hint=f"--{error.field}") from error
    if output is None and form.pair_only and form.files is not None:
        raise typer.BadParameter(
            f"{form.name} is two files ({' and '.join(form.files)}): name a folder, or a .zip",
            param_hint="--output",
        )
    if style is not None and style.suffix not in (".xml", ".json"):
        raise typer.BadParameter("name a file that ends with .xml or .json", param_hint="--style")
    return form


async def _export(
    database: Database, asked: ExportQuestion, form: Format, output: Path | None
) -> list[Path]:
    from kg.export import prepare_export
    from kg.export.files import write_export, write_stream
    from kg.export.packing import one_file
    from kg.progress import shown_bar
    from kg.resolver import Resolver

    resolver = Resolver(database)
    # No bar between the lines of an export that goes to the same terminal.
    hidden = output is None and sys.stdout.isatty()
    for left in reversed(range(_ATTEMPTS)):
        try:
            with shown_bar(f"exporting {form.name}", hidden=hidden) as advance:
                export = await prepare_export(database, resolver, asked)
                export = replace(export, told=advance)
                if output is not None:
                    return await write_export(export, output)
                # What has gone to a pipe cannot be taken back.
                left = 0
                await write_stream(one_file(export), sys.stdout.buffer)
                return []
        except GraphChanged:
            if not left:
                raise
    raise AssertionError("unreachable")  # pragma: no cover
