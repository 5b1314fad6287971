"""A workspace of Slack, and the install of the app in it."""

from dataclasses import dataclass

from tests.adapters.slack.workspace.payload import ABSENT, JSON, fill


@dataclass
class Team:
    """A workspace; in an enterprise grid it belongs to an organisation.

    ``granted``: an app of the whole organisation may work in it.
    """

    id: str
    name: str
    enterprise_id: str = ""
    granted: bool = True

    @property
    def domain(self) -> str:
        return self.name.lower().replace(" ", "-")

    @property
    def enterprise_name(self) -> str:
        return f"{self.name} Grid"

    @property
    def url(self) -> str:
        return f"https://{self.domain}.slack.com/"

    def json(self) -> JSON:
        grid = self.enterprise_id
        return fill(
            "objects/team",
            id=self.id,
            name=self.name,
            url=self.url,
            domain=self.domain,
            enterprise_id=grid or ABSENT,
            enterprise_domain=f"{self.domain}-grid" if grid else ABSENT,
            enterprise_name=self.enterprise_name if grid else ABSENT,
        )


@dataclass
class Install:
    """The app in one workspace: who it is there. ``org_wide`` is an install for a whole organisation."""

    team: Team
    bot_user: str
    bot_id: str
    app_id: str
    name: str
    org_wide: bool = False

    def profile(self) -> JSON:
        """The ``bot_profile`` of the app's messages."""
        return fill(
            "objects/bot_profile",
            id=self.bot_id,
            name=self.name,
            app_id=self.app_id,
            user_id=self.bot_user,
            team_id=self.team.id,
        )
