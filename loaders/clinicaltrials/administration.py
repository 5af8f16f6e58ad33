"""Route, dose and origin of cells, where the words of a record leave no doubt.

One word for a route and it is the route; two, and it is nobody's guess. A dose counts where it
stands in the intervention's name, or in a sentence that names the intervention.
"""

from __future__ import annotations

import re
from typing import Any

from loaders.clinicaltrials.study import Intervention

__all__ = ["dose_in", "treatment_of"]

#: Each with what it is written as; whole words.
_ROUTES = {
    "intravenous": r"intravenous(?:ly)?|i\.v\.|iv (?:infusions?|injections?|bolus|push|drip)",
    "subcutaneous": r"subcutaneous(?:ly)?|s\.c\.|sc injections?",
    "intramuscular": r"intramuscular(?:ly)?|i\.m\.|im injections?",
    "oral": r"orally|by mouth|per os|p\.o\.|oral (?:tablets?|capsules?|doses?|administration|"
    r"suspension|solution|intake|route)",
    "intrathecal": r"intrathecal(?:ly)?",
    "intranasal": r"intranasal(?:ly)?",
    "inhaled": r"inhal(?:ed|ation)|nebuli[sz](?:ed|ation)",
    "topical": r"topical(?:ly)?",
    "transdermal": r"transdermal(?:ly)?",
    "intradermal": r"intradermal(?:ly)?",
    "sublingual": r"sublingual(?:ly)?",
    "rectal": r"rectally",
    "intravitreal": r"intravitreal(?:ly)?",
    "intra-articular": r"intra-?\s?articular(?:ly)?",
    "intraperitoneal": r"intraperitoneal(?:ly)?",
    "intra-arterial": r"intra-?\s?arterial(?:ly)?",
    "intracoronary": r"intracoronary",
    "intramyocardial": r"intramyocardial(?:ly)?",
    "transendocardial": r"transendocardial(?:ly)?",
    "intraventricular": r"intracerebroventricular(?:ly)?",
    "intracerebral": r"intracerebral(?:ly)?",
    "intralesional": r"intralesional(?:ly)?",
    "intratumoral": r"intratumou?ral(?:ly)?",
    "intraosseous": r"intraosseous(?:ly)?",
    "epidural": r"epidural(?:ly)?",
}
_ROUTE = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<r{i}>{words})" for i, words in enumerate(_ROUTES.values()))
    + r")(?!\w)",
    re.IGNORECASE,
)
_ROUTE_NAMES = list(_ROUTES)

_DONOR = re.compile(r"\b(autologous|allogen(?:e?ic)|xenogen(?:e?ic))\b", re.IGNORECASE)
_DONORS = {"au": "autologous", "al": "allogeneic", "xe": "xenogeneic"}

#: Only where the name of the intervention is about cells.
_CELLS = re.compile(
    r"\bcells?\b|\b(?:[a-z]{0,4}-?)?MSCs?\b|\bstem\b|\bHSCT\b|\btransplant", re.IGNORECASE
)
_TISSUES = {
    "bone marrow": r"bone[- ]marrow",
    "adipose tissue": r"adipose|lipoaspirate",
    "umbilical cord blood": r"(?:umbilical )?cord[- ]blood",
    "Wharton's jelly": r"wharton'?s?[- ]jelly",
    "umbilical cord": r"umbilical[- ]cord(?![- ]blood)",
    "placenta": r"placent(?:a|al)",
    "amniotic": r"amniotic",
    "dental pulp": r"dental pulp",
    "menstrual blood": r"menstrual blood",
    "peripheral blood": r"peripheral[- ]blood",
}
_TISSUE = re.compile(
    r"\b(?:" + "|".join(f"(?P<t{i}>{words})" for i, words in enumerate(_TISSUES.values())) + r")\b",
    re.IGNORECASE,
)
_TISSUE_NAMES = list(_TISSUES)

_PER = r"(\s*(?:/|\bper\b)\s*(?:kg|kilogram|m2|m²|m\^2)\b)?"
#: A plain dose; not one of a range, and not a concentration.
_DOSE = re.compile(
    r"(?<![\d.,/^–-])(\d+(?:,\d{3})*(?:\.\d+)?)\s*-?\s*(mg|mcg|µg|μg|ug|ng|g|IU|units|mmol|Gy|MBq)\b"
    + _PER,
)
_DOSE_OF_CELLS = re.compile(
    r"(?<![\d.,/–-])(\d+(?:\.\d+)?)\s*(?:[x×*]\s*10\s*\^?\s*\(?([3-9]|1[0-2])\)?|(million|billion))\s*"
    r"(?:[A-Za-z+-]+ ){0,4}?(?:[A-Za-z-]{0,6})(?:cells?|MSCs?)\b" + _PER,
    re.IGNORECASE,
)
#: Beside a number: part of a range, or of a volume.
_RANGE_BEFORE = re.compile(r"(?:\d|\bto|\band|\bor)\s*(?:-|–|to|or|and)?\s*$", re.IGNORECASE)
_RANGE_AFTER = re.compile(
    r"\s*(?:-|–|to|or|and)\s*\d|\s*/\s*(?:\d*\s*m?l|d[lL])\b|\s*per m[lL]\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[;\n]|[.](?=\s|$)")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9-]{3,}")
#: First words of names that are no name.
_NO_NAMES = (
    "autologous allogeneic human injection infusion treatment therapy combination cells stem "
    "group drug oral intravenous high dose"
)
_NOT_A_NAME = frozenset(_NO_NAMES.split())
_UNITS = {"ug": "µg", "mcg": "µg", "μg": "µg"}


def treatment_of(one: Intervention) -> dict[str, Any]:
    """The ``treatment`` of a fact about this intervention; empty where nothing is certain."""
    text = f"{one.name}. {one.description}"
    found: dict[str, Any] = {
        "route": _only(_ROUTE, _ROUTE_NAMES, text),
        "donor": _donor(text),
        "cell_source": _only(_TISSUE, _TISSUE_NAMES, one.name) if _CELLS.search(one.name) else None,
        **(dose_in(one.name) or _dose_described(one)),
    }
    return {key: value for key, value in found.items() if value is not None}


def dose_in(text: str) -> dict[str, Any]:
    """The one dose that a text gives; empty for none, several, or a range."""
    doses = set()
    for pattern in (_DOSE_OF_CELLS, _DOSE):
        for match in pattern.finditer(text):
            if _RANGE_AFTER.match(text, match.end()) or _RANGE_BEFORE.search(text[: match.start()]):
                return {}
            doses.add(_of_cells(match) if pattern is _DOSE_OF_CELLS else _plain_dose(match))
    if len(doses) != 1:
        return {}
    dose, unit = doses.pop()
    return {"dose": dose, "dose_unit": unit} if dose > 0 else {}


def _of_cells(match: re.Match[str]) -> tuple[float, str]:
    scale = {"million": 1e6, "billion": 1e9}.get((match[3] or "").lower()) or 10.0 ** int(match[2])
    return round(float(match[1]) * scale, 6), "cells" + _per(match[4])


def _plain_dose(match: re.Match[str]) -> tuple[float, str]:
    return float(match[1].replace(",", "")), _UNITS.get(match[2], match[2]) + _per(match[3])


def _per(text: str | None) -> str:
    if not text:
        return ""
    return "/kg" if "k" in text.lower() else "/m²"


def _dose_described(one: Intervention) -> dict[str, Any]:
    """From the description, where the dose is the only one and its sentence has the name."""
    found = dose_in(one.description)
    words = [word for word in _WORD.findall(one.name) if word.lower() not in _NOT_A_NAME]
    if not found or not words:
        return {}
    named = re.compile(rf"\b{re.escape(words[0])}\b", re.IGNORECASE)
    for sentence in _SENTENCE.split(one.description):
        if dose_in(sentence):
            return found if named.search(sentence) else {}
    return {}


def _only(pattern: re.Pattern[str], names: list[str], text: str) -> str | None:
    found = {int((match.lastgroup or "x0")[1:]) for match in pattern.finditer(text)}
    return names[found.pop()] if len(found) == 1 else None


def _donor(text: str) -> str | None:
    found = {_DONORS[match[:2].lower()] for match in _DONOR.findall(text)}
    return found.pop() if len(found) == 1 else None
