"""Memberships, networks, bodies: dated rows, from which every right and every number is worked out."""

from .bodies import Appointment, AppointmentQuerySet, Body, Departure, DepartureQuerySet
from .dated import RunningQuerySet
from .memberships import (
    Endorsement,
    Membership,
    MembershipApplication,
    MembershipApplicationQuerySet,
    MembershipCategory,
    MembershipQuerySet,
)
from .networks import Network, NetworkQuerySet, NetworkSeat, NetworkSeatQuerySet

__all__ = [
    "Appointment",
    "AppointmentQuerySet",
    "Body",
    "Departure",
    "DepartureQuerySet",
    "Endorsement",
    "Membership",
    "MembershipApplication",
    "MembershipApplicationQuerySet",
    "MembershipCategory",
    "MembershipQuerySet",
    "Network",
    "NetworkQuerySet",
    "NetworkSeat",
    "NetworkSeatQuerySet",
    "RunningQuerySet",
]
