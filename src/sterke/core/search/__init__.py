"""Search over what the rooms give (``house.searches``): our own index in plain tables, alike on every database.

``index`` keeps it in step with the rows, ``vocabulary`` knows which words of the index a typed word means, ``find``
ranks what they lead to and lets each model's ``visible_to`` decide what of it is shown, ``excerpt`` marks the words.
Why it is so: docs/adr/0015.
"""
