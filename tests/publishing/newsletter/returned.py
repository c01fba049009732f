"""Mails that come back, as servers of several kinds write them. ``{id}`` is the Message-ID of ours."""

REPORT = """\
From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
To: post@example.no
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; leser0@example.no
Original-Recipient: rfc822;leser0@example.no
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--B
Content-Type: {part}

Message-ID: {id}
Subject: Nytt

--B--
"""


def report(action="failed", status="5.1.1", words="550 5.1.1 User unknown", part="text/rfc822-headers"):
    return (
        REPORT.replace("{action}", action).replace("{status}", status).replace("{words}", words).replace("{part}", part)
    )


QMAIL = """\
From: MAILER-DAEMON@mail.example.org
To: post@example.no
Subject: failure notice

Hi. This is the qmail-send program at mail.example.org.

<leser0@example.no>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 No such mailbox
Giving up on 192.0.2.7.

--- Below this line is a copy of the message.

Message-ID: {id}
Subject: Nytt
"""
COMPLAINT = """\
From: feedback@example.org
To: post@example.no
Subject: FW: Nytt
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="B"

--B
Content-Type: text/plain

This is an abuse report.
--B
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
--B
Content-Type: message/rfc822

Message-ID: {id}
To: leser0@example.no
Subject: Nytt

Hei
--B--
"""
AWAY = """\
From: leser0@example.no
To: post@example.no
Subject: Automatisk svar: Nytt
Auto-Submitted: auto-replied
In-Reply-To: {id}

Jeg er på ferie til 1. august.
"""
EXCHANGE_AWAY = """\
From: leser0@example.no
To: post@example.no
Subject: Automatisk svar
X-Auto-Response-Suppress: All
References: {id}

Jeg er ute.
"""
PERSON = """\
From: leser0@example.no
To: post@example.no
Subject: Re: Nytt
In-Reply-To: {id}

Takk, fint brev! Feilkode 550 5.1.1 er en god vits.
"""
NON_ASCII = report(words="550 5.1.1 Brukeren \u00e6\u00f8\u00e5 finnes ikke").replace(
    "charset=us-ascii", "charset=klingon-8"
)
