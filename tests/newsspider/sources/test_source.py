"""Which source a host belongs to, and what goes before what."""

from newsspider.items import SiteProfile
from newsspider.sources import Source, Sources

SITE = Source(site="example.org", timezone="Europe/Berlin", overrides={"title": "h1"})
SPORT = Source(site="sport.example.org", date_order="mdy")
BOTH = Sources((SITE, SPORT))


def test_a_subdomain_belongs_to_the_nearest_site():
    assert BOTH.of("example.org") is SITE
    assert BOTH.of("live.news.example.org") is SITE
    assert BOTH.of("live.sport.example.org") is SPORT
    for other in ("", "org", "example.com", "anexample.org", "example.org:8080"):
        assert BOTH.of(other) is None


def test_what_a_person_says_goes_before_what_is_known():
    known = SiteProfile(
        sections=("World",),
        timezone="UTC",
        date_order="dmy",
        overrides={"title": "h2", "site": "b"},
    )
    assert BOTH.profile("example.org", known) == SiteProfile(
        sections=("World",),
        timezone="Europe/Berlin",
        date_order="dmy",
        overrides={"title": "h1", "site": "b"},
    )
    assert BOTH.profile("other.example", known) is known
