"""The graph, or a part of it, in the formats of other programs.

Rows of the graph become elements (:mod:`kg.export.graph_elements`, or Biolink's in
:mod:`kg.export.biolink`); a writer for each format turns these into bytes, nodes first. Nothing
is kept that grows with the graph.
"""

from kg.export.formats import FORMATS, Format, chosen_format, chosen_level
from kg.export.stream import Export, prepare_export

__all__ = ["FORMATS", "Export", "Format", "chosen_format", "chosen_level", "prepare_export"]
