"""Whatever users have, as documents: text files, JSON lines, folders of them, standard input."""

from kg.sources.read import count_documents, read_documents

__all__ = ["count_documents", "read_documents"]
