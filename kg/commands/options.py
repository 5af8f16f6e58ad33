"""Filters as options: each field of a question's model becomes an option of its command."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, TypeVar, get_args, get_origin

import typer
from pydantic import ValidationError

from kg.errors import InvalidValue
from kg.model.question import Question

__all__ = ["asks"]

Q = TypeVar("Q", bound=Question)


def asks(
    question: type[Q], *, arguments: tuple[str, ...] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command an option for each field of ``question``, its first parameter.

    The help texts are those of the fields. The fields named in ``arguments`` are given by place.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
        fields = [_parameter(question, name, name in arguments) for name in _ordered(question)]
        fields.sort(key=lambda one: one.name not in arguments)

        @functools.wraps(command)
        def run(**values: Any) -> None:
            given = {name: values.pop(name) for name in question.model_fields}
            command(_checked(question, given), **values)

        parameters = [*fields, *own]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in parameters}
        return run

    return decorate


def _ordered(question: type[Question]) -> list[str]:
    """The question's own fields, then those that it shares."""
    own = [name for name in question.model_fields if name in question.__annotations__]
    return list(dict.fromkeys([*own, *question.model_fields]))


def _parameter(question: type[Question], name: str, by_place: bool) -> inspect.Parameter:
    field = question.model_fields[name]
    kind: Any = field.annotation
    inner = [one for one in get_args(kind) if one is not type(None)]
    bare = _bare(inner[0] if type(None) in get_args(kind) else kind)
    optional = bare if by_place and field.is_required() else bare | None
    if by_place:
        option: Any = typer.Argument(help=field.description, metavar=(field.alias or name).upper())
    else:
        flag = "--" + (field.alias or name).replace("_", "-")
        option = typer.Option(flag, help=field.description)
        optional = bool if bare is bool else optional
    return inspect.Parameter(
        name,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        default=inspect.Parameter.empty if field.is_required() else field.default,
        annotation=Annotated[optional, option],
    )


def _bare(kind: Any) -> Any:
    """A type without its limits, also inside a list: the model checks them for all ways in."""
    if hasattr(kind, "__metadata__"):
        return _bare(kind.__origin__)
    return list[_bare(get_args(kind)[0])] if get_origin(kind) is list else kind  # type: ignore[misc]


def _checked(question: type[Q], given: dict[str, Any]) -> Q:
    fields = question.model_fields
    found = {
        name: value
        for name, value in given.items()
        # Typer gives an empty list where an option was not given.
        if value is not None and not (value == [] and fields[name].default is None)
    }
    try:
        return question(**found)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise InvalidValue(f"{name}: {first['msg']}", field=name) from error
