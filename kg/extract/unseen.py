"""Names that no tagger saw: capitalised words that stand where the vocabulary's words take an actor.

"Fennbank will lend to Orsa Optics": whoever lends is an actor, and a capital in mid-sentence makes a name.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.extract.passage import Paragraph, Passage
from kg.extract.preferences import Preferences
from kg.extract.sightings import Sighting
from kg.ontology import Ontology

_CAPITAL_NOUNS = frozenset({"NNP", "NNPS", "NN"})


def unseen(
    passage: Passage, sightings: list[Sighting], *, preferences: Preferences, ontology: Ontology
) -> Iterator[Sighting]:
    """See the names that stand in a slot for actors and were not seen otherwise.

    Args:
        passage: The parsed document.
        sightings: What was seen so far.
        preferences: Those of the vocabulary.
        ontology: The vocabulary.

    Yields:
        A sighting for each, of the type that its slot takes.
    """
    common = _common_words(ontology)
    for paragraph in passage.paragraphs:
        if paragraph.heading:
            continue
        taken = [s.span for s in sightings if s.paragraph == paragraph.index]
        for token in paragraph.doc:
            if not _may_be_name(token, common):
                continue
            wanted = preferences.wanted(token)
            run = _run(paragraph, token)
            titled = any(
                t.lower_ in common for t in run
            )  # "Deputy Chief Executive Ana Ruiz" is nobody's firm
            span = paragraph.span(run)
            if wanted is not None and not titled and not any(span.overlaps(t) for t in taken):
                text = paragraph.text[span.start - paragraph.start : span.end - paragraph.start]
                yield Sighting(span, text, wanted, paragraph=paragraph.index)


def _common_words(ontology: Ontology) -> frozenset[str]:
    """Give the words that are written with a capital and name nobody: titles, roles, kinds of actors."""
    roles = (
        word
        for relation in ontology.relation_types.values()
        for lex in relation.lexicalisations
        for lemma in lex.lemmas
        for word in lemma.lower().split()
    )
    nominals = (n for t in ontology.entity_types.values() for n in t.nominals)
    return (
        frozenset(roles)
        | frozenset(nominals)
        | ontology.cues["title"]
        | ontology.cues["notAName"]
        | ontology.cues["abstract"]
    )


def _may_be_name(token: Token, common: frozenset[str]) -> bool:
    if token.tag_ not in _CAPITAL_NOUNS or not token.text[:1].isupper() or token.ent_type_ or len(token) < 4:
        return False
    if token.is_sent_start and not _acts_on_something(token):
        return False
    if not token.text.isalpha() or token.text.isupper():
        return False
    return not {token.lower_, token.lemma_.lower()} & common and not any(
        t.dep_ == "det" for t in token.children
    )


def _acts_on_something(token: Token) -> bool:
    """Tell an actor from "Rain fell", where the sentence's first capital tells nothing: it does it to something."""
    if token.tag_ != "NNP" or token.dep_ != "nsubj":
        return False
    return any(t.dep_ in {"dobj", "dative", "xcomp", "ccomp"} for t in token.head.children)


def _run(paragraph: Paragraph, token: Token) -> TokenSpan:
    """Give the name that a token ends: the capitalised words that are compounds of it."""
    left = token
    while left.i > token.sent.start:
        before = left.nbor(-1)
        if (
            before.pos_ != "PROPN"
            or before.dep_ != "compound"
            or before.ent_type_
            or not before.text[:1].isupper()
        ):
            break
        left = before
    return paragraph.doc[left.i : token.i + 1]
