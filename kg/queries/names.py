"""The names in a question, resolved: which entities its filters let in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model.answer import AskedFilter, Matched
from kg.model.question import EvidenceFilters, Question
from kg.resolver import Resolved, Resolver
from kg.vocabulary import EntityType

__all__ = ["Names", "resolve_names"]


@dataclass(frozen=True, slots=True)
class Names:
    """The resolved names of a question, by field."""

    found: Mapping[str, Resolved]
    direct: bool
    """Whether names stand for themselves alone, without what is narrower."""

    def ids(self, field: str) -> list[str] | None:
        """The entities that a field lets in; null where it was not given."""
        if field not in self.found:
            return None
        names = self.found[field]
        return [names.entity.id] if self.direct else names.ids

    def asked(self) -> dict[str, AskedFilter]:
        """For the head of an answer."""
        return {
            field: AskedFilter(
                asked=names.asked,
                entity=names.entity,
                narrower_count=0 if self.direct else len(names.ways) - 1,
            )
            for field, names in self.found.items()
        }

    def matched(self, pairs: Iterable[tuple[str, str]]) -> list[Matched]:
        """Of (field, entity id) pairs of an item: by which terms it came in, each once."""
        return [
            self.found[field].ways[identity]
            for field, identity in dict.fromkeys(pairs)
            if field in self.found and identity in self.found[field].ways
        ]


async def resolve_names(
    resolver: Resolver, question: Question, types: Mapping[str, Sequence[EntityType]]
) -> Names:
    """Look up the names that a question gives in the fields of ``types``.

    Raises:
        UnknownName, AmbiguousName: ``field`` says which.
        InvalidValue: a name is empty or too long.
    """
    found = {}
    for field, kinds in types.items():
        text = getattr(question, field)
        if text is not None:
            found[field] = await resolver.resolve(text, kinds, field=field)
    await resolver.look()
    direct = isinstance(question, EvidenceFilters) and question.direct
    return Names(found, direct)
