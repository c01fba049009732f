"""People who need to talk to each other.

A *listing* is a need, an offer or a question of a company: seen by a network, the members, or everyone once the company
and the secretariat have said yes. A *suggestion* says whom to talk to, and why. An *introduction* joins two people when
both want it; neither sees the other's no. At a gathering a *meeting round* makes a timetable out of wishes
(``timetable`` is the optimiser, ``matching`` scores suggestions; neither knows a database).

Members write for their own company; the secretariat proposes and sees all but whom somebody would rather not meet.
"""
