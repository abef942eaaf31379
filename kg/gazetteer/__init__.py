"""Known names: which companies, states, agencies, exchanges, products and places a surface form may mean."""

from kg.gazetteer.gazetteer import Found, Gazetteer
from kg.gazetteer.tables import KnownName

__all__ = ["Found", "Gazetteer", "KnownName"]
