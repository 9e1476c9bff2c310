"""Pages whose text a real Chromium makes, and what it may not reach."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

import pytest

from newsspider.errors import UsageError
from newsspider.items import Reason
from newsspider.middlewares.browser import tunnel
from newsspider.middlewares.browser.program import program
from newsspider.middlewares.browser.tunnel import Tunnel
from newsspider.middlewares.resolver import addresses_of
from newsspider.spiders.page import PageSpider

pytestmark = pytest.mark.usefixtures("chromium")

SHOWN = {"RENDER": "browser"}

WRITE = """
fetch('/text').then(r => r.text()).then(text => {
  const p = document.createElement('p');
  p.textContent = text;
  document.body.append(p);
});
"""
"""A script that writes what another answer says."""


def says(site, path: str, *scripts: str) -> str:
    """A page that is empty but for its scripts."""
    site.says("/text", "The pier is to be rebuilt — فيضان")
    inline = "".join(f"<script>{script}</script>" for script in scripts)
    return site.says(path, f"<!doctype html><title>Pier</title><body>{inline}</body>")


def shown(fetch, *urls: str, **settings: object) -> list[str]:
    pages = fetch(PageSpider, {**SHOWN, **settings}, urls=list(urls))
    return [page.body.decode() for page in pages]


def test_the_page_is_read_as_its_scripts_leave_it(fetch, site):
    (body,) = shown(fetch, says(site, "/a", f"setTimeout(() => {{ {WRITE} }}, 100)"))
    assert "<p>The pier is to be rebuilt — فيضان</p>" in body
    # The document itself was asked for once.
    assert sorted(site.paths()) == ["/a", "/robots.txt", "/text"]


BUSY = """
fetch('/first').then(r => r.text()).then(() => setTimeout(() => {
  const begun = performance.now();
  while (performance.now() - begun < %d);
  WRITE
}, 100));
""".replace("WRITE", WRITE)


@pytest.mark.parametrize("milliseconds", [700, 2500])
def test_a_page_whose_scripts_are_slow_between_two_requests_is_waited_for(
    fetch, site, milliseconds
):
    page = says(site, "/a", BUSY % milliseconds)
    site.says("/first", "")
    site.says("/text", "The pier is to be rebuilt", delay=0.6)
    (body,) = shown(fetch, page)
    assert "<p>The pier is to be rebuilt" in body


HELD_UP = """
const Channel = MessageChannel;
let looks = 0;
MessageChannel = function () {
  if (++looks === 2) {
    const begun = performance.now();
    while (performance.now() - begun < 200);
    setTimeout(() => { WRITE }, 30);
  }
  return new Channel();
};
""".replace("WRITE", WRITE)
"""A script that holds up the second look at the page, and asks for its text right after that."""


def test_a_look_that_a_busy_script_holds_up_does_not_end_the_page(fetch, site):
    page = says(site, "/a", HELD_UP)
    site.says("/text", "The pier is to be rebuilt", delay=0.5)
    (body,) = shown(fetch, page)
    assert "<p>The pier is to be rebuilt" in body


def test_without_it_the_page_is_as_it_came(fetch, site):
    (body,) = shown(fetch, says(site, "/a", WRITE), RENDER="http")
    assert "<p>" not in body
    assert sorted(site.paths()) == ["/a", "/robots.txt"]


def test_what_is_no_page_is_left_as_it_came(fetch, site):
    site.says("/feed", "<rss></rss>", headers={"Content-Type": "application/rss+xml"})
    site.says("/gone", "<script>document.write('x')</script>", status=410)
    assert sorted(shown(fetch, site.url("/feed"), site.url("/gone"))) == [
        "<rss></rss>",
        "<script>document.write('x')</script>",
    ]


def test_old_encodings_are_read_as_the_browser_reads_them(fetch, site):
    page = "<meta charset=windows-1256><p>فيضان</p>".encode("windows-1256")
    site.says("/a", page, headers={"Content-Type": "text/html"})
    (body,) = shown(fetch, site.url("/a"))
    assert "<p>فيضان</p>" in body


def test_what_gives_no_text_is_not_fetched(fetch, site):
    markup = "<img src=/i.png><video src=/v.mp4></video><iframe src=/ad></iframe>"
    page = says(site, "/a", f"document.body.innerHTML = '{markup}'", WRITE)
    (body,) = shown(fetch, page)
    assert "rebuilt" in body
    assert not {"/i.png", "/v.mp4", "/ad"} & set(site.paths())


def test_a_page_that_leads_elsewhere_stays(fetch, site):
    site.says("/login", "Log in")
    (body,) = shown(fetch, says(site, "/a", WRITE, "location.href = '/login'"))
    assert "rebuilt" in body
    assert "/login" not in site.paths()


def test_pages_do_not_share_what_their_scripts_keep(fetch, site):
    count = "localStorage.n = (+localStorage.n || 0) + 1; document.title = localStorage.n"
    pages = shown(fetch, says(site, "/a", count), says(site, "/b", count))
    assert ["<title>1</title>" in page for page in pages] == [True, True]


def test_a_script_that_never_ends_costs_its_page_only(fetch, site):
    urls = [says(site, "/a", "while (true) {}"), says(site, "/b", WRITE)]
    pages = fetch(PageSpider, {**SHOWN, "BROWSER_TIMEOUT": 20}, urls=urls)
    by_url = {page.url: page for page in pages}
    failure = by_url[urls[0]].failure
    assert (failure.reason, "browser" in failure.evidence) == (Reason.FETCH_FAILED, True)
    assert b"rebuilt" in by_url[urls[1]].body


def test_a_page_that_grows_without_end_is_too_large(fetch, site):
    grow = "document.body.textContent = 'x'.repeat(20000)"
    (page,) = fetch(
        PageSpider, {**SHOWN, "DOWNLOAD_MAXSIZE": 10_000}, urls=[says(site, "/a", grow)]
    )
    assert page.failure.reason is Reason.TOO_LARGE


@pytest.fixture
def public(make_site, monkeypatch):
    """A site at 127.0.0.2, which stands for the public internet; all other addresses are private."""
    public = make_site("127.0.0.2")
    public.address = public.address.replace("127.0.0.2", "news.example")
    names = {"news.example": ["127.0.0.2"], "inner.example": ["127.0.0.1"]}
    for module in ("newsspider.middlewares.resolver", "newsspider.middlewares.browser.tunnel"):
        monkeypatch.setattr(f"{module}.is_public", lambda found: found == ip_address("127.0.0.2"))
        monkeypatch.setattr(
            f"{module}.addresses_of", lambda name: names.get(name) or addresses_of(name)
        )
    return public


def test_scripts_reach_no_private_address(fetch, site, public):
    site.says("/", "secret")
    port = site.address.rpartition(":")[2]
    hosts = "127.0.0.1 127.1 2130706433 0x7f000001 localhost a.localhost [::1] [::ffff:127.0.0.1]"
    inner = [f"http://{host}:{port}/" for host in (*hosts.split(), "inner.example")]
    public.says("/go", status=302, headers={"Location": inner[0]})
    public.says("/name", status=302, headers={"Location": inner[-1]})
    tries = "".join(
        f"fetch('{url}', {{mode: 'no-cors'}}).catch(() => 0);" for url in (*inner, "/go", "/name")
    )
    elements = f"""
        for (const url of {inner}) for (const kind of ['iframe', 'script', 'img', 'embed']) {{
            const element = document.createElement(kind);
            element.src = url;
            document.body.append(element);
        }}
    """
    socket_way = f"new WebSocket('ws://127.0.0.1:{port}/')"
    (body,) = shown(
        fetch, says(public, "/a", WRITE, tries, elements, socket_way), ALLOW_PRIVATE=False
    )
    assert "rebuilt" in body
    assert {"/go", "/name"} <= set(public.paths())
    assert site.asked == []


def test_no_call_between_browsers_leaves_the_tunnel(fetch, public):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as heard:
        heard.bind(("127.0.0.1", 0))
        port = heard.getsockname()[1]
        call = f"""
            const call = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{port}'}}]}});
            call.createDataChannel('x');
            call.createOffer().then(offer => call.setLocalDescription(offer));
        """
        wait = f"setTimeout(() => {{ {WRITE} }}, 1500)"
        (body,) = shown(fetch, says(public, "/a", call, wait), ALLOW_PRIVATE=False)
        assert "RTC" in body
        heard.setblocking(False)
        with pytest.raises(BlockingIOError):
            heard.recv(100)


def test_pages_that_a_page_opens_get_nothing(fetch, site):
    site.says("/secret", "secret words")
    opens = """
        const other = window.open('/secret');
        setTimeout(() => { document.title = other?.document?.body?.textContent ?? '' }, 300);
    """
    form = "document.body.innerHTML += '<form action=/secret target=_blank></form>';"
    (body,) = shown(fetch, says(site, "/a", form, "document.forms[0].submit()", opens, WRITE))
    assert ("rebuilt" in body, "secret words" in body) == (True, False)
    assert "/secret" not in site.paths()


def test_waiting_for_a_place_is_no_fault_of_a_page(fetch, site):
    busy = "setInterval(() => fetch('/text'), 200)"
    urls = [says(site, f"/busy/{number}", WRITE, busy) for number in range(5)]
    settings = {**SHOWN, "BROWSER_PAGES": 1, "BROWSER_TIMEOUT": 11}
    pages = fetch(PageSpider, settings, urls=urls)
    assert [page.failure for page in pages] == [None] * 5


def test_a_feed_that_is_called_html_stays_one(fetch, site):
    feed = "<?xml version='1.0'?><rss version='2.0'><channel><title>News</title></channel></rss>"
    site.says("/feed", feed)
    assert shown(fetch, site.url("/feed")) == [feed]


def test_a_script_that_puts_another_document_in_its_place_is_said(fetch, site):
    script = "location = URL.createObjectURL(new Blob(['gone'], {type: 'text/html'}))"
    (page,) = fetch(PageSpider, SHOWN, urls=[says(site, "/a", script)])
    assert b"gone" not in page.body
    assert page.failure is None or "another document" in page.failure.evidence


def test_a_page_that_goes_elsewhere_while_it_is_read_is_read_again(fetch, site):
    away = "setTimeout(() => { location = 'about:blank?' }, %d)"
    urls = [says(site, f"/{wait}", away % wait) for wait in range(480, 560, 16)]
    pages = fetch(PageSpider, SHOWN, urls=urls)
    assert len(pages) == len(urls)
    for page in pages:
        if page.failure is None:
            assert b"<title>Pier</title>" in page.body
        else:
            assert "another document" in page.failure.evidence


def test_a_page_that_fills_the_memory_is_given_up_and_the_others_are_read(fetch, site):
    fill = "const kept = []; for (;;) kept.push({ number: Math.random(), of: [kept.length] })"
    urls = [says(site, "/greedy", fill), *(says(site, f"/{number}", WRITE) for number in range(3))]
    pages = {
        page.url: page for page in fetch(PageSpider, {**SHOWN, "BROWSER_TIMEOUT": 60}, urls=urls)
    }
    assert pages.pop(urls[0]).failure.reason is Reason.FETCH_FAILED
    assert [b"rebuilt" in page.body for page in pages.values()] == [True] * 3


async def test_the_tunnel_ends_with_the_browsers_side():
    """A site that never closes keeps nothing open."""
    held = []
    server = await asyncio.start_server(lambda *streams: held.append(streams), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    opened = Tunnel(allow_private=True)
    await opened.open()
    _, writer = await asyncio.open_connection("127.0.0.1", opened.port)
    writer.write(b"\5\1\0" + bytes((5, 1, 0, 3, 9)) + b"127.0.0.1" + struct.pack("!H", port))
    while not held:
        await asyncio.sleep(0.01)
    writer.close()
    async with asyncio.timeout(5):
        while opened.tasks:
            await asyncio.sleep(0.01)
    await opened.close()
    server.close()
    for _, other in held:
        other.close()


@pytest.fixture
def ask() -> Callable[..., bytes]:
    """What the tunnel answers to a request for an address, and what comes through it."""

    async def asked(host: str, port: int, *, command: int = 1, **settings: object) -> bytes:
        opened = Tunnel(**settings)
        await opened.open()
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", opened.port)
            name = host.encode()
            writer.write(b"\5\1\0")
            writer.write(bytes((5, command, 0, 3, len(name))) + name + struct.pack("!H", port))
            writer.write(b"GET / HTTP/1.0\r\n\r\n")
            async with asyncio.timeout(10):
                answer = await reader.read()
            writer.close()
            return answer
        finally:
            await opened.close()

    return asked


async def test_the_tunnel_leads_to_what_is_allowed(ask, site):
    site.says("/", "open")
    port = int(site.address.rpartition(":")[2])
    answer = await ask("127.0.0.1", port, allow_private=True)
    assert (answer[:4], answer.endswith(b"open")) == (b"\5\0\5\0", True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "news.example"])
async def test_the_tunnel_refuses_private_addresses(ask, site, host):
    port = int(site.address.rpartition(":")[2])
    answer = await ask(host, port, look_up=lambda name: ["127.0.0.1"])
    assert answer[:4] == bytes((5, 0, 5, tunnel.NOT_ALLOWED))
    assert site.asked == []


async def test_the_tunnel_says_what_it_cannot(ask):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    answer = await ask("127.0.0.1", port, allow_private=True)
    assert answer[:4] == bytes((5, 0, 5, tunnel.UNREACHABLE))
    answer = await ask("127.0.0.1", port, command=2, allow_private=True)
    assert answer[:4] == bytes((5, 0, 5, tunnel.NO_SUCH_COMMAND))


async def test_the_tunnel_survives_nonsense():
    opened = Tunnel()
    await opened.open()
    for nonsense in (b"", b"GET / HTTP/1.1\r\n\r\n", b"\5\1\0\5\1\0\3\xff"):
        _, writer = await asyncio.open_connection("127.0.0.1", opened.port)
        with suppress(OSError):
            writer.write(nonsense)
            writer.write_eof()
        writer.close()
    await asyncio.sleep(0.1)
    await opened.close()
    assert not opened.tasks


def test_a_browser_that_is_not_there_is_said(monkeypatch):
    with pytest.raises(UsageError, match="no browser /no/such: install it"):
        program("/no/such")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="no Chromium on this machine: install it"):
        program()
