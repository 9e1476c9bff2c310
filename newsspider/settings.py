"""Scrapy's settings for this project: those of ``newsspider.config``, and those that are fixed.

Each that is fixed has its reason here; what a person may change has it in ``newsspider.config``.
"""

from __future__ import annotations

from newsspider import __version__, config
from newsspider.text.limits import MAX_BYTES

BOT_NAME = "newsspider"
SPIDER_MODULES = ["newsspider.spiders"]
NEWSPIDER_MODULE = "newsspider.spiders"

config.lay_file_below_environment()

# Who asks, said openly: a site that wants no newsspider names it in its robots.txt.
CONTACT = config.value("CONTACT")
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
DOWNLOAD_TIMEOUT = config.value("DOWNLOAD_TIMEOUT")
REDIRECT_MAX_TIMES = config.value("REDIRECT_MAX_TIMES")
METAREFRESH_MAXDELAY = 5  # longer ones reload the page for its readers
DEPTH_LIMIT = config.value("DEPTH_LIMIT")
URLLENGTH_LIMIT = 0  # addresses are checked where they are taken in: Scrapy drops them silently
MEMUSAGE_LIMIT_MB = config.value("MEMUSAGE_LIMIT_MB")
MEMUSAGE_CHECK_INTERVAL_SECONDS = 10  # a minute is time enough to fill a machine

ROBOTSTXT_OBEY = True
ROBOTS_FAILURE_MEMORY = config.value("ROBOTS_FAILURE_MEMORY")
ROBOTS_MEMORY = config.value("ROBOTS_MEMORY")
ROBOTS_LONGEST_DELAY = config.value("ROBOTS_LONGEST_DELAY")
DOWNLOAD_DELAY = config.value("DOWNLOAD_DELAY")
DOWNLOAD_DELAY_JITTER = 0  # a delay is a promise: Scrapy would halve it at times
EXTENSIONS = {"newsspider.middlewares.throttle.Throttle": 0}
PACE_LONGEST = config.value("PACE_LONGEST")
CONCURRENT_REQUESTS_PER_DOMAIN = config.value("CONCURRENT_REQUESTS_PER_DOMAIN")
CONCURRENT_REQUESTS = config.value("CONCURRENT_REQUESTS")
SOURCE_CONCURRENT_REQUESTS = config.value("SOURCE_CONCURRENT_REQUESTS")

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

EXTRACT_WORKERS = config.value("EXTRACT_WORKERS")
EXTRACT_TIMEOUT = config.value("EXTRACT_TIMEOUT")
EXTRACT_MEMORY_MB = config.value("EXTRACT_MEMORY_MB")
EXTRACT_TASKS_A_WORKER = config.value("EXTRACT_TASKS_A_WORKER")

# What shows the pages: "http", nothing; "browser", a Chromium of the machine, whose program is
# looked for where none is named. Its requests keep the headers that the browser gives them.
RENDER = "http"
BROWSER = config.value("BROWSER")
BROWSER_TIMEOUT = config.value("BROWSER_TIMEOUT")
BROWSER_PAGES = config.value("BROWSER_PAGES")
PLAYWRIGHT_PROCESS_REQUEST_HEADERS = None

MAX_PAGES = config.value("MAX_PAGES")
MAX_HUBS = config.value("MAX_HUBS")
REVISITS = config.value("REVISITS")

KEEP = False  # ``ingest --keep``: a person wants the page, of whatever kind
SOURCES = config.value("SOURCES")
ARCHIVE = config.value("ARCHIVE")
ARCHIVE_FILE_SIZE = config.value("ARCHIVE_FILE_SIZE")
DATABASE_URL = config.value("DATABASE_URL")

ALARM_WEBHOOK = config.value("ALARM_WEBHOOK")
ALARM_COMMAND = config.value("ALARM_COMMAND")
METRICS_FILE = config.value("METRICS_FILE")

LOG_LEVEL = "INFO"  # Scrapy's default prints every page in full
LOG_FORMATTER = "newsspider.middlewares.log.QuietFormatter"
