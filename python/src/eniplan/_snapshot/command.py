"""``python -m eniplan snapshot``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from .errors import SnapshotError
from .files import check_folder
from .iam_policy import iam_policy
from .needs import needed
from .redaction import REDACTIONS
from .snapshot import snapshot

SUCCESS = 0
BAD_INPUT = 2  # as with the command eniplan: nothing to answer, and standard error says why
INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Take a snapshot as the arguments say, and return the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.iam_policy:
        print(json.dumps(iam_policy(), indent=2))
        return SUCCESS
    if not options.cluster or options.output is None:
        parser.error("expected --cluster NAME and -o FOLDER, or --iam-policy")
    try:
        _take(options)
    except (SnapshotError, ModuleNotFoundError) as error:
        print(f"eniplan snapshot: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("eniplan snapshot: interrupted, nothing was written", file=sys.stderr)
        return INTERRUPTED
    return SUCCESS


def _take(options: argparse.Namespace) -> None:
    check_folder(options.output)  # before thousands of calls, not after
    taken = snapshot(options.cluster, _session(options), redact=options.redact)
    for warning in taken.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    taken.write(options.output)
    print(f"{', '.join(taken.clusters)}: {taken.counts()}, in {options.output}")


def _session(options: argparse.Namespace) -> object:
    boto3, errors = needed("boto3"), needed("botocore.exceptions")
    try:
        return boto3.Session(profile_name=options.profile, region_name=options.region)
    except errors.BotoCoreError as error:
        raise SnapshotError(str(error)) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eniplan snapshot",
        description="Reads live ECS clusters through boto3 and writes AWS's answers to FOLDER, "
        "for eniplan simulate FOLDER.",
        epilog="Exit status: 0 if it was written, 2 if not; then nothing was.",
    )
    parser.add_argument("--cluster", action="append", metavar="NAME", help="name or ARN; may be given several times")
    parser.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="made if it is not there")
    parser.add_argument("--profile", metavar="NAME", help="of the AWS configuration")
    parser.add_argument("--region", metavar="NAME", help="of the clusters")
    parser.add_argument(
        "--redact",
        choices=REDACTIONS,
        default="secrets",
        help="what is hidden: values of environments, commands, labels and the like (secrets, the default); "
        "account IDs as well (accounts); nothing",
    )
    parser.add_argument("--iam-policy", action="store_true", help="print the permissions that are needed, and stop")
    return parser
