"""Private and special addresses, in every spelling."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from newsspider.middlewares.public_addresses import is_public, private_host, refusal

PRIVATE = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0x7f.0x0.0x0.0x1",
    "0177.0.0.1",
    "017700000001",
    "0",
    "0.0.0.0",  # noqa: S104 - an address to be refused
    "10.0.0.1",
    "010.8.8.8",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "192.88.99.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "127.0.0.1.",
    "１２７.０.０.１",
    "127。0。0。1",
    "①②⑦.0.0.1",
    "%31%32%37.0.0.1",
    "[::1]",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:0:1::",
    "fe80::1",
    "fe80::1%25eth0",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "192.0.0.192",
    "192.0.0.9",
    "::ffff:0:7f00:1",
    "5f00::1",
    "3fff::1",
    "100:0:0:1::1",
    "4000::1",
    "e000::1",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "a.localhost",
    "localhost.localdomain",
    "ip6-localhost",
    "printer.local",
    "metadata.google.internal",
]
PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "134744072"]
NAMES = [
    "example.org",
    "localhost.example.org",
    "10.example.org",
    "internal.example",
    "",
    "1.2.3.4.5",
]


@pytest.mark.parametrize("host", PRIVATE)
def test_private_hosts_are_found_in_every_spelling(host):
    assert private_host(host) is not None


@pytest.mark.parametrize("host", [*PUBLIC, *NAMES])
def test_public_hosts_and_names_pass(host):
    assert private_host(host) is None


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "168.63.129.16", "64:ff9b::808:808"])
def test_what_a_name_resolves_to_is_judged_alike(address):
    assert not is_public(ip_address(address))


def test_the_sentence_names_host_address_and_option():
    sentence = refusal("127.1", "127.0.0.1")
    assert sentence.startswith("127.1 (127.0.0.1) is a private or special address")
    assert "--allow-private" in sentence
    assert refusal("10.0.0.1", "10.0.0.1").startswith("10.0.0.1 is")
