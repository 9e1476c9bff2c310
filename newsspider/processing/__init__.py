"""The road of a page from what was fetched to what is stored, without Scrapy."""
