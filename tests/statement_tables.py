"""What ``test_statements`` holds every statement to: ways in, what may be held back, budgets."""

from __future__ import annotations

from typing import Any

from kg.identifiers import claim_id
from kg.vocabulary import EffectDirection, EntityType, Predicate

EVERY_EFFECT = [str(effect) for effect in EffectDirection]
EVERY_PREDICATE = [str(predicate) for predicate in Predicate]
EVERY_TYPE = [str(kind) for kind in EntityType]
LABELS = [*EVERY_TYPE, "Publication", "Claim", "Evidence", "Source"]
PROGRESSIVE = ["TEST:C2", "TEST:C3", "TEST:C4"]

_TOTALS = {
    "min_patients": None,
    "min_studies": None,
    "min_score": None,
    "sort": "score",
    "skip": 0,
    "limit": 25,
}
#: Every key at once, so that each condition is planned.
EVERY_FILTER = {
    "designs": ["rct", "single_arm", "cohort"],
    "phases": ["PHASE1", "PHASE3"],
    "levels": ["knowledge_assertion", "not_provided"],
    "agents": ["manual_agent", "not_provided"],
    "route": "intravenous",
    "donor": "autologous",
    "months": 12.0,
    "year_from": 2000,
    "year_to": 2020,
    "source": "therapath:source-fixed_graph",
}

_THERAPIES = {
    "outcomes": None,
    "effects": EVERY_EFFECT,
    "conditions": None,
    "therapies": None,
    **_TOTALS,
}
_RANKED = {**_THERAPIES, "read": 175}
_CLAIMS = {
    "subjects": None,
    "predicates": EVERY_PREDICATE,
    "objects": None,
    "conditions": None,
    "effects": None,
    **_TOTALS,
}
_NEIGHBORS = {
    "id": "TEST:T6",
    "predicates": EVERY_PREDICATE,
    "ways": ["in", "out"],
    "types": EVERY_TYPE,
    "min_score": 0.0,
    "skip": 0,
    "limit": 25,
}

_CONTRADICTIONS: dict[str, Any] = {
    "subjects": None,
    "predicates": EVERY_PREDICATE,
    "objects": None,
    "conditions": None,
    "strongest": 1.609438,
    "read": 50,
}
_OPPOSED: dict[str, Any] = {
    "subjects": None,
    "predicates": EVERY_PREDICATE,
    "objects": None,
    "conditions": None,
    "filters": {},
    "skip": 0,
    "limit": 25,
}
_STEPS: dict[str, Any] = {
    "forward": True,
    "ends": False,
    "predicates": EVERY_PREDICATE,
    "types": EVERY_TYPE,
    "into": None,
    "avoid": [],
    "every": False,
    "read": 100,
    "keep": 100,
}

_GROUPS = {"groups": [["TEST:T5"], ["TEST:T8"]], "objects": None, "conditions": None, "most": 100}
_REPORTS = {
    "groups": [["TEST:T3", "TEST:T4"], ["TEST:T5"]],
    "predicates": ["REPORTS_OUTCOME", "HAS_ADVERSE_EVENT"],
    "compared": True,
    "objects": None,
    "conditions": None,
}
_INFECTION = claim_id("TEST:T5", "HAS_ADVERSE_EVENT", "TEST:A4", "TEST:C5", None)
_LISTED = {
    "entities": ["TEST:T3", "TEST:A4"],
    "harms": [[_INFECTION], []],
    "most": 100,
    "studies": ["NCT00000001"],
    "cited": ["0" * 32],
}
_PROFILE = {"therapy": "TEST:T3", "therapies": ["TEST:T3", "TEST:T4"], "most": 100}
_EVENTS = {"therapies": ["TEST:T5"], "events": None, "conditions": None, "serious": None}
_RESULTS = {"therapies": None, "conditions": None, "skip": 0, "limit": 25, "most": 5_000}
_GAPS = {"subjects": None, "conditions": None, "filters": {}, "skip": 0, "limit": 25}
_HUMANS = {"humans": ["rct", "single_arm", "cohort"], "depth": 1}

_EXPORT: dict[str, Any] = {
    "ids": None,
    "after": "",
    "limit": 100,
    "subjects": None,
    "predicates": EVERY_PREDICATE,
    "objects": None,
    "conditions": None,
    "effects": None,
    "min_patients": None,
    "min_studies": None,
    "min_score": None,
}
_BACKED: dict[str, Any] = {
    "ids": ["0" * 32],
    "filters": {},
    "min_patients": None,
    "min_studies": None,
    "min_score": None,
}

#: The read statements with parameters as the product sends them, one line for each way in.
READS: list[tuple[str, dict[str, Any]]] = [
    (
        "adverse_events/beside",
        {
            "events": ["TEST:A4", "TEST:A5"],
            "therapies": ["TEST:T5"],
            "studies": ["NCT00000002", "NCT00000010"],
            "named": ["TEST:A4", "TEST:T5"],
            "filters": EVERY_FILTER,
        },
    ),
    ("adverse_events/filtered", {**_EVENTS, "filters": {}}),
    (
        "adverse_events/filtered",
        {
            "therapies": ["TEST:T5", "TEST:T8"],
            "events": ["TEST:A4", "TEST:A5"],
            "conditions": PROGRESSIVE,
            "serious": True,
            "filters": EVERY_FILTER,
        },
    ),
    ("adverse_events/list", _EVENTS),
    (
        "adverse_events/list",
        {
            "therapies": ["TEST:T5", "TEST:T8"],
            "events": ["TEST:A4", "TEST:A5"],
            "conditions": PROGRESSIVE,
            "serious": True,
        },
    ),
    ("build/claims", {"after": "", "limit": 100}),
    ("build/entities", {"after": "", "limit": 100}),
    ("build/evidence", {"after": "", "limit": 100}),
    ("build/publications", {"after": "", "limit": 100}),
    ("build/relationships", {}),
    ("claims/filtered", {**_CLAIMS, "subjects": ["TEST:T8"], "filters": EVERY_FILTER}),
    ("claims/filtered", {**_CLAIMS, "sort": "newest", "filters": {}}),
    ("claims/list", {**_CLAIMS, "subjects": ["TEST:T8"]}),
    ("claims/list", {**_CLAIMS, "objects": ["TEST:O2"]}),
    ("claims/list", {**_CLAIMS, "conditions": PROGRESSIVE}),
    ("claims/list", _CLAIMS),
    ("claims/page", {"id": "0" * 32}),
    ("contradictions/filtered", {**_OPPOSED, "subjects": ["TEST:T3"], "filters": EVERY_FILTER}),
    ("contradictions/filtered", {**_OPPOSED, "objects": ["TEST:O2"]}),
    ("contradictions/filtered", {**_OPPOSED, "conditions": PROGRESSIVE}),
    ("contradictions/filtered", _OPPOSED),
    ("contradictions/list", {**_CONTRADICTIONS, "subjects": ["TEST:T3"]}),
    ("contradictions/list", {**_CONTRADICTIONS, "objects": ["TEST:O2"]}),
    ("contradictions/list", {**_CONTRADICTIONS, "conditions": PROGRESSIVE}),
    ("contradictions/list", _CONTRADICTIONS),
    ("contradictions/sources", {"reports": ["0" * 32], "conditions": PROGRESSIVE}),
    ("compare/head_to_head", {**_GROUPS, "filters": {}}),
    (
        "compare/head_to_head",
        {**_GROUPS, "objects": ["TEST:O2"], "conditions": PROGRESSIVE, "filters": EVERY_FILTER},
    ),
    ("diff/claims", {"after": "", "limit": 100}),
    ("diff/evidence", {"after": "", "limit": 100}),
    ("entities/narrower", {"id": "TEST:C1"}),
    ("entities/near", {"words": "progresive~ OR sclerosis~", "types": ["Condition"]}),
    ("entities/page", {"id": "TEST:C2"}),
    (
        "entities/resolve",
        {"id": "TEST:C2", "key": "test:c2", "phrase": '"test:c2"', "types": EVERY_TYPE},
    ),
    ("entities/resolve", {"id": None, "key": "edss", "phrase": '"edss"', "types": ["Outcome"]}),
    (
        "entities/search",
        {
            "key": "stem cell",
            "phrase": '"stem cell"',
            "words": "stem AND (cell OR cell*)",
            "exact": ["TEST:L1"],
            "packaged": ["TEST:L1", "TEST:T2"],
            "types": EVERY_TYPE,
            "skip": 0,
            "limit": 25,
        },
    ),
    ("export/backed", _BACKED),
    ("export/backed", {**_BACKED, "filters": EVERY_FILTER}),
    ("export/behind", {"ids": ["0" * 32]}),
    ("export/claims", _EXPORT),
    ("export/claims", {**_EXPORT, "ids": ["0" * 32]}),
    ("export/claims", {**_EXPORT, "subjects": ["TEST:T8"]}),
    ("export/claims", {**_EXPORT, "objects": ["TEST:O2"]}),
    ("export/claims", {**_EXPORT, "conditions": PROGRESSIVE}),
    ("export/entities", {"after": "", "limit": 100, "keep": "ends"}),
    ("export/entities_of", {"ids": ["TEST:C2", "TEST:T3"]}),
    *[
        ("export/evidence", {"claims": ["0" * 32], "after": "", "limit": 100, **more})
        for more in (
            {"whole": True, "filters": {}},
            {"whole": False, "filters": EVERY_FILTER},
        )
    ],
    ("export/publications", {"after": "", "limit": 100}),
    ("export/publications_of", {"ids": ["PMID:1"]}),
    ("export/sizes", {}),
    *[
        (f"gaps/{kind}", {**_GAPS, **only})
        for kind in ("animal_only", "never_changed", "no_results")
        for only in ({}, {"subjects": ["TEST:T3"], "filters": EVERY_FILTER})
    ],
    *[
        ("gaps/no_human_outcome", {**_GAPS, **_HUMANS, **only})
        for only in ({}, {"subjects": ["TEST:T3"], "filters": EVERY_FILTER})
    ],
    ("graph/holds", {}),
    ("graph/schema", {"labels": LABELS, "predicates": EVERY_PREDICATE}),
    ("graph/source", {"id": "therapath:source-nothing"}),
    ("graph/sources", {}),
    ("graph/state", {}),
    (
        "graph/survey",
        {"source_id": "therapath:source-x", "evidence": ["0" * 32], "terms": ["TEST:C1"]},
    ),
    ("neighbors/list", _NEIGHBORS),
    ("neighbors/list", {**_NEIGHBORS, "id": "TEST:O2", "ways": ["in"], "types": ["Therapy"]}),
    ("paths/claims", {"claims": ["0" * 32], "filters": {}}),
    ("paths/claims", {"claims": ["0" * 32], "filters": EVERY_FILTER}),
    ("paths/let_in", {"claims": ["0" * 32], "filters": EVERY_FILTER}),
    ("paths/members", {"predicates": EVERY_PREDICATE, "type": "CellType", "read": 100}),
    ("paths/steps", {**_STEPS, "nodes": ["TEST:T6"]}),
    ("paths/steps", {**_STEPS, "nodes": ["TEST:O2"], "forward": False, "ends": True}),
    ("paths/steps", {**_STEPS, "nodes": ["TEST:T6", "TEST:M2"], "ends": True, "into": ["TEST:O2"]}),
    ("profile/entity", {**_PROFILE, "filters": {}}),
    ("profile/entity", {**_PROFILE, "filters": EVERY_FILTER}),
    ("profile/filtered", {**_REPORTS, "filters": {}}),
    ("profile/filtered", {**_REPORTS, "conditions": PROGRESSIVE, "filters": EVERY_FILTER}),
    ("profile/reports", _REPORTS),
    ("profile/reports", {**_REPORTS, "conditions": PROGRESSIVE}),
    ("profile/listed", {**_LISTED, "filters": {}}),
    ("profile/listed", {**_LISTED, "filters": EVERY_FILTER}),
    ("results/list", {**_RESULTS, "outcomes": ["TEST:O2"], "filters": {}}),
    (
        "results/list",
        {
            **_RESULTS,
            "outcomes": ["TEST:O2"],
            "therapies": ["TEST:T3", "TEST:T4"],
            "conditions": PROGRESSIVE,
            "filters": EVERY_FILTER,
        },
    ),
    (
        "therapies/context",
        {
            "therapies": ["TEST:T6"],
            "outcomes": ["TEST:O2"],
            "conditions": PROGRESSIVE,
            "filters": EVERY_FILTER,
        },
    ),
    (
        "therapies/context",
        {"therapies": ["TEST:T6"], "outcomes": None, "conditions": None, "filters": {}},
    ),
    (
        "therapies/filtered",
        {**_THERAPIES, "outcomes": ["TEST:O2"], "conditions": PROGRESSIVE, "filters": EVERY_FILTER},
    ),
    ("therapies/filtered", {**_THERAPIES, "sort": "newest", "filters": {}}),
    (
        "therapies/list",
        {
            **_RANKED,
            "outcomes": ["TEST:O2"],
            "effects": ["improved"],
            "conditions": PROGRESSIVE,
        },
    ),
    ("therapies/list", {**_RANKED, "outcomes": ["TEST:O1", "TEST:O2", "TEST:O3"]}),
    ("therapies/list", {**_RANKED, "conditions": PROGRESSIVE}),
    ("therapies/list", {**_RANKED, "therapies": ["TEST:T3", "TEST:T4"]}),
    ("therapies/list", _RANKED),
    ("therapies/list", {**_RANKED, "min_patients": 100, "min_studies": 1, "sort": "studies"}),
    ("therapies/using", {"cell_types": ["TEST:L1"], "mechanisms": None}),
    ("therapies/using", {"cell_types": None, "mechanisms": ["TEST:M1"]}),
]

#: Folders of what happens inside transactions that change the graph; the story runs it.
CHANGING = {"write", "terms", "retract", "remap", "release"}

#: Where rows must be held back so that reading does not see what the same statement writes.
#: All are writes of bounded batches.
EAGER = {
    "remap/fold",
    "remap/move",
    "remap/some",
    "retract/begin",
    "retract/claims",
    "retract/entities_anew",
    "retract/entities_gone",
    "retract/evidence",
    "retract/publications",
    "retract/source",
    "retract/terms",
    "retract/unlink",
    "terms/change",
    "terms/create",
    "terms/parents_later",
    "write/begin",  # one row: the lock is taken before anything is looked up
    "write/claims",
    "write/entities",
    "write/evidence",
    "write/finish",
    "write/hierarchy",
    "write/names",
    "write/publications",
    "write/totals",
    "write/vocabulary",
}
#: The older planner does so here too, for a single node.
EAGER_LONG_TERM = EAGER | {
    "graph/changed",
    "write/source",  # one row: an entry of the parameters might be a property of what is changed
}
