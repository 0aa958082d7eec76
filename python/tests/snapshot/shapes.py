"""Answers held against, and made from, the model of the API that botocore ships."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
from botocore.validate import ParamValidator


@cache
def service_model(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


def output_shape(action: str) -> Any:
    service, _, operation = action.partition(":")
    return service_model(service).operation_model(operation).output_shape


def faults_of(answer: dict[str, Any], shape: Any) -> str:
    """What the validator has against an answer: unknown members, wrong types, missing ones; empty if nothing."""
    report = ParamValidator().validate(answer, shape)
    return str(report.generate_report()) if report.has_errors() else ""


def full(shape: Any, text: str) -> Any:
    """An answer with every member there can be, each string of it ``text:NAME``."""
    return _full(shape, text, "", ())


def _full(shape: Any, text: str, name: str, above: tuple[str, ...]) -> Any:
    match shape.type_name:
        case "structure" if getattr(shape, "is_document_type", False):
            return {"any": f"{text}:{name}"}
        case "structure":
            members = {} if shape.name in above else shape.members
            return {key: _full(member, text, key, (*above, shape.name)) for key, member in members.items()}
        case "list":
            return [_full(shape.member, text, name, above)]
        case "map":
            return {"key": _full(shape.value, text, name, above)}
        case "string":
            return f"{text}:{name}"
        case "boolean":
            return True
        case "timestamp":
            return datetime(2026, 11, 23, 17, 23, 4, tzinfo=timezone.utc)
        case "integer" | "long":
            return 7
        case "double" | "float":
            return 7.0
        case other:
            raise AssertionError(f"a shape of type {other} is new")


def strings_in(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each string with the path of keys that leads to it."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from strings_in(member, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for element in value:
            yield from strings_in(element, path)
    elif isinstance(value, str):
        yield path, value


def sensitive_paths(shape: Any, path: str = "", above: tuple[str, ...] = ()) -> Iterator[str]:
    """Paths of the members that the model itself calls sensitive."""
    if shape.metadata.get("sensitive"):
        yield path
    if shape.type_name == "list":
        yield from sensitive_paths(shape.member, path, above)
    if shape.type_name == "structure" and shape.name not in above:
        for key, member in shape.members.items():
            yield from sensitive_paths(member, f"{path}.{key}" if path else key, (*above, shape.name))


def read_answers(path: Path) -> list[dict[str, Any]]:
    """The JSON documents of a file, which stand one after the other."""
    text, answers = path.read_text(), []
    while text.strip():
        answer, end = json.JSONDecoder().raw_decode(text.lstrip())
        answers.append(answer)
        text = text.lstrip()[end:]
    return answers
