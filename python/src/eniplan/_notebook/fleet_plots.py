"""Pictures of a fleet: what each instance holds, where the slots are, what is stranded."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from .._core import HeadroomResult, InstanceResults, find_instance_type
from . import figure
from .alike import TITLES, Alike, resources_of, worst_first

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Rows of a picture at most.
MOST = 20


def heat_map(instances: InstanceResults, name: str, ax: Axes | None) -> Axes:
    alike = worst_first(instances)
    shown, rest = alike[:MOST], sum(one.count for one in alike[MOST:])
    names = resources_of(alike)
    ax = figure.axes(ax, 2.6 + 1.35 * len(names), 1.3 + 0.42 * max(1, len(shown)))
    for row, one in enumerate(shown):
        for column, resource in enumerate(names):
            _cell(ax, column, row, one, resource)
        ax.annotate(one.name, (-0.62, row), (-6, 5), "data", "offset points", ha="right", va="center", fontsize=9, color=figure.INK)
        ax.annotate(one.place, (-0.62, row), (-6, -6), "data", "offset points", ha="right", va="center", fontsize=7.5, color=figure.MUTED)
    ax.set(xlim=(-0.62, max(1, len(names)) - 0.4), ylim=(max(1, len(shown)) - 0.45, -0.55), yticks=[])
    ax.set_xticks(range(len(names)), [TITLES[resource] for resource in names])
    ax.xaxis.tick_top()
    figure.quiet(ax)
    if rest:
        ax.set_xlabel(f"and {rest:,} more instances", loc="left")
    figure.title(ax, f"{name}: instances by resource")
    ax.title.set_position((0, 1.0))
    return ax


def slots(instances: InstanceResults, name: str, ax: Axes | None) -> Axes:
    used: dict[str, int] = defaultdict(int)
    free: dict[str, int] = defaultdict(int)
    more: dict[str, int] = defaultdict(int)
    for one in worst_first(instances):
        kind = one.first.instance_type or "unknown type"
        used[kind] += one.count * one.used("eni")
        free[kind] += one.count * max(0, one.registered("eni") - one.used("eni"))
        more[kind] += one.count * _gain(one)
    kinds = sorted(used, key=lambda kind: (-used[kind] - free[kind] - more[kind], kind))[:MOST]
    ax = figure.axes(ax, 8, 1.5 + 0.42 * max(1, len(kinds)))
    rows = range(len(kinds))
    ends = [0] * len(kinds)
    parts = [("used", used, figure.DARK, ""), ("free", free, figure.LIGHT, ""), ("a trunk would add", more, "#ffffff", "////")]
    for label, values, colour, hatch in parts:
        widths = [values[kind] for kind in kinds]
        ax.barh(rows, widths, 0.62, ends, color=colour, edgecolor=figure.GREEN if hatch else "white", hatch=hatch, label=label, linewidth=0.8)
        ends = [end + width for end, width in zip(ends, widths)]
    for row, kind in enumerate(kinds):
        words = f"{used[kind]:,} of {used[kind] + free[kind]:,}" + (f", + {more[kind]:,}" if more[kind] else "")
        ax.annotate(words, (ends[row], row), (6, 0), "data", "offset points", va="center", fontsize=9, color=figure.INK)
    ax.set(ylim=(max(1, len(kinds)) - 0.5, -0.5), xlim=(0, 1.2 * max([1, *ends])), xlabel="ENI slots (one for each awsvpc task)")
    ax.set_yticks(rows, kinds)
    figure.whole_numbers(ax.xaxis)
    figure.quiet(ax, "x")
    total = sum(used.values()) + sum(free.values())
    figure.title(ax, f"{name}: {sum(used.values()):,} of {total:,} ENI slots used")
    figure.legend(ax)
    return ax


def stranded(result: HeadroomResult, ax: Axes | None) -> Axes:
    groups = result.stranded.groups[:MOST]
    instances = result.instances
    kinds, zones = instances["instance_type"], instances["availability_zone"]
    ax = figure.axes(ax, 8, 1.6 + 0.62 * max(1, len(groups)))
    for row, group in enumerate(groups):
        there = (kinds == group.instance_type) & (zones == group.availability_zone)
        for offset, resource, lost in ((-0.17, "cpu", group.cpu), (0.17, "memory", group.memory)):
            registered = int(instances[f"registered_{resource}"][there].sum())
            left = int(instances[f"remaining_{resource}"][there].sum())
            _stranded_bar(ax, row + offset, registered, left, lost, "CPU units" if resource == "cpu" else "MiB", row == 0 and offset < 0)
    labels = [f"{group.instance_type or 'unknown type'} × {group.instances:,}\n{group.availability_zone or ''}" for group in groups]
    ax.set_yticks(range(len(groups)), labels)
    ax.set(ylim=(max(1, len(groups)) - 0.45, -0.55), xlim=(0, 136), xlabel="% of what all instances of the type register in the zone: CPU above, memory below")
    ax.set_xticks(range(0, 101, 25))
    figure.quiet(ax, "x")
    lost_total = result.stranded
    figure.title(
        ax,
        f"{result.cluster_name}: {lost_total.instances:,} of {lost_total.with_slots:,} instances out of ENI slots",
        f"{lost_total.cpu:,} CPU units and {lost_total.memory:,} MiB there are out of reach for awsvpc tasks"
        f", {lost_total.microusd_month // 1_000_000:,} USD a month",
    )
    if groups:
        figure.legend(ax)
    return ax


def _cell(ax: Axes, column: int, row: int, one: Alike, resource: str) -> None:
    """Red where nothing is left, else the bluer the fuller."""
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import FancyBboxPatch

    if one.registered(resource) == 0:
        return
    share = one.share(resource)
    blues = LinearSegmentedColormap.from_list("used", [figure.PALE, figure.LIGHT, figure.DARK])
    colour = figure.RED if share >= 1 else blues(share)
    box = FancyBboxPatch((column - 0.45, row - 0.41), 0.9, 0.82, "round,pad=0,rounding_size=0.07", facecolor=colour, linewidth=0)
    ax.add_patch(box)
    ink = "white" if share > 0.72 else figure.INK
    words = f"{one.used(resource):,}/{one.registered(resource):,}"
    ax.text(column, row, words, ha="center", va="center", fontsize=8.5, color=ink, fontweight="bold" if share >= 1 else "normal")


def _stranded_bar(ax: Axes, y: float, registered: int, left: int, lost: int, unit: str, labelled: bool) -> None:
    percent = 100 / registered if registered else 0.0
    parts = [
        ("used", registered - left, figure.DARK, ""),
        ("stranded", lost, "#fde8e6", "////"),
        ("free, within reach", left - lost, figure.PALE, ""),
    ]
    begin = 0.0
    for label, amount, colour, hatch in parts:
        edge = figure.RED if hatch else colour
        ax.barh(y, amount * percent, 0.28, begin, color=colour, edgecolor=edge, hatch=hatch, linewidth=0, label=label if labelled else None)
        begin += amount * percent
    ax.annotate(f"{lost:,} {unit} stranded", (100, y), (6, 0), "data", "offset points", va="center", fontsize=8.5, color=figure.INK)


def _gain(one: Alike) -> int:
    """Slots that a trunk would add to such an instance, by the catalog."""
    kind = find_instance_type(one.first.instance_type or "")
    if one.first.trunking or kind is None or kind.ecs_task_limit_trunking is None:
        return 0
    return max(0, kind.ecs_task_limit_trunking - one.registered("eni"))
