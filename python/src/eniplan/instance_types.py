"""Instance types: what the catalog knows of them, and how many tasks one instance takes."""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Callable

from . import _core, arguments
from ._core import Fit, InstanceType, InstanceTypes, Resources

#: What one task may ask for: far above any instance, far below what could overflow.
LARGEST_NEED = 1_000_000_000

NETWORK_MODES = ("awsvpc", "bridge", "host", "none")


def catalog() -> InstanceTypes:
    """All instance types that are built in, sorted by name: a table too, memory in MiB, prices in 10^-6 USD an hour."""
    return _core.catalog()


def catalog_date() -> str:
    """The newest day on which any part of the catalog was read at its source, ISO 8601."""
    return _core.catalog_date()


def instance_type(name: str) -> InstanceType:
    """The type of that name in the catalog.

    Raises
    ------
    InputError
        If the catalog has none; with the nearest name.
    """
    found = _core.find_instance_type(arguments.text(name, "name"))
    if found is None:
        near = difflib.get_close_matches(name, [known.name for known in _core.catalog()], 1, 0.75)
        hint = f"; did you mean {near[0]}?" if near else ""
        arguments.refuse("name", f'the catalog has no instance type "{name}"{hint}')
    return found


def types(*patterns: str, sort: str = "name") -> list[InstanceType]:
    """The types of the catalog whose names match a pattern such as ``c5.*``; all without patterns.

    Parameters
    ----------
    patterns
        Of names, as file names are matched.
    sort
        ``name``; task slots, the most first: ``tasks`` (without a trunk), ``trunked`` or ``gain`` (that a trunk
        brings); the lowest first: ``price`` (of an hour), ``slot-price`` (for each slot, without a trunk),
        ``trunked-slot-price`` or ``cheapest-slot-price`` (in whichever way has more slots); the most first:
        ``memory-per-slot`` or ``trunked-memory-per-slot``. Types without the figure come last; ties are in the order
        of names. The figures are columns of `catalog()`.

    Raises
    ------
    InputError
        If there is no such order; with the nearest.
    """
    for i, pattern in enumerate(patterns):
        arguments.text(pattern, f"patterns[{i}]")
    if arguments.text(sort, "sort") not in _FIGURES:
        near = difflib.get_close_matches(sort, _FIGURES, 1, 0.75)
        hint = f"; did you mean {near[0]}?" if near else ""
        arguments.refuse("sort", f'expected one of {", ".join(_FIGURES)}, found "{sort}"{hint}')
    figure = _FIGURES[sort]
    matching = [
        known
        for known in _core.catalog()
        if not patterns or any(fnmatch.fnmatchcase(known.name, pattern) for pattern in patterns)
    ]
    figures = {known.name: figure(known) for known in matching}
    return sorted(matching, key=lambda known: (figures[known.name] is None, figures[known.name] or 0, known.name))


def _share(whole: int | None, slots: int | None) -> int | None:
    """Of each slot, rounded down."""
    return whole // slots if whole is not None and slots else None


def _negative(figure: int | None) -> int | None:
    """What is larger comes first."""
    return None if figure is None else -figure


def _slots(known: InstanceType) -> int:
    return known.task_limit()


def _most_slots(known: InstanceType) -> int:
    return max(known.task_limit(), known.task_limit(trunking=True))


def _gain(known: InstanceType) -> int | None:
    trunked = known.ecs_task_limit_trunking
    return None if trunked is None else trunked - _slots(known)


def _memory(known: InstanceType) -> int:
    return known.registered_memory.registered


#: What types are sorted by, ascending.
_FIGURES: dict[str, Callable[[InstanceType], int | None]] = {
    "name": lambda known: 0,
    "tasks": lambda known: -_slots(known),
    "trunked": lambda known: _negative(known.ecs_task_limit_trunking),
    "gain": lambda known: _negative(_gain(known)),
    "price": lambda known: known.ondemand_microusd_hour,
    "slot-price": lambda known: _share(known.ondemand_microusd_hour, _slots(known)),
    "trunked-slot-price": lambda known: _share(known.ondemand_microusd_hour, known.ecs_task_limit_trunking),
    "cheapest-slot-price": lambda known: _share(known.ondemand_microusd_hour, _most_slots(known)),
    "memory-per-slot": lambda known: _negative(_share(_memory(known), _slots(known))),
    "trunked-memory-per-slot": lambda known: _negative(_share(_memory(known), known.ecs_task_limit_trunking)),
}


def fit(
    instance_type: str | InstanceType,
    *,
    cpu: int,
    memory: int,
    gpu: int = 0,
    network_mode: str = "awsvpc",
    trunking: bool = False,
) -> Fit:
    """How many copies of a task one empty instance takes, and what runs out first.

    Parameters
    ----------
    instance_type
        A type or its name in the catalog.
    cpu, memory, gpu
        Needs of the task, in CPU units, MiB and devices.
    network_mode
        ``awsvpc``, ``bridge``, ``host`` or ``none``. Only a task in ``awsvpc`` takes a network interface.
    trunking
        Whether the instance has a trunk, where its type can.

    Raises
    ------
    InputError
        If the type or network mode is unknown, or a need is negative.
    """
    if isinstance(instance_type, str):
        instance_type = _named(instance_type)
    arguments.instance_of(InstanceType, instance_type, "instance_type")
    if arguments.text(network_mode, "network_mode") not in NETWORK_MODES:
        arguments.refuse("network_mode", f'expected one of {", ".join(NETWORK_MODES)}, found "{network_mode}"')
    needs = Resources(
        cpu=arguments.whole_number(cpu, "cpu", most=LARGEST_NEED),
        memory=arguments.whole_number(memory, "memory", most=LARGEST_NEED),
        gpu=arguments.whole_number(gpu, "gpu", most=LARGEST_NEED),
        eni=1 if network_mode == "awsvpc" else 0,
    )
    return _core.fit(instance_type, needs, trunking=arguments.flag(trunking, "trunking"))


_named = instance_type
