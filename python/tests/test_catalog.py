"""The built-in instance types, and how many tasks one of them takes."""

import csv
import io

import numpy
import pytest
from built_command import run

import eniplan


def test_a_type_says_its_limits_and_where_they_come_from() -> None:
    c5_large = eniplan.instance_type("c5.large")
    assert c5_large.vcpus == 2
    assert c5_large.task_limit() == 2
    assert c5_large.task_limit(trunking=True) == 10
    assert c5_large.trunking_limit_source.date
    assert c5_large.registered_memory.registered < c5_large.memory == 4096


def test_the_catalog_is_sorted_and_finds_its_own() -> None:
    names = [instance_type.name for instance_type in eniplan.catalog()]
    assert names == sorted(names)
    assert len(names) > 1000
    assert eniplan.catalog()[0] == eniplan.instance_type(names[0])
    assert eniplan.catalog_date() >= "2026-01-01"


@pytest.mark.parametrize(
    "sort",
    [
        "name",
        "tasks",
        "trunked",
        "gain",
        "price",
        "slot-price",
        "trunked-slot-price",
        "cheapest-slot-price",
        "memory-per-slot",
        "trunked-memory-per-slot",
    ],
)
def test_types_are_sorted_as_the_command_sorts_them(sort: str) -> None:
    rows = csv.DictReader(io.StringIO(run("types", "--sort", sort, "--format", "csv").stdout))
    names = [row["instanceType"] for row in rows]
    assert len(names) > 1000
    assert [known.name for known in eniplan.types(sort=sort)] == names
    some = [name for name in names if name.startswith("m5.")]
    assert [known.name for known in eniplan.types("m5.*", sort=sort)] == some


def test_an_order_that_is_not_there_is_refused_with_all_there_are_and_the_nearest() -> None:
    with pytest.raises(eniplan.InputError, match=r"name, tasks, .*slotprice.*did you mean slot-price\?"):
        eniplan.types(sort="slotprice")


def test_the_table_compares_slots_with_and_without_a_trunk_as_the_command_does() -> None:
    rows = list(csv.DictReader(io.StringIO(run("types", "--compare", "--sort", "name", "--format", "csv").stdout)))
    table = eniplan.catalog()
    for column, title in {
        "trunking_gain": "trunkingGain",
        "memory_per_slot": "memoryPerSlot",
        "memory_per_slot_trunking": "trunkingMemoryPerSlot",
    }.items():
        there = [None if value is numpy.ma.masked else int(value) for value in table[column]]
        assert there == [int(row[title]) if row[title] else None for row in rows]
    prices = [None if value is numpy.ma.masked else int(value) for value in table["microusd_hour_per_slot_trunking"]]
    assert prices == [
        round(float(row["trunkingUsdPerSlotHour"]) * 1e6) if row["trunkingUsdPerSlotHour"] else None for row in rows
    ]


def test_an_unknown_type_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="c5.lrage"):
        eniplan.instance_type("c5.lrage")


def test_interfaces_run_out_first_without_a_trunk_and_cpu_with_one() -> None:
    untrunked = eniplan.fit("m5.large", cpu=256, memory=512)
    assert (untrunked.count, untrunked.limit) == (2, "RESOURCE:ENI")
    trunked = eniplan.fit("m5.large", cpu=256, memory=512, trunking=True)
    # 2048 units / 256 = 8 tasks, of ten slots.
    assert (trunked.count, trunked.limit, trunked.used.cpu) == (8, "RESOURCE:CPU", 2048)


def test_bridge_takes_no_interface() -> None:
    fit = eniplan.fit("t2.micro", cpu=256, memory=128, network_mode="bridge")
    assert (fit.count, fit.limit, fit.used.eni) == (4, "RESOURCE:CPU", 0)


@pytest.mark.parametrize(
    "options", [{"cpu": -1}, {"network_mode": "awspvc"}, {"instance_type": "t2.mikro"}, {"gpu": -1}]
)
def test_fit_refuses_what_cannot_be(options: dict[str, object]) -> None:
    arguments = {"instance_type": "t2.micro", "cpu": 1, "memory": 1} | options
    with pytest.raises(ValueError):
        eniplan.fit(**arguments)  # type: ignore[arg-type]
