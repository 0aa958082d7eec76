"""Progress for people who wait, and patience with a server that says not so fast."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import aws_extra  # noqa: F401
import boto3
import depot
import pytest
from scripted import script_of_depot

import eniplan

CLUSTER = depot.Cluster()
ANSWERS: dict[str, dict[str, Any]] = {
    "DescribeClusters": {"clusters": [CLUSTER.cluster()], "failures": []},
    "ListContainerInstances": {"containerInstanceArns": []},
    "ListTasks": {"taskArns": []},
    "ListServices": {"serviceArns": []},
    "ListAccountSettings": depot.settings(),
}


class Throttling(BaseHTTPRequestHandler):
    """Refuses the first call once, and answers from then on."""

    asked: list[str]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        operation = self.headers["X-Amz-Target"].rpartition(".")[2]
        first = not self.asked
        self.asked.append(operation)
        answer = {"__type": "ThrottlingException", "message": "Rate exceeded"} if first else ANSWERS[operation]
        body = json.dumps(answer).encode()
        self.send_response(400 if first else 200)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.fixture
def throttling(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    Throttling.asked = []
    server = HTTPServer(("127.0.0.1", 0), Throttling)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
    yield Throttling.asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_throttled_calls_are_tried_again(throttling: list[str]) -> None:
    snapshot = eniplan.snapshot("depot", boto3.Session("made-up", "made-up", region_name=depot.REGION))
    assert snapshot.clusters == ("depot",)
    assert throttling == ["DescribeClusters", *ANSWERS]


def test_the_bar_goes_to_standard_error_if_asked(capsys: pytest.CaptureFixture[str]) -> None:
    eniplan.snapshot("depot", script_of_depot(), progress=True)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "tasks: 0/6" in printed.err
    assert "subnets: " in printed.err


@pytest.mark.parametrize("terminal", [False, True])
def test_the_bar_is_for_terminals(
    terminal: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    eniplan.snapshot("depot", script_of_depot())
    assert bool(capsys.readouterr().err) == terminal
