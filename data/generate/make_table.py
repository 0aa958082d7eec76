#!/usr/bin/env python3
"""Makes data/instance-types.csv.

    python3 data/generate/make_table.py                  # fetches the packages of upstream.py
    python3 data/generate/make_table.py --keep-hardware  # offline: only limits and memory anew

Then run make_catalog.py, which compiles the table in.
"""

from __future__ import annotations

import argparse

import tables
import upstream
from memory import Observations, estimate
from tables import Row


def hardware_from_packages() -> dict[str, Row]:
    """Kept types are those that moto does not have: retired ones, and those newer than its version."""
    types = tables.read_kept_types() | upstream.fetch_moto_types()
    karpenter = upstream.fetch_karpenter()
    return {name: row | karpenter.get(name, {}) for name, row in types.items()}


def hardware_from_table() -> dict[str, Row]:
    wanted = (*tables.HARDWARE, *tables.KARPENTER)
    return {row["instance_type"]: {c: row[c] for c in wanted} for row in tables.read_csv(tables.TABLE)}


def make_rows(hardware: dict[str, Row]) -> list[Row]:
    limits = tables.read_ecs_limits()
    types = {name: tables.memory_type(name, row) for name, row in hardware.items()}
    observations = Observations(tables.read_observations(types))
    models_date = tables.read_sources()["memory-models"]["date"]
    rows = []
    for name in sorted(hardware):
        memory = estimate(types[name], observations, models_date)
        row = {"instance_type": name} | hardware[name] | limits.get(name, {}) | memory_columns(memory)
        rows.append({column: row.get(column, "") for column in tables.COLUMNS})
    return rows


def memory_columns(memory) -> Row:
    values = (memory.registered, memory.low, memory.high, memory.basis, memory.source, memory.detail, memory.date)
    return dict(zip(tables.MEMORY, map(str, values), strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes data/instance-types.csv.")
    parser.add_argument("--keep-hardware", action="store_true", help="take hardware and prices from the table as it is")
    arguments = parser.parse_args()
    hardware = hardware_from_table() if arguments.keep_hardware else hardware_from_packages()
    rows = make_rows(hardware)
    tables.write_csv(tables.TABLE, tables.COLUMNS, rows)
    print(f"{tables.TABLE.name}: {len(rows)} types")


if __name__ == "__main__":
    main()
