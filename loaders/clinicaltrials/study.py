"""What all facts of one study share: the study itself, its design, its people, its arms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from loaders.clinicaltrials.numbers import years
from loaders.clinicaltrials.record import Node, WrongShape

__all__ = ["Arm", "Intervention", "Study", "as_word", "study_of", "version_of"]

_NCT = re.compile(r"NCT\d{8}")
_NOT_A_LETTER = re.compile(r"[^A-Z0-9]+")
_CALENDAR = "january february march april may june july august september october november december"
_MONTHS = {name: number for number, name in enumerate(_CALENDAR.split(), 1)}
_LONG_DATE = re.compile(r"([A-Za-z]+)\s+(?:(\d{1,2}),\s*)?(\d{4})")
#: Bullets of a criteria text up to its exclusions.
_EXCLUSION = re.compile(r"^\W*exclusion", re.IGNORECASE | re.MULTILINE)
_EDSS = re.compile(
    r"\bEDSS\b[^.\d;\n]{0,40}?(\d(?:\.\d)?)\s*(?:-|–|to|and)\s*(\d{1,2}(?:\.\d)?)(?![\d.]*\s*(?:%|mo|we|ye|da))",
    re.IGNORECASE,
)
_STATUSES = {"UNKNOWN_STATUS": "UNKNOWN"}
_DESIGNS = {"RANDOMIZED": "rct", "NON_RANDOMIZED": "non_randomised_trial"}
_OBSERVATIONAL = {"COHORT": "cohort", "CASE_ONLY": "case_series"}
_PHASES = {
    ("EARLYPHASE1",): "EARLY_PHASE1",
    ("PHASE1",): "PHASE1",
    ("PHASE1", "PHASE2"): "PHASE1_PHASE2",
    ("PHASE2",): "PHASE2",
    ("PHASE2", "PHASE3"): "PHASE2_PHASE3",
    ("PHASE3",): "PHASE3",
    ("PHASE4",): "PHASE4",
    ("NA",): "NA",
    ("NOTAPPLICABLE",): "NA",
}


@dataclass(frozen=True, slots=True)
class Arm:
    """An arm as it was registered."""

    label: str
    kind: str
    """``EXPERIMENTAL``, ``PLACEBO_COMPARATOR`` and so on; empty where it is not said."""
    names: tuple[str, ...]
    """Names of its interventions; each may begin with its type (``Drug: aspirin``)."""


@dataclass(frozen=True, slots=True)
class Intervention:
    """An intervention as it was registered."""

    index: int
    name: str
    kind: str
    description: str
    labels: tuple[str, ...]
    """Labels of the arms that get it."""


@dataclass(slots=True)
class Study:
    """One study, ready to be said in facts."""

    nct: str
    node: Node
    conditions: list[str]
    arms: list[Arm]
    interventions: list[Intervention]
    shared: dict[str, Any] = field(default_factory=dict)
    """``study``, ``design`` and ``population`` of every fact."""


def as_word(text: str | None) -> str:
    """``Placebo Comparator``, ``PLACEBO_COMPARATOR`` → ``PLACEBO_COMPARATOR``; "" for nothing."""
    return _NOT_A_LETTER.sub("_", (text or "").upper()).strip("_")


def version_of(record: dict[str, Any]) -> tuple[str, str]:
    """When a record was last updated, and in which version of the database it was seen.

    ISO dates, so that the newer is the greater; empty where the record does not say.
    """
    node = Node(record)
    try:
        status = node.part("protocolSection", "statusModule", "lastUpdatePostDateStruct")
        seen = node.part("derivedSection", "miscInfoModule").text("versionHolder")
        return _iso_date(status.text("date")), _iso_date(seen)
    except WrongShape:
        return "", ""  # the reader says what is wrong with it


def _iso_date(text: str | None) -> str:
    found = _LONG_DATE.fullmatch(text or "")
    if found is None or found[1].lower() not in _MONTHS:
        return text or ""
    return f"{found[3]}-{_MONTHS[found[1].lower()]:02}-{int(found[2] or 1):02}"


def study_of(record: dict[str, Any]) -> Study:
    """The study of a record.

    Raises:
        WrongShape: it has no registry number, or a part of another kind than expected.
    """
    node = Node(record)
    protocol = node.part("protocolSection")
    nct = (protocol.part("identificationModule").text("nctId") or "").upper()
    if not _NCT.fullmatch(nct):
        field_ = "protocolSection.identificationModule.nctId"
        reason, message = "missing_field", "required, but not there"
        if nct:
            reason, message = "bad_identifier", f"expected NCT and 8 digits, not {nct[:40]!r}"
        raise WrongShape(field_, reason, message)
    arms = protocol.part("armsInterventionsModule")
    study = Study(
        nct=nct,
        node=node,
        conditions=_each_once(protocol.part("conditionsModule").texts("conditions")),
        arms=[_arm(arm) for arm in arms.items("armGroups")],
        interventions=[
            _intervention(index, item) for index, item in enumerate(arms.items("interventions"))
        ],
    )
    parts = {
        "study": _details(nct, protocol),
        "design": _design(protocol.part("designModule"), len(study.arms)),
        "population": _population(protocol.part("eligibilityModule")),
    }
    study.shared = {name: part for name, part in parts.items() if part}
    return study


def _each_once(texts: list[str]) -> list[str]:
    return list({text.casefold(): text for text in reversed(texts)}.values())[::-1]


def _arm(node: Node) -> Arm:
    names = tuple(node.texts("interventionNames"))
    return Arm(node.text("label") or "", as_word(node.text("type")), names)


def _intervention(index: int, node: Node) -> Intervention:
    return Intervention(
        index=index,
        name=node.text("name") or "",
        kind=as_word(node.text("type")),
        description=node.prose("description"),
        labels=tuple(node.texts("armGroupLabels")),
    )


def _details(nct: str, protocol: Node) -> dict[str, Any]:
    titles = protocol.part("identificationModule")
    status = protocol.part("statusModule")
    design = protocol.part("designModule")
    state = as_word(status.text("overallStatus"))
    found = {
        "id": nct,
        "name": titles.text("briefTitle") or titles.text("officialTitle") or nct,
        "phase": _phase(design),
        "enrollment": design.part("enrollmentInfo").whole("count"),
        "status": _STATUSES.get(state, state) or None,
        "why_stopped": status.text("whyStopped"),
    }
    return {key: value for key, value in found.items() if value is not None}


def _phase(design: Node) -> str | None:
    phases = tuple(as_word(phase).replace("_", "") for phase in design.texts("phases"))
    return _PHASES.get(phases) if phases else None


def _design(design: Node, arms: int) -> dict[str, Any]:
    """Empty where the record does not say of which type it is."""
    info = design.part("designInfo")
    kind = _design_type(as_word(design.text("studyType")), info, arms)
    if kind is None:
        return {}
    found = {
        "type": kind,
        "phase": _phase(design),
        "arms": arms or None,
        "masking": _masking(info.part("maskingInfo").text("masking")),
    }
    return {key: value for key, value in found.items() if value is not None}


def _design_type(study_type: str, info: Node, arms: int) -> str | None:
    if study_type == "OBSERVATIONAL":
        model = info.fields.get("observationalModel")
        if isinstance(model, list):  # the older records list it
            model = model[0] if len(model) == 1 else None
        return _OBSERVATIONAL.get(as_word(model if isinstance(model, str) else None))
    if study_type != "INTERVENTIONAL":
        return None
    known = _DESIGNS.get(as_word(info.text("allocation")))
    if known is None and (
        as_word(info.text("interventionModel")).startswith("SINGLE_GROUP") or arms == 1
    ):
        return "single_arm"
    return known


def _masking(text: str | None) -> str | None:
    word = as_word(text)
    return "NONE" if word.startswith("NONE") else word or None


def _population(eligibility: Node) -> dict[str, Any]:
    found: dict[str, Any] = {
        "age_min": years(eligibility.text("minimumAge")),
        "age_max": years(eligibility.text("maximumAge")),
        "sex": as_word(eligibility.text("sex")) or None,
        **_edss(eligibility.prose("eligibilityCriteria")),
    }
    return {key: value for key, value in found.items() if value is not None}


def _edss(criteria: str) -> dict[str, float]:
    """The EDSS that patients must have, where the inclusion criteria give one range."""
    included = _EXCLUSION.split(criteria, maxsplit=1)[0]
    ranges = {(float(low), float(high)) for low, high in _EDSS.findall(included)}
    if len(ranges) != 1 or len(re.findall(r"\bEDSS\b[^.;\n]*\d", included)) != 1:
        return {}
    low, high = ranges.pop()
    return {"edss_min": low, "edss_max": high} if low < high <= 10 else {}
