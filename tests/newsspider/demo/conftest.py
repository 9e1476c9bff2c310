"""The demo world, served while the tests of this folder run."""

from collections.abc import Callable, Iterator
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from newsspider.demo import World
from newsspider.demo.outlets import SITES

Read = Callable[[str], tuple[int, str]]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World() as served:
        yield served


@pytest.fixture(scope="module")
def whole_world() -> Iterator[World]:
    """The world with the outlet that needs a browser."""
    with World(browser=True) as served:
        yield served


@pytest.fixture(scope="module")
def read(world: World) -> Read:
    """Status and text of a page, decoded in its outlet's charset."""
    charsets = {
        outlet.home: site.charset for outlet, site in zip(world.outlets, SITES, strict=True)
    }

    def fetch(url: str) -> tuple[int, str]:
        charset = next(name for home, name in charsets.items() if url.startswith(home))
        try:
            with urlopen(url) as response:  # noqa: S310
                return response.status, response.read().decode(charset)
        except HTTPError as error:
            with error:
                return error.code, ""

    return fetch
