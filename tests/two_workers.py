"""Which of two test processes runs what: each long-lived server is started and warmed up once."""

from __future__ import annotations

import re

from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

_LONG_TERM = re.compile(r"[\[-]long_term[\]-]")


class ByVersion(LoadFileScheduling):
    """Files as they come, but the long-term version's part of each on the first process.

    A Neo4j that has just started plans every statement anew, half a minute's work for all of them.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return f"{file}@long_term" if _LONG_TERM.search(nodeid) else file

    def _assign_work_unit(self, node: WorkerController) -> None:
        first = node is self.nodes[0]
        fitting = (one for one in self.workqueue if one.endswith("@long_term") == first)
        found = next(fitting, None)
        if found is not None:
            self.workqueue.move_to_end(found, last=False)
        super()._assign_work_unit(node)
