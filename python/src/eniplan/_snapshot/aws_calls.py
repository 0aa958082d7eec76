"""Calls to AWS: which there are, how many things one takes, how pages are turned, what errors mean.

``ACTIONS`` names every operation that can be called; ``AwsCalls`` refuses others, so the IAM policy that is made of the
same table cannot be too small. All of them read and none changes anything.

A failed call is tried again by botocore, in its adaptive mode: a large cluster takes thousands of calls, and ECS
throttles those who ask faster than its buckets fill.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from .. import _core
from .errors import SnapshotError
from .needs import needed

ACTIONS: dict[str, str] = {
    "ecs:DescribeClusters": "is the cluster there, and under which ARN",
    "ecs:ListClusters": "the names to choose from, should it be missing",
    "ecs:ListContainerInstances": "the instances",
    "ecs:DescribeContainerInstances": "their attributes, and what they have left",
    "ecs:ListTasks": "the tasks that run or are about to",
    "ecs:DescribeTasks": "where they are, and which hold a network interface",
    "ecs:ListServices": "the services",
    "ecs:DescribeServices": "what they want, how it is placed and deployed",
    "ecs:DescribeTaskDefinition": "what tasks need",
    "ecs:DescribeCapacityProviders": "which Auto Scaling groups stand behind the cluster",
    "ecs:ListAccountSettings": "awsvpcTrunking",
    "ec2:DescribeInstanceTypes": "types that the built-in catalog may lack",
    "ec2:DescribeSubnets": "zones and free addresses of the subnets that services name",
}

# Source: the API models of ECS and EC2 in botocore 1.44.8, 2026-11. EC2 takes 200 values in a filter.
BATCH = {
    "ecs:DescribeClusters": 100,
    "ecs:DescribeContainerInstances": 100,
    "ecs:DescribeTasks": 100,
    "ecs:DescribeServices": 10,
    "ecs:DescribeCapacityProviders": 100,
    "ec2:DescribeInstanceTypes": 100,
    "ec2:DescribeSubnets": 100,
}
PAGE_SIZE = 100  # what the lists of ECS give at most; ListServices gives 10 if not asked for more

_DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}
_EXPIRED = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
_REFUSED = {
    "AuthFailure",
    "IncompleteSignature",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationToken",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}

Answer = dict[str, Any]


class AwsCalls:
    """The clients of one session, asked by the names that IAM has for actions.

    Parameters
    ----------
    session
        A ``boto3.Session``; None makes one of the environment, as boto3 does.
    """

    def __init__(self, session: Any = None) -> None:
        config = needed("botocore.config").Config(
            retries={"mode": "adaptive", "max_attempts": 10}, user_agent_extra=f"eniplan/{_core.__version__}"
        )
        with _explained("the set-up of boto3"):
            session = session if session is not None else needed("boto3").Session()
            self._clients = {service: session.client(service, config=config) for service in ("ecs", "ec2")}
        self.region: str = self._clients["ecs"].meta.region_name

    def ask(self, action: str, **parameters: Any) -> Answer:
        """The answer to one call, without what is about the call and not of it."""
        with _explained(action):
            answer: Answer = self._method(action)(**parameters)
        answer.pop("ResponseMetadata", None)
        return answer

    def listed(self, action: str, key: str, **parameters: Any) -> list[Any]:
        """What all pages of a list hold under ``key``, in the order of the pages."""
        service, method = self._names(action)
        found: list[Any] = []
        with _explained(action):
            for page in self._clients[service].get_paginator(method).paginate(**parameters):
                found += page.get(key, [])
        return found

    def described(self, action: str, names: Sequence[str], request: Callable[[list[str]], Answer]) -> Iterator[Answer]:
        """The answers about ``names``, as many to a call as AWS takes.

        Each answer may have further pages, which come as answers of their own.
        """
        size = BATCH[action]
        for first in range(0, len(names), size):
            parameters = request(list(names[first : first + size]))
            token = "NextToken" if action.startswith("ec2:") else "nextToken"
            while True:
                answer = self.ask(action, **parameters)
                next_page = answer.pop(token, None)
                yield answer
                if not next_page:
                    break
                parameters[token] = next_page

    def _names(self, action: str) -> tuple[str, str]:
        if action not in ACTIONS:
            raise AssertionError(f"{action} is not among the actions that the policy allows")
        service, _, operation = action.partition(":")
        return service, str(needed("botocore").xform_name(operation))

    def _method(self, action: str) -> Callable[..., Any]:
        service, method = self._names(action)
        call: Callable[..., Any] = getattr(self._clients[service], method)
        return call


def is_unknown_definition(error: SnapshotError) -> bool:
    """Whether ECS refused because it does not have the task definition (any more)."""
    cause = error.__cause__
    response = getattr(cause, "response", {})
    return bool(response.get("Error", {}).get("Code") == "ClientException")


@contextmanager
def _explained(action: str) -> Iterator[None]:
    """Turns errors of botocore into one that says what to do."""
    exceptions = needed("botocore.exceptions")
    try:
        yield
    except exceptions.ClientError as error:
        raise SnapshotError(_meaning(action, error.response.get("Error", {}))) from error
    except exceptions.BotoCoreError as error:
        raise SnapshotError(f"{action}: {error}{_hint(type(error).__name__)}") from error


def _meaning(action: str, error: dict[str, str]) -> str:
    code, message = error.get("Code", "error"), error.get("Message", "no message")
    if code in _DENIED:
        return (
            f"{action} is not allowed to these credentials: {message} "
            "(python -m eniplan snapshot --iam-policy prints a policy of all that is needed)"
        )
    if code in _EXPIRED:
        return f"{action}: the credentials have expired, sign in again: {message}"
    if code in _REFUSED:
        return f"{action}: AWS does not accept the credentials: {message}"
    return f"{action}: {code}: {message}"


def _hint(error: str) -> str:
    if error == "NoRegionError":
        return " (--region NAME, AWS_REGION or the profile say which; in Python the session does)"
    if error in {"NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError"}:
        return " (aws configure, AWS_PROFILE or --profile bring some)"
    if error in {"SSOTokenLoadError", "UnauthorizedSSOTokenError", "TokenRetrievalError"}:
        return " (aws sso login brings a new one)"
    return ""
