"""The learned reader: names, relations and status of a passage in one pass of a small encoder.

`windows` cuts a document into what the encoder sees at once, `tags` reads names off the encoder's tags,
`candidates` lists who may stand in relation to whom and where it would be said, `network` runs the model.
"""
