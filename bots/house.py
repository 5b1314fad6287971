"""What every exchange works with."""

from collections.abc import Mapping
from dataclasses import dataclass

from bots.access import Access
from bots.approvals import Approvals
from bots.commands.table import Commands
from bots.delivery import Delivery
from bots.introduction import Introduction
from bots.presses import Presses
from bots.records import Records
from core.chat.surface import Door
from core.orchestrator.lazy_graph import LazyGraph
from core.orchestrator.services import Services
from core.runs.patience import QuestionPatience
from core.runs.rate_limits import RateLimits
from core.storage.database import Database
from core.storage.opening import Stores


@dataclass(frozen=True, slots=True)
class House:
    """Put together once, where the service is opened. ``live``: steps are shown while they happen."""

    doors: Mapping[str, Door]
    database: Database
    access: Access
    records: Records
    stores: Stores
    services: Services
    commands: Commands
    presses: Presses
    approvals: Approvals
    patience: QuestionPatience
    rate_limits: RateLimits
    introduction: Introduction
    delivery: Delivery
    graph: LazyGraph
    live: bool
