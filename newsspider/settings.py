"""Scrapy's settings for this project, each with its reason."""

from __future__ import annotations

import os

from newsspider import __version__
from newsspider.text.limits import MAX_BYTES

BOT_NAME = "newsspider"
SPIDER_MODULES = ["newsspider.spiders"]
NEWSPIDER_MODULE = "newsspider.spiders"

# Who asks, said openly: a site that wants no newsspider names it in its robots.txt, and whom it may
# write to is in NEWSSPIDER_CONTACT, an address of mail or of a page.
CONTACT = os.environ.get("NEWSSPIDER_CONTACT", "").strip()
WHO = ("news crawler", "obeys robots.txt", CONTACT and f"+{CONTACT}")
USER_AGENT = f"newsspider/{__version__} ({'; '.join(filter(None, WHO))})"
ROBOTSTXT_USER_AGENT = "newsspider"

# The engine. The asyncio reactor carries the pipelines' futures; the downloader can be stopped at
# once; every address is known by its canonical form in the spider, so Scrapy's own filter would
# only swallow a redirect to a known address without a word.
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
DOWNLOADER = "newsspider.middlewares.downloader.StoppableDownloader"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

# First found, first fetched: what a site lists first is its newest.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
SCHEDULER_DISK_QUEUE = "scrapy.squeues.PickleFifoDiskQueue"

# Doors that stand open by default: one runs Python for anybody on localhost, one is a console.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

# News is on the web. A silent ftp server blocks the end of the process, and a page could name
# file:, data: or s3: addresses of the machine that reads it.
DOWNLOAD_HANDLERS = {"file": None, "ftp": None, "s3": None, "data": None}

# Limits of size, time, depth and memory: the web is hostile, and no article needs more.
DOWNLOAD_MAXSIZE = MAX_BYTES
DOWNLOAD_WARNSIZE = 0  # the limit speaks for itself
DOWNLOAD_TIMEOUT = 30
REDIRECT_MAX_TIMES = 5
METAREFRESH_MAXDELAY = 5  # longer ones reload the page for its readers
DEPTH_LIMIT = 10
URLLENGTH_LIMIT = 0  # addresses are checked where they are taken in: Scrapy drops them silently
MEMUSAGE_LIMIT_MB = 2048
MEMUSAGE_CHECK_INTERVAL_SECONDS = 10  # a minute is time enough to fill a machine

# Manners. 5xx or silence of robots.txt closes a site for a while (RFC 9309); a Crawl-delay is kept
# up to the longest; without one, a request a second and two at a time.
ROBOTSTXT_OBEY = True
ROBOTS_FAILURE_MEMORY = 300
ROBOTS_MEMORY = 24 * 60 * 60  # the longest that RFC 9309 lets a copy stand
ROBOTS_LONGEST_DELAY = 60
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0  # a delay is a promise: Scrapy would halve it at times
EXTENSIONS = {"newsspider.middlewares.throttle.Throttle": 0}
PACE_LONGEST = 60  # of the delay that slow answers, 429 and 503 make grow
CONCURRENT_REQUESTS_PER_DOMAIN = 2

# Pages under way, from their request until they are stored: of a crawl at once, and of a source's,
# which asks few hosts and may be killed at any time: the next run fetches again what was under way.
CONCURRENT_REQUESTS = 16
SOURCE_CONCURRENT_REQUESTS = 4

# A forged certificate brings a forged article; a site with a broken one shows as failed.
DOWNLOAD_VERIFY_CERTIFICATES = True

# A proxy from the environment would resolve names itself, past the guard on private addresses.
HTTPPROXY_ENABLED = False

# Cookies tie visits together, and bring in a list that is fetched from the network.
COOKIES_ENABLED = False

# 404 and 500 are facts about a page: they are kept with their status, not dropped.
HTTPERROR_ALLOW_ALL = True
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the page is named with its reason at the end of its road

# Private and special addresses stay shut in every spelling: those that are written out in the
# middleware, those that a name resolves to in the resolver. ``--allow-private`` opens both.
ALLOW_PRIVATE = False
TWISTED_DNS_RESOLVER = "newsspider.middlewares.resolver.PublicResolver"

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newsspider.middlewares.offsite.SameSiteMiddleware": 50,
    "newsspider.middlewares.slots.SlotMiddleware": 60,
    "newsspider.middlewares.robots.RobotsMiddleware": 100,
    # Nearer to the spider than what decodes, redirects and tries again: what it shows is whole.
    "newsspider.middlewares.browser.BrowserMiddleware": 540,
    # Nearer to the network than Retry: what is refused is not asked for again.
    "newsspider.middlewares.private.PrivateAddressMiddleware": 560,
    # Nearer than what decodes (590): the archive keeps what came over the wire.
    "newsspider.middlewares.archive.ArchiveMiddleware": 950,
}

ITEM_PIPELINES = {
    "pipelines.extract.ExtractPipeline": 100,
    "pipelines.store.StorePipeline": 200,
}

# Reading a page takes all of a core, so there is a worker a core; one that hangs is killed, and
# each is replaced after a while because the parsers below leak.
EXTRACT_WORKERS = os.cpu_count() or 1
EXTRACT_TIMEOUT = 20
EXTRACT_MEMORY_MB = 2048
EXTRACT_TASKS_A_WORKER = 500

# What shows the pages: "http", nothing; "browser", a Chromium of the machine, whose program is
# looked for where none is named. Two pages at a time, each with cookies of its own that end with
# it; seconds until one is given up. Their requests keep the headers that the browser gives them.
RENDER = "http"
BROWSER = os.environ.get("NEWSSPIDER_BROWSER", "")
BROWSER_TIMEOUT = 60
BROWSER_PAGES = 2
PLAYWRIGHT_PROCESS_REQUEST_HEADERS = None

# What one crawl fetches at most: articles, and pages that lead to them.
MAX_PAGES = 1000
MAX_HUBS = 200

# Hours from one visit of an article to the next, from 0.25 to 720: unchanged it goes on to the next
# wait, changed it goes back by one. Most corrections come within a day, hardly any after a week.
REVISITS = os.environ.get("NEWSSPIDER_REVISITS", "1, 6, 24, 168")

# What a person says of the sites (``newsspider.sources``); a path, "" for nothing.
SOURCES = os.environ.get("NEWSSPIDER_SOURCES", "")

# Where every answer is kept as it came; a folder, "" for nowhere. A file of more than a gigabyte is
# unwieldy to copy and to check.
ARCHIVE = os.environ.get("NEWSSPIDER_ARCHIVE", "newsspider-archive")
ARCHIVE_FILE_SIZE = 10**9

DATABASE_URL = os.environ.get("NEWSSPIDER_DATABASE_URL", "sqlite:///newsspider.db")

# Who hears of a source that broke, once an alarm: a web address by POST, a command on its standard
# input, both as JSON. The metrics are for the textfile collector of Prometheus' node exporter.
ALARM_WEBHOOK = os.environ.get("NEWSSPIDER_ALARM_WEBHOOK", "")
ALARM_COMMAND = os.environ.get("NEWSSPIDER_ALARM_COMMAND", "")
METRICS_FILE = os.environ.get("NEWSSPIDER_METRICS_FILE", "")

LOG_LEVEL = "INFO"  # Scrapy's default prints every page in full
LOG_FORMATTER = "newsspider.middlewares.log.QuietFormatter"
