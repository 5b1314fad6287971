"""Where the bot's token may go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.service_hosts import ServiceHosts


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/amer/",
        "https://smba.trafficmanager.net/teams",
        "https://smba.trafficmanager.net:443/emea/",
        "https://SMBA.TrafficManager.net/apac/",
        "https://smba.onyx.prod.teams.trafficmanager.net/x",
        "https://smba.infra.gcc.teams.microsoft.com/teams",
    ],
)
def test_teams_own_services_may_be_sent_to(url: str) -> None:
    assert ServiceHosts().allow(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://smba.trafficmanager.net/amer/",
        "https://smba.trafficmanager.net:8443/amer/",
        "https://evil.trafficmanager.net/",
        "https://evil.smba.trafficmanager.net/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://smba.trafficmanager.net./",
        "https://evil.example/smba.trafficmanager.net",
        "https://smba.trafficmanager.net@evil.example/",
        "https://user:pass@smba.trafficmanager.net/",
        "https://evil.example\\@smba.trafficmanager.net/",
        "https://evil.example#@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net\t.evil.example/",
        "https://smba.trafficmanager.net /",
        "https://\uff53mba.trafficmanager.net/",
        "https://smba.trafficmanager.net:x/",
        "https://smba.infra.gov.teams.microsoft.us/teams",
        "https://169.254.169.254/",
        "http://localhost/",
        "https://127.0.0.1/",
        "https:///amer",
        "smba.trafficmanager.net",
        "ftp://smba.trafficmanager.net/",
        "",
    ],
)
def test_nobody_else_may(url: str) -> None:
    assert not ServiceHosts().allow(url)


def test_another_cloud_has_other_services() -> None:
    hosts = ServiceHosts(hosts=("smba.infra.gov.teams.microsoft.us",))
    assert hosts.allow("https://smba.infra.gov.teams.microsoft.us/teams")
    assert not hosts.allow("https://smba.trafficmanager.net/amer/")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:56150/_connector", "http://localhost:1", "http://[::1]:80/"]
)
def test_this_machine_only_where_it_is_allowed(url: str) -> None:
    assert ServiceHosts(loopback=True).allow(url)
    assert not ServiceHosts().allow(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1.evil.example/", "http://127.0.0.2/", "http://10.0.0.1/"])
def test_what_only_looks_like_this_machine_is_another(url: str) -> None:
    assert not ServiceHosts(loopback=True).allow(url)


@given(st.text(st.characters()))
def test_no_address_raises(url: str) -> None:
    assert not ServiceHosts().allow(url)
    assert not ServiceHosts().allow(f"https://{url}/")
