"""Wordings of filters, as data: patterns and what they set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kg.ask.filter_wordings import FILTER_CLASSES
from kg.ask.pattern import Captured
from kg.ask.wordings import CLASSES

__all__ = ["REFUSED", "RULES", "Fields", "Rule"]

Fields = dict[str, Any]

CLASSES |= FILTER_CLASSES


@dataclass(frozen=True, slots=True)
class Rule:
    """Wordings of one filter."""

    patterns: tuple[str, ...]
    read: Callable[[Captured], Fields]
    followed_by_not: frozenset[str] = frozenset()
    """Words after it that show it is none."""
    behind_name: bool = False
    """Whether it only counts where it follows a name."""


def _fixed(**fields: Any) -> Callable[[Captured], Fields]:
    return lambda _found: dict(fields)


def _number(value: float) -> int:
    return int(value)


def _least(name: str) -> Callable[[Captured], Fields]:
    return lambda found: {name: _number(found["n"]) + int(found.get("LEAST", 0))}


def _months(found: Captured) -> Fields:
    months = found["n"] * float(found["UNIT"])
    return {"min_followup_months": int(months) if months == int(months) else months}


def _listed(name: str, key: str) -> Callable[[Captured], Fields]:
    return lambda found: {
        name: [found[key], *([found[key + "2ND"]] if key + "2ND" in found else [])]
    }


def _years(first: int | None, last: int | None) -> Callable[[Captured], Fields]:
    """From ``first`` and to ``last``, each moved by so many years; null for no such end."""

    def read(found: Captured) -> Fields:
        years = {}
        if first is not None:
            years["year_from"] = int(found["y"]) + first
        if last is not None:
            years["year_to"] = int(found.get("z", found["y"])) + last
        return years

    return read


def _sort(found: Captured) -> Fields:
    # The default of each question is left out when its model is made.
    return {"sort": found["MEASURE"]}


_OF = "in|from|of|within|during|only|counting|using|with|for|by|based|considering|and"
_PUBLISHED = "[in|from [only] STUDY] [that were] [published|reported|done|conducted|evidence]"
_GIVEN = "given|administered|delivered|applied|injected|infused"

RULES: tuple[Rule, ...] = (
    Rule(
        (
            f"[{_OF}] [counting|only] PHASE or|and later|above|higher|beyond|up|onwards|more "
            f"[STUDY]",
            f"[{_OF}] at least PHASE [STUDY]",
            f"[{_OF}] PHASE [STUDY] or later|above|higher",
        ),
        lambda found: {"min_phase": found["PHASE"]},
    ),
    Rule(
        (
            "in|from|of|within|during|only|counting [only] PHASE [or|and PHASE2ND] STUDY "
            "[only|alone]",
            "in|from|of|only|counting|at [only] PHASE [or|and PHASE2ND] [only]",
            "PHASE [or|and PHASE2ND] [only]",
            "PHASE [or|and PHASE2ND] STUDY only|alone",
        ),
        _listed("phase", "PHASE"),
    ),
    Rule(
        (
            f"[{_OF}] [only] DESIGN or|and stronger|better|above|higher "
            f"[designs|design|evidence|ones]",
            f"[{_OF}] at least DESIGN",
            f"[{_OF}] [only] [evidence|designs] DESIGN or stronger",
            f"[{_OF}] designs|evidence at least as strong as DESIGN",
            f"[{_OF}] at least [a|as|strong|good*] DESIGN",
        ),
        lambda found: {"min_design": found["DESIGN"]},
    ),
    Rule(
        (f"[{_OF}] [on|a|only] DESIGN [or|and DESIGN2ND] [only|alone]",),
        _listed("design", "DESIGN"),
    ),
    Rule(
        (
            "in|from|among|for|on [only] "
            "humans|human|people|persons|man|patients|adults|clinic [only|alone]",
            "human patients|beings only",
            "in|from human|clinical studies|trials|subjects|evidence|beings [only]",
            "humans|human|people only",
            "only humans|people",
            "human evidence|data|studies only",
            "studied in humans|people",
        ),
        _fixed(studied_in="human"),
    ),
    Rule(
        (
            "in|from|on|using [only] animals|mice|rats|rodents|animal|mouse|rat|monkeys|primates|"
            "preclinical [models|studies|model|experiments|evidence|trials] [only|alone]",
            "animals|mice|rodents only",
            "only animals",
            "animal studies|models|data only",
        ),
        _fixed(studied_in="animal"),
    ),
    Rule(
        (
            "in vitro [studies|only|experiments]",
            "in|from cell cultures|culture",
            "in a dish",
            "in|from in vitro studies|experiments|evidence",
        ),
        _fixed(studied_in="in_vitro"),
    ),
    Rule(
        (
            f"[that|which] [are|is|were|was] [{_GIVEN}] [by|via|through] [the|an] ROUTE "
            "route|routes|injection|injections|infusion|infusions|administration|delivery",
            f"[that|which] [are|is|were|was] {_GIVEN} [by|via|through] [the] ROUTE",
            "ROUTE",
        ),
        lambda found: {"route": found["ROUTE"]},
    ),
    Rule(
        (
            "[with|using|of|from|that|which] [use] [an|the] DONOR [stem] "
            "cells|donor|donors|cell|grafts|sources|source",
            "DONOR",
            "[with|using|from] cells from a donor",
        ),
        lambda found: {"donor": found.get("DONOR", "allogeneic")},
    ),
    Rule(
        (
            "[with|in|on|from|after|of] [a] [STUDY] [with|of] LEAST #n PEOPLE",
            "[with|in|on|from|after|of] #n or|and more PEOPLE",
            "[with|in|on|from|after|of] #n PEOPLE or more",
            "[with|in] [a] total|sample [size] [of] LEAST #n [PEOPLE]",
        ),
        _least("min_patients"),
    ),
    Rule(
        (
            "[with|in|by|from|reported|backed|supported|of] [in|by|of] LEAST #n "
            "[independent|different|separate] STUDY",
            "[with|in|by|from|reported] [in|by] #n or more [independent|different] STUDY",
        ),
        _least("min_studies"),
    ),
    Rule(
        (
            "[and|with|having] [a|an] [evidence] score|scores [of] LEAST #n",
            "[with|having] [a] LEAST [a] score of #n",
            "[with] [a] score #n or more|higher|above",
            "[with] [a] score of #n or|and more|higher|above",
        ),
        lambda found: {"min_score": found["n"]},
    ),
    Rule(
        (
            "[with|after|at|and|over] [a] [minimum] follow-up [time|period] [of|for] [LEAST] "
            "#n UNIT [ORMORE]",
            "[with|after|at|over] [a] follow up [of] [LEAST] #n UNIT [ORMORE]",
            "[with|after|at|over] [LEAST] #n UNIT [of|'s] follow-up [ORMORE]",
            "[with|after|at|over] [LEAST] #n UNIT of follow up [ORMORE]",
            "[with|after|at|over] [LEAST] #n UNIT ORMORE [of|after] [follow-up|treatment]",
            "[that] [were|and] followed|observed [up] for [LEAST] #n UNIT [ORMORE]",
            "at|after LEAST #n UNIT",
        ),
        _months,
    ),
    Rule(
        (
            f"{_PUBLISHED} since #y",
            f"{_PUBLISHED} from #y on|onwards|onward",
            f"{_PUBLISHED} [in|from] #y or|and later|newer|after",
        ),
        _years(0, None),
    ),
    Rule((f"{_PUBLISHED} after #y",), _years(1, None)),
    Rule((f"{_PUBLISHED} before #y", f"{_PUBLISHED} earlier than #y"), _years(None, -1)),
    Rule(
        (
            f"{_PUBLISHED} until|till|by #y",
            f"{_PUBLISHED} up to #y",
            f"{_PUBLISHED} [in] #y or|and earlier|before|older",
        ),
        _years(None, 0),
    ),
    Rule(
        (
            f"{_PUBLISHED} from #y to|until|through|till #z",
            f"{_PUBLISHED} between #y and #z",
            f"{_PUBLISHED} in|from #y",
            f"{_PUBLISHED} in #y to|- #z",
        ),
        _years(0, 0),
    ),
    Rule(
        (
            "[but] [not|no|without|excluding|ignoring|leaving|exclude] [out] [any] "
            "text-mined|machine-made|machine-generated|automated "
            "[facts|claims|steps|evidence|ones|results|statements]",
            "[but] no|without|excluding|ignoring [any] text|machine mining|extraction",
            "hide|hiding machine-made|text-mined [facts|claims|evidence]",
            "[but] only|just [hand] curated|hand-curated|human-curated "
            "[facts|claims|evidence|sources]",
            "[manually|hand] curated|hand-curated|human-curated|human-made "
            "[facts|claims|evidence] [only|alone]",
            "[made|stated|written|curated|asserted|reported] by people|humans|curators|hand "
            "[only|alone]",
        ),
        _fixed(hide_machine_made=True),
    ),
    Rule(
        (
            "according to text mining [alone|only]",
            "[only|just] text-mined [facts|claims|evidence] [only|alone]",
            "[only] by|from text mining [alone|only]",
        ),
        _fixed(agent_type=["text_mining_agent"]),
    ),
    Rule(("predicted", "[only] [as] predictions [only]"), _fixed(knowledge_level=["prediction"])),
    Rule(
        (
            "[,] from|in|of|by|according|using|only [to|from] [the] source|dataset|database "
            "[called|named] <source>",
        ),
        lambda found: {"source": found["source"]},
    ),
    Rule(
        (
            "[and] [most] newest|recent|latest [ones|studies|first] first",
            "newest|latest first",
            "with the newest first",
        ),
        _fixed(sort="newest"),
    ),
    Rule(("most studies|study first", "by most studies"), _fixed(sort="studies")),
    Rule(
        ("most|largest patients|participants first", "largest first", "by most patients"),
        _fixed(sort="patients"),
    ),
    Rule(("[most] serious [ones|events] first", "with serious ones first"), _fixed(sort="serious")),
    Rule(
        (
            "[most] frequent|common [ones] first",
            "[by] highest score|rate first",
            "best [supported] first",
            "best first",
        ),
        _fixed(),
    ),
    Rule(
        (
            "[and] sorted|ordered|ranked|sort|order|rank [them] by [the] [number|amount] [of] "
            "MEASURE [first]",
            "by [the] number|count of MEASURE",
            "by score|rate|date|year|seriousness|frequency",
        ),
        lambda found: {"sort": found["MEASURE"]} if "MEASURE" in found else {},
    ),
    Rule(
        (
            "[itself] without|excluding [its|their|any] narrower|more [specific] "
            "terms|types|forms|ones|subtypes",
            "without|excluding [its|their|any] subtypes|subclasses|descendants|children",
            "not its subtypes|subclasses",
            "[and] nothing narrower",
            "exactly [as] [named]",
            "only itself",
            "direct only",
            "exact [match|term] only",
        ),
        _fixed(direct=True),
    ),
    Rule(("itself", "alone"), _fixed(direct=True), behind_name=True),
    Rule(
        (
            "[and] [in|of|with|within|using] [at] [most|up|maximum] [to] #n "
            "steps|hops|links|step|hop|edges",
            "[and] in|of|with|within no|not more than #n steps|hops|links",
            "[and] [with] [a] maximum [of|length] [of] #n steps|hops|links",
        ),
        lambda found: {"max_hops": _number(found["n"])},
    ),
)
#: Filters that are understood and do not exist, with the reason.
REFUSED: tuple[tuple[str, str], ...] = (
    (
        "[with|in] fewer|less|under|below|most|maximum [than] #n PEOPLE",
        "there is no most number of patients or studies; say `with at least …`",
    ),
    (
        "[with|in] at most #n patients|studies|participants",
        "there is no most number of patients or studies; say `with at least …`",
    ),
    (
        "[with|in] fewer|less than #n patients|studies|participants|trials",
        "there is no most number of patients or studies; say `with at least …`",
    ),
    (
        "[in|over|during|within] [the] last|past|recent [few] [#n] years|months|decade|year",
        "a span that depends on today's date is not read; say `since` and a year",
    ),
    ("recently", "`recently` depends on today's date; say `since` and a year"),
    ("[but] except|excluding|excepting [for] <left>", "leaving one out is no filter here"),
    ("other than <left>", "leaving one out is no filter here"),
)
