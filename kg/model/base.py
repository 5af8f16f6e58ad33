"""Field types shared by the models, with the checks every text and number gets."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from kg.identifiers import normalise_curie

__all__ = ["Count", "Curie", "Fraction", "Model", "Name", "Number", "Text", "Words", "problem"]

#: Control characters, lone surrogates, and the marks that override text direction (they can
#: make a name show as another one). Right-to-left letters themselves are welcome.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_UNPRINTABLE_BUT_BREAKS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def problem(reason: str, message: str, field: str = "") -> PydanticCustomError:
    """A validation error with a reason code of the reject ledger, and the field it is about."""
    return PydanticCustomError(reason, "{message}", {"message": message, "field": field})


def _refuse(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    if found:
        raise problem(
            "control_character",
            f"control character U+{ord(found[0]):04X} at position {found.start()} is not allowed",
        )
    return text


def _curie(text: str) -> str:
    try:
        return normalise_curie(text)
    except ValueError as error:
        raise problem("bad_identifier", str(error)) from error


def _printable(text: str) -> str:
    # Python's own test is stricter and ten times as fast; most texts pass it.
    return text if text.isprintable() else _refuse(_UNPRINTABLE, text)


def _printable_but_breaks(text: str) -> str:
    return text if text.isprintable() else _refuse(_UNPRINTABLE_BUT_BREAKS, text)


#: A name: one line, 1 to 500 characters.
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(_printable),
]
#: A few words, 1 to 200 characters, compared without case.
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_printable),
]
#: Running text, up to 10,000 characters; line breaks allowed.
Text = Annotated[
    str, StringConstraints(min_length=1, max_length=10_000), AfterValidator(_printable_but_breaks)
]
#: An identifier in its normal spelling.
Curie = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=500),
    AfterValidator(_printable),
    AfterValidator(_curie),
]
#: A finite number; text that looks like one is refused.
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
#: A whole number of people or things; up to 10⁹, so that sums stay exact everywhere.
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
#: A proportion.
Fraction = Annotated[float, Field(strict=True, ge=0, le=1)]


class Model(BaseModel):
    """Base of all models: unknown fields are errors, instances do not change."""

    # Most commands use few of the models, so each is built when it is first used.
    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, defer_build=True
    )
