"""The explorer: a part of the graph as one page that a browser opens from a file, offline."""

from kg.server.page import explorer_page

__all__ = ["explorer_page"]
