"""What is installed is what was locked; what is served, linted and shipped is known."""

import json
import os
import re
import subprocess
import tomllib
from functools import cache
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
LOCKS = sorted(ROOT.glob("requirements*.lock"), key=lambda path: path.name)
RULES = ROOT / "tools" / "semgrep"
TOOLS = ROOT / ".venv-lint" / "bin" / "python"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUN_TIME = [Requirement(line) for line in PROJECT["dependencies"]]
DIRECT = RUN_TIME + [
    Requirement(line) for extra in PROJECT["optional-dependencies"].values() for line in extra
]
# Versions before these have known holes.
SAFE_FROM = {"starlette": Version("1.1.0")}


def blocks(lock: Path) -> list[str]:
    """Return each requirement with the lines that belong to it."""
    text = re.sub(r"^#.*\n", "", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return re.split(r"\n(?=\S)", text.strip())


def pins(lock: Path) -> dict[str, set[str]]:
    """Return what is locked: name -> requirements without extras, one a version of Python."""
    found: dict[str, set[str]] = {}
    for block in blocks(lock):
        pin = re.sub(r"\[.*?\]", "", block.splitlines()[0].removesuffix("\\").strip())
        found.setdefault(canonicalize_name(Requirement(pin).name), set()).add(pin)
    return found


def versions(lock: Path, name: str) -> list[Version]:
    found = (Requirement(pin).specifier for pin in pins(lock)[canonicalize_name(name)])
    return [Version(next(iter(specifier)).version) for specifier in found]


def floor(requirement: Requirement) -> Version:
    (bound,) = (part.version for part in requirement.specifier if part.operator == ">=")
    return Version(bound)


# The locks


def test_there_is_a_lock_for_everything_that_make_installs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"\$\(INSTALL\) (\S+)", makefile))
    assert named == {path.name for path in LOCKS} - {"requirements-run.lock"}


def test_make_installs_nothing_without_hashes_but_the_floors() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    lines = [line for line in makefile.splitlines() if "pip install" in line]
    assert lines
    assert all("--require-hashes" in line or ".venv-floors" in line for line in lines)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_requirement_is_one_version_with_hashes(lock: Path) -> None:
    loose = [
        block
        for block in blocks(lock)
        if not re.match(r"[a-z0-9.-]+(\[[a-z0-9,-]+\])?==[^\s,*]+[^\n]*\\\n", block)
        or not re.search(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$", block, re.MULTILINE)
    ]
    assert loose == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_no_lock_says_where_to_install_from(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"://|^-|--(?:index|extra|find|trusted)", text, re.MULTILINE)


def test_the_containers_get_what_was_tested_and_no_more() -> None:
    run, everything = (pins(ROOT / name) for name in ("requirements-run.lock", "requirements.lock"))
    assert run == {name: everything[name] for name in run}
    assert {canonicalize_name(each.name) for each in RUN_TIME} <= run.keys()
    assert not run.keys() & {"pytest", "playwright", "hypothesis", "ruff", "mypy"}


def test_the_run_time_lock_has_the_hashes_of_the_tested_lock() -> None:
    def hashes(name: str) -> dict[str, set[str]]:
        return {
            block.split(" ", 1)[0]: set(re.findall(r"sha256:([0-9a-f]+)", block))
            for block in blocks(ROOT / name)
        }

    run, everything = hashes("requirements-run.lock"), hashes("requirements.lock")
    assert run == {name: everything[name] for name in run}


# The floors


@pytest.mark.parametrize("requirement", DIRECT, ids=lambda each: each.name)
def test_every_floor_is_at_or_below_what_is_locked(requirement: Requirement) -> None:
    locked = versions(ROOT / "requirements.lock", requirement.name)
    assert all(floor(requirement) <= version for version in locked)
    assert all(version in requirement.specifier for version in locked)


@pytest.mark.parametrize("name", SAFE_FROM)
def test_no_version_with_a_known_hole_can_be_installed(name: str) -> None:
    (ours,) = (each for each in RUN_TIME if each.name == name)
    assert floor(ours) >= SAFE_FROM[name]
    for lock in LOCKS:
        if name in pins(lock):
            assert min(versions(lock, name)) >= SAFE_FROM[name]


def test_streamlit_takes_the_starlette_that_is_safe() -> None:
    wanted = map(Requirement, requires("streamlit") or [])
    (theirs,) = (each for each in wanted if each.name == "starlette" and not each.marker)
    (ours,) = (each for each in RUN_TIME if each.name == "starlette")
    assert floor(ours) in theirs.specifier
    assert all(
        each in theirs.specifier for each in versions(ROOT / "requirements.lock", "starlette")
    )


# The rules


@pytest.mark.parametrize("rules", sorted(RULES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_rule_has_a_sample_that_it_finds_and_one_that_it_lets_pass(rules: Path) -> None:
    (samples,) = (path for path in RULES.glob(f"{rules.stem}.*") if path != rules)
    ids = set(re.findall(r"- id: (\S+)", rules.read_text(encoding="utf-8")))
    text = samples.read_text(encoding="utf-8")
    assert ids
    assert set(re.findall(r"ruleid: (\S+)", text)) == ids
    assert set(re.findall(r"\bok: (\S+)", text)) == ids


# The bill of materials


@cache
def bill(seed: int) -> str:
    """Return it as `make sbom` writes it: valid against the schema, or the command fails."""
    code = "import sbom; print(sbom.written(), end='')"
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    made = subprocess.run(
        [TOOLS, "-W", "ignore", "-c", code],
        cwd=ROOT / "tools",
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )
    return made.stdout


@pytest.fixture(scope="module")
def materials() -> dict[str, Any]:
    return json.loads(bill(1))


needs_tools = pytest.mark.skipif(not TOOLS.exists(), reason="`make lint` makes .venv-lint")


@needs_tools
def test_the_bill_lists_every_package_of_the_run_time_lock(materials: dict[str, Any]) -> None:
    listed = {
        part["purl"]
        for part in materials["components"]
        if part.get("purl", "").startswith("pkg:pypi")
    }
    lock = ROOT / "requirements-run.lock"
    assert listed == {
        f"pkg:pypi/{name}@{version}" for name in pins(lock) for version in versions(lock, name)
    }


@needs_tools
def test_the_bill_lists_every_vendored_file_with_its_sum_and_licence(
    materials: dict[str, Any],
) -> None:
    parts = [part for part in materials["components"] if "components" in part]
    listed = {
        f"{file['hashes'][0]['content']}  {file['name'].removeprefix('static/')}"
        for part in parts
        for file in part["components"]
    }
    sums = (ROOT / "static" / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    assert listed == {row for row in sums if not row.endswith("fonts/fonts.css")}  # that is ours
    assert {part["name"]: part["licenses"][0]["license"]["id"] for part in parts} == {
        "Leaflet": "BSD-2-Clause",
        "Source Sans 3": "OFL-1.1",
        "Noto Sans Armenian": "OFL-1.1",
    }


@needs_tools
def test_the_bill_tells_what_needs_what(materials: dict[str, Any]) -> None:
    refs = {part["name"]: part["bom-ref"] for part in materials["components"]}
    needs = {each["ref"]: each["dependsOn"] for each in materials["dependencies"]}
    direct = needs[materials["metadata"]["component"]["bom-ref"]]
    assert {refs[canonicalize_name(each.name)] for each in RUN_TIME} <= set(direct)
    assert refs["anyio"] in needs[refs["starlette"]]
    assert refs["anyio"] not in direct


@needs_tools
def test_the_same_files_give_the_same_bill() -> None:
    assert bill(1) == bill(2)


# SECURITY.md


def test_the_proofs_that_the_threat_model_names_are_there() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = re.findall(r"`([^`\s]*/?test_\w+\.py)`", text)
    code = re.findall(r"`((?:ui|geodata|docs|tools|reliability|static)/[^`]*)`", text)
    commands = re.findall(r"`make ([a-z-]+)`", text)
    rules = set(re.findall(r"`([a-z]+(?:-[a-z]+){2,})`", text))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = {
        each for path in RULES.glob("*.yaml") for each in re.findall(r"id: (\S+)", path.read_text())
    }
    assert named
    assert code
    assert commands
    assert rules
    assert [name for name in named if not (ROOT / "tests" / name).is_file()] == []
    assert [name for name in code if not (ROOT / name).exists()] == []
    assert [
        name for name in commands if not re.search(rf"^{name}:.*##", makefile, re.MULTILINE)
    ] == []
    assert rules - known == set()
