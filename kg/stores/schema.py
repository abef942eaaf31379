"""What a query may ask for, from the vocabulary: the Cypher shape as text, the RDF shape as SHACL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.model import Status
from kg.stores.property_graph import CLAIM, DOCUMENT, ENTITY, STATED_IN, graph_names
from kg.stores.rdf import PREFIXES, term, text_literal, turtle_prefixes

if TYPE_CHECKING:
    from kg.ontology import Ontology, RelationType

_STATUSES = ", ".join(status.value for status in Status)
_SHAPE = "urn:keiretsu:shape:"

_NODES = f"""\
Nodes
  (:{ENTITY}:<type> {{id, type, name, aliases: [name], identifiers: ["scheme:value"]}})
  (:{CLAIM} {{id, relation: <relation id>, subject, object, status, attribution, quote, start,
          end, confidence, published, valid_from, valid_to, qualifiers: ["name: words"], extractor,
          rule, document}})
  (:{DOCUMENT} {{id, title, publisher, published, url, name}})
  (:{CLAIM})-[:{STATED_IN}]->(:{DOCUMENT})

Properties of a relation
  id, status, belief, {_STATUSES},
  origins, first_published, last_published, claims: [claim id],
  derived, derived_from: [relation id]

The words behind a relation
  MATCH (s:{ENTITY})-[r]->(o:{ENTITY}) UNWIND r.claims AS key
  MATCH (c:{CLAIM} {{id: key}})-[:{STATED_IN}]->(d:{DOCUMENT}) RETURN s.name, o.name, c.quote, d.title
"""


def cypher_schema(ontology: Ontology) -> str:
    """Describe the Cypher shape: labels, relationship types with their ends, and properties.

    Raises:
        OntologyError: If the vocabulary's names collide in Cypher.
    """
    graph_names(ontology)
    lines = ["Entity types"]
    lines += [f"  :{_name(t.name)}  {t.definition}" for t in ontology.entity_types.values()]
    lines += ["", "Relation types (no arrow head: symmetric, ask without one)"]
    for relation in ontology.relation_types.values():
        lines += [f"  {_pattern(relation)}", f"      {relation.definition}"]
    return "\n".join([*lines, "", _NODES])


def _pattern(relation: RelationType) -> str:
    subjects, objects = (
        ":" + "|".join(map(_name, sorted(ends))) for ends in (relation.domain, relation.range)
    )
    head = "-" if relation.symmetric else "->"
    return f"({subjects})-[:{_name(relation.cypher_name)}]{head}({objects})"


def _name(name: str) -> str:
    return name if name.isidentifier() else f"`{name.replace('`', '``')}`"


def rdf_shapes(ontology: Ontology) -> str:
    """Describe the RDF shape as SHACL in Turtle: domains, ranges, statements, claims.

    Returns:
        Shapes that hold for `kg.stores.rdf.turtle` of every graph over the vocabulary.
    """
    prefixes = {**PREFIXES, "kgs": _SHAPE, "sh": "http://www.w3.org/ns/shacl#"}
    shapes = [_relation_shape(relation) for relation in ontology.relation_types.values()]
    return turtle_prefixes(prefixes) + "\n".join([_STATEMENT, _CLAIM, *shapes])


def _relation_shape(relation: RelationType) -> str:
    """Hold the ends of a relation type, on its direct triples and on its statements."""
    either = relation.domain | relation.range
    subjects, objects = (either, either) if relation.symmetric else (relation.domain, relation.range)
    direct = relation.iri.removeprefix(PREFIXES["kg"])
    predicate = f"<{relation.iri}>" if direct == relation.iri else term("kg", direct)
    statement, reached = term("kgp", relation.name), term("kgo", relation.name)
    name = f"<{_SHAPE}{direct}>" if not direct.isidentifier() else f"kgs:{direct}"
    label = text_literal(relation.definition)
    return (
        f"{name} a sh:NodeShape ; rdfs:comment {label} ;\n"
        f"  sh:targetSubjectsOf {predicate} , {statement} ; sh:or ( {_classes(subjects)} ) ;\n"
        f"  sh:property [ sh:path {predicate} ; sh:or ( {_classes(objects)} ) ] ;\n"
        f"  sh:property [ sh:path ( {statement} {reached} ) ; sh:or ( {_classes(objects)} ) ] .\n"
    )


def _classes(types: Iterable[str]) -> str:
    return " ".join(f"[ sh:class {term('kg', name)} ]" for name in sorted(types))


_ONE = "sh:minCount 1 ; sh:maxCount 1"
_STATUS_LIST = " ".join(text_literal(status.value) for status in Status)
_SHARE = "sh:datatype xsd:double ; sh:minInclusive 0e0 ; sh:maxInclusive 1e0"

_STATEMENT = f"""
kgs:Relation a sh:NodeShape ; sh:targetClass kg:Relation ;
  sh:property [ sh:path rdf:subject ; sh:nodeKind sh:IRI ; {_ONE} ] ;
  sh:property [ sh:path rdf:predicate ; sh:nodeKind sh:IRI ; {_ONE} ] ;
  sh:property [ sh:path rdf:object ; sh:nodeKind sh:IRI ; {_ONE} ] ;
  sh:property [ sh:path kg:belief ; {_SHARE} ; {_ONE} ] ;
  sh:property [ sh:path kg:status ; sh:in ( {_STATUS_LIST} ) ; {_ONE} ] ;
  sh:property [ sh:path kg:origins ; sh:datatype xsd:integer ; {_ONE} ] ;
  sh:property [ sh:path kg:claim ; sh:class kg:Claim ; sh:minCount 1 ] ;
  sh:property [ sh:path kg:derived ; sh:datatype xsd:boolean ; {_ONE} ] ;
  sh:property [ sh:path kg:derivedFrom ; sh:class kg:Relation ] .
"""

_CLAIM = f"""
kgs:Claim a sh:NodeShape ; sh:targetClass kg:Claim ;
  sh:property [ sh:path kg:quote ; sh:datatype xsd:string ; {_ONE} ] ;
  sh:property [ sh:path kg:status ; sh:in ( {_STATUS_LIST} ) ; {_ONE} ] ;
  sh:property [ sh:path kg:confidence ; {_SHARE} ; {_ONE} ] ;
  sh:property [ sh:path kg:states ; sh:class kg:Relation ; {_ONE} ] ;
  sh:property [ sh:path kg:attribution ; sh:datatype xsd:string ; sh:maxCount 1 ] ;
  sh:property [ sh:path prov:wasDerivedFrom ; sh:class prov:Entity ; {_ONE} ] .
"""
