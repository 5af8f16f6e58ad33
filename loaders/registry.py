"""Every loader, in the order in which they are asked whether a file is theirs."""

from __future__ import annotations

from loaders import (
    bioc,
    clinicaltrials,
    drugmechdb,
    evidence_inference,
    facts,
    indra,
    kgx,
    obo,
    sider,
    terms,
)
from loaders.loader import Loader

__all__ = ["LOADERS"]

#: The plain formats of facts come last: they take any file of their endings.
LOADERS: tuple[Loader, ...] = (
    evidence_inference.LOADER,
    clinicaltrials.LOADER,
    sider.LOADER,
    obo.LOADER,
    terms.LOADER,
    drugmechdb.LOADER,
    kgx.LOADER,
    indra.LOADER,
    bioc.LOADER,
    *facts.LOADERS,
)
