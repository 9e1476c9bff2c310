"""Dates in news pages, in any language, calendar and script."""

from newsspider.extraction.dates.parse import EARLIEST, Reader, find_date, parse_date

__all__ = ["EARLIEST", "Reader", "find_date", "parse_date"]
