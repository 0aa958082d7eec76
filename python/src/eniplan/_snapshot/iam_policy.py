"""The IAM policy that taking a snapshot needs."""

from __future__ import annotations

from typing import Any

from .aws_calls import ACTIONS


def iam_policy() -> dict[str, Any]:
    """A policy document that allows the calls of a snapshot and nothing else.

    All of them only read. They are allowed on every resource, because most of them (all lists, all of EC2) cannot be
    narrowed to one. Source: Service Authorization Reference, Amazon ECS and Amazon EC2.
    """
    statement = {"Sid": "EniplanSnapshot", "Effect": "Allow", "Action": sorted(ACTIONS), "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}
