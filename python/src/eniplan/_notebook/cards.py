"""Answers as HTML: the sentence first, the numbers that matter, then a few rows, worst first, and how many were left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from .._core import (
    Cluster,
    Explanation,
    GroupResult,
    HeadroomResult,
    InstanceResults,
    PlacementResult,
    Remedy,
    RemedyResult,
    Rollout,
    RolloutResult,
    ServiceHeadroom,
    ShortageProof,
    TrunkingReport,
    WhatIfResult,
)
from . import markup
from .alike import TITLES, resources_of, worst_first
from .markup import bad, card, cell, counted, figure

#: Rows of one table at most.
MOST = 8


class Rows(Protocol):
    """A table of this package, row by row."""

    @property
    def columns(self) -> list[str]: ...
    def __len__(self) -> int: ...
    def __getitem__(self, name: str, /) -> Any: ...


def cluster(self: Cluster) -> str:
    instances = len(self.container_instances) + sum(group.count for group in self.capacity)
    wanted = sum(service.desired_count for service in self.services if service.scheduling_strategy == "REPLICA")
    services = sorted(self.services, key=lambda service: -service.desired_count)
    modes = {f"{one.family}:{one.revision}": one.network_mode for one in self.task_definitions}
    modes |= {one.family: one.network_mode for one in self.task_definitions}
    rows = [
        f"{cell(one.service_name)}{cell(one.task_definition)}{cell(modes.get(one.task_definition))}"
        + (cell("one on each instance") if one.scheduling_strategy == "DAEMON" else cell(one.desired_count))
        for one in services[:MOST]
    ]
    return card(
        self.cluster_name,
        f"awsvpcTrunking is {'enabled' if self.awsvpc_trunking else 'disabled'}",
        figure(f"{instances:,}", "container instances"),
        figure(f"{len(self.services):,}", "services"),
        figure(f"{wanted:,}", "tasks wanted by them"),
        figure(f"{len(self.tasks):,}", "tasks described as running"),
        markup.table(["service", "task definition", "network mode", "desired"], rows, _left(services, "service"), ["desired"]),
        _fleet(self),
    )


def placement(self: PlacementResult) -> str:
    summary = self.summary
    title = f"{self.cluster_name}: all {counted(summary.desired, 'task')} placed"
    if summary.unplaced:
        title = f"{self.cluster_name}: {summary.unplaced:,} of {counted(summary.desired, 'task')} cannot be placed"
    groups = sorted([*self.services, *self.run_tasks], key=lambda group: -group.unplaced_count)
    rows = [_group(group) for group in groups[:MOST]]
    heads = ["service", "desired", "unplaced", "reason", "why"]
    return card(
        title,
        _first_message(groups),
        figure(f"{summary.placed:,} / {summary.desired:,}", "placed", summary.unplaced > 0),
        *_idle(self.instances),
        markup.table(heads, rows, _left(groups, "service"), heads[1:3]),
        _instances(self.instances),
    )


def rollout(self: RolloutResult) -> str:
    rollouts = sorted(self.rollouts, key=lambda one: (one.outcome != "stuck", one.outcome == "completes"))
    stuck = [one for one in rollouts if one.outcome == "stuck"]
    title = f"{self.cluster_name}: {'the rollout completes' if len(rollouts) == 1 else 'all rollouts complete'}"
    if stuck:
        title = f"{self.cluster_name}: {len(stuck):,} of {counted(len(rollouts), 'rollout')} stuck"
    if len(rollouts) == 1 and stuck:
        title = f"{self.cluster_name}: the rollout of {stuck[0].service} is stuck"
    ends = {one.service: clock.end for one, clock in zip(self.rollouts, self.timelines)}
    heads = ["service", "outcome", "reason", "old", "new", "rounds", "peak tasks", "would complete"]
    heads += ["minutes"] if ends else []
    rows = [
        _rollout(one) + (f'<td class="n">{ends[one.service] / 60_000:.1f}</td>' if ends else "") for one in rollouts[:MOST]
    ]
    return card(
        title,
        stuck[0].message if stuck else "",
        markup.table(heads, rows, _left(rollouts, "rollout"), [*heads[3:7], "minutes"]),
    )


def what_if(self: WhatIfResult) -> str:
    before, after = self.before, self.after
    title = f"{self.cluster_name}: {'every task keeps or finds a place' if after.unplaced == 0 else ''}"
    if after.unplaced:
        title += f"{counted(after.unplaced, 'task')} without a place after the change, {before.unplaced:,} before"
    services = sorted(self.services, key=lambda one: -one.after.unplaced)
    rows = [
        cell(one.service_name)
        + f'<td class="n">{one.before.running:,} → {one.after.running:,}</td>'
        + f'<td class="n">{one.before.unplaced:,} → {bad(one.after.unplaced, one.after.unplaced > one.before.unplaced)}</td>'
        + cell(one.failures[0].reason if one.failures else None)
        for one in services[:MOST]
    ]
    return card(
        title,
        "",
        figure(f"{before.instances:,} → {after.instances:,}", "instances"),
        figure(f"{before.placed:,} → {after.placed:,}", "tasks placed", after.placed < before.placed),
        figure(f"{before.unplaced:,} → {after.unplaced:,}", "tasks unplaced", after.unplaced > before.unplaced),
        markup.table(["service", "running", "unplaced", "reason"], rows, _left(services, "service"), ["running", "unplaced"]),
    )


def explanation(self: Explanation) -> str:
    # The words of the command: the verdict, and the sentence of its proof or of the packing that was found.
    title, *sentences = [line.strip() for line in self.to_string().splitlines() if line]
    groups = sorted(self.unplaced, key=lambda one: -one.unplaced)
    rows = ["".join(map(cell, [one.name or one.group, one.unplaced, one.unplaced_at_best, one.verdict])) for one in groups[:MOST]]
    heads = ["service", "without a place", "at best", "verdict"]
    balances = [
        f"{cell(one.scarcity)}{cell(one.wanted)}<td class=\"n\">{bad(one.available, one.available < one.wanted)}</td>"
        for one in self.balances
    ]
    return card(
        title,
        "" if self.verdict == "fits" else sentences[0],
        *(_proof(proof) for proof in self.proofs[:1]),
        markup.table(heads, rows, _left(groups, "service"), heads[1:3]),
        markup.table(["resource", "wanted", "available"], balances, "", ["wanted", "available"]),
    )


def remedies(self: RemedyResult) -> str:
    heads = ["#", "remedy", "USD a month", "disturbs", "then rolls", "smallest"]
    rows = [f"{cell(number)}{_remedy(one)}" for number, one in enumerate(self.remedies[:MOST], start=1)]
    return card(
        self.to_string().split("\n", 1)[0],
        f"Each was simulated; {counted(len(self.searched), 'kind')} of change searched." if self.searched else "",
        markup.table(heads, rows, _left(self.remedies, "remedy", "remedies"), [heads[0], heads[2]]),
    )


def headroom(self: HeadroomResult) -> str:
    services = sorted(self.services, key=lambda one: (one.more, one.placed - one.desired_count))
    stranded = self.stranded
    heads = ["service", "desired", "placed", "more", "then", "rolls"]
    title = self.cluster_name
    if services:
        title += f": {services[0].service_name} has room for {services[0].more:,} more"
        title += "" if len(services) == 1 else ", the least of all services"
    return card(
        title,
        "Each beside everything else that is wanted.",
        figure(f"{stranded.instances:,} of {stranded.with_slots:,}", "instances out of ENI slots", stranded.instances > 0),
        figure(f"{stranded.cpu:,}", "CPU units stranded there"),
        figure(f"{stranded.memory:,}", "MiB stranded there"),
        figure(f"{stranded.microusd_month // 10_000 / 100:,.2f}", "USD a month"),
        markup.table(heads, [_headroom(one) for one in services[:MOST]], _left(services, "service"), heads[1:4]),
    )


def trunking(self: TrunkingReport) -> str:
    groups = sorted(self.groups, key=lambda one: -(one.gain or 0) * one.instances)
    slots = sum(one.slots * one.instances for one in groups)
    gain = sum((one.gain or 0) * one.instances for one in groups)
    lacking = sum(one.instances for one in groups if one.lacks_wished_trunk)
    heads = ["group", "type", "zone", "instances", "trunk", "slots each", "with trunk", "obstacle"]
    rows = [
        "".join(map(cell, [one.name, one.instance_type, one.availability_zone, one.instances, one.trunked, one.slots]))
        + cell(one.slots_with_trunk)
        + cell(one.causes[0].obstacle if one.causes else None)
        for one in groups[:MOST]
    ]
    return card(
        f"{self.cluster_name}: {counted(slots, 'ENI slot')}, {gain:,} more if every instance that can had a trunk",
        "",
        figure(f"{lacking:,}", "instances lack the trunk they should have", lacking > 0),
        markup.table(heads, rows, _left(groups, "group"), ["instances", "slots each", "with trunk"]),
    )


def table(self: Rows) -> str:
    """The first rows of any table, in its own order."""
    heads = self.columns
    shown = min(MOST, len(self))
    head = [self[name][:shown].tolist() for name in heads]
    rows = ["".join(cell(column[i]) for column in head) for i in range(shown)]
    title = f"{type(self).__name__}: {counted(len(self), 'row')}"
    return card(title, "", '<div style="overflow-x:auto">', markup.table(heads, rows, _left(range(len(self)), "row")), "</div>")


def _left(rows: Sequence[object] | range, one: str, many: str = "") -> str:
    return f"and {counted(len(rows) - MOST, one, many)} more" if len(rows) > MOST else ""


def _first_message(groups: Sequence[GroupResult]) -> str:
    return next((group.failures[0].message for group in groups if group.failures), "")


def _group(group: GroupResult) -> str:
    failure = group.failures[0] if group.failures else None
    why = ""
    if failure is not None and failure.only_blocked_by:
        lacks = ", ".join(f"{name} on {count:,}" for name, count in failure.only_blocked_by.items())
        why = f"for want of nothing but {lacks}"
    return (
        cell(group.name or group.group)
        + cell(group.desired_count)
        + f'<td class="n">{bad(group.unplaced_count, group.unplaced_count > 0)}</td>'
        + f"<td>{bad(failure.reason) if failure else ''}</td>"
        + cell(why)
    )


def _rollout(one: Rollout) -> str:
    cures = " or ".join(_cure(cure) for cure in one.would_complete)
    return (
        cell(one.service)
        + f"<td>{bad(one.outcome.replace('_', ' '), one.outcome == 'stuck')}</td>"
        + "".join(map(cell, [one.reason, one.old_running, one.new_running, one.rounds, one.peak.tasks, cures]))
    )


def _cure(cure: Any) -> str:
    kind = type(cure).__name__
    if kind == "ExtraInstances":
        return f"{cure.count:,} more of {cure.group}"
    name = "minimumHealthyPercent" if kind == "LowerMinimumHealthyPercent" else "maximumPercent"
    return f"{name} {cure.percent}"


def _proof(proof: ShortageProof) -> str:
    rows = [
        "".join(map(cell, [one.capacity_group, one.instance_type, one.instances, one.available]))
        for one in proof.instances[:MOST]
    ]
    heads = ["instances they can run on", "type", "count", f"{proof.scarcity} there"]
    return markup.table(heads, rows, _left(proof.instances, "kind"), heads[2:])


def _remedy(one: Remedy) -> str:
    cost = one.extra_microusd_month
    return (
        f'<td class="w">{markup.text(one.description)}</td>'
        + ("<td></td>" if cost is None else f'<td class="n">{f"{cost / 1_000_000:+,.2f}" if cost else "0.00"}</td>')
        + cell(one.disruption)
        + cell(one.rolls)
        + cell("yes" if one.minimal else "not proved")
    )


def _headroom(one: ServiceHeadroom) -> str:
    rolls = one.rollout_unknown
    if one.rollout is not None:
        rolls = "stuck now" if not one.rollout.rolls_now else "yes"
        rolls += f"; up to {one.rollout.largest:,}" if one.rollout.largest is not None else ""
    return (
        "".join(map(cell, [one.service_name, one.desired_count, one.placed]))
        + f'<td class="n">{bad(one.more, one.more == 0)}</td>'
        + cell(one.next.reason if one.next else None)
        + cell(rolls)
    )


def _idle(instances: InstanceResults) -> list[str]:
    """What slots there are, and what lies idle where none is left."""
    slots, left = instances["registered_eni"], instances["remaining_eni"]
    full = (slots > 0) & (left <= 0)
    used, total = int((slots - left).sum()), int(slots.sum())
    return [
        figure(f"{used:,} of {total:,}", "ENI slots used", bool(total) and used >= total),
        figure(f"{int(full.sum()):,} of {len(instances):,}", "instances out of ENI slots", bool(full.any())),
        figure(f"{int(instances['remaining_cpu'][full].sum()):,}", "CPU units idle there"),
        figure(f"{int(instances['remaining_memory'][full].sum()):,}", "MiB idle there"),
    ]


def _instances(instances: InstanceResults) -> str:
    alike = worst_first(instances)
    names = resources_of(alike)
    rows = [
        f'{cell(one.name)}{cell(one.place)}'
        + "".join(markup.usage(one.used(name), one.registered(name)) for name in names)
        for one in alike[:MOST]
    ]
    rest = sum(one.count for one in alike[MOST:])
    return markup.table(
        ["instances", "", *(TITLES[name] for name in names)],
        rows,
        f"and {counted(rest, 'instance')} more" if rest else "",
        [TITLES[name] for name in names],
    )


def _fleet(self: Cluster) -> str:
    groups = sorted(self.capacity, key=lambda group: -group.count)
    rows = [
        "".join(map(cell, [one.name, one.instance_type, one.count, ", ".join(one.availability_zones), one.trunking]))
        for one in groups[:MOST]
    ]
    heads = ["capacity group", "type", "instances", "zones", "trunk wished"]
    return markup.table(heads, rows, _left(groups, "group"), ["instances"])
