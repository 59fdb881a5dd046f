"""Find a Chromium or install one: already there, then apt as root, then Playwright's own.

Run as a script it makes sure that one starts, and fails loudly when none does.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without a sandbox a container's root can start it; the rest keeps it from calling home.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@cache
def executable() -> str | None:
    """Return the path of a Chromium; None where Playwright's own is to be used.

    Raises
    ------
    RuntimeError
        Where there is none and none could be installed.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found or _playwright_has_one():
        return found
    installed = _install_with_apt()
    if installed or _install_with_playwright():
        return installed
    raise RuntimeError(
        "No Chromium was found and none could be installed. Install Chromium or Google Chrome "
        "with your system's package manager, then run the command again."
    )


def launch_options() -> dict[str, object]:
    """Return what ``playwright.chromium.launch`` needs."""
    path = executable()
    return {"args": ARGUMENTS, **({"executable_path": path} if path else {})}


def _playwright_has_one() -> bool:
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def _install_with_apt() -> str | None:
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]):
        if subprocess.run(command, env=environment, stdout=sys.stderr, check=False).returncode:
            return None
    return shutil.which("chromium")


def _install_with_playwright() -> bool:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0


def main() -> int:
    """Start the browser once; return the exit code."""
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**launch_options())
            print(f"browser: Chromium {browser.version}")
            browser.close()
    except (Error, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
