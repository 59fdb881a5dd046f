"""What is deployed: image, proxy and cluster keep the app's rules, and the page its word."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from ui import assets, server
from ui.server.asked import HEALTH
from ui.server.options import SESSIONS

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
DOCKERFILE = DEPLOY / "Dockerfile"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
KUBERNETES = "1.37"
sys.path[:0] = [str(DEPLOY), str(ROOT / "tools")]

import haproxy  # noqa: E402
import holds  # noqa: E402

Yaml = dict[str, Any]


def read(path: Path) -> Yaml:
    content: Yaml = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def manifest(name: str) -> Yaml:
    return read(DEPLOY / "kubernetes" / f"{name}.yaml")


@pytest.fixture
def compose() -> Yaml:
    return read(DEPLOY / "compose.yaml")


@pytest.fixture
def pod() -> Yaml:
    spec: Yaml = manifest("deployment")["spec"]["template"]["spec"]
    return spec


# ---- the image ----


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Dockerfile, continued lines joined."""
    text = re.sub(r"(?m)^#.*\n", "", DOCKERFILE.read_text(encoding="utf-8"))
    lines = text.replace("\\\n", " ").splitlines()
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines if line.strip()]


def final_stage() -> list[tuple[str, str]]:
    found = instructions()
    return found[max(i for i, (word, _rest) in enumerate(found) if word == "FROM") :]


def test_hadolint_has_no_complaint() -> None:
    places = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    command = shutil.which("hadolint", path=places)
    assert command
    found = subprocess.run([command, DOCKERFILE], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (0, "")


def test_every_image_has_an_exact_version(compose: Yaml) -> None:
    bases = [rest.split()[0] for word, rest in instructions() if word == "FROM"]
    images = [*bases, compose["services"]["proxy"]["image"]]
    assert len(set(bases)) == 1
    assert all(re.search(r":\d+\.\d+\.\d+(-[a-z-]+)?(@sha256:[0-9a-f]{64})?$", it) for it in images)
    assert bases[0] in (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")


def test_the_image_runs_as_a_user_without_rights_whom_a_cluster_can_tell_from_root() -> None:
    user = dict(final_stage())["USER"]
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    assert [word for word, _rest in final_stage()][-4:] == ["USER", "EXPOSE", "HEALTHCHECK", "CMD"]


def test_the_image_is_asked_for_its_health() -> None:
    assert f"http://127.0.0.1:8501{HEALTH}'" in dict(final_stage())["HEALTHCHECK"]


def test_the_final_stage_installs_and_downloads_nothing() -> None:
    assert {word for word, _rest in final_stage()} & {"RUN", "ADD"} == set()


def test_nothing_is_installed_without_its_hash() -> None:
    assert not [rest for word, rest in instructions() if word == "ADD"]
    installs = [rest for _word, rest in instructions() if "pip" in rest]
    assert len(installs) == 1
    assert "--require-hashes" in installs[0]
    assert "--no-cache-dir" in installs[0]


def test_no_secret_is_in_the_image() -> None:
    given = [rest for word, rest in instructions() if word in {"ENV", "ARG"}]
    assert not re.search(r"(?i)secret|token|password|api_?key", " ".join(given))


def let_through() -> list[str]:
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert rules[:2] == ["# What deploy/Dockerfile copies, and nothing else.", "*"]
    return [rule[1:] for rule in rules if rule.startswith("!")]


def test_what_the_image_gets_is_all_that_the_app_needs(tmp_path: Path) -> None:
    leave = shutil.ignore_patterns("__pycache__")
    for name in let_through():
        source, target = ROOT / name, tmp_path / name
        target.parent.mkdir(exist_ok=True)
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, target, **({"ignore": leave} if source.is_dir() else {}))
    code = (
        "from geodata.takeaway import offered; from ui import assets, downloads; "
        "from ui.data import dataset; import json; names = offered(dataset()); "
        "sizes = [len(downloads.file(name).content) for name in names]; "
        "print(json.dumps([assets.revision(), sizes]))"
    )
    command = [sys.executable, "-P", "-c", f"import sys; sys.path[:0] = ['.']; {code}"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    revision, sizes = json.loads(told.stdout)
    assert revision == assets.revision()
    assert len(sizes) > 5
    assert all(sizes)


# ---- one machine ----


def test_the_compose_file_fits_the_compose_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    subprocess.run([*command, DEPLOY / "compose.yaml"], capture_output=True, check=True)


def test_every_container_can_write_nothing_and_has_no_rights_and_a_limit(compose: Yaml) -> None:
    for service in compose["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert {"mem_limit", "pids_limit", "restart"} <= service.keys()
        assert service.keys() & {"privileged", "cap_add", "user"} == set()


def test_the_replicas_cannot_reach_anybody_and_nobody_reaches_them_past_the_proxy(
    compose: Yaml,
) -> None:
    assert compose["networks"]["inside"] == {"internal": True}
    proxy, *replicas = sorted(compose["services"])
    assert proxy == "proxy"
    for name in replicas:
        assert compose["services"][name]["networks"] == ["inside"]
        assert "ports" not in compose["services"][name]


def test_the_proxy_is_given_the_address_of_every_replica(compose: Yaml) -> None:
    given = compose["services"]["proxy"]["environment"]
    replicas = {name for name in compose["services"] if name != "proxy"}
    named = {value for name, value in given.items() if name.startswith("REPLICA_")}
    assert named == {f"{name}:{dict(final_stage())['EXPOSE']}" for name in replicas}
    text = haproxy.CONFIGURATION.read_text(encoding="utf-8")
    needed = re.sub(r"(?s)\.if.*?\.endif", "", text)
    assert set(re.findall(r"\$\{(\w+)", needed)) == given.keys()
    assert (
        "./haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg:ro"
        in (compose["services"]["proxy"]["volumes"])
    )


@pytest.mark.slow
@pytest.mark.parametrize("letters", ["AB", "ABCD"])
def test_haproxy_takes_the_configuration_without_a_warning(letters: str) -> None:
    replicas = {f"REPLICA_{letter}": "127.0.0.1:8501" for letter in letters}
    assert haproxy.complaints({"REPLAY_BIND": ":8080", **replicas}) == ""
    assert haproxy.complaints({"REPLAY_BIND": ":8080", "REPLICA_A": ""})


def test_the_proxy_asks_for_health_where_the_app_answers() -> None:
    text = haproxy.CONFIGURATION.read_text(encoding="utf-8")
    assert f"uri {HEALTH} " in text
    assert [route.path for route in server.stack({})[1]] == [HEALTH]


# ---- a cluster ----


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
def test_every_manifest_fits_the_schema_of_kubernetes(path: Path) -> None:
    if path.name == "kustomization.yaml":  # no object of a cluster
        assert {*read(path)["resources"], path.name} == {each.name for each in MANIFESTS}
        return
    kubernetes_validate.validate(read(path), KUBERNETES, strict=True)


def test_the_pod_has_no_rights_and_can_write_in_tmp_alone(pod: Yaml) -> None:
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    user = f"{pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}"
    assert user == dict(final_stage())["USER"]
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["automountServiceAccountToken"] is False
    assert [mount["mountPath"] for mount in container["volumeMounts"]] == ["/tmp"]  # noqa: S108 -- the pod's
    assert all("emptyDir" in volume for volume in pod["volumes"])


def test_every_probe_asks_for_health_at_the_port_of_the_image(pod: Yaml) -> None:
    (container,) = pod["containers"]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container[probe]["httpGet"] == {"path": HEALTH, "port": "http"}
    port = int(dict(final_stage())["EXPOSE"])
    assert container["ports"] == [{"name": "http", "containerPort": port}]


def test_the_manifests_mean_one_another() -> None:
    labels = manifest("deployment")["spec"]["template"]["metadata"]["labels"]
    assert manifest("deployment")["spec"]["selector"] == {"matchLabels": labels}
    assert manifest("service")["spec"]["selector"] == labels
    assert manifest("disruption")["spec"]["selector"] == {"matchLabels": labels}
    assert manifest("network")["spec"]["podSelector"] == {"matchLabels": labels}
    assert manifest("autoscaler")["spec"]["scaleTargetRef"]["name"] == "replay"
    kustomization = manifest("kustomization")
    (container,) = manifest("deployment")["spec"]["template"]["spec"]["containers"]
    assert [image["name"] for image in kustomization["images"]] == [container["image"]]
    spec = manifest("ingress")["spec"]
    assert spec["tls"][0]["hosts"] == [rule["host"] for rule in spec["rules"]]


def test_the_replicas_of_a_cluster_call_nobody() -> None:
    spec = manifest("network")["spec"]
    assert spec["policyTypes"] == ["Ingress", "Egress"]
    assert spec["egress"] == []


def test_the_ingress_says_what_the_proxy_says() -> None:
    annotations = manifest("service")["metadata"]["annotations"]
    text = haproxy.CONFIGURATION.read_text(encoding="utf-8")
    lines = {line.strip() for line in text.splitlines()}
    snippet = annotations["haproxy.org/backend-config-snippet"].splitlines()
    own = [line for line in snippet if line not in lines]
    (checks,) = own  # the controller writes "check inter" itself, from the annotation
    every = annotations["haproxy.org/check-interval"]
    assert checks.replace("fastinter", f"check inter {every} fastinter") in lines
    for name in ("check", "tunnel"):
        assert f"timeout {name} {annotations[f'haproxy.org/timeout-{name}']}" in lines
    assert f"cookie {annotations['haproxy.org/cookie-persistence']} insert" in text
    assert f"balance {annotations['haproxy.org/load-balance']}" in lines
    assert annotations["haproxy.org/check-http"] == f"GET {HEALTH}"


def test_memory_is_enough_for_as_many_readers_as_are_let_in(pod: Yaml, compose: Yaml) -> None:
    base = holds.measured("readers", "memory of the process before them")
    each = holds.measured("readers", "memory a session, when all have read")
    assert base is not None
    assert each is not None
    needed = base + SESSIONS * each / 1000
    (container,) = pod["containers"]
    assert container["resources"]["limits"]["memory"] == "1Gi"
    assert compose["services"]["replica-a"]["mem_limit"] == "1g"
    assert needed < 0.8 * 1024 * 1.048576


# ---- the page about it ----


def test_the_figures_of_the_page_are_those_that_were_measured() -> None:
    page = holds.PAGE.read_text(encoding="utf-8")
    assert page == holds.page(page), "run: python deploy/holds.py"
