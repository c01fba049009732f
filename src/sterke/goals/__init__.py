"""What the cluster wants to reach, and how far it has come.

Nouns: Goal (a tree), Measurement (a figure on a day, with evidence). How a goal stands is worked out, never stored
(state.py). A goal is seen by its audience and by its owner; the secretariat makes, changes and ends goals; the owner
measures, on the page or from a mail link. Rooms below tell what they do for a goal through ``gives_contributions``.
"""
