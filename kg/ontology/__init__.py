"""The vocabulary: `ontologies/*.ttl` read into one frozen `Ontology`.

Entity types, relation types with their lexicalisations, and the cue words of discourse are data in Turtle. Python
knows syntax (what an agent, a patient or a possessor is) and never the name of a relation. A user's own file is
merged in as RDF, so it may declare new relation types or add lexicalisations to those that exist.
"""

from kg.ontology.terms import (
    COMPLEMENTS,
    CONSTRUCTIONS,
    EXPOSED,
    PREPOSITIONS,
    SLOTS,
    WORD_CLASSES,
    Brought,
    EntityType,
    Lexicalisation,
    Ontology,
    RelationType,
)
from kg.ontology.turtle import BUILT_IN, KG, load_ontology, ontology_turtle

__all__ = [
    "BUILT_IN",
    "COMPLEMENTS",
    "CONSTRUCTIONS",
    "EXPOSED",
    "KG",
    "PREPOSITIONS",
    "SLOTS",
    "WORD_CLASSES",
    "Brought",
    "EntityType",
    "Lexicalisation",
    "Ontology",
    "RelationType",
    "load_ontology",
    "ontology_turtle",
]
