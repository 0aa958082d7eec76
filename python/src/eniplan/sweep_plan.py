"""The arguments of `sweep`, turned into plain values that the library takes and that any process can be sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypedDict, TypeVar

from . import arguments
from ._core import Diagnostic, InputError

T = TypeVar("T")

LARGEST_SEED = 2**63 - 1


class RolloutPlan(TypedDict, total=False):
    """How services are rolled in each scenario; `services` are all that are no daemons unless given."""

    services: Iterable[str]
    together: bool
    strict_eni: bool


class Plan(TypedDict):
    """A sweep but for its cluster."""

    desired: list[tuple[str, list[int]]]
    trunking: list[bool | None]
    lose_zone: list[list[str]]
    lose_instances: list[int]
    seeds: list[int | None]
    services: list[str]
    rollout: tuple[list[str], bool, bool] | None


class Reader:
    """Reads arguments and keeps what is wrong with them, so that all of it can be told at once."""

    def __init__(self) -> None:
        self._wrong_types: list[str] = []
        self._diagnostics: list[Diagnostic] = []

    def require_good(self) -> None:
        """Raise the `TypeError`, or else the `InputError`, that names everything wrong."""
        if self._wrong_types:
            raise TypeError("\n".join(self._wrong_types))
        if self._diagnostics:
            error = InputError("\n".join(map(str, self._diagnostics)))
            error.diagnostics = self._diagnostics
            raise error

    def value(self, read: Callable[[object, str], T], given: object, argument: str) -> list[T]:
        """The value; none if it is no good."""
        try:
            return [read(given, argument)]
        except TypeError as error:
            self._wrong_types.append(str(error))
        except InputError as error:
            self._diagnostics += error.diagnostics
        return []

    def values(self, read: Callable[[object, str], T], given: object, argument: str) -> list[T]:
        """All values of an axis."""
        return [
            good
            for listed in self.value(_several, given, argument)
            for i, one in enumerate(listed)
            for good in self.value(read, one, f"{argument}[{i}]")
        ]

    def counts(self, given: object) -> list[tuple[str, list[int]]]:
        """Counts of services by name."""
        axes = []
        for mapping in self.value(_mapping, {} if given is None else given, "desired"):
            for name, counts in mapping.items():
                for service in self.value(arguments.text, name, "desired"):
                    axes.append((service, self.values(arguments.whole_number, counts, f"desired[{service!r}]")))
        return axes

    def rollout(self, given: object) -> tuple[list[str], bool, bool] | None:
        """Which services are rolled, whether together, and whether with strict interfaces; None if none."""
        if given is None:
            return None
        if isinstance(given, str) and given in ("each", "together"):
            return [], given == "together", False
        for options in self.value(_rollout, given, "rollout"):
            services = self.values(arguments.text, options.get("services", ()), "rollout['services']")
            together = self.value(arguments.flag, options.get("together", False), "rollout['together']")
            strict_eni = self.value(arguments.flag, options.get("strict_eni", False), "rollout['strict_eni']")
            return services, together == [True], strict_eni == [True]
        return None


def trunking(value: object, argument: str) -> bool | None:
    """With trunks, without, or as they are."""
    return None if value is None else arguments.flag(value, argument)


def zones(value: object, argument: str) -> list[str]:
    """Zones that are lost together, or none."""
    return [] if value is None else arguments.texts(value, argument)


def seed(value: object, argument: str) -> int | None:
    """A seed, or that of the cluster."""
    return None if value is None else arguments.whole_number(value, argument, most=LARGEST_SEED)


def _several(value: object, argument: str) -> list[object]:
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        arguments.wrong_type(argument, "a list of values", value)
    return list(value)


def _mapping(value: object, argument: str) -> Mapping[object, object]:
    if not isinstance(value, Mapping):
        arguments.wrong_type(argument, "a mapping of services to counts", value)
    return value


def _rollout(value: object, argument: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping) or not set(value) <= {"services", "together", "strict_eni"}:
        arguments.wrong_type(argument, "'each', 'together' or a dict of services, together and strict_eni", value)
    return value
