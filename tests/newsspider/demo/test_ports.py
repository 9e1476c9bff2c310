"""Where the world is served."""

import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from newsspider.demo import World
from newsspider.errors import DemoError


def test_taken_port_is_one_sentence_that_names_the_option():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DemoError, match=rf"Port {port} .*--port"), World(port):
            pass


def test_outlets_follow_the_first_port():
    first, ports = next(_served(range(40001, 60000, 1000)))
    assert ports == list(range(first, first + len(ports)))


def _served(firsts: Iterable[int]) -> Iterator[tuple[int, list[int | None]]]:
    for first in firsts:
        with suppress(DemoError), World(first) as world:
            yield first, [urlsplit(outlet.home).port for outlet in world.outlets]


def test_starts_are_of_different_kinds():
    with World() as world:
        paths = {urlsplit(url).path for url in world.start_urls}
    assert {"/feed/", "/sitemap_index.xml", "/nachrichten/", "/atom.xml", "/"} == paths
