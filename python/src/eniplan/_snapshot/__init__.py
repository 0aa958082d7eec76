"""Live clusters through boto3: ``eniplan.snapshot()`` and ``python -m eniplan snapshot``.

    command ─▶ snapshot ─▶ reading ─▶ clusters, references ─▶ aws_calls
                  ├─▶ redaction
                  ├─▶ doubts
                  └─▶ files

boto3 and tqdm are imported when a snapshot is taken, never before.
"""

from .errors import SnapshotError
from .snapshot import Snapshot, snapshot

__all__ = ["Snapshot", "SnapshotError", "snapshot"]
