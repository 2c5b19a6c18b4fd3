"""The environment, read loudly: right values, and wrong ones that stop the start with a sentence naming them."""

import os
import runpy
import stat
import subprocess
import sys
from ipaddress import ip_network

import pytest
from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured

from config import environment

KEY = "k" * 50
SECRET = "s3cr3t"
VARIABLES = [
    "DEBUG",
    "SECURE",
    "HOST",
    "PORT",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "TRUSTED_PROXIES",
    "DATABASE_URL",
    "CACHE_URL",
    "MAIL_URL",
    "MAIL_FROM",
]


@pytest.fixture
def settings_of(monkeypatch):
    """What config/settings.py makes of an environment."""

    def settings_of(**variables):
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in ({"SECRET_KEY": KEY} | variables).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(site.BASE_DIR / "config" / "settings.py"))

    return settings_of


@pytest.fixture
def read(monkeypatch):
    """What a reader makes of a value of the variable NAME."""

    def read(reader, value, *args, **kwargs):
        monkeypatch.setenv("NAME", value)
        return getattr(environment, reader)("NAME", *args, **kwargs)

    return read


# Right values


@pytest.mark.parametrize(
    ("value", "means"),
    [
        ("1", True),
        ("true", True),
        ("YES", True),
        ("on", True),
        ("0", False),
        ("False", False),
        ("no", False),
        ("off", False),
    ],
)
def test_switches(read, value, means):
    assert read("flag", value, default=not means) is means
    assert read("flag", f"  {value} ", default=not means) is means


@pytest.mark.parametrize("default", [True, False])
@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_variable_is_an_unset_one(read, value, default):
    assert read("flag", value, default=default) is default
    assert read("port", value, 8000) == 8000
    assert read("cache", value)["BACKEND"].endswith("LocMemCache")
    assert read("mailer", value) is None
    assert read("networks", value) == []


@pytest.mark.parametrize("value", ["1", "80", "65535"])
def test_ports(read, value):
    assert read("port", value, 8000) == int(value)


@pytest.mark.parametrize("value", ["127.0.0.1", "0.0.0.0", "::1", "::", "localhost"])
def test_addresses_to_listen_on(read, value):
    assert read("host", value, "x") == value


def test_hosts_and_networks(read):
    hosts = "learn.example, .example.org,[::1],127.0.0.1,"
    assert read("hosts", hosts, "") == ["learn.example", ".example.org", "[::1]", "127.0.0.1"]
    assert read("networks", "10.0.0.5, 10.1.2.3/8,fd00::/8") == [
        ip_network("10.0.0.5/32"),
        ip_network("10.0.0.0/8"),
        ip_network("fd00::/8"),
    ]


@pytest.mark.parametrize(
    ("url", "path"),
    [("sqlite:////srv/a%20b.sqlite3", "/srv/a b.sqlite3"), ("sqlite:///relative.db", "relative.db")],
)
def test_sqlite(read, url, path):
    found = read("database", url, "")

    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", path)
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgres(read):
    found = read("database", "postgres://us%40er:p%3Aw@db.example:5433/na%20me?sslmode=require", "")

    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert [found[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "us@er",
        "p:w",
        "db.example",
        "5433",
        "na me",
    ]
    assert found["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("url", ["redis://127.0.0.1:6379/9", "rediss://:pw@cache.example/0"])
def test_cache(read, url, settings_of):
    assert read("cache", url)["LOCATION"] == url
    assert settings_of(CACHE_URL=url)["LIMITS_STORAGE_URL"] == url


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("smtp://u%40x:p%2Fw@mail.example:587/?tls=1", ("mail.example", 587, "u@x", "p/w", True, False)),
        ("smtps://u:p@mail.example", ("mail.example", 465, "u", "p", False, True)),
        ("smtp://mail.example", ("mail.example", 25, "", "", False, False)),
    ],
)
def test_mail(read, url, options):
    found = read("mailer", url)

    names = ("host", "port", "username", "password", "use_tls", "use_ssl")
    assert tuple(found["OPTIONS"][name] for name in names) == options
    assert read("mailer", "console:") == {"BACKEND": "django.core.mail.backends.console.EmailBackend"}


# Wrong values

WRONG = {
    "DEBUG": ["maybe", "2", "truee"],
    "SECURE": ["tls", "-1"],
    "PORT": ["0", "65536", "-1", "80.0", "http", "٨٠", "8000 9000"],
    "HOST": ["http://0.0.0.0", "0.0.0.0:80", "a b", "a,b", "user@host"],
    "ALLOWED_HOSTS": ["https://learn.example", "learn.example:443", "[::1]:80", "a.example,b.example/x"],
    "TRUSTED_PROXIES": ["proxy.example", "10.0.0.0/33", "10.0.0.5,x", "10.0.0"],
    "SECRET_KEY": ["short", "x" * 31],
    "DATABASE_URL": [
        "mysql://u:s3cr3t@h/n",
        "postgres://u:s3cr3t@h:port/n",
        "postgres://u:s3cr3t@h",
        "postgres://u:s3cr3t@h/",
        "sqlite://",
        "sqlite:///",
        "sqlite://u:s3cr3t@host/x.db",
        "/srv/x.sqlite3",
        "nonsense",
        "mysql://u:pa:s3cr3t@h/n",
        "mysql://u:s3cr3t:x@h/n",
        "mysql://u:s3cr3t/x@h/n",
        "mysql://h/n?password=s3cr3t",
        "u:s3cr3t@h",
    ],
    "CACHE_URL": [
        "memcached://:s3cr3t@h",
        "redis://:s3cr3t@h:port",
        "unix:///run/redis.sock",
        "localhost:6379",
        "rediss",
    ],
    "MAIL_URL": [
        "mail.example",
        "http://u:s3cr3t@h",
        "smtp://",
        "smtp://u:s3cr3t@",
        "smtp://u:s3cr3t@h:mail",
        "console",
    ],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_value_is_named_and_no_secret_is_told(settings_of, name, value):
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(**{name: value})

    assert str(refused.value).startswith(f"{name} ")
    assert str(refused.value).endswith(".")
    assert SECRET not in str(refused.value)
    assert name != "SECRET_KEY" or value not in str(refused.value)


def test_a_wrong_value_stops_the_start(tmp_path):
    variables = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "PORT": "http", "SECRET_KEY": KEY}
    started = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=site.BASE_DIR,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode != 0
    assert "PORT must be a port from 1 to 65535, not 'http'." in started.stderr


# The secret key


def test_a_secret_key_is_made_once_and_kept_for_its_owner_alone(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY")
    kept = tmp_path / "var" / "secret_key"

    made = environment.secret_key("SECRET_KEY", kept_in=kept)

    assert len(made) >= environment.SECRET_KEY_MIN_LENGTH
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert environment.secret_key("SECRET_KEY", kept_in=kept) == made
    assert environment.secret_key("SECRET_KEY", kept_in=tmp_path / "other") != made


def test_a_key_of_the_environment_comes_first_and_makes_no_file(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", KEY)

    assert environment.secret_key("SECRET_KEY", kept_in=tmp_path / "secret_key") == KEY
    assert not list(tmp_path.iterdir())


# The whole


def test_without_an_environment_the_site_is_safe_on_this_machine_alone(settings_of):
    made = settings_of()

    assert made["DEBUG"] is made["SECURE"] is False
    assert (made["HOST"], made["PORT"]) == ("127.0.0.1", 8000)
    assert made["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert made["TRUSTED_PROXIES"] == []
    assert made["DATABASES"]["default"]["NAME"] == str(site.VAR_DIR / "statusline.sqlite3")
    assert made["LIMITS_STORAGE_URL"] == "memory://"
    assert made["MAILER"] is None
    assert made["SESSION_COOKIE_NAME"] == "session"
    assert made["SESSION_COOKIE_AGE"] == 90 * 24 * 60 * 60


def test_secure_means_tls_everywhere(settings_of):
    made = settings_of(SECURE="1")

    assert made["SESSION_COOKIE_NAME"] == "__Host-session"
    assert made["SESSION_COOKIE_SECURE"] and made["CSRF_COOKIE_SECURE"] and made["SECURE_SSL_REDIRECT"]
    assert made["SECURE_HSTS_SECONDS"] >= 180 * 24 * 60 * 60
    assert made["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_the_drivers_of_mail_follow_the_environment(settings_of):
    assert settings_of()["MAILERS"] == {}
    assert settings_of(MAIL_URL="console:")["MAILERS"]["default"]["BACKEND"].endswith("console.EmailBackend")
    assert settings_of(MAIL_FROM="learn@example.org")["DEFAULT_FROM_EMAIL"] == "learn@example.org"
