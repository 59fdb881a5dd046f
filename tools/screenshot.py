"""Make the picture the README shows, from the running app."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from browser import launch_options
from serving import app_server

TARGET = Path(__file__).parents[1] / "docs" / "replay.png"
VIEW = "?date=2020-10-25&district=AZ-QBI"


def main() -> int:
    """Write the picture; return the exit code."""
    log = Path(tempfile.mkdtemp()) / "server.log"
    with app_server(log) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        page.goto(f"{server.url}/{VIEW}")
        page.frame_locator("iframe[title*=st_folium]").locator("[data-ready]").wait_for()
        page.locator(".panel h2").first.wait_for()
        page.wait_for_timeout(1500)  # fonts and the labels' last placing
        page.screenshot(path=TARGET)
        browser.close()
    print(TARGET)
    return 0


if __name__ == "__main__":
    sys.exit(main())
