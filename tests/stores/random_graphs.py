"""Seeded random graphs for the tests of every store: all relation types, all statuses, hostile text."""

import random
from collections.abc import Sequence
from dataclasses import replace

from kg.graph import Graph
from kg.model import (
    Argument,
    Claim,
    DocumentInfo,
    Entity,
    Evidence,
    Relation,
    Span,
    Status,
    content_id,
)
from kg.ontology import Ontology, RelationType

HOSTILE_NAMES = (
    "Orsa",
    "Kestrel & Söhne",
    'Fabrinet "Fab" Inc.',
    "O'Rourke",
    "back\\slash",
    "line\nbreak\r\ttab",
    "{braces} $dollar",
    "<script>alert(1)</script>",
    "東京精密 🏭",
    "ends with \\",
    "' OR 1=1 //",
    '"""triple"""',
    "#hash <iri> `tick`",
    "\u2028separator\u0085",
    "nul\x00byte\x1f",
)
DATES = (None, "2025-01-03", "2025-02-28T13:30:00Z", "2025-06-01", "2024-12-31T23:59:59Z")


def random_graph(
    seed: int, ontology: Ontology, *, entities: int = 12, relations: int = 30, loops: bool = False
) -> Graph:
    """Make a graph in which every id, number and text follows from the seed."""
    rng = random.Random(seed)
    documents = [_document(rng, number) for number in range(4)]
    things = {entity.id: entity for entity in (_entity(rng, number, ontology) for number in range(entities))}
    types = list(ontology.relation_types.values())
    found: dict[str, Relation] = {}
    claims: dict[str, Claim] = {}
    for number in range(relations * 4):
        if len(found) == relations:
            break
        kind = types[number % len(types)]
        ends = _ends(rng, kind, list(things.values()), loops=loops)
        if ends is None:
            continue
        key = content_id("r", ends[0].id, kind.name, ends[1].id)
        if key not in found:
            supporting = [_claim(rng, kind, ends, documents, n) for n in range(rng.randint(1, 3))]
            claims |= {claim.id: claim for claim in supporting}
            found[key] = _relation(rng, key, kind, ends, supporting)
    _derive(found)
    return Graph(
        sequence=seed,
        ontology_hash=ontology.hash,
        entities=things,
        relations=found,
        claims=claims,
        documents={document.id: document for document in documents},
    )


def _derive(found: dict[str, Relation]) -> None:
    """Let every sixth relation follow from the one before it."""
    keys = list(found)
    for base, key in zip(keys[4::6], keys[5::6], strict=False):
        claims = tuple(sorted({*found[key].claims, *found[base].claims}))
        found[key] = replace(found[key], claims=claims, derived_from=(base,))


def _document(rng: random.Random, number: int) -> DocumentInfo:
    return DocumentInfo(
        id=content_id("d", number, rng.random()),
        title=rng.choice(("", *HOSTILE_NAMES)),
        url=rng.choice(("", "https://example.org/a?b=<c>&d='e'", "javascript:alert(1)")),
        publisher=rng.choice(("", "Morning Ledger", "Zürcher Bote")),
        published=rng.choice(DATES),
        name=f"article {number}.txt",
        cites=("Reuters",) if rng.random() < 0.5 else (),
        signature=tuple(rng.randrange(2**32) for _ in range(2)),
    )


def _entity(rng: random.Random, number: int, ontology: Ontology) -> Entity:
    kind = "Company" if rng.random() < 0.5 else rng.choice(list(ontology.entity_types))
    name = rng.choice(HOSTILE_NAMES)
    key = f"lei:{number:020d}" if number % 3 == 0 else content_id("e", kind, name, number)
    aliases = tuple(sorted({name, *rng.sample(HOSTILE_NAMES, rng.randint(0, 2))}))
    identifiers = (("ticker", f"XNYS:T{number}"),) if rng.random() < 0.3 else ()
    return Entity(key if number else 'hostile/id "<>` %\\ é', kind, name, aliases, identifiers)


def _ends(
    rng: random.Random, kind: RelationType, things: Sequence[Entity], *, loops: bool
) -> tuple[Entity, Entity] | None:
    subjects = [e for e in things if e.type in kind.domain]
    objects = [e for e in things if e.type in kind.range]
    if not subjects or not objects:
        return None
    subject, obj = rng.choice(subjects), rng.choice(objects)
    if subject.id == obj.id and not loops:
        return None
    if kind.symmetric and obj.id < subject.id:
        subject, obj = obj, subject
    return subject, obj


def _claim(
    rng: random.Random,
    kind: RelationType,
    ends: tuple[Entity, Entity],
    documents: Sequence[DocumentInfo],
    number: int,
) -> Claim:
    quote = f"{rng.choice(HOSTILE_NAMES)} … {rng.choice(HOSTILE_NAMES)}"
    start = rng.randint(0, 5000)
    document = rng.choice(documents)
    status = rng.choice(list(Status))
    evidence = Evidence(
        document.id, Span(start, start + len(quote)), quote, "grammar", rng.choice(("", "verb"))
    )
    subject, obj = (
        Argument(end.name, end.type, Span(start + n, start + n + 1), end.names, rng.choice((None, end.id)))
        for n, end in enumerate(ends)
    )
    return Claim(
        id=content_id("c", ends[0].id, kind.name, ends[1].id, number, quote),
        subject=subject,
        relation=kind.name,
        object=obj,
        status=status,
        evidence=evidence,
        attribution=rng.choice((None, *HOSTILE_NAMES[:4])),
        qualifiers=(("amount", '2 billion\n"dollars"'),) if rng.random() < 0.3 else (),
        confidence=rng.random(),
        published=document.published,
        valid_from=rng.choice((None, "2024-05-01")),
        valid_to=None,
    )


def _relation(
    rng: random.Random, key: str, kind: RelationType, ends: tuple[Entity, Entity], claims: Sequence[Claim]
) -> Relation:
    dates = sorted(claim.published for claim in claims if claim.published is not None)
    return Relation(
        id=key,
        subject=ends[0].id,
        type=kind.name,
        object=ends[1].id,
        belief=rng.choice((0.0, 0.5, 1.0, rng.random(), rng.random())),
        status=rng.choice(list(Status)),
        counts={status: sum(claim.status is status for claim in claims) for status in Status},
        origins=rng.randint(1, 3),
        first_published=dates[0] if dates else None,
        last_published=dates[-1] if dates else None,
        claims=tuple(sorted(claim.id for claim in claims)),
    )
