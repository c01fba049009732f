"""What every room uses.

Nouns: Cluster (whose house this is), Activity (history), OutgoingMail (the outbox), SignedLink, FetchedResponse,
Pulse (signs of life of worker and schedule), OnceKey (one answer for a double click), Stamp (that a room changed),
SearchWord, SearchEntry, SearchPosting and SearchState (the index of search).
Everything here is closed: a new module needs a decision record in docs/adr/.
"""
