"""The fellowship: who is a member since when, networks and their seats, bodies and their terms.

Nouns: MembershipCategory, Membership, MembershipApplication, Endorsement, Network, NetworkSeat, Body, Appointment.
Public sees members and networks; members see each other's seats; applications are for the secretariat and the board.
The board endorses from a mail link, the secretariat decides; a network leader edits their own network's people.
"""
