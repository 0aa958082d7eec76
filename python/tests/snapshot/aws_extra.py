"""Imported before anything of AWS: skips the tests of a module where ``eniplan[aws]`` or moto is not installed.

``python/requirements-test.txt`` has both, so where that is installed nothing is skipped.
"""

import pytest

for name in ("boto3", "moto", "tqdm"):
    pytest.importorskip(name, reason="snapshots need the extra eniplan[aws], and their tests moto")
