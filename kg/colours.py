"""Colours by what things are and say: one palette for exports, pictures and the page.

Told apart by people with any of the common kinds of colour blindness: nodes take Paul Tol's
"muted" scheme, effects the set of Okabe and Ito.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.vocabulary import EffectDirection, EntityType

__all__ = ["EFFECT_COLOUR", "NO_EFFECT_COLOUR", "TYPE_COLOUR", "rgb"]

#: By type of node; Publication, Claim, Evidence and Source beside the entity types.
TYPE_COLOUR: Mapping[str, str] = {
    EntityType.THERAPY: "#332288",
    EntityType.CELL_TYPE: "#44AA99",
    EntityType.MECHANISM: "#117733",
    EntityType.OUTCOME: "#DDCC77",
    EntityType.ADVERSE_EVENT: "#CC6677",
    EntityType.CONDITION: "#88CCEE",
    EntityType.STUDY: "#AA4499",
    "Publication": "#999933",
    "Source": "#882255",
    "Claim": "#BBBBBB",
    "Evidence": "#DDDDDD",
}

#: By the direction of the effect, from the patient's side.
EFFECT_COLOUR: Mapping[str, str] = {
    EffectDirection.IMPROVED: "#0072B2",
    EffectDirection.WORSENED: "#D55E00",
    EffectDirection.UNCHANGED: "#999999",
    EffectDirection.MIXED: "#CC79A7",
}

#: Where nothing is said of an effect.
NO_EFFECT_COLOUR = "#555555"


def rgb(colour: str) -> tuple[int, int, int]:
    """``#0072B2`` as three numbers from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
