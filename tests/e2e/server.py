"""The app as a process of its own, as the tools start it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from serving import ROOT, Server

__all__ = ["ROOT", "Server"]
