"""What a card is laid out of."""

from adapters.teams.rendering.fixture import Fixture
from adapters.teams.rendering.listing import Code
from adapters.teams.rendering.passage import Passage
from adapters.teams.rendering.table import Table

Piece = Passage | Code | Table | Fixture
