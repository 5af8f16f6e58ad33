"""Relations of documents as facts, each with the words that state it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from kg.intake import Rejection
from loaders.bioc.collection import read_json
from loaders.bioc.document import Document, Quote, Quotes, Relation, Side
from loaders.bioc.pubtator import read_pubtator
from loaders.bioc.xml import read_xml
from loaders.edges import Edge
from loaders.files import opened
from loaders.loader import InputFile
from loaders.rows import Reader, Row, SourceDetails

__all__ = ["read_documents"]

_MANUAL = "manual_agent"
#: What the formats call the relations that are taken, in small letters, by the row of EDGES.
_KINDS = {
    "cid": 0,
    "positive_correlation": 1,
    "positive_correlate": 1,
    "cause": 1,
    "negative_correlation": 2,
    "negative_correlate": 2,
    "treat": 2,
    "comparison": 3,
    "compare": 3,
}
_TYPES = {
    "HAS_ADVERSE_EVENT": (("Chemical", "Therapy"), ("Disease", "AdverseEvent")),
    "TREATS": (("Chemical", "Therapy"), ("Disease", "Condition")),
    "COMPARED_WITH": (("Chemical", "Therapy"), ("Chemical", "Therapy")),
}
_ENTITY_TYPES = frozenset(
    ("Chemical", "Disease", "Gene", "Variant", "Species", "CellLine", "Chromosome")
)
_KNOWN_KINDS = frozenset(
    (
        *_KINDS,
        "association",
        "associate",
        "bind",
        "conversion",
        "cotreatment",
        "cotreat",
        "drug_interaction",
        "drug_interact",
        "inhibit",
        "interact",
        "prevent",
        "stimulate",
    )
)

_NO_RELATION = "documents that state no relation"
_NO_QUOTE = "quotes: no short stretch names both, the relation is taken without one"
_MISPLACED = "mentions whose offsets do not fit the text: not used for quotes"


def read_documents(file: InputFile, edges: Sequence[Edge]) -> Reader:
    """Facts of all documents of the file."""
    left_out: Counter[str] = Counter()
    return Reader(_rows(file, edges, left_out), SourceDetails(), left_out)


def _documents(file: InputFile) -> Iterator[Document | Row]:
    suffixes = {suffix.lower() for suffix in file.path.suffixes}
    if suffixes & {".json", ".jsonl", ".ndjson"}:
        yield from read_json(file.path)
        return
    with opened(file.path) as stream:
        yield from read_xml(stream) if ".xml" in suffixes else read_pubtator(stream)


def _rows(file: InputFile, edges: Sequence[Edge], left_out: Counter[str]) -> Iterator[Row]:
    for document in _documents(file):
        if isinstance(document, Row):
            yield document
            continue
        if not document.relations:
            left_out[_NO_RELATION] += 1
            continue
        if document.misplaced:
            left_out[_MISPLACED] += document.misplaced
        quotes, sha256 = Quotes(document), document.sha256()
        for relation in document.relations:
            edge = _edge(relation, edges)
            if edge is None:
                left_out[_untaken(relation)] += 1
            else:
                yield _row(relation, edge, document, quotes, sha256, left_out)


def _edge(relation: Relation, edges: Sequence[Edge]) -> Edge | None:
    """What the relation becomes; none where its kind or its entities are not taken."""
    place = _KINDS.get(relation.kind.casefold())
    if place is None:
        return None
    wanted = sorted(kind for kind, _ in _TYPES[edges[place].predicate])
    found = sorted(side.type for side in relation.sides)
    # A side whose type nothing tells is found out where it is looked for.
    return edges[place] if found == wanted or (place == 0 and "" in found) else None


def _untaken(relation: Relation) -> str:
    """Why it is left out, in one of a bounded number of ways."""
    kind = relation.kind if relation.kind.casefold() in _KNOWN_KINDS else "of another kind"
    types = sorted(
        side.type if side.type in _ENTITY_TYPES else "something else" for side in relation.sides
    )
    return f"relations outside the model: {kind} of {types[0]} and {types[1]}"


def _row(
    relation: Relation,
    edge: Edge,
    document: Document,
    quotes: Quotes,
    sha256: str,
    left_out: Counter[str],
) -> Row:
    subject, target = _in_order(relation, edge)
    quote = quotes.best(subject, target)
    names = _names(subject, target, document, quotes, quote)
    for name, side in zip(names, (subject, target), strict=True):
        if not name:
            message = f"the relation names {side.id or 'an entity'}, and no mention does"
            return Row(relation.line, _shown(relation), Rejection("", "missing_field", message))
    if quote is None:
        left_out[_NO_QUOTE] += 1
    kinds = [kind for _, kind in _TYPES[edge.predicate]]
    fact: dict[str, Any] = {
        "subject": _reference(subject, kinds[0], names[0]),
        "predicate": edge.predicate,
        "object": _reference(target, kinds[1], names[1]),
        "evidence_direction": "supports",
        "provenance": {
            **_place(document, quote),
            "document_sha256": sha256,
            "record": _record(document, relation),
            "knowledge_level": edge.knowledge_level,
            "agent_type": edge.agent_type,
        },
    }
    publication = _publication(document)
    if publication:
        fact["publication"] = publication
    if edge.agent_type != _MANUAL:
        fact["provenance"]["extractor"] = "PubTator3"
    if relation.score:
        try:
            fact["provenance"]["confidence"] = float(relation.score)
        except ValueError:
            message = f"expected a number as score, not {relation.score[:40]!r}"
            return Row(relation.line, _shown(relation), Rejection("score", "wrong_type", message))
    return Row(relation.line, fact)


def _in_order(relation: Relation, edge: Edge) -> tuple[Side, Side]:
    """The chemical first; a comparison as it stands."""
    first, second = relation.sides
    if edge.predicate != "COMPARED_WITH" and (first.type == "Disease" or second.type == "Chemical"):
        return second, first
    return first, second


def _names(
    subject: Side, target: Side, document: Document, quotes: Quotes, quote: Quote | None
) -> list[str]:
    """How the document names both: in the quote where there is one, else where it does first."""
    found = []
    for side, chosen in ((subject, quote and quote.first), (target, quote and quote.second)):
        mentions = quotes.mentions_of(side)
        mention = chosen or (mentions[0] if mentions else None)
        words = mention.words_of(side.id or "") if mention else side.name
        if quote is not None and mention is not None:
            stretch = document.text[quote.start : quote.end]
            words = words if words in stretch else mention.text
        found.append(" ".join(words.split()))
    return found


def _reference(side: Side, kind: str, name: str) -> dict[str, str]:
    identity = {"id": side.id} if side.id else {}
    return {"type": kind, **identity, "name": name}


def _place(document: Document, quote: Quote | None) -> dict[str, Any]:
    if quote is None:
        return {}
    place: dict[str, Any] = {
        "start": quote.start,
        "end": quote.end,
        "quote": document.text[quote.start : quote.end],
    }
    section = document.section(quote.start, quote.end)
    return place | {"section": section} if section else place


def _record(document: Document, relation: Relation) -> str:
    if relation.key:
        return f"{document.id} {relation.key}"
    first, second = relation.sides
    return f"{document.id} {relation.kind} {first.id or first.name} {second.id or second.name}"


def _publication(document: Document) -> dict[str, str] | None:
    identity = document.id.upper()
    if identity.isdecimal():
        found = {"id": f"PMID:{identity}"}
    elif identity.removeprefix("PMC").isdecimal():
        found = {"id": f"PMC:{identity}"}
    else:
        return None
    title = " ".join(document.title.split())
    return found | {"title": title} if 0 < len(title) <= 500 else found


def _shown(relation: Relation) -> list[str | None]:
    first, second = relation.sides
    return [relation.key, relation.kind, first.id, second.id]
