"""Noun phrases: what is coordinated with a noun, what else it is called, and its words."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.syntax import COPULAS, MAX_CONJUNCTS, child, is_verbal, objects


def conjuncts(token: Token, examples: frozenset[str] = frozenset()) -> list[Token]:
    """Give a token, what is coordinated with it, and the examples that it introduces.

    Args:
        token: Head of a phrase.
        examples: Words that introduce members: "peers like Kestrel", "firms such as Kestrel".
    """
    found: list[Token] = []
    waiting = [token]
    while waiting and len(found) < MAX_CONJUNCTS:
        head = waiting.pop(0)
        found.append(head)
        waiting += _misplaced_conjuncts(head)
        if head.dep_ == "pobj":  # "to Orsa and to Kestrel"
            again = (p for p in head.head.children if p.dep_ == "conj" and p.lower_ == head.head.lower_)
            waiting += [t for p in again for t in objects(p)]
        for t in head.children:
            if (
                t.dep_ in {"nmod", "compound"} and child(t, "cc") is not None
            ):  # "Orsa and Kestrel" read as one
                waiting.append(t)
            elif t.i > head.i and (t.dep_ == "conj" or (t.dep_ == "appos" and _in_list(head, t))):
                waiting.append(t)
            elif t.dep_ == "prep" and (t.lower_ in examples or _two_words(t) in examples):
                waiting += objects(t)
    return list(dict.fromkeys(found))


def relative(token: Token) -> Token:
    """Give what a "whose" stands for: the noun that its relative clause describes; any other token is itself."""
    if token.lower_ != "whose":
        return token
    clause = next((t for t in token.ancestors if t.dep_ == "relcl"), None)
    return token if clause is None else clause.head


def same_thing(noun: Token) -> list[Token]:
    """Give what a noun is said to be: its appositions, or the subject of its copula ("Orsa is the firm that …")."""
    found = [t for t in noun.children if t.dep_ == "appos"]
    if noun.dep_ == "appos":
        found.append(noun.head)
    if noun.dep_ == "attr" and noun.head.lemma_ in COPULAS:
        found += [t for t in noun.head.children if t.dep_ == "nsubj"]
    return found


def phrase(token: Token, limit: int = 80) -> str:
    """Give the words of the noun phrase that a token heads, without clauses that hang on it."""
    left = min((t.i for t in token.subtree if t.i <= token.i and t.dep_ != "relcl"), default=token.i)
    return " ".join(token.doc[left : token.i + 1].text.split())[-limit:]


def _misplaced_conjuncts(token: Token) -> list[Token]:
    """Give nouns coordinated with a token that the parser hung on the verb: "ordered Orsa and peers to stop"."""
    verb = token.head
    if token.dep_ not in {"dobj", "nsubjpass"} or not is_verbal(verb):
        return []
    edge = token.right_edge.i + 1
    joined = edge < len(token.doc) and token.doc[edge].dep_ == "cc" and token.doc[edge].head == verb
    nouns = (t for t in verb.children if t.dep_ == "conj" and t.pos_ in {"NOUN", "PROPN"} and t.i > edge)
    return list(nouns)[:1] if joined else []


def _in_list(token: Token, appositive: Token) -> bool:
    """Tell a list that the parser took for apposition ("Orsa, Kestrel and Fabrinet") from a true apposition."""
    return token.pos_ == appositive.pos_ == "PROPN" and any(t.dep_ == "cc" for t in appositive.children)


def _two_words(token: Token) -> str:
    before = f"{token.nbor(-1).lower_} {token.lower_}" if token.i else ""
    return before if before == "such as" else token.lower_
