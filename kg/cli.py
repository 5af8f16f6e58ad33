"""Commands that ask the graph: ``therapies``, ``ask``, ``sources``, ``schema``; ``retract``."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from pydantic import ValidationError

from kg.connect import open_database
from kg.database import Database
from kg.errors import DatabaseNotReady, InvalidValue
from kg.model import Answer, AskAnswer, Retracted, TherapiesQuestion
from kg.model.base import Model
from kg.resolver import Resolver
from kg.settings import load_settings
from kg.vocabulary import EffectDirection, Phase

__all__ = ["describe", "prepare", "register", "run"]

T = TypeVar("T")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, as the HTTP interface has it.")]
Limit = Annotated[int, typer.Option(min=1, max=500, help="How many to show.")]

schema_app = typer.Typer(no_args_is_help=True, help="Schemas of what goes in.")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("ask")(ask_command)
    app.command("therapies")(therapies_command)
    app.command("sources")(sources_command)
    app.command("retract")(retract_command)
    app.add_typer(schema_app, name="schema")


def run(work: Callable[[Database], Awaitable[T]]) -> T:
    """Run ``work`` with the database of the environment: the command line's one way in."""

    async def inside() -> T:
        async with open_database(load_settings()) as database:
            return await work(database)

    return asyncio.run(inside())


def prepare() -> None:
    """Put schema and vocabulary in place."""
    from kg.setup import ensure_ready

    run(ensure_ready)


def describe(build: bool) -> dict[str, str]:
    """What the graph holds; with ``build`` also its build id, for which all of it is read."""
    from kg.build import build_id
    from kg.queries.graph import graph_schema

    async def work(database: Database) -> dict[str, str]:
        try:
            schema = (await graph_schema(database)).body
        except DatabaseNotReady as error:
            return {"graph": str(error)}
        counts = {row.label: row.count for row in schema.labels}
        found = {
            "graph_version": schema.version,
            "claims": f"{counts['Claim']:,}",
            "evidence": f"{counts['Evidence']:,}",
        }
        return {**found, "build_id": await build_id(database)} if build else found

    return run(work)


def print_json(body: Model) -> None:
    """A body as the HTTP interface has it."""
    typer.echo(body.model_dump_json(indent=2))


def ask_command(
    question: Annotated[str, typer.Argument(help="For example: side effects of natalizumab")],
    show_cypher: Annotated[
        bool, typer.Option(help="Also print the Cypher, ready for Neo4j Browser.")
    ] = False,
    limit: Limit = 25,
    as_json: AsJson = False,
) -> None:
    """Ask a question in plain words."""
    from kg.ask import ask

    found: Answer[AskAnswer] = run(
        lambda database: ask(database, Resolver(database), question, limit=limit)
    )
    if as_json:
        print_json(found.body)
        return
    from kg.tables import console, print_ask

    print_ask(console(), found.body, show_cypher=show_cypher)


def therapies_command(
    outcome: Annotated[str | None, typer.Option(help="Name or id of an outcome.")] = None,
    effect: Annotated[EffectDirection | None, typer.Option(help="Direction of effect.")] = None,
    condition: Annotated[str | None, typer.Option(help="Name or id of a condition.")] = None,
    therapy: Annotated[str | None, typer.Option(help="A therapy, or a class of them.")] = None,
    phase: Annotated[Phase | None, typer.Option(help="Phase of a supporting trial.")] = None,
    route: Annotated[str | None, typer.Option(help="Route, such as intrathecal.")] = None,
    min_patients: Annotated[int | None, typer.Option(min=0, help="Least patients.")] = None,
    limit: Limit = 25,
    cursor: Annotated[str | None, typer.Option(help="The 'next' of the page before.")] = None,
    as_json: AsJson = False,
) -> None:
    """Which therapies report an outcome, in which direction, for whom."""
    from kg.queries.therapies import therapies, therapy_context

    try:
        asked = TherapiesQuestion(
            outcome=outcome,
            effect=effect,
            condition=condition,
            therapy=therapy,
            phase=phase,
            route=route,
            min_patients=min_patients,
        )
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0])
        raise InvalidValue(f"{field}: {first['msg']}", field=field) from error

    async def work(database: Database) -> None:
        resolver = Resolver(database)
        found = await therapies(database, resolver, asked, limit=limit, cursor=cursor)
        if as_json:
            print_json(found.body)
            return
        from kg.tables import console, print_therapies

        ids = [item.therapy.id for item in found.body.items]
        print_therapies(
            console(), found.body, await therapy_context(database, resolver, asked, ids)
        )
        if found.body.next:
            typer.echo(f"more: --cursor {found.body.next}")

    run(work)


def sources_command(as_json: AsJson = False) -> None:
    """Which datasets are loaded."""
    from kg.queries.graph import sources

    found = run(sources)
    if as_json:
        print_json(found.body)
        return
    from kg.tables import console, print_sources

    print_sources(console(), found.body)


def retract_command(
    source: Annotated[str, typer.Argument(help="Id or name of a loaded dataset.")],
    as_json: AsJson = False,
) -> None:
    """Take out a dataset: the graph is as if it had never been loaded."""
    from kg.retract import retract
    from kg.setup import ensure_ready

    async def work(database: Database) -> Retracted:
        await ensure_ready(database)
        return await retract(database, source)

    found = run(work)
    if as_json:
        print_json(found)
        return
    typer.echo(
        f"took out {found.name!r}: {found.mentions_removed:,} reports of it, "
        f"{found.evidence_removed:,} of them stated by nobody else; with them went "
        f"{found.claims_removed:,} claims, {found.terms_removed:,} descriptions, "
        f"{found.entities_removed:,} entities and {found.publications_removed:,} publications"
    )


@schema_app.callback()
def schema_callback() -> None:
    """Schemas of what goes in."""


@schema_app.command("facts")
def schema_facts_command() -> None:
    """Print the JSON Schema of a fact."""
    import json

    from kg.model import fact_json_schema

    typer.echo(json.dumps(fact_json_schema(), indent=2))
