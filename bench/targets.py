"""What the app sets out to reach, against what was measured. What is lost is said to be lost."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Results = dict[str, Any]
RIVALS = ("naive", "feature_group", "time_slider_choropleth", "plotly")
RELATIONS: dict[str, Callable[[float, float], bool]] = {
    "≤": operator.le,
    "<": operator.lt,
    "≥": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Target:
    """What is compared, how, and with what: a number, or another figure of the same run."""

    what: str
    measured: Callable[[Results], float]
    relation: str
    limit: float | Callable[[Results], float]

    def judged(self, results: Results) -> tuple[str, str, str, str]:
        """Return a row of words: what, the target, what was measured, and the verdict."""
        try:
            measured = self.measured(results)
            limit = self.limit(results) if callable(self.limit) else self.limit
        except (KeyError, ValueError):
            return self.what, "", "", "not measured"
        verdict = "met" if RELATIONS[self.relation](measured, limit) else "**lost**"
        return self.what, f"{self.relation} {limit:,.4g}", f"{measured:,.4g}", verdict


def _of(name: str, variant: str = "replay") -> Callable[[Results], float]:
    return lambda results: float(results["variants"][variant][name])


def _settled(name: str) -> Callable[[Results], float]:
    return lambda results: float(results["settle"][name])


def _times_faster(results: Results) -> float:
    name = "latency_ms_median"
    return _of(name, "naive")(results) / _of(name)(results)


def _slow_frames(results: Results) -> float:
    return 100 * _of("slow_frames_share")(results)


def _fastest_rival(results: Results) -> float:
    return min(_of("cold_load_ms_median", rival)(results) for rival in RIVALS)


def _bare_pages(results: Results) -> float:
    ours = _of("cold_load_ms_median")(results)
    return ours / float(results["bare_page"]["cold_load_ms_median"])


def _state_on(results: Results) -> float:
    return min(float(row["pandas_merge_us"] / row["state_on_us"]) for row in results["growth"])


def _recolouring(results: Results) -> float:
    sizes = [row["recolour_ms"] for row in results["growth"]]
    return float(sizes[-1] / sizes[0])


TARGETS = (
    Target("key → painted, 95th percentile, ms", _of("latency_ms_p95"), "≤", 21),
    Target(
        "the same, beside TimeSliderChoropleth's",
        _of("latency_ms_p95"),
        "≤",
        _of("latency_ms_p95", "time_slider_choropleth"),
    ),
    Target("times as fast as naive, medians", _times_faster, "≥", 25),
    Target("bytes received while scrubbing", _of("bytes_in_all"), "≤", 0),
    Target("reruns while scrubbing", _of("reruns_in_all"), "≤", 0),
    Target("frames/s in play", _of("fps"), "≥", 58),
    Target("frames over 25 ms in play, of 100", _slow_frames, "<", 1),
    Target("a settled date: server CPU, ms", _settled("server_cpu_ms"), "≤", 30),
    Target("a settled date: bytes", _settled("bytes"), "≤", 2_000),
    Target("settled dates/s, one process", _settled("dates_per_second"), "≥", 25),
    Target(
        "cold load, ms, beside the fastest rival's",
        _of("cold_load_ms_median"),
        "<",
        _fastest_rival,
    ),
    Target("cold load, times that of a bare page", _bare_pages, "≤", 2),
    Target("data of the map, kB", lambda found: found["map_payload_bytes"] / 1000, "≤", 150),
    Target("state_on, times as fast as a merge, worst size", _state_on, "≥", 1),
    Target("recolouring 7 changes, most areas, times that of 7 areas", _recolouring, "≤", 1.5),
)
