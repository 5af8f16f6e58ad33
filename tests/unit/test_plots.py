"""Pictures of answers: whole, the same each time, with names as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from kg.errors import InvalidValue
from kg.model.adverse_events import (
    AdverseEventsAnswer,
    AdverseEventsItem,
    AdverseEventsQuery,
    CountedArm,
    Heterogeneity,
)
from kg.model.answer import AskedFilter
from kg.model.compare import Comparability, CompareAnswer, ComparedOutcome, CompareQuery
from kg.model.entity import EntitySummary
from kg.model.neighbors import Neighbor, NeighborsAnswer, Way
from kg.model.profile import Direction, ReportedOutcome
from kg.plots.around import MOST_NEIGHBOURS, around
from kg.plots.forest import forest
from kg.plots.matrix import matrix
from kg.plots.picture import Draw, Format, draw, format_of, shortened, write
from kg.pooling import wilson
from kg.vocabulary import EffectDirection, EntityType, LeftOut, Predicate

#: Nothing in a name is mathematics, markup or the end of a comment.
UNUSUAL = "a--b $\\frac{$ <script>alert(1)</script> & \"q\" 'r'\n\x07 \u202eמילה 🧠"
SOURCE = "therapath · graph 1-2"


def named(name: str, kind: EntityType) -> EntitySummary:
    return EntitySummary(id=f"TEST:{name[:3]}{kind}", name=name, type=kind)


def arm(affected: int, at_risk: int, left_out: LeftOut | None = None) -> CountedArm:
    found = wilson(affected, at_risk)
    return CountedArm(
        evidence_id="e",
        claim_id="c",
        therapy=named("T", EntityType.THERAPY),
        study="a study",
        arm=UNUSUAL,
        affected=affected,
        at_risk=at_risk,
        rate=found.value,
        ci_low=found.low,
        ci_high=found.high,
        left_out=left_out,
    )


def events(name: str = "fever", arms: int = 2) -> AdverseEventsAnswer:
    found = [arm(place, 20) for place in range(arms)]
    item = AdverseEventsItem(
        adverse_event=named(name, EntityType.ADVERSE_EVENT),
        affected=1,
        at_risk=40,
        rate=0.1,
        ci_low=0.02,
        ci_high=0.3,
        serious=True,
        studies=2,
        arms=[*found, arm(20, 20, LeftOut.POOLED_ARM)],
        arm_count=arms + 1,
        left_out_count=1,
        method="random effects",
        heterogeneity=Heterogeneity(
            studies=2, q=1.0, q_df=1, q_p=0.3, i2=0.25, tau2=0.1, hk_low=0.0, hk_high=0.9
        ),
    )
    therapy = AskedFilter(asked="T", entity=named(name, EntityType.THERAPY), narrower_count=0)
    return AdverseEventsAnswer(
        query=AdverseEventsQuery(therapy=therapy),
        items=[item],
        total=3,
        without_denominator=[],
        without_denominator_total=2,
    )


def comparison(name: str = "relapse rate") -> CompareAnswer:
    effects = [
        Direction(
            effect_direction=effect,
            unit_count=units,
            refuting_unit_count=0,
            study_count=0,
            patient_count=0,
            supporting_count=units,
            refuting_count=0,
            score=0.2,
        )
        for effect, units in ((EffectDirection.IMPROVED, 3), (None, 1))
    ]
    cell = ReportedOutcome(
        outcome=named(name, EntityType.OUTCOME),
        effects=effects,
        said_of=[],
        claims=[],
        study_count=0,
        patient_count=0,
        supporting_count=4,
        refuting_count=0,
        score=0.2,
    )
    therapies = [named(one, EntityType.THERAPY) for one in (name, "other")]
    return CompareAnswer(
        query=CompareQuery(therapies=[]),
        therapies=therapies,
        head_to_head=[],
        head_to_head_total=0,
        studies=[],
        study_total=0,
        outcomes=[
            ComparedOutcome(
                outcome=cell.outcome, comparable=False, direct=False, cells=[cell, None]
            )
        ],
        adverse_events=[],
        comparability=Comparability(
            outcomes_in_common=0,
            outcomes_of_one=1,
            adverse_events_in_common=0,
            indirect=True,
            notes=["indirect: studied apart"],
        ),
    )


def neighbours(name: str = "MSC", count: int = 3) -> NeighborsAnswer:
    items = [
        Neighbor(
            entity=named(f"{name}{place}", kind),
            predicate=Predicate.ACTS_THROUGH,
            way=Way.OUT if place % 2 else Way.IN,
            claim_count=1,
            study_count=1,
            score=0.5,
            effects=[EffectDirection.WORSENED] if place else [],
        )
        for place, kind in zip(range(count), [*EntityType] * count, strict=False)
    ]
    return NeighborsAnswer(
        entity=named(name, EntityType.THERAPY), counts=[], items=items, total=count + 5
    )


def pictures(name: str) -> dict[str, Draw]:
    return {
        "forest": lambda: forest(events(name), SOURCE),
        "matrix": lambda: matrix(comparison(name), SOURCE),
        "around": lambda: around(neighbours(name), SOURCE),
    }


def texts(figure: Any) -> list[str]:
    """All that a figure says."""
    from matplotlib.text import Text

    return [one.get_text() for one in figure.findobj(Text) if one.get_text()]


@pytest.mark.parametrize("kind", ["forest", "matrix", "around"])
def test_unusual_names_are_drawn_in_both_formats(kind: str) -> None:
    make = pictures(UNUSUAL)[kind]
    root = etree.fromstring(draw(make, Format.SVG))
    assert etree.QName(root).localname == "svg"
    assert not list(root.iter("{*}script", "{*}a", "{*}foreignObject"))
    assert draw(make, Format.PNG).startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize("kind", ["forest", "matrix", "around"])
@pytest.mark.parametrize("form", list(Format))
def test_the_same_answer_gives_the_same_bytes(kind: str, form: Format) -> None:
    make = pictures("fever")[kind]
    assert draw(make, form) == draw(make, form)


@pytest.mark.parametrize("kind", ["forest", "matrix", "around"])
def test_the_source_is_in_the_picture_and_text_is_legible(kind: str) -> None:
    from matplotlib.text import Text

    figure = pictures("fever")[kind]()
    assert SOURCE in texts(figure)
    assert min(one.get_fontsize() for one in figure.findobj(Text) if one.get_text()) >= 7


def test_forest_shows_arms_that_count_their_summary_and_what_is_left_over() -> None:
    said = texts(forest(events(), SOURCE))
    assert {"0 / 20", "1 / 20", "1 / 40", "10.0 % (2.0 – 30.0)"} <= set(said)
    assert "20 / 20" not in said  # a total of arms
    assert "2 studies pooled, I² = 25 %" in said
    assert "2 more adverse events, not drawn" in said
    assert "2 reported without a number at risk" in said


def test_forest_of_nothing_says_so() -> None:
    answer = events().model_copy(update={"items": [], "total": 0, "without_denominator_total": 0})
    assert "nothing is reported under these filters" in texts(forest(answer, SOURCE))


def test_forest_says_how_many_arms_are_not_drawn() -> None:
    assert "3 more arms, not drawn" in texts(forest(events(arms=15), SOURCE))


def test_matrix_tells_none_reported_from_no_effect_and_that_it_is_indirect() -> None:
    said = texts(matrix(comparison(), SOURCE))
    assert {"4", "not reported", "indirect: studied apart"} <= set(said)


def test_around_says_how_many_neighbours_are_not_drawn() -> None:
    answer = neighbours(count=MOST_NEIGHBOURS + 2)
    assert "7 more neighbours, not drawn" in texts(around(answer, SOURCE))
    assert texts(around(neighbours(count=0), SOURCE))


def test_ending_names_the_format(tmp_path: Path) -> None:
    assert format_of(Path("a.SVG")) is Format.SVG
    for name in ("a.pdf", "a"):
        with pytest.raises(InvalidValue, match=r"\.svg or \.png") as caught:
            write(tmp_path / name, pictures("fever")["around"])
        assert caught.value.field == "plot"
    assert not list(tmp_path.iterdir())


def test_written_beside_and_put_in_place_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_text("before")
    with pytest.raises(RuntimeError, match="no figure"):
        write(path, _fails)
    assert path.read_text() == "before"
    write(path, pictures("fever")["around"])
    assert [file.name for file in tmp_path.iterdir()] == ["a.svg"]
    assert path.read_bytes().startswith(b"<?xml")


def _fails() -> Any:
    raise RuntimeError("no figure")


def test_long_names_are_shortened_on_one_line() -> None:
    assert shortened("a\nb\x00c" + "d" * 50, 10) == "a b cdddd…"
