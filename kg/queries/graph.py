"""The graph as a whole: its version, what is in it, which datasets were loaded."""

from __future__ import annotations

from difflib import get_close_matches

from kg.cypher import query
from kg.database import Database
from kg.errors import UnknownName
from kg.model.answer import (
    Answer,
    GraphSchema,
    LabelCount,
    PredicateCount,
    Source,
    SourcesAnswer,
    TripleCount,
)
from kg.vocabulary import PREDICATES

__all__ = ["find_source", "graph_schema", "sources", "version"]


async def version(database: Database) -> str:
    """The graph's version: it changes with every commit that changes the graph."""
    return str((await database.read(query("graph/state")))["version"])


async def graph_schema(database: Database) -> Answer[GraphSchema]:
    """Labels and predicates with their counts, and which types the predicates join."""
    found = await database.read(query("graph/schema"))
    counts = {row["predicate"]: row["count"] for row in found["predicates"]}
    predicates = [
        PredicateCount(
            predicate=str(predicate),
            subjects=sorted(rule.subjects),
            objects=sorted(rule.objects),
            effect_direction=rule.effect,
            biolink=rule.biolink,
            count=counts[predicate],
        )
        for predicate, rule in PREDICATES.items()
    ]
    body = GraphSchema(
        version=found["version"],
        neo4j=database.server_version,
        labels=[LabelCount(**row) for row in found["labels"]],
        predicates=predicates,
        metagraph=[TripleCount(**row) for row in found["metagraph"]],
    )
    return Answer(found["version"], body)


async def sources(database: Database) -> Answer[SourcesAnswer]:
    """The loaded datasets, by name."""
    found = await database.read(query("graph/sources"))
    items = [Source.model_validate(row) for row in found["items"]]
    return Answer(found["version"], SourcesAnswer(items=items, total=len(items)))


async def find_source(database: Database, text: str) -> Source:
    """The loaded dataset of this id or name.

    Raises:
        UnknownName: there is none; ``near_misses`` are those with similar names.
    """
    loaded = (await sources(database)).body.items
    for source in loaded:
        if text == source.id:
            return source
    named = [source for source in loaded if source.name == text] or [
        source for source in loaded if source.name.casefold() == text.casefold()
    ]
    if len(named) == 1:
        return named[0]
    near = set(get_close_matches(text, [source.name for source in loaded], n=5))
    misses = named or [source for source in loaded if source.name in near]
    message = f"no source is called {text!r}"
    if misses:
        message += "; there is " + ", ".join(f"{one.name!r} ({one.id})" for one in misses)
    raise UnknownName(message, field="source", near_misses=misses)
