"""The site's settings, on the database and cache of TEST_DATABASE_URL and TEST_CACHE_URL."""

import os
from tempfile import TemporaryDirectory

os.environ["DEBUG"] = "false"
os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 32
for name in ("SECURE", "HOST", "PORT", "ALLOWED_HOSTS", "TRUSTED_PROXIES", "MAIL_URL", "DATABASE_URL", "CACHE_URL"):
    os.environ.pop(name, None)
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
if os.environ.get("TEST_CACHE_URL"):
    # Each worker has a Redis database of its own, since each test empties it.
    address, _, number = os.environ["TEST_CACHE_URL"].rpartition("/")
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.environ["CACHE_URL"] = f"{address}/{(int(number) + worker) % 16}"

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Hashed names need collectstatic, which only the browser tests against gunicorn run.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Other tests start servers, which collect files where a scan at the start of each client would miss them.
WHITENOISE_AUTOREFRESH = True
MAILER = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
MAILERS = {"default": MAILER}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # A test closes its connections itself; a pool would keep the test database busy.
    DATABASES["default"]["OPTIONS"].pop("pool", None)
    # Nobody minds what a power cut would take from a test, here and below.
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
else:
    # Files, as the site has them: of databases in memory, a reader beside a writer finds its table locked.
    FOLDER = TemporaryDirectory(prefix="statusline-tests-")
    for alias, database in DATABASES.items():
        database["TEST"] = {"NAME": f"{FOLDER.name}/{alias}.sqlite3"}
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
