"""What keeps a snapshot from being taken."""


class SnapshotError(RuntimeError):
    """AWS or the folder refused: no such cluster, no permission, no credentials, no room.

    The message says what was asked, what was answered and what to do. Nothing has been written.
    """
