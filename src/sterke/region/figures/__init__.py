"""Official figures from outside: asking for them, reading what came, and picking what an indicator means.

``pxweb`` asks Statistics Norway; ``jsonstat`` and ``sheet`` make a ``Cube`` of an answer or of a file; ``pick`` makes
figures for places and periods of a cube. Nothing here knows a model of this room. docs/figures.md tells the query.
"""
