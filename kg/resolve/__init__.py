"""Mentions -> entities: which names mean one thing; merges are reversible."""

from kg.resolve.names import Known, KnownNames
from kg.resolve.resolution import Resolution, resolve

__all__ = ["Known", "KnownNames", "Resolution", "resolve"]
