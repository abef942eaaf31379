"""Keiretsu: business news in, a knowledge graph of corporate relationships out."""

from importlib.metadata import version

__version__ = version("keiretsu")

__all__ = ["__version__"]
