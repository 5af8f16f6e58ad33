"""Which intervention is a treatment and which a comparator, and what each arm was given.

The registry links arms and interventions by label, results and arms by nothing but the title
of a group. The rules, in their order, are in the guide; what they cannot tell is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from loaders.clinicaltrials.study import Arm, Intervention, Study

__all__ = ["Given", "Therapies", "plain"]

_PLACEBO = re.compile(r"\bplacebos?\b", re.IGNORECASE)
_SHAM = re.compile(r"\bsham\b", re.IGNORECASE)
_EITHER = re.compile(r"\b(?:or|vs\.?|versus)\b", re.IGNORECASE)
_NO_TREATMENT = re.compile(
    r"(?:no|without)(?: \w+)? (?:intervention|treatment|therapy)|untreated(?: \w+)?",
    re.IGNORECASE,
)
#: What placebos are made of, where the name says nothing else.
_INERT = re.compile(
    r"(?:(?:single |intravenous |intrathecal |iv |control(?:led)?(?: group)? ?\(?)*)"
    r"(?:(?:injection|infusion) of )?"
    r"(?:(?:normal|isotonic|physiological|sterile|phosphate[- ]buffered|0\.9 ?%) )*"
    r"(?:saline|sodium chloride|nacl|pbs|vehicle|plasma-?lyte(?:[ -]a)?|(?:lactated )?ringer'?s?)"
    r"(?: (?:solution|lactate|injection|infusion|control|placebo|media|only|sheet|\d+ ?ml))*"
    r"(?: ?\(\w+\)|\))?",
    re.IGNORECASE,
)
#: Names that say whose numbers these are, and not what was given.
_NO_NAME = re.compile(r"(?:the )?(?:controls?|comparators?)(?: (?:groups?|arms?))?", re.IGNORECASE)
#: What goes on beside a placebo.
_AS_USUAL = re.compile(
    r"\b(?:conventional|standard|usual|routine|supportive|background|basic)\b", re.IGNORECASE
)
_PARTS = re.compile(r"\s*\+\s*|\s+(?:plus|&)\s+", re.IGNORECASE)
#: A group with such a title was not given the treatment under study.
_CONTROL = re.compile(
    r"\b(?:controls?|comparators?|usual|standard|conventional|no|without|untreated|natural|"
    r"observation\w*|wait\w*|reference|vehicle|saline)\b",
    re.IGNORECASE,
)
#: Words around "placebo" that name nothing else.
_DRESSING_WORDS = (
    "placebo placebos sham matching matched match to of for the a an and with control controls "
    "comparator group arm oral orally intravenous iv subcutaneous sc tablet tablets capsule "
    "capsules pill pills injection injections infusion infusions inhalation inhaler solution "
    "procedure procedures treatment therapy drug administration comparison stimulation "
    "surgery intervention"
)
_DRESSING = frozenset(_DRESSING_WORDS.split())
_JOINED = re.compile(r"\s(?:\+|&|plus)\s", re.IGNORECASE)
_NOT_PLAIN = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_ENUMERATED = re.compile(r"^(?:(?:arm|group|cohort) )?\d{1,2} (?=\D)")
_CONTROL_ARMS = {"PLACEBO_COMPARATOR": "Placebo", "SHAM_COMPARATOR": "Sham"}
_NOTHING = "No intervention"
_TRIED_OR_CONTROL = {"EXPERIMENTAL", "NO_INTERVENTION", *_CONTROL_ARMS}
#: Groups that are several arms, or had one thing after another.
_SEVERAL = re.compile(
    r"\b(?:all|both|total|overall|combined|pooled|then|after|before|followed|cross-?over|"
    r"sequence|placebos?|sham|to)\b",
    re.IGNORECASE,
)
#: Words that name no treatment.
_GENERIC_WORDS = (
    "a the of group groups arm arms cohort experimental active treatment therapy treated study "
    "intervention drug dose low high part phase stage period injection infusion cell cells "
    "patients participants subjects i ii iii iv b c d"
)
_GENERIC = {*_GENERIC_WORDS.split(), *(str(number) for number in range(20))}
#: Longest name of a combination; a longer one goes by its group.
_MAX_NAME = 500


def plain(text: str) -> str:
    """Letters and digits in lower case, single spaces: how labels are compared."""
    return _NOT_PLAIN.sub(" ", text).strip().casefold()


@dataclass(frozen=True, slots=True)
class Given:
    """What a group was given."""

    name: str
    control: bool = False
    """Whether it is a placebo, a sham, or nothing."""
    sole: Intervention | None = None
    """The intervention, where it is one."""


class Therapies:
    """The interventions of a study, and its arms as the titles of groups refer to them."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._named = [one for one in study.interventions if one.name]
        self._by_name = {plain(one.name): one for one in reversed(self._named)}
        self._known: dict[str, Given] = {}

    @cached_property
    def active(self) -> list[Intervention]:
        """Those that treat: neither placebo nor sham nor no treatment."""
        return [one for one in self._named if not self.is_control(one)]

    def is_control(self, one: Intervention) -> bool:
        """Whether it is given in order not to treat."""
        if any(rule(one.name) for rule in (_is_dummy, _NO_TREATMENT.fullmatch, _NO_NAME.fullmatch)):
            return True
        kinds = {arm.kind for arm in self._arms_of(one)}
        if kinds:
            return kinds <= set(_CONTROL_ARMS)
        return _INERT.fullmatch(one.name) is not None and any(
            not _is_dummy(other.name) and not _INERT.fullmatch(other.name) for other in self._named
        )

    def labels_of(self, one: Intervention) -> list[str]:
        """Labels of the arms that get it."""
        return [arm.label for arm in self._arms_of(one) if arm.label]

    def given_to(self, title: str) -> Given:
        """What the group of this title was given."""
        found = self._known.get(title)
        if found is None:
            found = self._known[title] = self._given_to(title)
        return found

    def is_comparator(self, title: str) -> bool:
        """Whether the group of this title is registered as an active comparator."""
        arm = self._arm_titled(title)
        return arm is not None and arm.kind == "ACTIVE_COMPARATOR"

    def _given_to(self, title: str) -> Given:
        arm = self._arm_titled(title)
        found = self._given_in(arm) if arm else None
        return (
            found
            or self._named_in(title)
            or self._names_title(title)
            or (self._whatever_the_group(title) if arm is None else None)
            # Unknown, and said so: "Cohort A" of one trial is not that of another.
            or Given(f"{title[: _MAX_NAME - 20]} ({self._study.nct})")
        )

    def _arms_of(self, one: Intervention) -> list[Arm]:
        labels = {plain(label) for label in one.labels}
        name = plain(one.name)
        return [
            arm for arm in self._study.arms if plain(arm.label) in labels or name in _names_in(arm)
        ]

    def _arm_titled(self, title: str) -> Arm | None:
        for form in (plain, _without_number):
            found = [
                arm for arm in self._study.arms if arm.label and form(arm.label) == form(title)
            ]
            if len(found) == 1:
                return found[0]
        return None

    def _given_in(self, arm: Arm) -> Given | None:
        linked = [one for one in self._named if arm in self._arms_of(one)]
        if linked:
            return self._combined(linked)
        found = self._named_in(arm.label)
        if found is not None:
            return found
        if arm.kind in _CONTROL_ARMS:
            dummies = [one for one in self._named if self.is_control(one)]
            name = _dummy_name(dummies[0].name) if len(dummies) == 1 else ""
            if not name or _NO_NAME.fullmatch(name):
                name = _CONTROL_ARMS[arm.kind]
            return Given(name, control=True)
        if arm.kind == "NO_INTERVENTION":
            return Given(_NOTHING, control=True)
        if arm.kind == "EXPERIMENTAL" and len(self.active) == 1:
            return Given(self.active[0].name, sole=self.active[0])
        return None

    def _combined(self, linked: list[Intervention]) -> Given | None:
        """One treatment is itself; of several, those that not every arm gets count."""
        treating = [one for one in linked if not self.is_control(one)]
        everywhere = [one for one in treating if self._is_given_everywhere(one)]
        special = [one for one in treating if one not in everywhere]
        dummies = [one for one in linked if self.is_control(one)]
        if treating:
            dummies = [one for one in dummies if not self._is_given_everywhere(one)]
        if not special and dummies:
            name = _dummy_name(dummies[0].name)
            return None if _NO_NAME.fullmatch(name) else Given(name, control=True)
        return _together(special or treating)

    def _is_given_everywhere(self, one: Intervention) -> bool:
        return len(self._study.arms) > 1 and len(self._arms_of(one)) == len(self._study.arms)

    def _named_in(self, title: str) -> Given | None:
        """By interventions whose whole names the title has."""
        exact = self._by_name.get(plain(title))
        if exact is not None:
            return self._combined([exact])
        inside = [one for one in self.active if f" {plain(one.name)} " in f" {plain(title)} "]
        # "Stem cells" in "Mesenchymal stem cells" is not named a second time.
        inside = [one for one in inside if not _within_another(one, inside)]
        if _PLACEBO.search(title) or _SHAM.search(title):
            others = [one for one in inside if not self._is_given_everywhere(one)]
            name = "Placebo" if _PLACEBO.search(title) else "Sham"
            return None if others or _EITHER.search(title) else Given(name, control=True)
        # "A + B" of which only A is an intervention is not A.
        return _together(inside) if len(inside) >= len(_JOINED.split(title)) else None

    def _names_title(self, title: str) -> Given | None:
        """By the one treatment that the title is a part of: ``EXO-1`` of "EXO 1 inhalation"."""
        words = plain(title)
        if not set(words.split()) - _GENERIC or _CONTROL.search(title):
            return None
        found = [one for one in self.active if f" {words} " in f" {plain(one.name)} "]
        return _together(found) if len(found) == 1 else None

    def _whatever_the_group(self, title: str) -> Given | None:
        """What every group must have had, whatever it is called."""
        arms = self._study.arms
        if _CONTROL.search(title) and len(arms) != 1:
            return None
        if not arms:
            return _together(self.active) if len(self._named) == 1 else None
        given = [self._given_in(arm) for arm in arms]
        if given[0] is not None and all(one == given[0] for one in given):
            return given[0]
        kinds = {arm.kind for arm in arms}
        if len(self.active) == 1 and "EXPERIMENTAL" in kinds and kinds <= _TRIED_OR_CONTROL:
            # One treatment, and beside it only arms without any.
            return None if _SEVERAL.search(title) else _together(self.active)
        return None


def _is_dummy(name: str) -> bool:
    """Placebo or sham alone, or with what everybody gets; not "MSC + placebo"."""
    parts = _PARTS.split(name)
    others = [part for part in parts if not (_PLACEBO.search(part) or _SHAM.search(part))]
    if len(others) == len(parts) or _EITHER.search(name):
        return False
    return all(_AS_USUAL.search(part) for part in others)


def _dummy_name(text: str) -> str:
    """``Placebo`` and ``Sham`` where nothing else is named; else the words as they stand."""
    kinds = [kind for kind, words in (("Placebo", _PLACEBO), ("Sham", _SHAM)) if words.search(text)]
    words = set(plain(_BRACKETS.sub(" ", text)).split())
    others = {word for word in words - _DRESSING if not word.isdigit() and len(word) > 2}
    return kinds[0] if len(kinds) == 1 and not others else text


def _together(several: list[Intervention]) -> Given | None:
    name = " + ".join(dict.fromkeys(one.name for one in several))
    if not several or len(name) > _MAX_NAME:
        return None
    return Given(name, sole=several[0] if len(several) == 1 else None)


def _within_another(one: Intervention, others: Iterable[Intervention]) -> bool:
    name = f" {plain(one.name)} "
    return any(other is not one and name in f" {plain(other.name)} " for other in others) and not (
        any(plain(other.name) == plain(one.name) for other in others if other is not one)
    )


def _names_in(arm: Arm) -> set[str]:
    """``Drug: aspirin`` names aspirin."""
    return {plain(name.partition(": ")[2] or name) for name in arm.names}


def _without_number(text: str) -> str:
    return _ENUMERATED.sub("", plain(text))
