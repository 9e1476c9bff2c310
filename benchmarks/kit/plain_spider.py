"""The spider that anybody writes in an hour: ``plain_spider.py fetch|store DATABASE START…``."""

import sys

import trafilatura
from scrapy import Spider
from scrapy.crawler import CrawlerProcess
from sqlalchemy import Column, MetaData, String, Table, create_engine, insert

ARTICLES = Table(
    "articles",
    MetaData(),
    Column("url", String, primary_key=True),
    Column("title", String),
    Column("author", String),
    Column("date", String),
    Column("text", String),
)


class PlainSpider(Spider):
    """Follows the front page's stories."""

    name = "plain"

    def parse(self, response):
        """Ask for each story."""
        for link in response.css("a.story::attr(href)").getall():
            yield response.follow(link, self.story)

    def story(self, response):
        """Extract and store it, where it is to be stored."""
        if self.engine is None:
            return
        document = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
        row = {"url": response.url}
        if document is not None:
            row |= {
                "title": document.title,
                "author": document.author,
                "date": document.date,
                "text": document.text,
            }
        with self.engine.begin() as connection:
            connection.execute(insert(ARTICLES), row)


if __name__ == "__main__":
    what, url, *starts = sys.argv[1:]
    engine = create_engine(url) if what == "store" else None
    if engine is not None:
        ARTICLES.metadata.create_all(engine)
    crawl = CrawlerProcess({"LOG_LEVEL": "ERROR", "ROBOTSTXT_OBEY": False})
    crawl.crawl(PlainSpider, start_urls=starts, engine=engine)
    crawl.start()
