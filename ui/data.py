"""The one load of the data set, shared by every session of the process."""

import os
from functools import cache
from pathlib import Path

from geodata.load import DEFAULT, load
from geodata.model import DataSet


@cache
def dataset() -> DataSet:
    """Return the data set named by ``REPLAY_DATASET``, else ours; DataSetError if it fails."""
    return load(Path(os.environ.get("REPLAY_DATASET") or DEFAULT))
