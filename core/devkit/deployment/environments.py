"""Where packages go: ``deployment`` and ``environments`` in ``~/.dataops/config.yaml``."""

from pydantic import BaseModel, ConfigDict, Field, RootModel

from core.devkit.person_file import read_part
from core.errors import UserFacingError
from core.one_line import one_line

EXAMPLE = "environments: {dev: {registry: /srv/dataops/dev}}, or s3://bucket/prefix"


class Environment(BaseModel):
    """``registry`` is a folder, or a prefix in S3."""

    model_config = ConfigDict(extra="ignore")

    registry: str = Field(min_length=1, max_length=1_024)


class Environments(RootModel[dict[str, Environment]]):
    """The environments by name."""

    root: dict[str, Environment] = Field(default_factory=dict)


class Deployment(BaseModel):
    """``registry`` is that of the default environment, where no other is said for it."""

    model_config = ConfigDict(extra="ignore")

    registry: str | None = Field(default=None, max_length=1_024)
    default_env: str = Field(default="dev", min_length=1, max_length=64)


def find_registry(env: str | None) -> tuple[str, str]:
    """The environment's name and its registry; raises UserFacingError with what to write, and where."""
    deployment, known = read_part("deployment", Deployment), read_part("environments", Environments).root
    name = env or deployment.default_env
    if name in known:
        return name, known[name].registry
    if name == deployment.default_env and deployment.registry:
        return name, deployment.registry
    there = f" There is: {', '.join(one_line(each, 64) for each in sorted(known))}." if known else ""
    raise UserFacingError(
        f"~/.dataops/config.yaml says nothing of the environment '{one_line(name, 64)}'.{there} "
        f"Write there: {EXAMPLE}"
    )
