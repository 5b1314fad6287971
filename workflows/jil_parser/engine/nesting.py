"""Nesting: which boxes lie around which jobs."""

from .job import Job


class Nesting:
    """The forest of boxes, numbered once so that every question about it takes constant time.

    Boxes that lie in each other have no outermost one; they and what is in them count as lying in nothing.
    """

    def __init__(self, jobs: dict[str, Job], members: dict[str, list[str]]) -> None:
        self._jobs = jobs
        self._inner = {box: [name for name in names if name in members] for box, names in members.items()}
        self._spans: dict[str, tuple[int, int]] = {}
        self._depths: dict[str, int] = {}
        for box in members:
            if box not in jobs or jobs[box].box is None:
                self._number(box)

    def contains(self, box: str, name: str) -> bool:
        """Whether a job lies in a box, at any depth."""
        job = self._jobs.get(name)
        if job is None or job.box is None:
            return False
        outer, inner = self._spans.get(box), self._spans.get(job.box)
        return outer is not None and inner is not None and outer[0] <= inner[0] <= outer[1]

    def depth(self, box: str) -> int:
        """Number of boxes around a box."""
        return self._depths.get(box, 0)

    def _number(self, root: str) -> None:
        """Number a tree of boxes from the outside in; a span ends with the number of the last box in it."""
        first = len(self._spans)
        order, stack = [], [(root, 0)]
        while stack:
            name, depth = stack.pop()
            self._depths[name] = depth
            order.append(name)
            stack += [(inner, depth + 1) for inner in self._inner[name]]
        sizes = dict.fromkeys(order, 1)
        for name in reversed(order):
            sizes[name] += sum(sizes[inner] for inner in self._inner[name])
        for number, name in enumerate(order, first):
            self._spans[name] = (number, number + sizes[name] - 1)
