"""trust.md E1–E3: nothing that is not public is reached: written plainly, through a name, or through a redirect."""

import pytest

from sterke.core import fetch
from sterke.core.addresses import is_public
from sterke.core.fetch import FetchProblem, Source
from tests.core.service import PUBLIC, Service, reply

words = str.split
IPV4 = words("""
0.0.0.0 0.0.0.1 0.255.255.255 10.0.0.0 10.0.0.1 10.1.2.3 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255
127.0.0.0 127.0.0.1 127.0.1.1 127.1.1.1 127.127.127.127 127.255.255.255 168.63.129.16 169.254.0.1 169.254.0.23
169.254.1.1 169.254.169.123 169.254.169.250 169.254.169.251 169.254.169.253 169.254.169.254 169.254.170.2
169.254.255.255 172.16.0.1 172.17.0.1 172.20.10.1 172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.9 192.0.0.10
192.0.0.170 192.0.0.192 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.88.99.2 192.168.0.1 192.168.1.1
192.168.99.100 192.168.255.255
192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 203.0.113.255 224.0.0.1 224.0.0.251 233.252.0.1
239.255.255.250 239.255.255.255 240.0.0.1 250.1.2.3 255.255.255.254 255.255.255.255
""")
IPV6 = words("""
:: ::1 ::2 ::127.0.0.1 ::10.0.0.1 ::ffff:0:0 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
::ffff:a9fe:a9fe ::ffff:192.168.1.1 ::ffff:0.0.0.0 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1 ::ffff:0:10.0.0.1
0:0:0:0:0:ffff:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b::8.8.8.8
64:ff9b:1::1 64:ff9b:1::7f00:1 100::1 100:0:0:1::1 2001::1 2001:0:7f00:1:: 2001:1::1 2001:2::1 2001:10::1
2001:20::1 2001:db8::1 2001:db8:ffff::1
2002:7f00:1:: 2002:a00:1:: 2002:a9fe:a9fe:: 2002:c0a8:101:: 2002:808:808:: 2620:4f:8000::1 3fff::1 3fff:fff::1 4000::1
5f00::1 8000::1 fc00::1 fc00:: fcff::1 fd00::1 fd00:ec2::254 fd12:3456:789a:1::1 fdff:ffff::1 fe00::1 fe80::1
fe80::a9fe:a9fe fe80::1%eth0 fe80::1%1 febf::1 fec0::1 feff::1 ff00::1 ff01::1 ff02::1 ff02::fb ff02::1:2 ff05::2
ff0e::1 ffff::1
""")
CLOSED = IPV4 + IPV6
# The same machines written so that a careless reader takes them for names or for other machines.
ODD = words("""
https://2130706433/ https://017700000001/ https://0x7f000001/ https://0x7f.0.0.1/ https://0177.0.0.1/ https://127.1/
https://127.0.1/ https://0/ https://0x0/ https://127.0.0.1./ https://localhost/ https://localhost./
https://data.brreg.no./ https://data.brreg.no@127.0.0.1/ https://127.0.0.1#@data.brreg.no/
https://user:secret@data.brreg.no/ https://127.0.0.1\\@data.brreg.no/ https://data.brreg.no\\.evil.example/
https://data.brreg.no:8443/ https://data.brreg.no:22/ https://data.brreg.no:80/ https://data.brreg.no.evil.example/
https://evil.example/data.brreg.no https://xdata.brreg.no/ https://brreg.no/ http://data.brreg.no/ ftp://data.brreg.no/
file:///etc/passwd gopher://data.brreg.no/ dict://data.brreg.no/ data:text/plain,x javascript:1 //data.brreg.no/
https:///enheter https://data.brreg.no%00.evil.example/ https://data.brreg.no%2eevil.example/
https://①②⑦.⓪.⓪.①/ https://１２７.0.0.1/ https://[::1]/ https://[::ffff:127.0.0.1]/ https://[fe80::1%25eth0]/
https://spoofed.burpcollaborator.net.0x7f.1/
https://0.0.0.0.0x7f/ https://1.1.1.1\\@127.0.0.1/ http://127.0.0.1\\@1.1.1.1/ https://metadata/ https://a/
""")
ODD += [
    "https://data.brreg.no\x00/",
    "https://data.brreg.no/\n",
    "https://\tdata.brreg.no/",
    "https://data.brreg.no/a b",
    "",
]
# Those of them that fit in a header and name a place of their own.
PLAIN_ODD = [
    url for url in ODD if url.isascii() and url.isprintable() and "brreg.no/" not in url and ":///e" not in url and url
]
ANY_HOST = Source(None)


def asking(source, url, service):
    with pytest.raises(FetchProblem) as problem:
        fetch.ask(source, url, seconds=5, wire=service.wire())
    return problem.value.reason


@pytest.fixture
def service():
    service = Service()
    yield service
    service.close()


def test_e1_the_lists_are_as_long_as_they_should_be():
    assert len(set(CLOSED)) >= 120
    assert len(ODD) >= 45


@pytest.mark.parametrize("address", CLOSED)
def test_e1_an_address_that_is_not_public_is_refused(address, service):
    assert not is_public(address)
    written = f"https://[{address}]/" if ":" in address else f"https://{address}/"
    assert asking(ANY_HOST, written, service) == "address"
    assert service.dialled == []


@pytest.mark.parametrize("address", CLOSED)
def test_e2_a_name_that_leads_to_it_is_refused(address, service, db):
    service.names["data.brreg.no"] = [address]
    assert asking(fetch.SOURCES["brreg"], "https://data.brreg.no/", service) == "address"
    service.names["data.brreg.no"] = [PUBLIC, address]
    assert asking(fetch.SOURCES["brreg"], "https://data.brreg.no/", service) == "address"
    assert service.dialled == []


@pytest.mark.parametrize("address", CLOSED)
def test_e3_a_redirect_to_it_is_refused_at_the_hop(address, service, db):
    literal = f"[{address}]" if ":" in address else address
    service.answers = [
        reply("302 Found", Location=f"https://{literal}/"),
        reply("302 Found", Location="//b.example.com"),
    ]
    service.names["b.example.com"] = [address]
    assert asking(ANY_HOST, "https://a.example.com/", service) == "address"
    assert asking(ANY_HOST, "https://a.example.com/", service) == "address"
    assert len(service.requests) == 2


@pytest.mark.parametrize("url", ODD)
def test_e1_odd_spellings_are_refused(url, service, db):
    assert asking(fetch.SOURCES["brreg"], url, service) == "address"
    assert service.dialled == []


@pytest.mark.parametrize("url", PLAIN_ODD)
def test_e3_a_redirect_to_an_odd_spelling_is_refused_at_the_hop(url, service, db):
    service.answers = [reply("302 Found", Location=url)]
    assert asking(fetch.SOURCES["brreg"], "https://data.brreg.no/", service) == "address"
    assert len(service.dialled) == 1


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "171.23.0.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
)
def test_a_public_address_is_let_through(address):
    assert is_public(address)


def test_e2_the_name_is_looked_up_once_and_the_checked_address_is_the_one_reached(service, db):
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    service.names["data.brreg.no"] = lambda: next(answers)
    fetch.ask(fetch.SOURCES["brreg"], "https://data.brreg.no/", seconds=5, wire=service.wire())
    assert service.dialled == [PUBLIC]
    assert service.asked == ["data.brreg.no"]


def test_e2_each_hop_is_looked_up_and_checked_anew(service, db):
    answers = iter([[PUBLIC], ["10.0.0.1"]])
    service.names["data.brreg.no"] = lambda: next(answers)
    service.answers = [reply("302 Found", Location="/again")]
    assert asking(fetch.SOURCES["brreg"], "https://data.brreg.no/", service) == "address"
    assert service.dialled == [PUBLIC]


def test_e3_a_redirect_away_from_the_known_hosts_is_refused(service, db):
    service.answers = [reply("302 Found", Location="https://a.example.com/")]
    assert asking(fetch.SOURCES["brreg"], "https://data.brreg.no/", service) == "address"


def test_e3_a_redirect_to_itself_ends_after_three_hops(service, db):
    service.answers = [reply("302 Found", Location="/")]
    assert asking(fetch.SOURCES["brreg"], "https://data.brreg.no/", service) == "redirects"
    assert len(service.requests) == 4
