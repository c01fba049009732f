"""One address, one spelling."""

from email_validator import EmailNotValidError, validate_email


def normal_email(address: str) -> str:
    """Lower case, domain in its ASCII form (æøå.no → xn--…); the part before @ keeps plus signs.

    An address that cannot be read is only stripped and lowered: forms refuse it, look-ups find nothing.
    """
    try:
        found = validate_email(address.strip(), check_deliverability=False, allow_smtputf8=True, test_environment=True)
        domain = found.ascii_domain or found.domain
        return f"{found.local_part}@{domain}".lower()
    except EmailNotValidError:
        return address.strip().lower()
