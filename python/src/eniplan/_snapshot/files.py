"""A folder of files, written whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from .errors import SnapshotError


def json_text(answers: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The answers as the AWS CLI prints them, one after the other, in pieces."""
    encoder = json.JSONEncoder(indent=2, ensure_ascii=False, default=_time)
    for answer in answers:
        yield from encoder.iterencode(answer)
        yield "\n"


def _time(value: Any) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"expected what JSON or a time can be, found {type(value).__name__}")
    return value.astimezone(timezone.utc).isoformat()


def check_folder(folder: Path) -> None:
    """Refuses a folder that could not be written, before anything is asked for.

    Raises
    ------
    SnapshotError
        If it is a file, or is neither there nor in a folder that is.
    """
    if folder.exists() and not folder.is_dir():
        raise SnapshotError(f"{folder}: expected a folder, found a file")
    if not folder.exists() and not folder.absolute().parent.is_dir():
        raise SnapshotError(f"{folder}: there is no folder {folder.absolute().parent} to make it in")
    if not os.access(folder if folder.exists() else folder.absolute().parent, os.W_OK):
        raise SnapshotError(f"{folder}: may not be written")


def write_folder(folder: Path, files: Mapping[str, Iterable[str]], *, stale: Iterable[str]) -> None:
    """Writes ``files``, and removes those of ``stale`` that an earlier call may have left and this one does not write.

    Everything is first written to a hidden folder, which readers of folders pass over. A new folder then appears by one
    renaming; in one that is there already each file is replaced by one, after the last has been written.

    Raises
    ------
    SnapshotError
        If something could not be written: then nothing is there that was not before.
    """
    check_folder(folder)
    folder = folder.resolve()
    is_new = not folder.exists()
    name = f".{folder.name}.{os.getpid()}.tmp"
    hidden = folder.with_name(name) if is_new else folder / name
    try:
        hidden.mkdir()
        for file, pieces in files.items():
            _write(hidden / file, pieces)
        if is_new:
            hidden.rename(folder)
            return
        _check_replaceable(folder, files)
        for file in files:
            (hidden / file).replace(folder / file)
        for file in set(stale) - set(files):
            (folder / file).unlink(missing_ok=True)
    except OSError as error:
        raise SnapshotError(f"{folder}: {error.strerror or error}; nothing was written") from error
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def _check_replaceable(folder: Path, files: Iterable[str]) -> None:
    """Refuses what renaming would stumble over, before the first file is replaced."""
    for file in files:
        if (folder / file).is_dir():
            raise IsADirectoryError(errno.EISDIR, f"{file} in it is a folder", str(folder / file))


def _write(path: Path, pieces: Iterable[str]) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())
