"""The files of data/: where they lie, what columns they have, how they are read and written."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from memory import Observation, Type

DATA = Path(__file__).resolve().parent.parent
TABLE = DATA / "instance-types.csv"
OVERRIDES = DATA / "overrides.csv"
SOURCES = DATA / "sources.csv"
CAPABILITIES = DATA / "capabilities.txt"
KEPT = DATA / "kept"

HARDWARE = (
    "vcpus",
    "memory_mib",
    "architecture",
    "hypervisor",
    "bare_metal",
    "gpus",
    "network_cards",
    "max_network_interfaces",
    "max_network_interfaces_card0",
    "ipv4_per_interface",
    "ipv6_per_interface",
    "burstable",
    "current_generation",
    "hardware_source",
    "hardware_date",
)
KARPENTER = ("ondemand_usd_hour", "eks_trunking_compatible", "eks_branch_interfaces")
ECS_LIMITS = ("ecs_task_limit_default", "ecs_task_limit_trunking")
MEMORY = (
    "registered_memory_mib",
    "memory_low_mib",
    "memory_high_mib",
    "memory_basis",
    "memory_source",
    "memory_detail",
    "memory_date",
)
COLUMNS = ("instance_type", *HARDWARE, *KARPENTER, *ECS_LIMITS, *MEMORY)

Row = dict[str, str]


def read_csv(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_csv(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_sources() -> dict[str, Row]:
    return {row["tag"]: row for row in read_csv(SOURCES)}


def read_ecs_limits() -> dict[str, Row]:
    return {
        row["instance_type"]: {"ecs_task_limit_default": row["default"], "ecs_task_limit_trunking": row["trunking"]}
        for row in read_csv(KEPT / "ecs-task-limits.csv")
    }


def read_kept_types() -> dict[str, Row]:
    types = {}
    for row in read_csv(KEPT / "types.csv"):
        source, date = row.pop("source"), row.pop("date")
        types[row.pop("instance_type")] = row | {"hardware_source": source, "hardware_date": date}
    return types


def memory_type(name: str, hardware: Row) -> Type:
    return Type(
        name=name,
        nominal=int(hardware["memory_mib"]),
        architecture=hardware["architecture"],
        hypervisor=hardware["hypervisor"],
        bare_metal=hardware["bare_metal"] == "true",
        source=hardware["hardware_source"],
    )


def read_observations(types: dict[str, Type]) -> list[Observation]:
    return [
        Observation(
            type=types[row["instance_type"]],
            registered=int(row["registered_mib"]),
            system=row["system"],
            date=row["date"],
            source=row["source"],
            in_fits=row["in_fits"] == "yes",
        )
        for row in read_csv(KEPT / "memory-observations.csv")
    ]
