"""Tables of results as arrays and data frames.

A table (`InstanceResults`, `GroupResults`, `RolloutSteps`, ...) has ``columns``, their names, and ``table[name]``, a
column. It also speaks the Arrow PyCapsule interface, so that ``polars.DataFrame(table)``, ``pyarrow.table(table)`` and
``duckdb.sql("select * from table")`` take it without a copy of the numbers.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Protocol

import numpy

from ._core import Column

if TYPE_CHECKING:
    import pandas


class Table(Protocol):
    """What every table of this package can do."""

    @property
    def columns(self) -> list[str]: ...
    def column(self, name: str) -> Column: ...
    def __len__(self) -> int: ...
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


def to_numpy(column: Column) -> numpy.ndarray[Any, Any]:
    """A column as an array.

    Parameters
    ----------
    column
        Of a table.

    Returns
    -------
    numpy.ndarray
        [rows] Integers (``int64``) and booleans are looked at where they are, without a copy, and cannot be written to;
        where some are missing the array is a ``numpy.ma.MaskedArray``. Texts are ``str`` in an array of objects, None
        where there is none.
    """
    if column.kind == "text":
        return _objects(column.texts)
    missing = _missing(column)
    if column.kind == "category":
        texts = _objects(column.texts + [None])
        codes = numpy.asarray(column)
        return texts[codes] if missing is None else texts[numpy.where(missing, -1, codes)]
    values = numpy.asarray(column)
    return values if missing is None else numpy.ma.MaskedArray(values, mask=missing)


def to_pandas(table: Table) -> pandas.DataFrame:
    """A table as a data frame, whose texts that repeat are categories and whose numbers are nullable where some lack.

    Raises
    ------
    ImportError
        Without pandas.
    """
    import pandas

    frame: pandas.DataFrame = pandas.DataFrame({name: _pandas_column(table.column(name)) for name in table.columns})
    return frame


def _pandas_column(column: Column) -> Any:
    # The types of pandas have no word for what is only known here when it runs.
    pandas: Any = importlib.import_module("pandas")
    missing = _missing(column)
    if column.kind == "category":
        codes = numpy.asarray(column)
        codes = codes if missing is None else numpy.where(missing, -1, codes)
        return pandas.Categorical.from_codes(codes, categories=column.texts)
    if column.kind == "text":
        return pandas.array(column.texts, dtype="str")
    values = numpy.asarray(column)
    if missing is None:
        return values
    kinds = {"integer": pandas.arrays.IntegerArray, "boolean": pandas.arrays.BooleanArray}
    return kinds[column.kind](values, missing)


def _missing(column: Column) -> numpy.ndarray[Any, numpy.dtype[numpy.bool_]] | None:
    """[rows] Whether there is no value; None if there is one everywhere."""
    valid = column.valid
    return None if valid is None else numpy.frombuffer(valid, dtype=numpy.bool_) == numpy.False_


def _objects(texts: list[Any]) -> numpy.ndarray[Any, Any]:
    array = numpy.empty(len(texts), dtype=object)
    array[:] = texts
    return array
