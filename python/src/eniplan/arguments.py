"""What callers hand in, checked: a wrong type is a TypeError, a wrong value an InputError; both name the argument."""

from __future__ import annotations

import operator
import os
from collections.abc import Iterable
from typing import NoReturn, TypeVar

from ._core import Diagnostic, InputError

Path = str | os.PathLike[str]
T = TypeVar("T")

#: More tasks or instances than anybody has, and few enough that nothing can overflow.
LARGEST_COUNT = 10_000_000


def refuse(argument: str, message: str) -> NoReturn:
    """Raise the InputError that says what is wrong with a value."""
    diagnostic = Diagnostic(file="", line=0, column=0, key=argument, message=message)
    error = InputError(str(diagnostic))
    error.diagnostics = [diagnostic]
    raise error


def wrong_type(argument: str, expected: str, found: object) -> NoReturn:
    """Raise the TypeError that says what is wrong with a type."""
    raise TypeError(f"{argument}: expected {expected}, found {_told(found)}")


def instance_of(kind: type[T], value: object, argument: str) -> T:
    """`value`, which is a `kind`."""
    if not isinstance(value, kind):
        wrong_type(argument, f"{_article(kind.__name__)} {kind.__name__}", value)
    return value


def text(value: object, argument: str) -> str:
    """`value`, which is a str."""
    if not isinstance(value, str):
        wrong_type(argument, "str", value)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        refuse(argument, f"expected text that UTF-8 can hold, found a lone surrogate at offset {error.start}")
    return value


def flag(value: object, argument: str) -> bool:
    """`value`, which is a bool."""
    if not isinstance(value, bool):
        wrong_type(argument, "bool", value)
    return value


def whole_number(value: object, argument: str, *, least: int = 0, most: int = LARGEST_COUNT) -> int:
    """`value`, which is a whole number from `least` to `most`; NumPy's integers are, a float or bool is not."""
    try:
        if isinstance(value, bool):
            raise TypeError
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        wrong_type(argument, "int", value)
    if not least <= number <= most:
        refuse(argument, f"expected a whole number from {least} to {most}, found {number}")
    return number


def texts(values: object, argument: str) -> list[str]:
    """Names: one, or any number of them."""
    if isinstance(values, str):
        return [values]
    if not isinstance(values, Iterable):
        wrong_type(argument, "str or several of them", values)
    return [text(value, f"{argument}[{i}]") for i, value in enumerate(values)]


def path(value: object, argument: str) -> str:
    """`value`, which is a path, as a str."""
    if not isinstance(value, (str, os.PathLike)):
        wrong_type(argument, "a path", value)
    return text(os.fspath(value), argument)


def paths(values: object, argument: str) -> list[str]:
    """Paths: one, or any number of them."""
    if isinstance(values, (str, os.PathLike)):
        return [path(values, argument)]
    if not isinstance(values, Iterable):
        wrong_type(argument, "a path or several of them", values)
    return [path(value, f"{argument}[{i}]") for i, value in enumerate(values)]


def _article(word: str) -> str:
    return "an" if word[0] in "AEIOU" else "a"


def _told(value: object) -> str:
    """A value in few words; numbers and short texts as they are."""
    if value is None:
        return "None"
    if isinstance(value, (bool, int, float)) or (isinstance(value, str) and len(value) <= 40):
        return repr(value)
    return f"{_article(type(value).__name__)} {type(value).__name__}"
