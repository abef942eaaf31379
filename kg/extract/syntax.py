"""Syntactic slots over a dependency parse: who does it, to whom, of what, with whom.

Every function takes a trigger (the word that carries a lexicalisation) and gives the tokens that stand in a slot, the
likeliest first. It knows English syntax as the parser writes it (ClearNLP labels) and no vocabulary: which verbs
express a relation is the ontology's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
_PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
_RELATIVE_PRONOUNS = frozenset({"who", "which", "that", "whom", "whose"})
COPULAS = frozenset({"be", "become", "remain"})
_OF_SUBJECT = frozenset({"succeed", "replace", "follow", "join", "serve", "leave"})
"""Verbs whose "as …" says what their subject is, though they have an object: "succeeded Ruiz as chairman"."""
_PREMODIFIERS = frozenset({"compound", "nmod", "amod", "poss", "nummod"})
_NOMINAL_LINKS = frozenset(
    {"dobj", "pobj", "prep", "conj", "attr", "nsubjpass", "oprd", "advmod", "prt", "dative"}
)
_OF_ACTS = frozenset({"of", "about", "by", "on"})
_BEARING = frozenset({"on", "into", "against"})
"""Prepositions of what a measure bears on: "duties ON steel from Vietnam", "an inquiry INTO prices at Orsa"."""
_MAX_DEPTH = 6
"""Clauses climbed in search of a subject: more is a parse gone wrong."""
MAX_CONJUNCTS = 40
"""Members of one coordination that are read: longer lists are tables, not sentences."""


def child(token: Token, *labels: str) -> Token | None:
    """Give the first dependent that bears one of the labels."""
    return next((t for t in token.children if t.dep_ in labels), None)


def is_verbal(token: Token) -> bool:
    """Tell whether a token heads a clause."""
    return token.pos_ in {"VERB", "AUX"}


def is_passive(verb: Token) -> bool:
    """Tell whether a verb form is passive, reduced relatives ("bought by Orsa") included."""
    labels = {t.dep_ for t in verb.children}
    if labels & {"auxpass", *_PASSIVE_SUBJECTS}:
        return True
    if verb.tag_ != "VBN" or labels & {"aux", "nsubj"}:
        return False
    if verb.dep_ in {"conj"} and is_verbal(verb.head):
        return is_passive(verb.head)
    return verb.dep_ in {"acl", "acomp", "advcl", "amod", "relcl"} or "agent" in labels


def agents(verb: Token, depth: int = 0) -> list[Token]:
    """Give the logical subject of a verb, through relative, participial, infinitival and coordinate clauses."""
    if depth > _MAX_DEPTH:
        return []
    if is_passive(verb):
        by = [t for p in verb.children if p.dep_ == "agent" or p.lower_ == "by" for t in objects(p)]
        return by or _shared(verb, agents, depth)
    before = verb.nbor(-1) if verb.i else verb
    if (
        verb.tag_ == "VBG"
        and before.pos_ == "PROPN"
        and before.dep_ == "pobj"
        and before.head.lower_ in _OF_ACTS
    ):
        return [before]  # "the rumour of Beijing killing orders", wherever the parser hangs "killing"
    subjects = [t for t in verb.children if t.dep_ in _SUBJECTS]
    if subjects:  # of two, which no clause has, the nearer one: "Glass falls: Orsa buys Kestrel"
        return [_antecedent(next((t for t in reversed(subjects) if t.i < verb.i), subjects[0]), verb)]
    return _controllers(verb, depth)


def patients(verb: Token, depth: int = 0) -> list[Token]:
    """Give the logical object of a verb: a direct or dative object, or the subject of a passive."""
    if depth > _MAX_DEPTH:
        return []
    if is_passive(verb):
        subject = child(verb, *_PASSIVE_SUBJECTS)
        if subject is not None:
            return [_antecedent(subject, verb)]
        if verb.dep_ in {"acl", "amod", "relcl"}:
            return [verb.head]
        return _shared(verb, patients, depth) or _controllers(verb, depth)
    found = [t for t in verb.children if t.dep_ == "dobj" and t.lower_ not in _RELATIVE_PRONOUNS]
    found += [t for t in verb.children if t.dep_ == "dative" and t.pos_ != "ADP"]
    for clause in verb.children:  # "wants Orsa to stop", "asked Orsa to stop"
        if clause.dep_ in {"ccomp", "advcl"} and _is_infinitive(clause):
            found += [t for t in clause.children if t.dep_ in _SUBJECTS | _PASSIVE_SUBJECTS]
    if not found and verb.dep_ == "relcl" and child(verb, *_SUBJECTS) is not None:
        return [verb.head]
    if not found and verb.dep_ == "conj" and is_verbal(verb.head) and _last_conjunct(verb.head) is verb:
        return []
    if not found:  # "builds and sells phones": the object stands by the last verb
        found = [
            t
            for c in verb.children
            if c.dep_ == "conj" and is_verbal(c)
            for t in c.children
            if t.dep_ == "dobj"
        ]
    return found


def prepositional(trigger: Token, preposition: str) -> list[Token]:
    """Give the objects of a preposition that belongs to a trigger, near ones first.

    Attachment is the parser's weakest point ("sells chips to Orsa": does "to" hang on "sells" or on "chips"?), so a
    preposition counts when only nominal links lie between it and the trigger, or between it and the verb that carries
    the trigger ("signed a deal on Monday with Orsa").
    """
    found = [
        t
        for p in _prepositions(trigger, preposition)
        for t in objects(p)
        if p.i > trigger.i or p.head == trigger
    ]
    if trigger.pos_ in {"NOUN", "PROPN"} and trigger.dep_ in {"dobj", "attr", "nsubjpass", "pobj", "nsubj"}:
        verb = trigger.head if trigger.head.pos_ != "ADP" else trigger.head.head
        if is_verbal(verb):
            direct = (
                p for p in verb.children if p.dep_ in {"prep", "agent", "dative"} and p.lower_ == preposition
            )
            found += [t for p in direct if p.i > trigger.i for t in objects(p)]
            if (
                trigger.dep_ == "dobj" and not found
            ):  # "impose duties on steel from Vietnam", with "on" on the verb
                beside = (p for p in verb.children if p.lower_ in _BEARING and p.i > trigger.i)
                found += [t for p in beside for q in _prepositions(p, preposition, 1) for t in objects(q)]
    if preposition in {"for", "on"}:  # "push for Orsa to sell", "call on Orsa to sell"
        for clause in trigger.children:
            if clause.dep_ in {"advcl", "acl", "relcl"} and any(
                t.lower_ == preposition for t in clause.children
            ):
                found += [t for t in clause.children if t.dep_ in _SUBJECTS | _PASSIVE_SUBJECTS]
    return list(dict.fromkeys(found))


def bearers(noun: Token) -> list[Token]:
    """Give what a role noun describes: "Orsa, a rival …", "Orsa is a rival", "rival Orsa", "Orsa as a rival"."""
    found: list[Token] = []
    if noun.dep_ == "appos":
        found.append(noun.head)
    found += [t for t in noun.children if t.dep_ == "appos"]
    if noun.dep_ in {"attr", "oprd"}:
        if noun.head.lemma_ in COPULAS:
            found += agents(noun.head)
        else:
            found += patients(noun.head) or agents(noun.head)
    if noun.dep_ == "acomp":  # "is dependent on Orsa"
        found += agents(noun.head)
    if noun.dep_ in _PREMODIFIERS and noun.head.i > noun.i and noun.head.pos_ in {"PROPN", "NOUN"}:
        found.append(noun.head)
    if noun.dep_ == "pobj" and noun.head.lower_ == "as":
        verb = noun.head.head
        own = verb.lemma_ in _OF_SUBJECT
        found += ((not own and patients(verb)) or agents(verb)) if is_verbal(verb) else [verb]
    if (
        noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ == "NUM"
    ):  # "one of the suppliers"
        found += bearers(noun.head.head)
    if noun.dep_ == "nsubj" and noun.head.lemma_ in COPULAS:
        found += [t for t in noun.head.children if t.dep_ == "attr"]
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "include":  # "its customers include Kestrel"
        found += [t for t in noun.head.children if t.dep_ == "dobj"]
    if noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN"}:  # "Orsa, a maker and supplier of lenses"
        found += bearers(noun.head)
    if not found and noun.i + 1 < len(noun.doc) and noun.nbor().pos_ == "PROPN":
        found.append(noun.nbor())
    return found


def possessors(noun: Token) -> list[Token]:
    """Give the owner in "Kestrel's rival" and "its rival", also across the name that follows the noun."""
    found = [t for t in noun.children if t.dep_ == "poss"]
    if not found and noun.dep_ in _PREMODIFIERS and noun.head.i > noun.i:
        found = [t for t in noun.head.children if t.dep_ == "poss" and t.i < noun.i]
    return found


def modifiers(noun: Token) -> list[Token]:
    """Give what stands before a noun in its phrase: "Kestrel rival", "the U.S. ban", nearest first."""
    found = [t for t in noun.children if t.dep_ in _PREMODIFIERS - {"poss"} and t.i < noun.i]
    found += [
        t for part in found for t in part.children if t.dep_ in _PREMODIFIERS - {"poss"} and t.i < part.i
    ]
    if noun.dep_ in _PREMODIFIERS and noun.head.i > noun.i:
        found += [t for t in noun.head.children if t.dep_ in _PREMODIFIERS - {"poss"} and t.i < noun.i]
    return sorted(found, key=lambda t: -t.i)


def event_agents(noun: Token, support: frozenset[str], depth: int = 0) -> list[Token]:
    """Give who acts in an event noun: "Orsa's bid", "Orsa made a bid", "a bid by Orsa", "the Orsa bid".

    Args:
        noun: The event noun.
        support: Lemmas of verbs that carry such a noun without adding an actor of their own.
        depth: Nouns climbed so far.
    """
    found = [s for clause in gapped(noun) if is_one_of(clause, support) for s in agents(clause)]
    found += possessors(noun) + [t for p in _prepositions(noun, "by") for t in objects(p)]
    verb = noun.head
    if (noun.dep_ == "pobj" and verb.pos_ == "ADP") or noun.dep_ == "conj":
        verb = verb.head
    carried = is_one_of(verb, support) or (verb.lemma_ == "be" and noun.dep_ == "pobj")  # "is in talks"
    if is_verbal(verb) and carried:
        if noun.dep_ in {"dobj", "pobj", "conj", "attr"}:
            found += agents(verb) or (patients(verb) if is_passive(verb) and noun.dep_ == "pobj" else [])
        elif noun.dep_ in _PASSIVE_SUBJECTS:
            found += [t for p in verb.children if p.dep_ == "agent" for t in objects(p)]
    elif noun.dep_ == "pobj" and depth < _MAX_DEPTH and _carries(verb, noun, support):
        found += event_agents(verb, support, depth + 1)  # "has opened talks on a merger"
    return found + modifiers(noun)


def _carries(outer: Token, noun: Token, support: frozenset[str]) -> bool:
    """Tell whether a noun before a preposition only carries the one after it: "talks on", "$5 million in loans"."""
    quantity = noun.head.lower_ == "in" and any(t.dep_ == "nummod" for t in outer.children)
    return outer.pos_ in {"NOUN", "PROPN"} and (quantity or is_one_of(outer, support))


def misread_object(verb: Token) -> Token | None:
    """Give the participle of "supplies packing lines to Orsa", which parsers take for what is being done."""
    if not is_verbal(verb) or verb.i + 1 >= len(verb.doc) or child(verb, "dobj") is not None:
        return None
    following = verb.nbor()
    misread = following.dep_ == "xcomp" and following.tag_ == "VBG" and child(following, "dobj") is not None
    return following if misread else None


def gapped(noun: Token) -> list[Token]:
    """Give the relative clauses in which a noun is the object: "the stake it held", "the fine that it had imposed"."""
    return [
        t
        for t in noun.children
        if t.dep_ == "relcl" and child(t, "nsubj") is not None and (child(t, "dobj") is None or _is_gap(t))
    ]


def _is_gap(clause: Token) -> bool:
    obj = child(clause, "dobj")
    return obj is not None and obj.lower_ in _RELATIVE_PRONOUNS


def is_one_of(word: Token, lemmas: frozenset[str]) -> bool:
    """Tell whether a word, alone or with its particle, is one of some lemmas: "rule out"."""
    lemma = word.lemma_.lower()
    return lemma in lemmas or any(
        f"{lemma} {t.lower_}" in lemmas
        for t in word.children
        if t.i > word.i and (t.dep_ == "prt" or (t.dep_ in {"advmod", "prep"} and t.i == word.i + 1))
    )


def has_complement(trigger: Token, complement: str) -> bool:
    """Tell whether a word has the complement without which it means something else.

    Args:
        trigger: The verb or noun.
        complement: "infinitive" ("ordered Orsa to stop"), a preposition ("built it into its car"), or "" for none.
    """
    if complement == "infinitive":
        return any(t.i > trigger.i and _is_infinitive(t) for t in trigger.subtree)
    return not complement or bool(prepositional(trigger, complement))


def controlling_preposition(verb: Token) -> Token | None:
    """Give the preposition whose object a gerund is: "talks ABOUT buying"."""
    return verb.head if verb.dep_ == "pcomp" and verb.head.pos_ in {"ADP", "SCONJ"} else None


VERB_SLOTS: Mapping[str, Callable[[Token], list[Token]]] = {"agent": agents, "patient": patients}
NOUN_SLOTS: Mapping[str, Callable[[Token], list[Token]]] = {
    "bearer": bearers,
    "copula": lambda noun: agents(noun.head) if noun.dep_ == "attr" and noun.head.lemma_ in COPULAS else [],
    "possessor": possessors,
    "modifier": modifiers,
    "head": lambda noun: [noun],
}


def objects(preposition: Token) -> list[Token]:
    """Give the objects of a preposition, through a second one: "because OF the strike"."""
    found = [t for t in preposition.children if t.dep_ in {"pobj", "pcomp"} and not is_verbal(t)]
    return [o for t in found for o in (objects(t) if t.pos_ == "ADP" else [t])]  # "because OF the strike"


def _prepositions(trigger: Token, word: str, depth: int = 0) -> Iterator[Token]:
    for t in trigger.children:
        if t.lower_ == word and t.dep_ in {"prep", "agent", "dative", "prt", "advmod", "mark"}:
            yield t
        participle = (t.dep_ == "acl" and t.tag_ == "VBN") or t == misread_object(
            trigger
        )  # "a suit filed against"
        participle = participle or (t.dep_ == "relcl" and t in gapped(trigger))
        if (
            depth < 3
            and (participle or t.dep_ in _NOMINAL_LINKS)
            and (t.i > trigger.i or t.dep_ == "nsubjpass")
        ):
            if t.dep_ == "conj" and is_verbal(t) and child(t, *_SUBJECTS) is not None:
                continue
            yield from _prepositions(t, word, depth + 1)


def _antecedent(subject: Token, verb: Token) -> Token:
    if subject.lower_ in _RELATIVE_PRONOUNS and verb.dep_ == "relcl":
        return verb.head
    return subject


def _shared(verb: Token, slot: Callable[[Token, int], list[Token]], depth: int) -> list[Token]:
    if verb.dep_ == "conj" and is_verbal(verb.head):
        return slot(verb.head, depth + 1)
    return []


def _controllers(verb: Token, depth: int) -> list[Token]:
    """Find who does what a verb without a subject of its own says, by the clause that it depends on."""
    head = verb.head
    if verb.dep_ == "conj" and is_verbal(head):
        return patients(head, depth + 1) if is_passive(head) else agents(head, depth + 1)
    if verb.dep_ in {"xcomp", "advcl", "ccomp"} and is_verbal(head):
        return _governing_subjects(verb, head, depth)
    if verb.dep_ in {"xcomp", "advcl", "ccomp", "acl", "relcl"} and head.pos_ in {
        "NOUN",
        "PROPN",
        "PRON",
        "ADJ",
    }:
        if verb.dep_ == "relcl" or (verb.dep_ == "acl" and verb.tag_ == "VBG"):
            return [head]
        return _event_owner(head, depth)
    if verb.dep_ == "acomp" and is_verbal(head):  # "remains listed", "is committed to"
        return agents(head, depth + 1)
    if verb.dep_ == "pcomp":
        governor = head.head
        if governor.dep_ == "advmod" or (governor.dep_ == "acomp" and governor.pos_ == "ADJ"):
            governor = governor.head  # "stopped short of buying", "is open to buying"
        return agents(governor, depth + 1) if is_verbal(governor) else _event_owner(governor, depth)
    return []


def _governing_subjects(verb: Token, head: Token, depth: int) -> list[Token]:
    if is_passive(head):
        subjects = [t for t in head.children if t.dep_ in _PASSIVE_SUBJECTS]
        return [_antecedent(t, head) for t in subjects] or patients(head, depth + 1)
    objects = [t for t in head.children if t.dep_ in {"dobj", "dative"} and t.i < verb.i]
    controlled = objects if verb.dep_ in {"xcomp", "advcl"} and _is_infinitive(verb) else []
    return controlled + agents(head, depth + 1)


def _event_owner(noun: Token, depth: int) -> list[Token]:
    """Find who acts in a noun that governs a clause: "Orsa's plan to buy", "Orsa has a plan to buy"."""
    found = possessors(noun) + [t for p in noun.children if p.lower_ == "by" for t in objects(p)]
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    if verb.dep_ == "acomp":  # "is close to a deal to buy"
        verb = verb.head
    if noun.dep_ in {"dobj", "pobj", "attr", "acomp"} and is_verbal(verb):
        found += agents(verb, depth + 1)
    return found + modifiers(noun)


def _is_infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(t.dep_ == "aux" and t.tag_ == "TO" for t in verb.children)


def _last_conjunct(verb: Token) -> Token:
    for _ in range(MAX_CONJUNCTS):
        following = child(verb, "conj")
        if following is None:
            break
        verb = following
    return verb
