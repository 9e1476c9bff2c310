"""The guard on private addresses, with a real server behind each of them."""

from __future__ import annotations

import asyncio
import socket
from types import SimpleNamespace

import pytest

from newsspider.items import Reason
from newsspider.middlewares.private import PrivateAddressMiddleware
from newsspider.middlewares.resolver import PublicResolver
from newsspider.spiders.page import PageSpider

GUARDED = {"ALLOW_PRIVATE": False}


def _spellings(port: int) -> list[str]:
    hosts = (
        "127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 0 0.0.0.0"
        " 127.0.0.1. localhost localhost. a.localhost [::1] [::ffff:127.0.0.1] [::127.0.0.1]"
        " [64:ff9b::7f00:1] [2002:7f00:1::] 169.254.169.254 168.63.129.16"
        " １２７.０.０.１ 127。0。0。1 %31%32%37.0.0.1 user:secret@127.0.0.1 example.org@127.0.0.1"
    ).split()
    return [f"http://{host}:{port}/" for host in hosts]


def test_every_spelling_is_refused_and_nothing_is_asked(fetch, site):
    site.says("/", "secret")
    urls = _spellings(int(site.address.rpartition(":")[2]))
    pages = fetch(PageSpider, GUARDED, urls=urls)
    assert len(pages) == len(urls) > 20
    for page in pages:
        assert page.failure.reason is Reason.PRIVATE_ADDRESS, page.url
        assert "--allow-private" in page.failure.evidence
        assert page.failure.evidence.count(".") <= page.url.count(".") * 2 + 4
    assert site.asked == []


def test_a_name_that_resolves_to_this_machine_is_refused(fetch, site):
    name = socket.gethostname()
    if not _resolves_privately(name):
        pytest.skip("this machine's own name is not in its hosts file")
    site.says("/", "secret")
    port = site.address.rpartition(":")[2]
    (page,) = fetch(PageSpider, GUARDED, urls=[f"http://{name}:{port}/"])
    assert page.failure.reason is Reason.PRIVATE_ADDRESS
    assert (name in page.failure.evidence, site.asked) == (True, [])


def _resolves_privately(name: str) -> bool:
    try:
        return socket.gethostbyname(name).startswith(("127.", "10.", "172.", "192.168."))
    except OSError:
        return False


def test_allow_private_opens_it(fetch, site):
    site.says("/", "open")
    (page,) = fetch(PageSpider, {"ALLOW_PRIVATE": True}, urls=[site.url("/")])
    assert page.body == b"open"


@pytest.mark.parametrize(
    ("found", "given"),
    [
        (["127.0.0.1"], []),
        (["93.184.216.34"], ["93.184.216.34"]),
        (["10.0.0.1", "93.184.216.34", "::1"], ["93.184.216.34"]),
        ([], []),
    ],
)
async def test_the_resolver_hands_on_public_addresses_only(found, given):
    resolver = PublicResolver(None, look_up=lambda name: found)
    assert await _ask(resolver, "news.example") == given
    assert ("news.example" in resolver.refused) == (bool(found) and not given)


async def test_a_name_that_changes_its_mind_is_checked_each_time():
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    resolver = PublicResolver(None, look_up=lambda name: answers.pop(0))
    assert await _ask(resolver, "news.example") == ["93.184.216.34"]
    assert await _ask(resolver, "news.example") == []


async def _ask(resolver: PublicResolver, name: str) -> list[str]:
    done: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()
    addresses: list[str] = []

    receiver = SimpleNamespace(
        resolutionBegan=lambda resolution: None,
        addressResolved=lambda address: addresses.append(address.host),
        resolutionComplete=lambda: done.set_result(addresses),
    )
    resolver.resolveHostName(receiver, name, 80)
    return await done


@pytest.mark.parametrize("way", ["redirect", "meta refresh"])
def test_no_redirect_leads_to_a_private_address(fetch, site, make_site, way):
    inner = make_site()
    inner.says("/", "secret")
    target = inner.url("/").replace("127.0.0.1", "127.1")
    if way == "redirect":
        site.says("/", status=302, headers={"Location": target})
    else:
        site.says("/", f"<meta http-equiv=refresh content='0;url={target}'>")

    class Guard(PrivateAddressMiddleware):
        """The guard as it is, but for the one server that stands for the public internet."""

        @classmethod
        def from_crawler(cls, crawler):
            return cls()

        def process_request(self, request):
            if not request.url.startswith(site.address):
                super().process_request(request)

    (page,) = fetch(PageSpider, {"DOWNLOADER_MIDDLEWARES": {Guard: 560}}, urls=[site.url("/")])
    assert page.failure.reason is Reason.PRIVATE_ADDRESS
    assert (page.url, inner.asked) == (site.url("/"), [])
