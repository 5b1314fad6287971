"""Looking everywhere: every workflow is loaded, and what cannot be is reported."""

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from core.registry.catalogue import Catalogue
from core.registry.places import sources_in, trusted
from core.registry.problem import Problem, reason
from core.registry.source import Finder, Known, Source, Stamp


class Discovery:
    """One look. ``catalogue`` and ``problems`` are what came of it, ``stamps`` the code that was imported."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.problems: list[Problem] = []
        self.stamps: dict[str, tuple[Source, Stamp]] = {}

    def look(
        self, folders: Sequence[Path], single: Sequence[Path], finders: Sequence[Finder], running: Known
    ) -> None:
        """Workflows first, then what is made of them."""
        places = trusted(folders)
        missing = (folder for folder in places if not folder.is_dir())
        self.problems += [Problem(str(folder), "there is no folder of this name") for folder in missing]
        for source in sources_in(places, single):
            self._load(source)
        made = (finder(folder, self.catalogue, running) for finder in finders for folder in places)
        self._load_made(chain.from_iterable(made))

    def _load_made(self, sources: Iterable[Source]) -> None:
        """Load what is made of workflows, which may be made of each other: until no more of it can be."""
        left = list(sources)
        while left:
            refused = [(source, error) for source in left if (error := self._tried(source)) is not None]
            if len(refused) == len(left):
                self.problems += [Problem(source.name, reason(error)) for source, error in refused]
                return
            left = [source for source, _ in refused]

    def _load(self, source: Source) -> None:
        stamp = source.stamp()  # before: what is written meanwhile may not be what was read
        error = self._tried(source)
        if error is not None:
            self.problems.append(Problem(source.name, reason(error)))
        elif source.code is not None:
            self.stamps[source.name] = source, stamp

    def _tried(self, source: Source) -> BaseException | None:
        """What went wrong with a source, if anything did."""
        try:
            for workflow in source.load():
                self.catalogue.add(workflow, source.name)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a foreign module may raise anything
            return error
        return None
