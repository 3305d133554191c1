from django.dispatch import Signal

# Sent in the transaction that used up the code: invitation, user. An app above attaches what it knows about the
# invitation (the department that an official joins); what it raises undoes everything.
invitation_accepted = Signal()
