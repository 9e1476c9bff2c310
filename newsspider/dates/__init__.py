"""Dates as the news writes them: by machines, and for readers in any language and calendar."""

from newsspider.dates.machine import written_date
from newsspider.dates.order import order_of
from newsspider.dates.parse import find_date, parse_date
from newsspider.dates.reader import EARLIEST, DateMatch, DateReader, Order

__all__ = [
    "EARLIEST",
    "DateMatch",
    "DateReader",
    "Order",
    "find_date",
    "order_of",
    "parse_date",
    "written_date",
]
