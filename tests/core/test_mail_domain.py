"""F9: what DNS says of the domain we send from, what to put there, and our own signature, checked without our library."""

import base64
import re
from hashlib import sha256

import dns.rrset
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.utils import timezone

from sterke.core import mail_domain
from sterke.core.models import OutgoingMail, Pulse
from sterke.core.outbox import Letter, post
from sterke.core.postman import Round
from sterke.publishing.newsletter import domain
from tests.core.smtp import mailers, smtp_server

GOOD = {
    "klynga.no": ["v=spf1 include:post.example -all"],
    "post.example": ["v=spf1 ip4:192.0.2.0/24 -all"],
    "s1._domainkey.klynga.no": ["v=DKIM1; k=rsa; p=MIGf"],
    "_dmarc.klynga.no": ["v=DMARC1; p=none"],
}


@pytest.fixture(autouse=True)
def our_domain(settings, tmp_path):
    settings.DATA = tmp_path
    settings.DEFAULT_FROM_EMAIL = "post@klynga.no"
    settings.BULK = {"anyway": "", "hook": "", "mailbox": "", "selector": "s1"}


def wrong(says=None):
    """What is wrong when DNS says the good things, but for these."""
    told = GOOD | (says or {})
    return [each for each in mail_domain.look(lambda name: told.get(name, [])) if not each.well]


@pytest.mark.django_db
def test_a_domain_in_order_may_send_to_many():
    assert wrong() == []
    domain.must_be_right()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("says", "what", "how"),
    [
        ({"klynga.no": []}, "SPF", "put a TXT record on klynga.no"),
        ({"klynga.no": ["v=spf1 +all"]}, "SPF", "anybody"),
        ({"klynga.no": ["v=spf1 all"]}, "SPF", "anybody"),
        ({"klynga.no": ["v=spf1 a"]}, "SPF", "-all"),
        ({"klynga.no": ["v=spf1 -all", "v=spf1 ~all"]}, "SPF", "2 records"),
        ({"klynga.no": ["v=spf1 " + "a " * 11 + "-all"]}, "SPF", "11 look-ups"),
        ({"klynga.no": ["v=spf1 include:klynga.no " + "mx " * 10 + "-all"]}, "SPF", "11 look-ups"),
        ({"s1._domainkey.klynga.no": []}, "DKIM", "no key"),
        ({"s1._domainkey.klynga.no": ["v=DKIM1; p="]}, "DKIM", "withdrawn"),
        ({"_dmarc.klynga.no": []}, "DMARC", "put a TXT record on _dmarc.klynga.no"),
        ({"_dmarc.klynga.no": ["v=DMARC1; p=perhaps"]}, "DMARC", "unknown"),
        ({"_dmarc.klynga.no": ["v=DMARC1; p=none", "v=DMARC1; p=reject"]}, "DMARC", "2 records"),
    ],
)
def test_f9_what_is_wrong_is_told_with_what_to_do_and_letters_to_many_wait(says, what, how):
    (found,) = wrong(says=says)
    assert found.what == what
    assert how in found.how
    with pytest.raises(Exception, match=what):
        domain.must_be_right()


@pytest.mark.django_db
def test_a_policy_of_the_domain_above_holds_for_a_domain_of_its_own_for_letters(settings):
    settings.DEFAULT_FROM_EMAIL = "nytt@brev.klynga.no"
    says = {"brev.klynga.no": GOOD["klynga.no"], "s1._domainkey.brev.klynga.no": GOOD["s1._domainkey.klynga.no"]}
    assert wrong(says=says) == []


@pytest.mark.django_db
def test_a_domain_that_was_changed_since_is_looked_at_again(settings):
    wrong()
    settings.DEFAULT_FROM_EMAIL = "post@annen.no"
    with pytest.raises(Exception, match="doctor"):
        domain.must_be_right()


@pytest.mark.django_db
def test_dns_that_does_not_answer_changes_nothing():
    def silent(name):
        raise mail_domain.Unreachable(name)

    wrong()
    (found,) = mail_domain.look(silent)
    assert "try again" in found.how
    assert Pulse.objects.get(name="mail domain").details["wrong"] == []


def test_records_cut_in_pieces_are_read_as_one(monkeypatch):
    answer = dns.rrset.from_text("klynga.no.", 60, "IN", "TXT", '"v=spf1 " "-all"')
    monkeypatch.setattr(mail_domain.dns.resolver, "resolve", lambda *args, **kwargs: answer)
    assert mail_domain.texts("klynga.no") == ["v=spf1 -all"]


def make_key(folder):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (folder / "dkim").mkdir()
    form = serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    (folder / "dkim" / "s1.pem").write_bytes(key.private_bytes(*form))
    return key


@pytest.mark.django_db
def test_our_own_key_is_told_as_dns_wants_it(tmp_path):
    make_key(tmp_path)
    (found,) = wrong()
    ours = re.search(r'p=([A-Za-z0-9+/=]+)"', found.how).group(1)
    assert wrong(says={"s1._domainkey.klynga.no": [f"v=DKIM1; k=rsa; p={ours}"]}) == []


def relaxed(header: bytes) -> bytes:
    name, value = header.split(b":", 1)
    return name.lower().strip() + b":" + re.sub(rb"[ \t\r\n]+", b" ", value).strip()


def check_signature(letter: bytes, key) -> dict[str, str]:
    """RFC 6376, relaxed/relaxed, by hand: raises where the signature does not hold."""
    head, body = letter.split(b"\r\n\r\n", 1)
    headers = re.split(rb"\r\n(?![ \t])", head)
    own = next(each for each in headers if each.lower().startswith(b"dkim-signature:"))
    flat = re.sub(r"\s+", "", own.split(b":", 1)[1].decode())
    tags = dict(part.split("=", 1) for part in flat.split(";") if part)
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    text = b"\r\n".join(lines).rstrip(b"\r\n") + b"\r\n"
    assert base64.b64decode(tags["bh"]) == sha256(text).digest()
    signed = []
    for name in tags["h"].split(":"):
        signed += [relaxed(each) for each in headers if each.lower().startswith(name.lower().encode() + b":")][-1:]
    signed.append(relaxed(re.sub(rb"([; \t\n]b=)[^;]*", rb"\1", own)))
    key.public_key().verify(base64.b64decode(tags["b"]), b"\r\n".join(signed), padding.PKCS1v15(), hashes.SHA256())
    return tags


@pytest.mark.django_db
def test_letters_leave_with_our_signature_where_we_have_a_key(tmp_path, settings):
    key = make_key(tmp_path)
    headers = {"List-Unsubscribe": "<https://klynga.no/x>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    post(Letter("Hei på deg", ["Blåbær."]), to="a@example.no", key="x", purpose="test", headers=headers)
    with smtp_server() as server:
        settings.MAILERS = {**settings.MAILERS, **mailers(server.port)}
        Round().send_due()
    letter = server.letters[0].removesuffix(b".\r\n")
    tags = check_signature(letter, key)
    assert (tags["d"], tags["s"], tags["a"]) == ("klynga.no", "s1", "rsa-sha256")
    assert {"from", "subject", "list-unsubscribe", "list-unsubscribe-post"} <= set(tags["h"].lower().split(":"))
    assert OutgoingMail.objects.get().sent_at <= timezone.now()


@pytest.mark.django_db
def test_letters_leave_as_they_are_where_the_server_signs(settings):
    post(Letter("Hei", ["Hei"]), to="a@example.no", key="x", purpose="test")
    with smtp_server() as server:
        settings.MAILERS = {**settings.MAILERS, **mailers(server.port)}
        Round().send_due()
    assert b"DKIM-Signature" not in server.letters[0]
