"""The policy: which roles people have, what roles may do, and what channels allow."""

from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from core.access.binding import Binding, impossible
from core.access.permissions import PERMISSIONS
from core.chat.profile import ChannelProfile, PersonProfile
from core.chat.thread_ref import ChannelRef

UserName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Domain = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]


class Defaults(BaseModel):
    """What channels allow that no line names, by what they are; nothing unless it is said.

    One that another organisation takes part in has ``shared`` and no other, one with guests ``guests``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    direct: Binding | None = None
    group: Binding | None = None
    channel: Binding | None = None
    shared: Binding | None = None
    guests: Binding | None = None

    def of(self, profile: ChannelProfile) -> Binding | None:
        """The binding of a channel."""
        if profile.shared:
            return self.shared
        if profile.guests:
            return self.guests
        by_kind = {"direct": self.direct, "group": self.group, "channel": self.channel}
        return by_kind[profile.kind]


class Policy(BaseModel):
    """Whoever and whatever is not named has no rights.

    ``people``, ``groups`` and ``domains`` give roles: to one person (``platform:tenant:id``, or the name of
    a user), to whoever is in a group (``platform:tenant:group``), to whoever has an address of a domain.
    ``users`` are people with several identities. ``channels`` maps ``platform:tenant:channel`` to what may be
    done there. ``disabled`` are workflows that nobody may run, ``versions`` those of which another version
    than the highest is run, by name. Permissions are dotted names and addresses
    (``s3://bucket/key``) in which ``*`` stands for anything; an address is matched only by a pattern that
    begins with ``s3://``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    roles: dict[str, list[str]] = Field(default_factory=dict)
    users: dict[UserName, list[str]] = Field(default_factory=dict)
    people: dict[str, list[str]] = Field(default_factory=dict)
    groups: dict[str, list[str]] = Field(default_factory=dict)
    domains: dict[Domain, list[str]] = Field(default_factory=dict)
    channels: dict[str, Binding] = Field(default_factory=dict)
    defaults: Defaults = Defaults()
    disabled: list[str] = Field(default_factory=list)
    versions: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check(self) -> "Policy":
        """Refuse role names that are not defined, and what could never match."""
        self._check_roles()
        self._check_references()
        bindings = [*self.channels.values(), *(binding for _, binding in self.defaults if binding)]
        for patterns in [*self.roles.values(), *(binding.allow for binding in bindings)]:
            wrong = impossible(patterns)
            if wrong is not None:
                raise ValueError(f"no object matches '{wrong}'; write s3://bucket/prefix/*")
        return self

    def _check_roles(self) -> None:
        given = chain(self.people.values(), self.groups.values(), self.domains.values())
        counting = (binding.roles or [] for binding in self.channels.values())
        unknown = sorted(set(chain.from_iterable([*given, *counting])) - self.known_roles.keys())
        if unknown:
            raise ValueError(f"unknown roles: {', '.join(unknown)}; define them under roles")

    def _check_references(self) -> None:
        people = (each for each in self.people if each not in self.users)
        identities = list(chain.from_iterable(self.users.values()))
        for reference in [*people, *identities, *self.groups, *self.channels]:
            try:
                ChannelRef.parse(reference)
            except ValueError as error:
                raise ValueError(
                    f"'{reference}' is no name here; write platform:tenant:id, and a colon inside an id "
                    f"as %3A ({error})"
                ) from error
        if len(identities) != len(set(identities)):
            raise ValueError("an identity belongs to two users")

    @property
    def known_roles(self) -> dict[str, list[str]]:
        """All roles with what they may do."""
        return PERMISSIONS | self.roles

    def names_of(self, person: str) -> list[str]:
        """What a person is called in ``people``: their own reference, and the user's that they are."""
        user = self._users_by_identity.get(person)
        return [person] if user is None else [person, user]

    def identities_of(self, person: str) -> list[str]:
        """All references of whoever this is, who may be named as a user too."""
        user = self._users_by_identity.get(person, person)
        return self.users.get(user, [person])

    @cached_property
    def _users_by_identity(self) -> dict[str, str]:
        return {identity: user for user, identities in self.users.items() for identity in identities}

    def roles_of(self, person: str, profile: PersonProfile | None) -> list[str]:
        """The roles of a person. A guest has none but those that are given to them by name."""
        found = [role for name in self.names_of(person) for role in self.people.get(name, [])]
        if profile is not None and not profile.guest:
            found += [role for group in sorted(profile.groups) for role in self.groups.get(group, [])]
            found += self.domains.get(profile.domain, [])
        return list(dict.fromkeys(found))

    def permissions_of(self, roles: Iterable[str]) -> list[str]:
        """All that the roles may do."""
        return [permission for role in roles for permission in self.known_roles[role]]

    def binding_of(self, channel: str, profile: ChannelProfile | None) -> Binding | None:
        """What may be done in a channel; one that is not named has what channels of its kind have."""
        if channel in self.channels:
            return self.channels[channel]
        return self.defaults.of(profile) if profile is not None else None

    @property
    def reads_people(self) -> bool:
        """Whether a right may hang on what the platform knows of a person."""
        return bool(self.groups or self.domains)

    @property
    def reads_channels(self) -> bool:
        """Whether a right may hang on what the platform knows of a channel."""
        return any(binding is not None for _, binding in self.defaults)
