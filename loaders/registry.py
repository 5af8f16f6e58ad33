"""Every loader, in the order in which they are asked whether a file is theirs."""

from __future__ import annotations

from loaders import facts
from loaders.loader import Loader

__all__ = ["LOADERS"]

#: The plain formats of facts come last: they take any file of their endings.
LOADERS: tuple[Loader, ...] = (*facts.LOADERS,)
