"""From files, folders and dictionaries to clusters."""

from __future__ import annotations

import datetime
import json
import math
import operator
import os
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from . import _core, arguments
from ._core import Cluster, MemoryOverhead

#: A file or folder, or what stands in one: our document, or what boto3 returns.
Source: TypeAlias = arguments.Path | Mapping[str, Any]

#: Dictionaries are nested as deep as files may be.
DEEPEST = 200


def load(
    sources: Source | Iterable[Source],
    *,
    types_files: arguments.Path | Iterable[arguments.Path] = (),
    set: str | Iterable[str] = (),
    memory_overhead: str | int | None = None,
) -> list[Cluster]:
    """Read files, folders and dictionaries into one cluster for each document, in document order.

    Parameters
    ----------
    sources
        One or several of: a file or folder of our documents (YAML or JSON) and of what the AWS CLI prints or takes; a
        ``dict`` with the same contents, as boto3 returns it. Of a dictionary dates may be ``datetime``, whole numbers
        any integer type; what boto3 adds (``ResponseMetadata``) is ignored. Several answers of AWS form one cluster for
        each one that their ARNs name.
    types_files
        Files of ``describe-instance-types``, which stand before the built-in catalog.
    set
        Values of the input to replace before it is read, ``services.web.desiredCount=12``.
    memory_overhead
        What instances do not register of their memory, in place of every estimate: a share, ``"7.5%"``, or MiB.

    Raises
    ------
    InputError
        With every error of all sources.
    TypeError
        If a source is neither a path nor a dictionary, or holds what no document can.

    Notes
    -----
    Cost: linear in the size of the input.
    """
    paths, dictionaries = divided(sources)
    return _core.load(
        paths,
        dictionaries,
        types_files=arguments.paths(types_files, "types_files"),
        set=arguments.texts(set, "set"),
        memory_overhead=_overhead(memory_overhead),
    )


def loads(text: str, name: str = "default") -> list[Cluster]:
    """Read one text, YAML or JSON, into one cluster for each document.

    Parameters
    ----------
    text
        The documents.
    name
        Stands for the file in messages and names the cluster.

    Raises
    ------
    InputError
        With every error of the text.
    """
    named = ("", arguments.text(name, "name"), arguments.text(text, "text"))
    return _core.load([], [named], types_files=[], set=[], memory_overhead=None)


def divided(sources: object) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The paths among sources, and the dictionaries: the argument each is, the name it stands under, its text."""
    if isinstance(sources, (str, os.PathLike)):
        return [arguments.path(sources, "sources")], []
    if isinstance(sources, Mapping):
        return [], [("sources", "default", _document(sources, "sources"))]
    if not isinstance(sources, Iterable):
        arguments.wrong_type("sources", "a path, a dict, or several of them", sources)
    paths: list[str] = []
    dictionaries: list[tuple[str, str, str]] = []
    for i, source in enumerate(sources):
        argument = f"sources[{i}]"
        if isinstance(source, Mapping):
            dictionaries.append((argument, f"default-{i}", _document(source, argument)))
        elif isinstance(source, (str, os.PathLike)):
            paths.append(arguments.path(source, argument))
        else:
            arguments.wrong_type(argument, "a path or a dict", source)
    return paths, dictionaries


def _overhead(given: object) -> MemoryOverhead | None:
    if given is None:
        return None
    if not isinstance(given, str):
        amount = arguments.whole_number(given, "memory_overhead", most=1_000_000_000)
        return MemoryOverhead(millipercent=0, amount=amount)
    share = re.fullmatch(r"(\d{1,2})(?:\.(\d{1,3}))?%", given, re.ASCII)
    if share is None:
        arguments.refuse("memory_overhead", f'expected a share such as 7.5% or MiB such as 300, found "{given}"')
    whole, thousandths = share[1], (share[2] or "").ljust(3, "0")
    return MemoryOverhead(millipercent=int(whole) * 1000 + int(thousandths), amount=0)


def _document(source: Mapping[str, Any], argument: str) -> str:
    """A dictionary as the text of a document."""
    try:
        return json.dumps(source if isinstance(source, dict) else dict(source), default=_plain, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        # Seldom, so the place is only looked for now.
        _refuse_first_foreign(source, argument, depth=0)
        raise


def _plain(value: object) -> object:
    """What JSON has for a value that it does not know."""
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return operator.index(value)  # type: ignore[arg-type]


def _refuse_first_foreign(value: object, place: str, depth: int) -> None:
    if depth > DEEPEST:
        arguments.refuse(place.split(".")[0], f"expected at most {DEEPEST} levels of nesting, found more")
    if isinstance(value, Mapping):
        for key, member in value.items():
            if not isinstance(key, str):
                arguments.wrong_type(f"{place}: key", "str", key)
            _refuse_first_foreign(member, f"{place}.{key}", depth + 1)
    elif isinstance(value, (list, tuple)):
        for i, element in enumerate(value):
            _refuse_first_foreign(element, f"{place}[{i}]", depth + 1)
    elif isinstance(value, float) and not math.isfinite(value):
        arguments.refuse(place, f"expected a number, found {value}")
    elif not isinstance(value, (str, int, float, type(None), datetime.date)):
        try:
            operator.index(value)  # type: ignore[arg-type]
        except TypeError:
            arguments.wrong_type(place, "what JSON can hold or a datetime", value)
