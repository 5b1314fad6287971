"""Which tenant a delivery belongs to: the one place where this is decided.

The tenant is the *installation* that Slack delivers to: the workspace ``T…``, or the organisation ``E…``
where the app is installed for a whole Enterprise Grid.

- A channel has one tenant, whoever speaks in it. The workspace that a payload names elsewhere follows the
  person who acts: in a channel of two workspaces, one thread would have two names.
- The token to answer with is the installation's, so that the tenant alone finds it.
- A person has the installation's tenant too, even one of another company. Slack does not name that person's
  own workspace steadily: for one act, ``message`` names it, ``app_mention`` may name the organisation
  instead, a message with files neither, and a pressed button the workspace again. Who was asked would not be
  recognised when they answer. User ids are unique in all that an installation sees, and nobody has rights
  who is not named. Where the person comes from is told by ``Origin``, as far as Slack tells it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from adapters.slack.arrivals.shapes import MaybeId, Shape


@dataclass(frozen=True, slots=True)
class Installation:
    """Where the app is installed: in the workspace ``team``, or in all of the organisation ``enterprise``.

    A workspace may belong to an organisation. ``tenant`` is one of the two ids.
    """

    tenant: str
    team: str | None
    enterprise: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a person comes from. ``own`` is their workspace or organisation, if Slack names it.

    ``external`` says whether that is another company; None if Slack does not tell (``users.info`` does).
    """

    own: str | None
    external: bool | None


class _Authorization(Shape):
    team_id: MaybeId = None
    enterprise_id: MaybeId = None
    is_enterprise_install: bool | None = None


class _Named(Shape):
    id: MaybeId = None
    enterprise_id: MaybeId = None


class _View(Shape):
    app_installed_team_id: MaybeId = None
    team_id: MaybeId = None


class _Place(Shape):
    """Everything in a payload of any kind that names an installation."""

    authorizations: list[_Authorization] | None = None
    context_team_id: MaybeId = None
    context_enterprise_id: MaybeId = None
    team_id: MaybeId = None
    enterprise_id: MaybeId = None
    team: _Named | None = None
    enterprise: _Named | None = None
    view: _View | None = None
    is_enterprise_install: bool | None = None


def installation_of(payload: Mapping[str, Any]) -> Installation | None:
    """The installation that a delivery is for; None if it names none."""
    try:
        place = _Place.model_validate(payload)
    except ValidationError:
        return None
    if place.authorizations:
        first = place.authorizations[0]
        team = first.team_id or place.context_team_id or place.team_id
        return _installation(team, first.enterprise_id, org_wide=first.is_enterprise_install is True)
    return _installation(_team(place), _enterprise(place), org_wide=place.is_enterprise_install is True)


def _installation(team: str | None, enterprise: str | None, *, org_wide: bool) -> Installation | None:
    if org_wide and enterprise:
        return Installation(enterprise, None, enterprise)
    tenant = team or enterprise
    return Installation(tenant, team, enterprise) if tenant else None


def _team(place: _Place) -> str | None:
    """A form opened across companies names the workspace that the app is installed in; prefer that."""
    view = place.view or _View()
    team = place.team or _Named()
    return view.app_installed_team_id or team.id or place.context_team_id or place.team_id or view.team_id


def _enterprise(place: _Place) -> str | None:
    given = (place.enterprise or _Named()).id or (place.team or _Named()).enterprise_id
    return given or place.context_enterprise_id or place.enterprise_id


def origin(installation: Installation, own: str | None, *, shared: bool) -> Origin:
    """Where somebody comes from, who acted in a channel; ``shared``: other companies may be in it."""
    if not shared or (own and own in (installation.team, installation.enterprise)):
        return Origin(own, external=False)
    if own is None or (installation.enterprise and own.startswith("T")):
        return Origin(own, external=None)  # it may be another workspace of the same organisation
    return Origin(own, external=True)
