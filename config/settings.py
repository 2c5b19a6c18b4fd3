"""Settings for every environment; the environment variables make the difference (README, "Configuration")."""

from pathlib import Path

from django.utils.csp import CSP

from config import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

DEBUG = environment.flag("DEBUG", default=False)
SECURE = environment.flag("SECURE", default=False)
HOST = environment.host("HOST", "127.0.0.1")
PORT = environment.port("PORT", 8000)
# gunicorn's configuration reads it too; here a wrong value stops the start.
WEB_CONCURRENCY = environment.count("WEB_CONCURRENCY", 2)
SECRET_KEY = environment.secret_key("SECRET_KEY", kept_in=VAR_DIR / "secret_key")
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")

INSTALLED_APPS = [
    "learn",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "learn.middleware.observe.ObserveMiddleware",
    "learn.middleware.proxies.ProxiesMiddleware",
    # The lab answers before the site's sessions, accounts and CSRF check.
    "learn.middleware.lab.LabMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "learn.middleware.guest.GuestMiddleware",
    "learn.middleware.faults.FaultsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "learn.middleware.csrf.CsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": environment.database("DATABASE_URL", f"sqlite:///{VAR_DIR}/statusline.sqlite3")}
# The lab keeps its rows in a file of its own, or in the same PostgreSQL.
LAB_DATABASE = environment.lab_database(DATABASES["default"])
LAB_ALIAS = "lab" if LAB_DATABASE else "default"
if LAB_DATABASE:
    DATABASES["lab"] = LAB_DATABASE
DATABASE_ROUTERS = ["learn.routers.LabRouter"]
# How many sandboxes one address may make in ten minutes without a visit to the site.
LAB_SANDBOXES_PER_10_MINUTES = environment.count("LAB_SANDBOXES_PER_10_MINUTES", 300)
CACHES = {"default": environment.cache("CACHE_URL")}
# Where failed sign-ins are counted: this process's memory, or Redis for all processes.
LIMITS_STORAGE_URL = environment.text("CACHE_URL") or "memory://"

AUTH_USER_MODEL = "learn.User"
AUTHENTICATION_BACKENDS = ["learn.backends.AccountBackend"]
PASSWORD_HASHERS = [
    "learn.hashers.OneAtATimeScryptHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "progress"

# A guest is forgotten after 90 idle days, and so is a session.
GUEST_DAYS = 90
SESSION_COOKIE_AGE = GUEST_DAYS * 24 * 60 * 60
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
GUEST_COOKIE_NAME = "__Host-guest" if SECURE else "guest"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = True
# Ours is Django's with another place for the visitor's secret; the check looks for Django's by name.
# A site without mail says so where a password would be reset.
SILENCED_SYSTEM_CHECKS = ["security.W003", "mail.W001"]
CSRF_FAILURE_VIEW = "learn.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

MAILER = environment.mailer("MAIL_URL")
MAILERS = {"default": MAILER} if MAILER else {}
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "statusline@localhost")

LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["learn.bundles.BundleFinder"]
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
CONTENT_DIR = BASE_DIR / "learn" / "content"

# No inline script or style anywhere, so a lesson can quote HTML safely.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

if SECURE:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "learn.middleware.observe.RequestIdFilter"}},
    "formatters": {
        "line": {
            "format": "{asctime} {levelname} {name} request={request_id} {message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
