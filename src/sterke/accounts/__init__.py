"""Who you are: a user with an e-mail address, no password, and what we may keep about a person.

Nouns: User, Consent (ledger with proof), Erasure (what was erased, when; re-applied after a restore).
Rights are never stored here: they come from dated roles in later rooms (core/house.py, Standing).
A user sees and changes only their own sign-in, sessions and data; the secretariat answers requests.
"""
