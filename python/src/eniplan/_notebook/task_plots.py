"""Pictures of tasks: how many land, when a rollout replaces them, what a change costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .._core import Rollout, ServiceHeadroom, Timeline, WhatIfResult
from . import figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Rows of a picture at most.
MOST = 20


def curve(service: ServiceHeadroom, ax: Axes | None) -> Axes:
    assert service.curve is not None
    points = service.curve.points()
    wanted = [point.wanted for point in points]
    today = [point.placed for point in points]
    trunked = [point.placed_all_trunked for point in points]
    ax = figure.axes(ax, 8, 3.8)
    ax.plot(wanted, wanted, color=figure.MUTED, linestyle=":", linewidth=1.2, label="every task placed")
    ax.plot(wanted, trunked, color=figure.GREEN, linestyle="--", linewidth=2.2, label=f"all instances trunked: {trunked[-1]:,}")
    ax.plot(wanted, today, color=figure.RED, linewidth=2.6, label=f"today: {today[-1]:,}")
    ax.plot(service.desired_count, service.placed, "o", color=figure.RED, markersize=7)
    said = f"{service.desired_count:,} wanted, {service.placed:,} placed"
    ax.annotate(said, (service.desired_count, service.placed), (8, -14), "data", "offset points", fontsize=9, color=figure.INK)
    ax.set(xlabel=f"desired count of {service.service_name} (tasks)", ylabel="placed (tasks)", xlim=(0, None), ylim=(0, None))
    figure.whole_numbers(ax.xaxis, ax.yaxis)
    figure.quiet(ax, "y")
    then = f"; then {service.next.reason}" if service.next else ""
    figure.title(ax, f"{service.service_name}: room for {service.more:,} more{then}")
    figure.legend(ax)
    return ax


@dataclass(frozen=True)
class Event:
    """What changes at one moment of a rollout, in tasks."""

    time: float
    old: int = 0
    starting: int = 0
    new: int = 0


def timeline(rollout: Rollout, clock: Timeline | None, ax: Axes | None) -> Axes:
    events = sorted(_events(rollout, clock), key=lambda event: event.time)
    times, counts = [0.0], [(rollout.old_at_start, 0, rollout.new_at_start)]
    for event in events:
        old, starting, new = counts[-1]
        times.append(event.time)
        counts.append((old + event.old, starting + event.starting, new + event.new))
    end = clock.end / 60_000 if clock else float(rollout.rounds)
    # A little of what comes after the end, so that it is seen.
    times.append(max(end, times[-1]) * 1.06 or 1.0)
    counts.append(counts[-1])
    old_tasks, starting_tasks, new_tasks = zip(*counts)
    ax = figure.axes(ax, 8, 3.6)
    ax.stackplot(
        times, new_tasks, starting_tasks, old_tasks, step="post", colors=[figure.GREEN, figure.AMBER, figure.LIGHT],
        labels=["new, healthy", "new, starting", "old"], linewidth=0,
    )  # fmt: skip
    for level, words in ((rollout.maximum, "maximum"), (rollout.minimum_healthy, "minimum healthy")):
        ax.axhline(level, color=figure.INK, linestyle=":", linewidth=1)
        ax.annotate(f"{words} {level:,}", (1, level), (4, 0), ("axes fraction", "data"), "offset points", va="center", fontsize=8.5, color=figure.MUTED)
    ax.set(xlim=(0, times[-1]), ylim=(0, 1.08 * max(rollout.maximum, *map(sum, counts), 1)))
    ax.set(xlabel="minutes" if clock else "rounds", ylabel="tasks")
    figure.whole_numbers(ax.yaxis, *([] if clock else [ax.xaxis]))
    figure.quiet(ax, "y")
    _say_how_it_ends(ax, rollout, clock)
    figure.legend(ax)
    return ax


def differences(result: WhatIfResult, ax: Axes | None) -> Axes:
    services = sorted(result.services, key=lambda one: (-one.after.unplaced, one.after.running - one.before.running))
    shown = services[:MOST]
    ax = figure.axes(ax, 8, 1.7 + 0.5 * max(1, len(shown)))
    rows = range(len(shown))
    ax.barh([row - 0.17 for row in rows], [one.before.running for one in shown], 0.28, color=figure.LIGHT, label="running before")
    running = [one.after.running for one in shown]
    ax.barh([row + 0.17 for row in rows], running, 0.28, color=figure.DARK, label="running after")
    lacking = [one.after.unplaced for one in shown]
    ax.barh([row + 0.17 for row in rows], lacking, 0.28, running, color="#fde8e6", edgecolor=figure.RED, hatch="////", linewidth=0, label="without a place")
    for row, one in enumerate(shown):
        words = f"{one.after.running:,}" + (f" of {one.after.running + one.after.unplaced:,}: {one.failures[0].reason}" if one.failures else "")
        ax.annotate(words, (one.after.running + one.after.unplaced, row + 0.17), (6, 0), "data", "offset points", va="center", fontsize=8.5, color=figure.INK)
    ax.set_yticks(rows, [one.service_name for one in shown])
    widest = max([1, *(max(one.before.running, one.after.running + one.after.unplaced) for one in shown)])
    ax.set(ylim=(max(1, len(shown)) - 0.5, -0.5), xlim=(0, 1.35 * widest), xlabel="tasks")
    figure.whole_numbers(ax.xaxis)
    figure.quiet(ax, "x")
    left_out = f"{len(services) - MOST:,} services that lose less are left out" if len(services) > MOST else ""
    figure.title(ax, f"{result.cluster_name}: {result.after.unplaced:,} tasks without a place, {result.before.unplaced:,} before", left_out)
    if shown:
        figure.legend(ax)
    return ax


def _events(rollout: Rollout, clock: Timeline | None) -> list[Event]:
    """Starts, healths and ends; without a clock they share out a round."""
    events = []
    for i, step in enumerate(rollout.steps):
        begin, healthy, stopped = step.round - 1.0, step.round - 0.5, float(step.round)
        if clock is not None:
            when = clock.steps[i]
            begin = when.begin / 60_000
            healthy = begin if when.healthy is None else when.healthy / 60_000
            stopped = healthy if when.stopped is None else when.stopped / 60_000
        events.append(Event(begin, starting=step.started))
        events.append(Event(healthy, starting=-step.started, new=step.started))
        events.append(Event(stopped, old=-step.stopped))
    return events


def _say_how_it_ends(ax: Axes, rollout: Rollout, clock: Timeline | None) -> None:
    took = f"{rollout.rounds:,} round{'' if rollout.rounds == 1 else 's'}" + (f", {clock.end / 60_000:.1f} minutes" if clock else "")
    if rollout.outcome == "stuck":
        total = rollout.old_running + rollout.new_running
        told = f"{rollout.reason}; {rollout.new_running:,} of {total:,} running tasks are new"
        figure.title(ax, f"{rollout.service}: stuck after {took}", told)
        return
    refused = {step.refused for step in rollout.steps if step.refused}
    told = f"refused on the way: {', '.join(sorted(refused))}" if refused else ""
    figure.title(ax, f"{rollout.service}: completes in {took}", told)
