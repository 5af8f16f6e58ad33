"""Made-up facts with a realistic shape, for as many as are asked for.

A study has one condition, one or two therapies and a handful of reports; few entities are spoken
of by many claims and most by few; reports of one claim mostly agree. The most frequent entities
are those of the packaged vocabulary, with its hierarchy; behind them come made-up ones, the more
the more facts there are. Every predicate, and so an answer for every question, is there.
"""

from __future__ import annotations

import bisect
import itertools
import multiprocessing
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import orjson

from kg.identifiers import name_key
from kg.terms import Term, packaged_terms
from kg.vocabulary import EntityType

EFFECTS = ("improved", "improved", "improved", "unchanged", "unchanged", "worsened", "mixed")
DESIGNS = ("rct", "rct", "single_arm", "single_arm", "cohort", "case_series", "review_remark")
OF_MECHANISMS = ("animal", "animal", "in_vitro", "in_vitro", "review_remark", "single_arm")
PHASES = ("PHASE1", "PHASE1_PHASE2", "PHASE2", "PHASE2_PHASE3", "PHASE3", "PHASE4")
ROUTES = ("intravenous", "intravenous", "intrathecal", "oral", "subcutaneous")
SOURCES = ("bone marrow", "umbilical cord", "adipose tissue")
STATUSES = ("COMPLETED", "COMPLETED", "COMPLETED", "RECRUITING", "TERMINATED", "UNKNOWN")
STAGES = ("in_trials", "in_trials", "in_trials", "proposed", "approved")
SECTIONS = ("Results", "Abstract", "Discussion", "Table 2")

#: What leads in each type; the rest of the packaged terms follow in the order of their ids.
LEADING = {
    EntityType.OUTCOME: ("Expanded Disability Status Scale",),
    EntityType.CONDITION: (
        "multiple sclerosis",
        "relapsing-remitting multiple sclerosis",
        "secondary progressive multiple sclerosis",
        "primary progressive multiple sclerosis",
        "progressive multiple sclerosis",
        "stroke disorder",
    ),
}
#: How many facts there are for each made-up entity.
FACTS_OF_EACH = {
    EntityType.THERAPY: 100,
    EntityType.OUTCOME: 400,
    EntityType.ADVERSE_EVENT: 400,
    EntityType.CONDITION: 2_000,
    EntityType.MECHANISM: 1_000,
    EntityType.CELL_TYPE: 5_000,
}
#: Facts that are made from one seed of their own.
_BLOCK = 20_000

_Json = dict[str, Any]


class Skewed:
    """Draws 0 … n-1, the k-th about as often as 1/(k+1)^0.8."""

    def __init__(self, size: int) -> None:
        self._sums = list(itertools.accumulate(1 / (k + 1) ** 0.8 for k in range(size)))

    def draw(self, chance: random.Random) -> int:
        return self.at(chance.random())

    def at(self, share: float) -> int:
        """Where a share of all draws, from 0 to 1, falls."""
        return bisect.bisect(self._sums, share * self._sums[-1])


class _Kind:
    """All entities of a type, the most frequent first."""

    def __init__(self, kind: EntityType, count: int) -> None:
        terms = _packaged(kind)
        made_up = max(10, count // FACTS_OF_EACH[kind])
        names = [term.name for term in terms]
        names += [f"{kind.lower()} {number}" for number in range(made_up)]
        self.refs: list[_Json] = [{"type": str(kind), "name": name} for name in names]
        self.scales = [(term.minimum, term.maximum) for term in terms] + [(None, None)] * made_up
        self._skewed = Skewed(len(names))

    def draw(self, chance: random.Random) -> int:
        return self._skewed.draw(chance)

    def near(self, number: int, chance: random.Random, often: float = 1.0) -> int:
        """Mostly one of the few that belong to another entity, which its number stands for.

        ``often`` says how often it is one of them, from 0 to 1; else it is any. Both ways the
        frequent ones stay frequent.
        """
        if chance.random() >= often:
            return self.draw(chance)
        place = int(chance.random() ** 3 * 12)
        return self._skewed.at((number * 0.618_033_988_7 + place * 0.754_877_666_2) % 1)


def _packaged(kind: EntityType) -> list[Term]:
    """The packaged terms whose names are theirs alone, those that lead first."""
    found: dict[str, list[Term]] = {}
    for term in packaged_terms().by_id.values():
        if term.type is kind:
            found.setdefault(name_key(term.name), []).append(term)
    alone = sorted((same[0] for same in found.values() if len(same) == 1), key=lambda one: one.id)
    shuffled = random.Random(str(kind)).sample(alone, len(alone))  # ids group like with like
    leading = LEADING.get(kind, ())
    first = [term for name in leading for term in alone if term.name == name]
    return first + [term for term in shuffled if term not in first]


@dataclass(frozen=True)
class _Study:
    """What the reports of one study share."""

    condition: _Json
    therapies: tuple[int, int]
    people: int
    parts: _Json


class Maker:
    """Makes facts, from a seed and the number of all facts that there will be."""

    def __init__(self, count: int, seed: int) -> None:
        self._count, self._seed = count, seed
        self._kinds = {kind: _Kind(kind, count) for kind in FACTS_OF_EACH}
        self._chance = random.Random()

    def block(self, number: int) -> Iterator[_Json]:
        """The facts of a block; the same whatever was made before."""
        self._chance = random.Random(f"{self._seed}/{number}")
        first, last = number * _BLOCK, min(self._count, (number + 1) * _BLOCK)
        while first < last:
            # A study has from 1 to 25 reports, 5 on average; numbers follow from its first.
            reports = min(last - first, 1 + int(self._chance.expovariate(0.25)), 25)
            study = self._study(first)
            for place in range(reports):
                fact = self._fact(study)
                fact["provenance"] = self._provenance(first + place)
                yield fact
            first += reports

    def _below(self, count: int) -> int:
        return int(self._chance.random() * count)

    def _one_of(self, words: tuple[str, ...]) -> str:
        return words[self._below(len(words))]

    def _draw(self, kind: EntityType) -> int:
        return self._kinds[kind].draw(self._chance)

    def _ref(self, kind: EntityType, number: int) -> _Json:
        return self._kinds[kind].refs[number]

    def _near(self, kind: EntityType, number: int, often: float) -> int:
        return self._kinds[kind].near(number, self._chance, often)

    def _study(self, number: int) -> _Study:
        people = 8 + int(self._chance.expovariate(1 / 80))
        human: _Json = {"type": self._one_of(DESIGNS), "phase": self._one_of(PHASES)}
        study: _Json = {
            "id": f"NCT{number % 100_000_000:08d}",
            "name": f"study {number}",
            "enrollment": people,
            "phase": human["phase"],
            "status": self._one_of(STATUSES),
        }
        if study["status"] == "TERMINATED":
            study["why_stopped"] = "slow enrolment"
        parts: _Json = {
            "design": human,
            "treatment": {"route": self._one_of(ROUTES)},
            "population": {"age_min": 18.0, "age_max": 40.0 + self._below(40)},
            "study": study,
            "publication": {"id": f"PMID:{number + 1}", "year": 1990 + self._below(36)},
        }
        if self._chance.random() < 0.3:
            parts["treatment"] |= {"cell_source": self._one_of(SOURCES), "donor": "autologous"}
        therapy = self._draw(EntityType.THERAPY)
        therapies = therapy, self._near(EntityType.THERAPY, therapy, 0.5)
        condition = self._near(EntityType.CONDITION, therapy, 0.7)
        return _Study(self._ref(EntityType.CONDITION, condition), therapies, people, parts)

    def _fact(self, study: _Study) -> _Json:
        kind = self._chance.random()
        therapy = study.therapies[self._chance.random() < 0.3]
        if kind < 0.55:
            return self._outcome(study, therapy)
        if kind < 0.80:
            return self._harm(study, therapy)
        if kind < 0.86 and study.therapies[0] != study.therapies[1]:
            return self._comparison(study)
        if kind < 0.89:
            return {
                "subject": self._ref(EntityType.THERAPY, therapy),
                "predicate": "TREATS",
                "object": study.condition,
                "evidence_direction": "supports",
                "stage": self._one_of(STAGES),
                **study.parts,
            }
        return self._mechanism(study, therapy)

    def _side(self) -> str:
        return "supports" if self._chance.random() < 0.95 else "refutes"

    def _effect(self, one: int, other: int) -> str:
        """Mostly the same for the same two entities."""
        if self._chance.random() < 0.7:
            return EFFECTS[(one * 31 + other * 17) % len(EFFECTS)]
        return self._one_of(EFFECTS)

    def _outcome(self, study: _Study, therapy: int) -> _Json:
        outcome = self._near(EntityType.OUTCOME, therapy, 0.7)
        effect = self._effect(therapy, outcome)
        result: _Json = {
            "n": study.people,
            "p_value": round(self._chance.random() ** 2, 4),
            "timepoint_months": float(3 * (1 + self._below(12))),
        }
        low, high = self._kinds[EntityType.OUTCOME].scales[outcome]
        if low is not None and high is not None:
            baseline = round(low + (high - low) * (0.3 + 0.4 * self._chance.random()), 1)
            value = round(low + (high - low) * (0.3 + 0.4 * self._chance.random()), 1)
            result |= {"baseline": baseline, "value": value, "change": round(value - baseline, 1)}
        elif self._chance.random() < 0.5:
            middle, half = self._chance.gauss(0, 1), 0.1 + self._chance.random()
            result |= {
                "estimate": round(middle, 3),
                "estimate_type": "mean_difference",
                "ci_low": round(middle - half, 3),
                "ci_high": round(middle + half, 3),
            }
        else:
            result["responders"] = self._below(study.people + 1)
        return {
            "subject": self._ref(EntityType.THERAPY, therapy),
            "predicate": "REPORTS_OUTCOME",
            "object": self._ref(EntityType.OUTCOME, outcome),
            "condition": study.condition,
            "effect_direction": effect,
            "evidence_direction": self._side(),
            "result": result,
            **study.parts,
        }

    def _harm(self, study: _Study, therapy: int) -> _Json:
        share = self._chance.random() ** 3
        event = self._near(EntityType.ADVERSE_EVENT, therapy, 0.7)
        return {
            "subject": self._ref(EntityType.THERAPY, therapy),
            "predicate": "HAS_ADVERSE_EVENT",
            "object": self._ref(EntityType.ADVERSE_EVENT, event),
            "condition": study.condition,
            "evidence_direction": self._side(),
            "result": {
                "arm": "treated" if self._chance.random() < 0.7 else "control",
                "affected": int(share * study.people),
                "at_risk": study.people,
                "serious": self._chance.random() < 0.2,
            },
            **study.parts,
        }

    def _comparison(self, study: _Study) -> _Json:
        one, other = study.therapies
        outcome = self._near(EntityType.OUTCOME, one, 0.7)
        ratio = round(0.3 + 1.4 * self._chance.random(), 3)
        return {
            "subject": self._ref(EntityType.THERAPY, one),
            "predicate": "COMPARED_WITH",
            "object": self._ref(EntityType.THERAPY, other),
            "condition": study.condition,
            "effect_direction": self._effect(one, other),
            "evidence_direction": self._side(),
            "result": {
                "measure": self._ref(EntityType.OUTCOME, outcome)["name"],
                "estimate": ratio,
                "estimate_type": "hazard_ratio",
                "ci_low": round(ratio * 0.6, 3),
                "ci_high": round(ratio * 1.6, 3),
                "n": study.people,
            },
            **study.parts,
        }

    def _mechanism(self, study: _Study, therapy: int) -> _Json:
        """A step of the way from a therapy by a cell and a mechanism to an outcome."""
        step = self._chance.random()
        given: _Json = {"evidence_direction": self._side()}
        if step < 0.15:
            ends = EntityType.THERAPY, therapy, "USES_CELL_TYPE", EntityType.CELL_TYPE
        elif step < 0.4:
            ends = EntityType.THERAPY, therapy, "ACTS_THROUGH", EntityType.MECHANISM
        elif step < 0.55:
            cell = self._draw(EntityType.CELL_TYPE)
            ends = EntityType.CELL_TYPE, cell, "ACTS_THROUGH", EntityType.MECHANISM
        elif step < 0.6:
            cell = self._draw(EntityType.CELL_TYPE)
            ends = EntityType.CELL_TYPE, cell, "DIFFERENTIATES_INTO", EntityType.CELL_TYPE
        else:
            mechanism = self._draw(EntityType.MECHANISM)
            reached = EntityType.OUTCOME
            if step > 0.8:
                reached = EntityType.MECHANISM if step < 0.95 else EntityType.CONDITION
            ends = EntityType.MECHANISM, mechanism, "CONTRIBUTES_TO", reached
            given["effect_direction"] = self._effect(mechanism, 1)
        kind, number, predicate, other = ends
        return {
            "subject": self._ref(kind, number),
            "predicate": predicate,
            "object": self._ref(other, self._near(other, number, 0.8)),
            **given,
            "design": {"type": self._one_of(OF_MECHANISMS)},
            "publication": study.parts["publication"],
        }

    def _provenance(self, number: int) -> _Json:
        start = number * 97 % 40_000
        return {
            "section": SECTIONS[number % len(SECTIONS)],
            "start": start,
            "end": start + 80,
            "knowledge_level": "observation",
            "agent_type": "text_mining_agent" if number % 3 else "manual_agent",
            "confidence": (50 + self._below(51)) / 100,
        }


def facts(count: int, seed: int = 1) -> Iterator[_Json]:
    """``count`` facts, always the same for a seed; about five reports a study."""
    maker = Maker(count, seed)
    for number in range(_blocks(count)):
        yield from maker.block(number)


def write(path: Path, count: int, seed: int = 1) -> None:
    """The facts as JSON Lines, made by two processes."""
    with multiprocessing.Pool(2) as pool, path.open("wb") as stream:
        for lines in pool.imap(partial(_lines, count, seed), range(_blocks(count))):
            stream.write(lines)


def _blocks(count: int) -> int:
    return -(-count // _BLOCK)


@cache
def _maker(count: int, seed: int) -> Maker:
    """One for each process."""
    return Maker(count, seed)


def _lines(count: int, seed: int, block: int) -> bytes:
    return b"".join(
        orjson.dumps(fact, option=orjson.OPT_APPEND_NEWLINE)
        for fact in _maker(count, seed).block(block)
    )
