"""The record: documents, readings, claims, judgements and retractions in one append-only SQLite file."""

from kg.ledger.ledger import Counts, Ledger

__all__ = ["Counts", "Ledger"]
