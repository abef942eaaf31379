"""Whatever users have, as documents: text, Markdown, HTML, PDF, JSON and feeds; files, folders, standard input."""

from kg.sources.read import count_documents, read_documents

__all__ = ["count_documents", "read_documents"]
