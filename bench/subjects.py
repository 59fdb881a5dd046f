"""What is compared: where each one's shapes are, and how a reader crosses a change in it."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

PATHS = "(root, id, index) => root.querySelectorAll('.leaflet-overlay-pane path')[index]"
OURS = "(root, id) => root.querySelector(`path[data-area='${id}']`)"
TIME_SLIDER = "(root, id) => root.querySelector(`path[id$='-feature-${id}']`)"
PLOTLY = """(root, id) => [...root.querySelectorAll('.choroplethlayer path')]
  .find((path) => path.__data__ && path.__data__.loc === id)"""
TEXT = """(root) => [...root.querySelectorAll('[data-testid=stMarkdown]')]
  .some((node) => node.textContent.trim() === 'hi')"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One way to show the record; what it cannot do is None.

    ``slider`` finds the native or ARIA slider that takes keys; ``rail`` a slider that takes only
    the mouse. ``rest_ms`` lets a change come to its end before the next; ``rounds`` of changes are
    measured, fewer where they are slow. ``script`` is, where not given, named like the variant.
    """

    name: str
    title: str
    find: str
    slider: Callable[[Page], Locator] | None = None
    rail: str = ""
    play: Callable[[Page], None] | None = None
    step_keys: tuple[str, str] = ("ArrowRight", "ArrowLeft")
    rest_ms: int = 100
    rounds: int = 5
    script: str = ""


def _streamlit_slider(page: Page) -> Locator:
    return page.get_by_role("slider")


def in_frame(page: Page) -> Locator:
    """Return the slider in a component's frame."""
    return page.frame_locator("iframe[title*=st_folium]").locator("input[type=range]")


def _in_page(page: Page) -> Locator:
    return page.locator(".replay-input")


def _play_ours(page: Page, map_of: Callable[[Page], Locator]) -> None:
    """Start to play at the greatest speed, which is 4x."""
    bar = map_of(page).locator("xpath=ancestor::*[contains(@class, 'replay-bar')]")
    speed = bar.locator(".replay-speed")
    for _press in range(5):
        if speed.inner_text().startswith("4"):
            break
        speed.click()
    bar.locator(".replay-button-play").click()


def _play_plotly(page: Page) -> None:
    page.locator(".updatemenu-button").first.click()


SHIFTED = ("Shift+ArrowRight", "Shift+ArrowLeft")
BARE_PAGE = Subject(name="bare_page", title="st.write('hi')", find=TEXT)
VARIANTS = (
    Subject(
        name="naive",
        title="the map built anew on each rerun",
        find=PATHS,
        slider=_streamlit_slider,
        rest_ms=400,
        rounds=2,
    ),
    Subject(
        name="feature_group",
        title="feature_group_to_add, in a fragment",
        find=PATHS,
        slider=_streamlit_slider,
        rest_ms=250,
        rounds=2,
    ),
    Subject(
        name="time_slider_choropleth",
        title="folium's TimeSliderChoropleth in st_folium",
        find=TIME_SLIDER,
        slider=in_frame,
    ),
    Subject(
        name="plotly",
        title="plotly's animated choropleth in st.plotly_chart",
        script="plotly_app.py",  # not plotly.py, which would be imported for plotly itself
        find=PLOTLY,
        rail=".slider-rail-touch-rect",
        play=_play_plotly,
    ),
    Subject(
        name="replay",
        title="this app",
        find=OURS,
        slider=in_frame,
        play=lambda page: _play_ours(page, in_frame),
        step_keys=SHIFTED,
        rest_ms=30,  # a scrub: the date must not settle meanwhile
    ),
    Subject(
        name="export",
        title="this app, exported to one file",
        find=OURS,
        slider=_in_page,
        play=lambda page: _play_ours(page, _in_page),
        step_keys=SHIFTED,
    ),
)
