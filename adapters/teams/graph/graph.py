"""What the door does with Microsoft Graph, put together."""

from dataclasses import dataclass

from adapters.teams.conversations import Conversations
from adapters.teams.file_hosts import FileHosts
from adapters.teams.graph.channel_folder import ChannelFolder
from adapters.teams.graph.client import GraphClient
from adapters.teams.graph.drive_files import DriveFiles
from adapters.teams.graph.folder_handing import FolderHanding
from adapters.teams.graph.message_files import MessageFiles
from adapters.teams.graph.places import Places
from adapters.teams.graph.team_groups import TeamGroups
from adapters.teams.graph.team_owners import TeamOwners
from adapters.teams.posting import Posting
from adapters.teams.service_hosts import ServiceHosts
from adapters.teams.transport import TeamsTransport


@dataclass(frozen=True, slots=True)
class GraphAccess:
    """What a deployment may do. ``hosts`` are those of the Bot Connector; ``writes``: into channels too."""

    client: GraphClient
    hosts: ServiceHosts
    writes: bool


class Graph:
    """The parts; ``folder`` is None where nothing may be written, and all are None without access."""

    def __init__(
        self,
        access: GraphAccess | None,
        transport: TeamsTransport,
        conversations: Conversations,
        posting: Posting,
        file_hosts: FileHosts,
    ) -> None:
        self.messages: MessageFiles | None = None
        self.drive_files: DriveFiles | None = None
        self.folder: FolderHanding | None = None
        self.owners: TeamOwners | None = None
        if access is None:
            return
        groups = TeamGroups(transport.token, access.hosts)
        places = Places(access.client, conversations, groups)
        self.owners = TeamOwners(access.client, groups)
        self.messages = MessageFiles(access.client, places)
        self.drive_files = DriveFiles(access.client, file_hosts)
        if access.writes:
            self.folder = FolderHanding(posting, ChannelFolder(access.client, places, file_hosts))
