"""Why we keep what we keep. The record of processing (GDPR art. 30) is a page made from this list."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Purpose:
    """One purpose of processing. ``days`` after which it is removed; None: as long as the reason holds."""

    key: str
    label: Any
    basis: Any
    categories: Any
    recipients: Any
    days: int | None
    limit: Any
    measures: Any


CONTRACT = _("Agreement, GDPR art. 6(1)(b)")
INTEREST = _("Legitimate interest, GDPR art. 6(1)(f)")
NOBODY = _("Nobody outside the secretariat and whoever runs the server")

PURPOSES = (
    Purpose(
        "sign_in",
        _("Letting you sign in"),
        CONTRACT,
        _("Name, e-mail, language, passkeys, API tokens, sessions with address and browser"),
        NOBODY,
        30,
        _("The account as long as you have it; sessions 30 days; API tokens 30 days after they end"),
        _("No passwords, second factor for the secretariat, sessions you can end yourself"),
    ),
    Purpose(
        "directory",
        _("Knowing who works where"),
        INTEREST,
        _("Name, roles, contact details; each detail shown only to those it was opened to"),
        _("Members, and everyone for what the company chose to show"),
        None,
        _(
            "As long as the role lasts; after that as history without contact details. "
            "Raw answers from registers 90 days"
        ),
        _("Narrowest audience by default, every change in the history"),
    ),
    Purpose(
        "membership",
        _("Handling applications and memberships"),
        CONTRACT,
        _("Contact person of the company, endorsements by the board"),
        _("The board"),
        None,
        _(
            "As long as the membership lasts; contact details of an applicant who got a no: one year. "
            "Counts are kept without names"
        ),
        _("Only the board and the secretariat see applications"),
    ),
    Purpose(
        "gatherings",
        _("Inviting you to gatherings, and seating those who come"),
        INTEREST,
        _("Name, address, company, what you answered, food to know of"),
        _("Those who run the gathering, and your own company"),
        365,
        _("Food two weeks after the gathering; invitations and answers one year; that you came, while you are here"),
        _(
            "Links are yours alone; a guest sees nothing of members; files hold no food; "
            "a phone at the door keeps names for three days"
        ),
    ),
    Purpose(
        "advocacy",
        _("Remembering what was asked, promised and done by those who decide"),
        INTEREST,
        _("Name and public office, what was said in a meeting or in public with its source, who signed for a company"),
        _("What is told in public: everyone. Notes from the room: the secretariat and whoever wrote them"),
        730,
        _(
            "Promises and meetings as long as the case; notes from the room are looked through each year, "
            "and go after two"
        ),
        _("No scores of persons; each reading of notes is written down; you may object, and see what stands of you"),
    ),
    Purpose(
        "connections",
        _("Bringing together people who need to talk to each other"),
        INTEREST,
        _("Name, company, what you need and offer, whom you were brought together with, what came of it, your choices"),
        _("Members, for what stands in your name; the other, once both of you have said yes"),
        730,
        _("As long as you are here; introductions that came to nothing two years"),
        _("Nobody sees a no but the secretariat; you can hide; whom you would rather not meet is read by nobody"),
    ),
    Purpose(
        "exchange",
        _("Letting members talk to each other and share papers"),
        INTEREST,
        _("Name, company, what you write, vote, follow and share"),
        _("Those who are in the same space"),
        None,
        _("As long as the cluster lives; the name goes when you ask to be deleted"),
        _("Each space for those in it; quiet by mail; reply addresses signed for one person and one thread"),
    ),
    Purpose(
        "mail",
        _("Sending you mail you need"),
        CONTRACT,
        _("Address, subject and text of mails we sent"),
        _("The mail provider"),
        180,
        _("Codes one day, other texts 180 days"),
        _("Mail leaves through one door; each mail says why you got it"),
    ),
    Purpose(
        "newsletter",
        _("Sending the newsletter to those who want it"),
        _("Your consent, GDPR art. 6(1)(a); for members the agreement, art. 6(1)(b)"),
        _("Address, language, when you said yes and no, which ones went to you, and whether they came back"),
        _("The mail provider"),
        None,
        _("Until you stop it, and one year after that; never confirmed 14 days; which ones you got two years"),
        _("You say yes twice; each letter stops with one click; nobody sees whether you opened it"),
    ),
    Purpose(
        "links",
        _("Links in mails that do one thing"),
        CONTRACT,
        _("Address the link was sent to, what it was for"),
        NOBODY,
        90,
        _("90 days after they expire"),
        _("Signed, for one purpose, with an end"),
    ),
    Purpose(
        "consent",
        _("Remembering what you said yes and no to"),
        _("Legal duty to prove consent, GDPR art. 6(1)(c) and 7(1)"),
        _("Address, what was shown, when and how you answered"),
        NOBODY,
        3 * 365,
        _("Three years after you said no"),
        _("Lines are added, never changed"),
    ),
    Purpose(
        "own_data",
        _("Answering you when you ask what we keep about you"),
        _("Legal duty, GDPR art. 6(1)(c) with art. 12, 15, 16 and 17"),
        _("Address, what you asked for, when we answered"),
        NOBODY,
        365,
        _("One year after you asked"),
        _("Same answer to everybody; the data goes only to the mailbox it is about"),
    ),
    Purpose(
        "history",
        _("Seeing who did what"),
        INTEREST,
        _("Name of the one who acted, what was changed"),
        NOBODY,
        None,
        _("As long as the cluster lives, changed values two years; names go when you ask to be deleted"),
        _("Kept as text, reachable by erasure"),
    ),
)
