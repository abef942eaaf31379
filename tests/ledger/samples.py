"""Documents and readings about invented companies."""

from __future__ import annotations

from kg.model import (
    Argument,
    Claim,
    Document,
    Evidence,
    Mention,
    Reading,
    ReadingKey,
    Rejection,
    Span,
    Status,
)

NOW = "2031-05-06T07:08:09Z"


def read_sentence(document: Document, *, extractor: str = "x1", status: Status = Status.ASSERTED) -> Reading:
    """Read "Orsa <number> supplies Kestrel." as one claim."""
    text = document.text
    subject, obj = Span(0, text.index(" supplies")), Span(text.index("Kestrel"), text.index("."))
    first, second = text[: subject.end], text[obj.start : obj.end]
    evidence = Evidence(document.id, Span(0, len(text)), text, "grammar", "supply.verb")
    claim = Claim(
        Claim.identify(evidence, subject, "suppliesTo", obj, status),
        Argument(first, "Company", subject, (first, "Orsa")),
        "suppliesTo",
        Argument(second, "Company", obj, (second,), "company:kestrel"),
        status,
        evidence,
        published=document.published,
    )
    return Reading(
        ReadingKey(document.id, extractor, "o1"),
        (
            Mention(subject, first, "Company", first),
            Mention(obj, second, "Company", second, known_as="company:kestrel"),
        ),
        (claim,),
        (Rejection("same-entity", "competesWith", obj),),
        ("Fabrinet Wire",),
    )


def make_document(number: int) -> Document:
    return Document.of(
        f"Orsa {number} supplies Kestrel.", title=f"Story {number}", published="2031-05-06", name=f"n{number}"
    )
