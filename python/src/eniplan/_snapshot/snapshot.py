"""``eniplan.snapshot()`` and what it returns."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from .. import _core
from ..loading import loads
from .aws_calls import Answer, AwsCalls
from .doubts import doubts_of
from .files import json_text, write_folder
from .progress import Progress
from .reading import FILES, Reading
from .redaction import REDACTIONS, Redaction, without_accounts, without_secrets

NOTE = "snapshot.txt"  # says for people what the folder is; no ending that is read in a folder


@dataclass(frozen=True, repr=False)
class Snapshot:
    """Clusters as they were while they were read, in AWS's own answers.

    Attributes
    ----------
    clusters
        Names of the clusters, in the order of their ARNs.
    answers
        By file, what it holds: one answer, or for ``describe-task-definition.json`` one for each definition. What they
        list is sorted by ARN or name.
    warnings
        What only a snapshot can know: tasks that moved meanwhile, definitions and subnets that are gone.
    region, redaction
        Where it was taken, and what is hidden in it.
    began, ended
        Just before the first call and just after the last: AWS has no call that tells all of one instant.
    """

    clusters: tuple[str, ...]
    answers: Mapping[str, Sequence[Answer]]
    warnings: tuple[str, ...]
    region: str
    redaction: Redaction
    began: datetime
    ended: datetime

    def load(self) -> list[_core.Cluster]:
        """The clusters, as ``eniplan.load()`` reads them from the folder.

        Raises
        ------
        InputError
            If AWS's answers do not fit together.
        """
        in_order = (answers for _, answers in sorted(self.answers.items()))  # as the files of a folder are read
        text = "".join(piece for answers in in_order for piece in json_text(answers))
        return loads(text, "snapshot.json")

    def write(self, folder: str | os.PathLike[str]) -> None:
        """Write a folder for ``eniplan simulate FOLDER`` and ``eniplan.load(FOLDER)``, whole or not at all.

        Files of an earlier snapshot are replaced, others are left alone.

        Raises
        ------
        SnapshotError
            If it could not be written; then everything is as it was.
        """
        files: dict[str, Iterable[str]] = {
            name: json_text(answers) for name, answers in self.answers.items() if answers
        }
        write_folder(Path(folder), {**files, NOTE: [self.describe()]}, stale=FILES)

    def counts(self) -> str:
        """How much there is: ``3 container instances, 10 tasks, 2 services, 2 task definitions``."""
        return ", ".join(_counted(self.answers[file], key, what) for file, key, what in _COUNTED)

    def describe(self) -> str:
        """What it is, in a few lines."""
        lines = [
            f"clusters   {', '.join(self.clusters)}",
            f"region     {self.region}",
            f"taken      {_second(self.began)} to {_second(self.ended)}",
            f"holds      {self.counts()}",
            f"redacted   {self.redaction}",
            f"by         eniplan {_core.__version__}",
            *(f"warning    {warning}" for warning in self.warnings),
        ]
        return "".join(line + "\n" for line in lines)

    def __repr__(self) -> str:
        return f"<Snapshot of {', '.join(self.clusters)}: {self.counts()}>"


def snapshot(
    cluster: str | Iterable[str],
    session: Any = None,
    *,
    redact: Redaction = "secrets",
    progress: bool | None = None,
) -> Snapshot:
    """Read live clusters through boto3, by calls that change nothing.

    Parameters
    ----------
    cluster
        Name or ARN of a cluster, or several of one account and region.
    session
        A ``boto3.Session``; by default one of the environment.
    redact
        ``"secrets"`` hides what may carry one: values of environments, commands, labels, options of logs, the places of
        secrets, and whatever else eniplan has no use for. ``"accounts"`` numbers the account IDs as well. ``"nothing"``
        keeps the answers as they are.
    progress
        Whether a bar is shown on standard error; by default if that is a terminal.

    Returns
    -------
    Snapshot
        ``load()`` makes clusters of it, ``write()`` a folder.

    Raises
    ------
    SnapshotError
        If a cluster is not there, or AWS does not answer; the message says what to do.
    ModuleNotFoundError
        Without boto3 and tqdm, which ``eniplan[aws]`` brings.
    ValueError
        If no cluster is named, or ``redact`` is another word.

    Notes
    -----
    Costs a call for each 100 instances, 100 tasks and 10 services, and one for each task definition; throttled calls
    are tried again. ``python -m eniplan snapshot --iam-policy`` prints the permissions it takes.
    """
    names = [cluster] if isinstance(cluster, str) else list(cluster)
    if not names or not all(names):
        raise ValueError("cluster: expected the name of one or several, found none")
    if redact not in REDACTIONS:
        raise ValueError(f"redact: expected one of {', '.join(REDACTIONS)}, found {redact!r}")
    began = datetime.now(timezone.utc)
    with Progress(progress) as bar:
        aws = AwsCalls(session)
        answers = Reading(aws, bar).run(names)
    ended = datetime.now(timezone.utc)
    kept = _redacted(answers, redact)
    return Snapshot(
        clusters=tuple(found["clusterName"] for found in kept["describe-clusters.json"][0]["clusters"]),
        answers=kept,
        warnings=tuple(doubts_of(kept)),
        region=aws.region,
        redaction=redact,
        began=began,
        ended=ended,
    )


def _redacted(answers: dict[str, list[Answer]], redact: Redaction) -> dict[str, list[Answer]]:
    if redact == "nothing":
        return answers
    hidden = {file: [without_secrets(answer) for answer in held] for file, held in answers.items()}
    return without_accounts(hidden) if redact == "accounts" else hidden


_COUNTED = (
    ("describe-container-instances.json", "containerInstances", "container instance"),
    ("describe-tasks.json", "tasks", "task"),
    ("describe-services.json", "services", "service"),
    ("describe-task-definition.json", "taskDefinition", "task definition"),
)


def _counted(answers: Sequence[Answer], key: str, what: str) -> str:
    held = [answer.get(key, []) for answer in answers]
    count = sum(len(value) if isinstance(value, list) else 1 for value in held)
    return f"{count} {what}{'' if count == 1 else 's'}"


def _second(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")
