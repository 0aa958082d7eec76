"""What the user of a snapshot should know, seen in its answers.

What concerns any folder of answers (failures in them, tasks that are counted and not listed) is said by whoever reads
it; here is only what a snapshot alone can know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from .aws_calls import Answer
from .references import definitions_of, subnets_of


def doubts_of(answers: Mapping[str, Sequence[Answer]]) -> list[str]:
    """Warnings, in a fixed order."""
    [services], [tasks] = answers["describe-services.json"], answers["describe-tasks.json"]
    [instances], [subnets] = answers["describe-container-instances.json"], answers["describe-subnets.json"]
    definitions = {answer["taskDefinition"]["taskDefinitionArn"] for answer in answers["describe-task-definition.json"]}
    warnings = []
    if gone := [arn for arn in definitions_of(services["services"], tasks["tasks"]) if arn not in definitions]:
        warnings.append(f"ECS no longer has these task definitions, though services or tasks name them: {_some(gone)}")
    known = {subnet["SubnetId"] for subnet in subnets["Subnets"]}
    if gone := [subnet for subnet in subnets_of(services["services"]) if subnet not in known]:
        warnings.append(
            f"EC2 does not have these subnets, though services name them, which reading refuses: {_some(gone)}"
        )
    if moved := _moved(instances["containerInstances"], tasks["tasks"]):
        warnings.append(
            "tasks started or stopped while the snapshot was taken, so instances count others than are listed: "
            + _some(moved)
        )
    return warnings


def _moved(instances: list[Answer], tasks: list[Answer]) -> list[str]:
    """Instances whose own counts leave no room for the tasks listed there."""
    listed = Counter(task.get("containerInstanceArn") for task in tasks)
    return [
        arn.rpartition("/")[2]
        for arn, running, pending in (
            (
                instance["containerInstanceArn"],
                instance.get("runningTasksCount", 0),
                instance.get("pendingTasksCount", 0),
            )
            for instance in instances
        )
        if not running <= listed[arn] <= running + pending
    ]


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more
