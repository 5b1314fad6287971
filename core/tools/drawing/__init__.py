"""Draws dependency graphs as self-contained SVG, locally."""

from core.tools.drawing.graph import Edge, Graph, Node
from core.tools.drawing.render import draw_svg

__all__ = ["Edge", "Graph", "Node", "draw_svg"]
