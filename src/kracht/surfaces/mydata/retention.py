"""How long what is about people is kept, and on which ground of the GDPR. A test fails for a table without a line here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """Until when, on which ground (GDPR article 6), and which job removes it."""

    until: str
    ground: str
    by: str = "erasure"


CONTRACT = "6(1)(b): the account or the service asked for"
CONSENT = "6(1)(a): consent, withdrawn by one click"
INTEREST = "6(1)(f): a true and safe register"
TASK = "6(1)(f): to answer for decisions about the register"

TERMS: dict[str, Term] = {
    "accounts.User": Term("until the person erases the account", CONTRACT),
    "accounts.SignedIn": Term("until the session ends", CONTRACT, "accounts.forget_sessions"),
    "access.Grant": Term("until the person erases the account", CONTRACT),
    "audit.Entry": Term("7 years; under a number after the erasure", TASK, "mydata.remove_past"),
    "notify.Notice": Term("texts and address 30 days after sending", CONTRACT, "notify.empty_old"),
    "notify.SentMail": Term("30 days; only in the demo", CONTRACT, "notify.empty_old"),
    "organisations.Organisation": Term("until the organisation changes it", INTEREST),
    "organisations.PageClaim": Term("until the person erases the account", INTEREST),
    "initiatives.Initiative": Term("contact details until the person or an owner removes them", CONSENT),
    "initiatives.Submission": Term(
        "unconfirmed 30 days; confirmed until the person erases it", INTEREST, "initiatives.forget_unconfirmed"
    ),
    "initiatives.Owner": Term("until the person leaves", CONTRACT),
    "initiatives.Claim": Term("until the person erases the account", INTEREST),
    "initiatives.Invitation": Term("the address until it is answered", INTEREST),
    "initiatives.Proposal": Term("the address until some time after the decision", INTEREST),
    "initiatives.Version": Term("contact details until erased; the number of who changed it stays", TASK),
    "subscriptions.Subscription": Term("until ended, then a short while", CONSENT, "subscriptions"),
    "mydata.Download": Term("7 days", CONTRACT, "mydata.remove_past"),
    "mydata.Door": Term("24 hours", CONTRACT, "mydata.remove_past"),
    "organisations.Invitation": Term("until it ends", INTEREST),
    "profiles.Profile": Term("until the person removes it", CONTRACT),
    "labels.Review": Term("as long as the label is public", TASK),
    "labels.Document": Term("as long as the review", TASK),
    "labels.Evidence": Term("as long as the review", TASK),
    "value.Gift": Term("the giver until erased; the sum stays", TASK),
    "value.GiftWord": Term("the giver until erased", TASK),
    "partners.Partner": Term("as long as the partnership", CONTRACT),
    "partners.Key": Term("as long as the partnership", CONTRACT),
    "partners.TagUse": Term("as long as the tag is used", INTEREST),
    "imports.Source": Term("as long as the source is followed", INTEREST),
    "imports.Run": Term("as long as the run can be undone", INTEREST),
    "value.Appraisal": Term("as long as the initiative publishes it", INTEREST),
    "value.Evidence": Term("as long as the appraisal", INTEREST),
    "value.Review": Term("as long as the appraisal", TASK),
    "value.Publication": Term("as long as the appraisal", TASK),
    "value.ValueSet": Term("as long as the set is used", TASK),
}
ELSE = Term("until the person erases it", INTEREST)


def term(label: str) -> Term:
    """The term of a table; a table without a line of its own has the shortest there is."""
    return TERMS.get(label, ELSE)
