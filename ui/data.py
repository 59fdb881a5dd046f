"""The one load of the data set, shared by every session of the process."""

import os
from functools import cache
from pathlib import Path

from geodata.caps import caps_of
from geodata.load import DEFAULT, load
from geodata.model import DataSet
from geodata.takeaway.bundle import keep


@cache
def dataset() -> DataSet:
    """Return the data set named by ``REPLAY_DATASET``, else ours; DataSetError if it fails.

    ``REPLAY_MAX_MEGABYTES`` and the like let larger files be read.
    """
    data = load(Path(os.environ.get("REPLAY_DATASET") or DEFAULT), caps_of(os.environ))
    keep(data)
    return data
