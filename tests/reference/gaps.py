"""What is missing from the evidence."""

from __future__ import annotations

from typing import Any

from kg.model.question import GapsQuestion
from kg.vocabulary import DESIGNS_IN, Gap, StudiedIn
from reference.world import Report, World, let_in, totals

HUMAN = {str(design) for design in DESIGNS_IN[StudiedIn.HUMAN]}
CHANGED = {"improved", "worsened", "mixed"}


def gaps(world: World, question: GapsQuestion) -> list[tuple[Any, ...]]:
    """Each gap by its ids and numbers, in the answer's order."""
    subjects = world.ids(question, "therapy", "Therapy")
    conditions = world.ids(question, "condition", "Condition")
    counted = [report for report in world.reports if let_in(report, question)]
    found = {
        Gap.ANIMAL_ONLY: animal_only,
        Gap.NO_HUMAN_OUTCOME: no_human_outcome,
        Gap.NEVER_CHANGED: never_changed,
        Gap.NO_RESULTS: no_results,
    }[question.kind](world, question, counted, subjects, conditions)
    return [row for _, row in sorted(found)]


def animal_only(
    world: World,
    question: GapsQuestion,
    counted: list[Report],
    subjects: set[str] | None,
    conditions: set[str] | None,
) -> list[tuple[Any, ...]]:
    bearers = subjects
    if subjects is not None:
        uses = [r for r in world.about("USES_CELL_TYPE") if r.supports and r.subject in subjects]
        bearers = subjects | {report.object for report in uses}
    pairs: dict[tuple[str, str], list[Report]] = {}
    for report in counted:
        here = conditions is None or report.condition in conditions
        here = here and (bearers is None or report.subject in bearers)
        if report.predicate == "ACTS_THROUGH" and here:
            pairs.setdefault((report.subject, report.object), []).append(report)
    found = []
    for pair, reports in pairs.items():
        designs = [report.said["design_type"] for report in reports if report.supports]
        animals, vitro = designs.count("animal"), designs.count("in_vitro")
        if designs and animals + vitro == len(designs):
            row = (*pair, animals, vitro, len(designs), len(reports) - len(designs))
            studies = totals(reports).studies
            found.append(((-len(designs), *pair), (*row, studies)))
    return found


def no_human_outcome(
    world: World,
    question: GapsQuestion,
    counted: list[Report],
    subjects: set[str] | None,
    conditions: set[str] | None,
) -> list[tuple[Any, ...]]:
    supported = [report for report in counted if report.supports]
    acts = {(r.subject, r.object) for r in supported if r.predicate == "ACTS_THROUGH"}
    mechanisms: dict[str, set[tuple[str, str | None]]] = {}
    for subject, mechanism in acts:
        if "Therapy" in world.entities[subject]["labels"]:
            mechanisms.setdefault(subject, set()).add((mechanism, None))
    for report in supported:
        if report.predicate == "USES_CELL_TYPE":
            for subject, mechanism in acts:
                if subject == report.object:
                    pair = (mechanism, subject)
                    mechanisms.setdefault(report.subject, set()).add(pair)
    found = []
    for therapy, pairs in mechanisms.items():
        if subjects is not None and therapy not in subjects:
            continue
        own = {therapy} if question.direct else world.below(therapy)
        designs = [
            report.said["design_type"]
            for report in counted
            if report.predicate == "REPORTS_OUTCOME"
            and report.subject in own
            and (conditions is None or report.condition in conditions)
        ]
        if not HUMAN.intersection(designs):
            count = len({mechanism for mechanism, _ in pairs})
            numbers = (len(designs), designs.count("animal"), designs.count("in_vitro"))
            ordered = tuple(sorted(pairs, key=lambda pair: (pair[0], pair[1] or "~")))
            found.append(((-count, therapy), (therapy, count, ordered, *numbers)))
    return found


def never_changed(
    world: World,
    question: GapsQuestion,
    counted: list[Report],
    subjects: set[str] | None,
    conditions: set[str] | None,
) -> list[tuple[Any, ...]]:
    by_outcome: dict[str, list[Report]] = {}
    for report in counted:
        here = conditions is None or report.condition in conditions
        here = here and (subjects is None or report.subject in subjects)
        if report.predicate == "REPORTS_OUTCOME" and here:
            by_outcome.setdefault(report.object, []).append(report)
    found = []
    for outcome, reports in by_outcome.items():
        changes = [report for report in reports if report.effect in CHANGED]
        rest = [r for r in reports if r.effect not in CHANGED and r.supports]
        if any(report.supports for report in changes) or not (changes or rest):
            continue
        unchanged = sum(report.effect == "unchanged" for report in rest)
        all_of_it = totals(reports)
        therapies = tuple(sorted({report.subject for report in reports}))
        row = (outcome, unchanged, len(rest) - unchanged, len(changes), therapies)
        place = (-all_of_it.studies, -all_of_it.patients, outcome)
        found.append((place, (*row, all_of_it.studies, all_of_it.patients)))
    return found


def no_results(
    world: World,
    question: GapsQuestion,
    counted: list[Report],
    subjects: set[str] | None,
    conditions: set[str] | None,
) -> list[tuple[Any, ...]]:
    results = {"REPORTS_OUTCOME", "HAS_ADVERSE_EVENT"}
    plans = {"TREATS", "USES_CELL_TYPE", "ACTS_THROUGH", "COMPARED_WITH"}
    have = {r.unit for r in world.reports if r.predicate in results}
    ended: dict[str, list[Report]] = {}
    for report in counted:
        said = report.said
        here = conditions is None or report.condition in conditions
        here = here or (report.predicate == "TREATS" and report.object in (conditions or ()))
        here = here and (subjects is None or report.subject in subjects)
        over = said.get("study_status") in ("COMPLETED", "TERMINATED")
        if report.predicate in plans and here and over and said["unit_is_study"]:
            ended.setdefault(report.unit, []).append(report)
    found = []
    for study, reports in ended.items():
        if study not in have:
            size = max((r.said.get("study_enrollment", 0) for r in reports), default=0)
            status = max(report.said["study_status"] for report in reports)
            found.append(((-size, study), (study, status, len(reports))))
    return found
