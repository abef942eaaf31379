"""Projections of the graph into engines; `snapshot` writes them, `cypher_*` and `sparql_*` answer queries."""
