"""Mail that follows a change: sent once it is kept, and what couldn't be sent is told."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from smtplib import SMTPException
from time import monotonic

from django.core.mail import EmailMessage, mailers

from learn.limits import may_mail_invitation
from learn.models import Invitation, Learner

# A server of mail that answers slowly mustn't keep the page; whoever is left over is told.
SECONDS = 20.0
FAULTS = (SMTPException, OSError)


def mail_invitations(
    invitations: Sequence[Invitation], *, by: Learner, write: Callable[[Invitation], tuple[str, str]]
) -> list[Invitation]:
    """Mail each invitation that has an address; return those that couldn't be sent.

    ``write`` gives subject and text. A day allows 1,000 of them for each learner.
    """
    addressed = [invitation for invitation in invitations if invitation.email]
    if not addressed:
        return []
    ends, failed = monotonic() + SECONDS, []
    connection = mailers.default
    with suppress(*FAULTS):
        connection.open()
    for invitation in addressed:
        if monotonic() > ends or not may_mail_invitation(by.pk):
            failed.append(invitation)
            continue
        subject, text = write(invitation)
        try:
            connection.send_messages([EmailMessage(subject, text, to=[invitation.email])])
        except (*FAULTS, ValueError):  # the last for an address that no mail can be sent to, as a..b@c.example
            failed.append(invitation)
    with suppress(*FAULTS):
        connection.close()
    return failed
