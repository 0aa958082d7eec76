"""Tests of parts whose libraries are not there are left out: where the wheel is tested there is NumPy alone."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("boto3") and find_spec("moto") else ["snapshot"]
