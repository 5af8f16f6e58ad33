"""Made-up facts with a realistic shape: few hubs, long tails, several reports a claim."""

from __future__ import annotations

import bisect
import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path

EFFECTS = ("improved", "improved", "improved", "unchanged", "worsened", "mixed")
DESIGNS = ("rct", "single_arm", "cohort", "case_series", "animal", "review_remark")
PHASES = ("PHASE1", "PHASE1_PHASE2", "PHASE2", "PHASE3")
ROUTES = ("intravenous", "intrathecal", "oral", "subcutaneous")
CONDITIONS = ("MS", "RRMS", "SPMS", "PPMS", "progressive MS", "stroke")


class Skewed:
    """Draws 0 … n-1, the k-th about as often as 1/(k+1)^0.8."""

    def __init__(self, size: int) -> None:
        self._sums = list(itertools.accumulate(1 / (k + 1) ** 0.8 for k in range(size)))

    def draw(self, chance: random.Random) -> int:
        return bisect.bisect(self._sums, chance.random() * self._sums[-1])


def facts(count: int, seed: int = 1) -> Iterator[dict[str, object]]:
    """``count`` facts, always the same for a seed; about five reports a study."""
    chance = random.Random(seed)
    therapies = Skewed(max(50, count // 100))
    outcomes = Skewed(max(30, count // 400))
    events = Skewed(max(30, count // 400))
    conditions = Skewed(len(CONDITIONS))
    for number in range(count):
        study = number // 5
        outcome = chance.random() < 0.7
        name = outcomes.draw(chance) if outcome else events.draw(chance)
        fact: dict[str, object] = {
            "subject": {"type": "Therapy", "name": f"therapy {therapies.draw(chance)}"},
            "predicate": "REPORTS_OUTCOME" if outcome else "HAS_ADVERSE_EVENT",
            "object": {
                "type": "Outcome" if outcome else "AdverseEvent",
                "name": "EDSS"
                if outcome and name == 0
                else f"{'outcome' if outcome else 'event'} {name}",
            },
            "condition": {"type": "Condition", "name": CONDITIONS[conditions.draw(chance)]},
            "evidence_direction": "supports" if chance.random() < 0.95 else "refutes",
            "design": {"type": chance.choice(DESIGNS), "phase": chance.choice(PHASES)},
            "treatment": {"route": chance.choice(ROUTES)},
            "study": {
                "id": f"NCT{study:08d}",
                "name": f"study {study}",
                "enrollment": 10 + study % 90,
            },
            "publication": {"id": f"PMID:{study}", "year": 1990 + study % 36},
            "provenance": {
                "section": "Results",
                "start": number % 4000,
                "end": number % 4000 + 80,
                "knowledge_level": "observation",
                "agent_type": "text_mining_agent",
                "confidence": chance.randint(50, 100) / 100,
            },
        }
        if outcome:
            fact["effect_direction"] = chance.choice(EFFECTS)
            fact["result"] = {"n": 10 + study % 90, "p_value": chance.randint(1, 1000) / 1000}
        else:
            at_risk = 10 + study % 90
            fact["result"] = {"affected": chance.randint(0, at_risk), "at_risk": at_risk}
        yield fact


def write(path: Path, count: int, seed: int = 1) -> None:
    """The facts as JSON Lines."""
    with path.open("w", encoding="utf-8") as stream:
        for fact in facts(count, seed):
            stream.write(json.dumps(fact) + "\n")
