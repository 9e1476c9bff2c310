"""The road of every page: refuse, read, judge, store; without Scrapy, and without a reactor."""
