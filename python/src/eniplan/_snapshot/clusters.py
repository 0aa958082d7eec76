"""The clusters that were asked for, or why there are none."""

from __future__ import annotations

from difflib import get_close_matches

from .aws_calls import PAGE_SIZE, Answer, AwsCalls
from .errors import SnapshotError
from .references import distinct


def find_clusters(aws: AwsCalls, names: list[str]) -> Answer:
    """The answer that describes the clusters, each once, in the order of their ARNs.

    Raises
    ------
    SnapshotError
        If one is not there or was deleted, naming every such, and what there is instead.
    """
    answers = aws.described(
        "ecs:DescribeClusters",
        distinct(names),
        lambda batch: {"clusters": batch, "include": ["SETTINGS", "STATISTICS"]},
    )
    # A missing cluster is a failure in the answer and no error; one that was deleted is described for a while.
    found = {cluster["clusterArn"]: cluster for answer in answers for cluster in answer.get("clusters", [])}
    clusters = [found[arn] for arn in sorted(found) if found[arn].get("status") != "INACTIVE"]
    known = {word for cluster in clusters for word in (cluster["clusterArn"], cluster["clusterName"])}
    missing = [name for name in distinct(names) if name not in known]
    if missing:
        raise SnapshotError("\n".join(_missing(missing, aws)))
    return {"clusters": clusters, "failures": []}


def _missing(names: list[str], aws: AwsCalls) -> list[str]:
    try:
        arns = aws.listed("ecs:ListClusters", "clusterArns", PaginationConfig={"PageSize": PAGE_SIZE})
    except SnapshotError:
        return [f'cluster "{name}": there is none of that name in {aws.region}' for name in names]
    there = distinct(arn.rpartition("/")[2] for arn in arns)
    return [f'cluster "{name}": there is none of that name in {aws.region}; {_instead(name, there)}' for name in names]


def _instead(name: str, there: list[str]) -> str:
    if nearest := get_close_matches(name.rpartition("/")[2], there, n=1):
        return f'the nearest is "{nearest[0]}"'
    if not there:
        return "there is none at all, perhaps they are in another region or account"
    more = f" and {len(there) - 5} more" if len(there) > 5 else ""
    return f"there are {', '.join(there[:5])}{more}"
