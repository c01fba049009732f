"""What the members say to each other, and the papers they share.

A *space* is for all members, for a network, or for those who come to a gathering; it holds *threads*: something told, a
question with an answer that settles it, or a poll. *Replies* come on the page or by mail. Who is in a space sees all of
it and nobody else does. Quiet by default: a digest once a week, at once only what one follows or where one is named.

Whoever is in a space writes; the secretariat moderates everywhere, the leaders of a network in theirs.
"""
