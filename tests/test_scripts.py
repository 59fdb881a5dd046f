"""Scripts and style sheets are linted, and the linters find what is wrong."""

import importlib.util
import subprocess
import sysconfig
from pathlib import Path
from types import ModuleType

import pytest

from geodata import replay

ROOT = Path(__file__).parents[1]
BIN = Path(sysconfig.get_path("scripts"))
REPLAY = ROOT / "geodata" / "replay"

SEEDED = {
    "no-unused-vars": "const lost = 1;",
    "no-undef": "window.found = lost;",
    "eqeqeq": "window.found = window.name == 1;",
    "no-var": "var found = 1; window.found = found;",
    "prefer-const": "let found = 1; window.found = found;",
    "no-eval": "eval('1');",
    "no-restricted-properties": "document.body.innerHTML = window.name;",
    "max-lines-per-function": "function long() {" + "window.found += 1;\n" * 50 + "}\nlong();",
    "max-lines": "window.found = 1;\n" * 310,
    "no-unreachable": "function found() { return 1; window.found = 1; }\nfound();",
    "no-dupe-class-members": "window.Found = class { a() {} a() {} };",
}
STYLES = {
    "a { color }": "cannot be parsed",
    "a { color: red; ": "a brace too few",
    "a { color: red; } }": "a brace too few, or too many",
    "a { color: red; color: blue; }": "color is set twice",
    "@media (width < 1px) { a { top: 0; top: 1px; } }": "top is set twice",
    "a { b { top: 0; top: 1px; } }": "top is set twice",
    "a { color: var(--lost); }": "--lost is never given a value",
    "a { --lost: red; }": "--lost is never used",
    "a { }": "a rule that says nothing",
    "a { --ink: red; color: var(--ink); background: var(--host, blue); }": "",
}


def lint(*paths: Path) -> subprocess.CompletedProcess[str]:
    command = [BIN / "oxlint", "--config", ROOT / ".oxlintrc.json", *paths]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def style_linter() -> ModuleType:
    spec = importlib.util.spec_from_file_location("lint_styles", ROOT / "tools" / "lint_styles.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_scripts_are_without_fault() -> None:
    found = lint(ROOT / "geodata", ROOT / "ui")
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("rule", SEEDED)
def test_the_linter_finds_a_fault_in_a_script(rule: str, tmp_path: Path) -> None:
    script = tmp_path / "seeded.js"
    script.write_text(SEEDED[rule], encoding="utf-8")
    found = lint(script)
    assert found.returncode != 0
    assert f"({rule})" in found.stdout


def test_the_linter_finds_a_script_that_cannot_be_read(tmp_path: Path) -> None:
    script = tmp_path / "seeded.js"
    script.write_text("const = 1;", encoding="utf-8")
    assert lint(script).returncode != 0


def test_the_style_sheets_are_without_fault() -> None:
    assert style_linter().faults([ROOT / "geodata", ROOT / "ui"]) == []


@pytest.mark.parametrize("style", STYLES)
def test_the_linter_finds_a_fault_in_a_style_sheet(style: str, tmp_path: Path) -> None:
    (tmp_path / "seeded.css").write_text(style, encoding="utf-8")
    told = [str(fault) for fault in style_linter().faults([tmp_path])]
    assert len(told) == bool(STYLES[style])
    assert all(f"seeded.css:1: {STYLES[style]}" in one for one in told)


def test_a_custom_property_may_be_set_and_used_by_a_script(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a { top: var(--above); }", encoding="utf-8")
    (tmp_path / "a.js").write_text('node.style.setProperty("--above", top);', encoding="utf-8")
    assert style_linter().faults([tmp_path]) == []


def test_make_lint_runs_the_linters_of_scripts_and_styles() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nlint:")[2]
    for tool in ("oxlint", "oxfmt --check", "tools/lint_styles.py"):
        assert tool in recipe.partition("\n\n")[0]


def test_every_script_of_the_element_reaches_the_browser() -> None:
    sent = replay.script() + replay.pair_script()
    for path in REPLAY.glob("*.js"):
        assert path.read_text(encoding="utf-8") in sent, path.name
