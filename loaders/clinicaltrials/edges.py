"""What a record states, and what it becomes; the guide's table has the same rows."""

from __future__ import annotations

from loaders.edges import Edge

__all__ = [
    "ANALYSIS",
    "DERIVED",
    "EDGES",
    "EVENT",
    "EVENT_TOTAL",
    "INTERVENTION",
    "MEASUREMENT",
    "RESULT",
]

EDGES = (
    Edge("intervention × condition", "TREATS", "knowledge_assertion", "manual_agent"),
    Edge("reference RESULT", "TREATS", "knowledge_assertion", "manual_agent"),
    Edge("reference DERIVED", "TREATS", "knowledge_assertion", "automated_agent"),
    Edge("outcome measurement", "REPORTS_OUTCOME", "observation", "manual_agent"),
    Edge("outcome analysis", "REPORTS_OUTCOME", "statistical_association", "manual_agent"),
    Edge("adverse event", "HAS_ADVERSE_EVENT", "observation", "manual_agent"),
    Edge("total of an event group", "HAS_ADVERSE_EVENT", "observation", "manual_agent"),
)
INTERVENTION, RESULT, DERIVED, MEASUREMENT, ANALYSIS, EVENT, EVENT_TOTAL = EDGES
