"""Scrapy item pipelines, one class a file: each only an adapter to ``newsspider.processing``."""
