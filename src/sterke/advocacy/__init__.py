"""The industry's voice: cases, positions, meetings and promises, kept for twenty years.

Nouns: AdvocacyCase (the spine), CaseEntry, CaseStep and Stakeholding (what others do), PolicyPosition with Claim and
PositionEndorsement (what we say, and who stands behind it), Meeting with Attendance, Ask and MeetingNote, FollowUp,
PoliticalPromise with PromiseOutcome. A case has an owner who leads it together with the secretariat. What may be told
and what was noted in the room never share a row. Other rooms put their happenings into a case's story through
``gives_strand``.
"""
