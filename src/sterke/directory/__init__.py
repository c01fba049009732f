"""Who is who: organisations of all kinds, people, how to reach them, and dated roles.

Nouns: Organisation, Person, ContactDetails, Role (person × organisation × from–to), Office and OfficeHolder (public
offices), RegisterProposal (what Enhetsregisteret says has changed), Merge (undoable the same day).
Public sees organisations and the people and details a company chose to show; members see more; the secretariat all.
A company's main contact edits the company and its people; the secretariat edits everything.
"""
