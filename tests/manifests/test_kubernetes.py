"""What runs in Kubernetes: one Pod without rights, no secret in a file, every name a setting."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bots.draining import LONGEST
from core.access.policy_file import load_policy
from core.settings import Settings
from tests.manifests.settings_names import accepted, unknown

FOLDER = Path(__file__).parents[2] / "manifests" / "kubernetes"
EXAMPLE = "secret.example.yaml"


def documents(path: Path) -> list[Any]:
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


OBJECTS = [
    (path, each)
    for path in sorted(FOLDER.rglob("*.yaml"))
    if path.name != "kustomization.yaml"
    for each in documents(path)
]


def of(kind: str) -> Iterator[Any]:
    return (each for _, each in OBJECTS if each["kind"] == kind)


def named(kind: str, name: str) -> Any:
    (found,) = [each for each in of(kind) if each["metadata"]["name"] == name]
    return found


SETS = list(of("StatefulSet"))
BOT = named("StatefulSet", "dataops-agent")
POD = BOT["spec"]["template"]["spec"]
CONTAINER = POD["containers"][0]


@pytest.mark.manifests
@pytest.mark.parametrize(("path", "document"), OBJECTS, ids=lambda each: getattr(each, "name", ""))
@pytest.mark.parametrize("version", ["1.31", "1.37"])
def test_it_is_what_kubernetes_takes(path: Path, document: Any, version: str) -> None:
    import kubernetes_validate

    kubernetes_validate.validate(document, version, strict=True)


@pytest.mark.parametrize("each", SETS, ids=lambda each: each["metadata"]["name"])
def test_a_pod_stays_within_the_restricted_standard(each: Any) -> None:
    """The rules of the Pod Security Standard "restricted"."""
    pod = each["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert pod["enableServiceLinks"] is False
    assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()
    for container in pod["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"].keys() == {"requests", "limits"}
        assert all("hostPort" not in port for port in container["ports"])
    kinds = {kind for volume in pod["volumes"] for kind in volume.keys() - {"name"}}
    assert kinds <= {"emptyDir", "configMap", "secret"}


def test_there_is_one_pod_and_it_may_finish() -> None:
    assert BOT["spec"]["replicas"] == 1
    assert POD["terminationGracePeriodSeconds"] > LONGEST
    (budget,) = of("PodDisruptionBudget")
    assert budget["spec"]["maxUnavailable"] == 1


def test_the_probes_ask_what_they_should() -> None:
    asked = {
        name: CONTAINER[f"{name}Probe"]["httpGet"]["path"] for name in ("startup", "liveness", "readiness")
    }
    assert asked == {"startup": "/health/live", "liveness": "/health/live", "readiness": "/health/ready"}
    ports = {port["name"]: port["containerPort"] for port in CONTAINER["ports"]}
    assert ports == {"http": 8000}
    assert CONTAINER["args"][-1] == "8000"


def test_what_is_mounted_is_where_the_settings_say() -> None:
    mounts = {mount["name"]: mount["mountPath"] for mount in CONTAINER["volumeMounts"]}
    claims = {claim["metadata"]["name"] for claim in BOT["spec"]["volumeClaimTemplates"]}
    assert mounts.keys() == {volume["name"] for volume in POD["volumes"]} | claims
    settings = named("ConfigMap", "dataops-settings")["data"]
    assert settings["DATAOPS_SECRETS_DIR"] == mounts["secrets"]
    assert settings["DATAOPS_POLICY"] == f"{mounts['policy']}/policy.yaml"
    assert mounts["home"] == "/data"


def test_selectors_find_their_pods() -> None:
    labels = [each["spec"]["template"]["metadata"]["labels"] for each in SETS]
    for kind in ("Service", "PodDisruptionBudget", "NetworkPolicy", "StatefulSet"):
        for each in of(kind):
            spec = each["spec"]
            wanted = spec.get("podSelector") or spec["selector"]
            assert wanted.get("matchLabels", wanted) in labels


def test_the_network_is_open_where_it_must_be() -> None:
    policy = named("NetworkPolicy", "dataops-agent")["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    assert [port["port"] for rule in policy["ingress"] for port in rule["ports"]] == [8000]
    assert {port["port"] for rule in policy["egress"] for port in rule["ports"]} == {53, 80, 443, 6379}
    assert opened(policy) == {
        "169.254.20.10/32": [("UDP", 53), ("TCP", 53)],
        "169.254.170.23/32": [("TCP", 80)],
        "0.0.0.0/0": [("TCP", 443)],
    }
    (outside,) = [to["ipBlock"] for rule in policy["egress"] for to in rule["to"] if "except" in str(to)]
    assert outside["except"] == ["169.254.0.0/16"]


def opened(policy: Any) -> dict[str, list[tuple[str, int]]]:
    """The addresses that may be reached, and where; what gives out a machine's own rights is none of them."""
    blocks = [
        (to["ipBlock"]["cidr"], [(port["protocol"], port["port"]) for port in rule["ports"]])
        for rule in policy["egress"]
        for to in rule["to"]
        if "ipBlock" in to
    ]
    assert len(dict(blocks)) == len(blocks)
    return dict(blocks)


def test_every_name_is_a_setting_and_no_secret_has_a_value(tmp_path: Path) -> None:
    settings = named("ConfigMap", "dataops-settings")["data"]
    secret = named("Secret", "dataops-secrets")
    assert unknown(set(settings) | set(secret["stringData"])) == set()
    assert set(secret["stringData"].values()) == {""}
    secrets = {name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)}
    assert secrets.isdisjoint(name.lower() for name in settings)
    assert {name.lower() for name in secret["stringData"]} <= secrets
    assert POD["volumes"][-1]["secret"]["secretName"] == secret["metadata"]["name"]
    assert accepted(settings, tmp_path).artifact_bucket is None


def test_the_policy_is_one(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(named("ConfigMap", "dataops-policy")["data"]["policy.yaml"])
    assert load_policy(path).people


@pytest.mark.parametrize(
    "path", sorted(FOLDER.rglob("kustomization.yaml")), ids=lambda path: path.parent.name
)
def test_a_kustomization_holds_all_of_its_folder(path: Path) -> None:
    (document,) = documents(path)
    files = {each.name for each in path.parent.glob("*.yaml")} - {path.name, EXAMPLE}
    assert {name for name in document["resources"] if name.endswith(".yaml")} == files
    assert all((path.parent / name).exists() for name in document["resources"])
    for patch in document.get("patches", ()):
        target = named(patch["target"]["kind"], patch["target"]["name"])
        for change in yaml.safe_load(patch["patch"]):
            _, field, key = change["path"].split("/")
            assert key in target[field]
            assert change["value"] in {each["metadata"]["name"] for each in of("Service")}
