"""What the application is made of, as CycloneDX: the run-time lock and the vendored files.

Needs the packages of tools/requirements.in; `make sbom` runs it. The same files give the same
bytes.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements-run.lock"
STATIC = ROOT / "static"
TARGET = ROOT / "dist" / "sbom.cdx.json"
OUT_OF = "district-control-replay (pyproject.toml)"

# Name, licence, which files; each file of static/SHA256SUMS belongs to one, or is ours.
VENDORED = (
    ("Leaflet", "BSD-2-Clause", r"leaflet/"),
    ("Source Sans 3", "OFL-1.1", r"fonts/.*source-sans-3"),
    ("Noto Sans Armenian", "OFL-1.1", r"fonts/.*noto-sans-armenian"),
)
OURS = {"fonts/fonts.css"}


def bill() -> dict[str, Any]:
    """Return the packages, the vendored files and what needs what."""
    made = _of_the_lock()
    root = made["metadata"]["component"]["bom-ref"]
    refs: dict[str, list[str]] = {OUT_OF: [root]}
    for part in made["components"]:
        # One package can stand there twice, for two versions of Python.
        refs.setdefault(part["name"], []).append(part["bom-ref"])
        written = part["description"].partition("--hash")[0]
        part["description"] = re.sub(r"^requirements line \d+: ", "", written).strip()
    vendored = _vendored()
    made["components"] += vendored
    needs: dict[str, set[str]] = {part["bom-ref"]: set() for part in made["components"]}
    needs[root] = {part["bom-ref"] for part in vendored}
    for name, users in _users().items():
        for ref in (ref for user in users for ref in refs[user]):
            needs[ref].update(refs[name])
    made["dependencies"] = [
        {"ref": ref, "dependsOn": sorted(found)} for ref, found in sorted(needs.items())
    ]
    return made


def _of_the_lock() -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements", str(LOCK)]
    command += ["--pyproject", str(ROOT / "pyproject.toml"), "--mc-type", "application"]
    command += [
        "--no-validate",
        "--output-reproducible",
        "--output-format",
        "JSON",
        "--spec-version",
        "1.6",
    ]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def _users() -> dict[str, set[str]]:
    """Return who needs each package, as `# via` tells in the lock."""
    found: dict[str, set[str]] = {}
    name = ""
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if package := re.match(r"[a-z0-9.-]+(?===)", line):
            name = package.group()
        elif user := re.match(r" +#(?: via|  ) ([a-z].*)", line):
            found.setdefault(name, set()).add(user[1])
    return found


def _vendored() -> list[dict[str, Any]]:
    rows = (STATIC / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    sums = {name: digest for digest, name in (row.split("  ", 1) for row in rows)}
    parts = []
    for title, licence, pattern in VENDORED:
        files = [name for name in sums if re.match(pattern, name)]
        parts.append(
            {
                "type": "library",
                "bom-ref": f"static-{title}",
                "name": title,
                "licenses": [{"license": {"id": licence}}],
                "components": [_file(name, sums.pop(name)) for name in files],
            }
        )
    if sums.keys() != OURS:
        raise ValueError(f"not told whose these are: {', '.join(sums.keys() ^ OURS)}")
    leaflet = (STATIC / "leaflet" / "leaflet.js").read_text(encoding="utf-8")
    parts[0]["version"] = re.findall(r"Leaflet ([\d.]+),", leaflet)[0]
    parts[0]["purl"] = f"pkg:npm/leaflet@{parts[0]['version']}"
    return parts


def _file(name: str, digest: str) -> dict[str, Any]:
    return {
        "type": "file",
        "name": f"static/{name}",
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }


def written() -> str:
    """Return the bill as text.

    Raises
    ------
    ValueError
        Where it is not valid against the schema of CycloneDX 1.6.
    """
    text = json.dumps(bill(), indent=1, sort_keys=True) + "\n"
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(str(wrong))
    return text


def main() -> None:
    """Write the bill."""
    text = written()
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(json.loads(text)['components'])} components")


if __name__ == "__main__":
    main()
