import asyncio
from collections.abc import AsyncIterator

from scrapy.http import Response

from newsspider.items import Page
from newsspider.spiders.page import PageSpider
from newsspider.spiders.responses import page_of


class SlowReader(PageSpider):
    """Reads each page for a while; notes how many were asked for that nobody has read yet."""

    async def parse(self, response: Response) -> AsyncIterator[Page]:
        await asyncio.sleep(0.2)
        asked = sum(path != "/robots.txt" for path in self.site.paths())
        self.ahead.append(asked - len(self.ahead))
        yield page_of(response)


def test_no_more_is_fetched_than_is_read(fetch, site):
    urls = [site.says(f"/{number}", "<p>words</p>") for number in range(12)]
    three = {"CONCURRENT_REQUESTS": 3, "CONCURRENT_REQUESTS_PER_DOMAIN": 3}
    ahead: list[int] = []
    assert len(fetch(SlowReader, three, urls=urls, site=site, ahead=ahead)) == 12
    assert max(ahead) == 3
