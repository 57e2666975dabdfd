"""Delivery status notifications as the mail servers of the world write them, about a mail of ours."""

POSTFIX = b"""Return-Path: <>
Date: Mon, 13 Mar 2017 09:00:07 +0100 (CET)
From: MAILER-DAEMON@mx.itu.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: council@council.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="B1.1489392007/mx.itu.example"
Message-Id: <20170313080007.B1@mx.itu.example>

This is a MIME-encapsulated message.

--B1.1489392007/mx.itu.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B1.1489392007/mx.itu.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.itu.example
X-Postfix-Queue-ID: B1
Arrival-Date: Mon, 13 Mar 2017 09:00:05 +0100 (CET)

Final-Recipient: rfc822; %(to)s
Original-Recipient: rfc822;%(to)s
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.state.example
Diagnostic-Code: smtp; 550 5.1.1 <%(to)s>: Recipient address rejected:
    User unknown

--B1.1489392007/mx.itu.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <council@council.example>
Subject: Comments: due Friday
To: %(to)s
Message-ID: %(id)s
Auto-Submitted: auto-generated

--B1.1489392007/mx.itu.example--
"""

EXCHANGE = b"""From: postmaster@state.example\r
To: council@council.example\r
Date: Mon, 13 Mar 2017 08:00:09 +0000\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b6a7"\r
Content-Language: fr-FR\r
Message-ID: <b6a7@MAIL.state.example>\r
In-Reply-To: %(id)s\r
Subject: =?utf-8?B?Tm9uIHJlbWlzwqA6IENvbW1lbnRz?=\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
\r
--b6a7\r
Content-Type: multipart/alternative; boundary="inner"\r
\r
--inner\r
Content-Type: text/plain; charset="utf-8"\r
Content-Transfer-Encoding: base64\r
\r
Vm90cmUgbWVzc2FnZSBuJ2EgcGFzIMOpdMOpIHJlbWlzLg==\r
--inner--\r
\r
--b6a7\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns;MAIL.state.example\r
\r
Final-Recipient: rfc822;%(to)s\r
Action: failed\r
Status: 5.0.0\r
Diagnostic-Code: smtp;550 5.2.1 RESOLVER.ADR.Disabled; mailbox disabled\r
X-Display-Name: A Delegate\r
\r
--b6a7\r
Content-Type: message/rfc822\r
\r
From: Council secretariat <council@council.example>\r
To: %(to)s\r
Message-ID: %(id)s\r
MIME-Version: 1.0\r
Content-Type: text/plain\r
\r
Four lines.\r
--b6a7--\r
"""

EXIM_DELAY = b"""From: Mail Delivery System <Mailer-Daemon@mx.itu.example>
To: council@council.example
Subject: Warning: message delayed 24 hours
Message-Id: <E1cn-late@mx.itu.example>
MIME-Version: 1.0
Content-Type: multipart/report; boundary=1489; report-type=delivery-status

--1489
Content-type: text/plain; charset=us-ascii

A message that you sent has not yet been delivered.

--1489
Content-type: message/delivery-status

Reporting-MTA: dns; mx.itu.example

Action: delayed
Final-Recipient: rfc822;%(to)s
Status: 4.0.0
Diagnostic-Code: smtp; 451 greylisted

--1489
Content-type: message/rfc822

Message-ID: %(id)s
To: %(to)s

Four lines.
--1489--
"""

VACATION = b"""From: %(to)s
To: council@council.example
Subject: Out of office: Comments
Auto-Submitted: auto-replied (vacation)
In-Reply-To: %(id)s
References: %(id)s
Message-ID: <away@state.example>
Content-Type: text/plain

I am away until Monday. 550 5.1.1 is the room of my deputy.
"""

RECEIPT = b"""From: %(to)s
To: council@council.example
Message-ID: <read@state.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary=m

--m
Content-Type: text/plain

Your message was read.
--m
Content-Type: message/disposition-notification

Final-Recipient: rfc822;%(to)s
Original-Message-ID: %(id)s
Disposition: manual-action/MDN-sent-manually; displayed

--m--
"""

GAVE_UP = EXIM_DELAY.replace(b"Action: delayed", b"Action: failed").replace(b"4.0.0", b"4.4.7")
DELIVERED = EXIM_DELAY.replace(b"Action: delayed", b"Action: delivered").replace(b"Status: 4.0.0", b"Status: 2.0.0")


def report(kind: bytes, to: str, message_id: str, own: str | None = None) -> bytes:
    """Return a notification about one mail; `own` takes the place of its own Message-ID."""
    data = kind % {b"to": to.encode(), b"id": message_id.encode()}
    return data.replace(b"\nMessage-Id:", b"\nMessage-ID:").replace(*_own(data, own)) if own else data


def _own(data: bytes, own: str) -> tuple[bytes, bytes]:
    head = data.partition(b"boundary=")[0] + data.partition(b"boundary=")[2]
    line = next(line for line in head.splitlines() if line.lower().startswith(b"message-id:"))
    value = line.partition(b":")[2].strip()
    return value, own.encode()
