"""A fake of the part of Microsoft Graph that the bot may use, on the wire.

It belongs to the Connector (``teams.graph``): the messages are those that people wrote there, the files are
those of its host of files. What it refuses, it refuses in Graph's words; where two pages of Microsoft's
disagree, or none says anything, it is the stricter one.
"""

from tests.adapters.teams.graph_service.service import GraphService

__all__ = ["GraphService"]
