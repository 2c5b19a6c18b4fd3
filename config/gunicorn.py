"""How gunicorn serves the site: one process of threads, or several once CACHE_URL is shared."""

import gc
from typing import Any

from config import environment

_host = environment.host("HOST", "127.0.0.1")
_port = environment.port("PORT", 8000)

bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"
worker_class = "gthread"
# Failed sign-ins are counted in memory without CACHE_URL, and memory isn't shared.
workers = environment.count("WEB_CONCURRENCY", 2) if environment.text("CACHE_URL") else 1
threads = 8
keepalive = 5
graceful_timeout = 20
control_socket_disable = True
# Above the lab's own limits, so that the lab can say 414 and 431 itself.
limit_request_line = 8190
limit_request_field_size = 65536
# ProxiesMiddleware decides whom to believe.
forwarded_allow_ips = "127.0.0.1"
secure_scheme_headers: dict[str, str] = {}
wsgi_app = "config.wsgi:application"


def post_worker_init(worker: Any) -> None:
    """Read the content before anybody asks for it, and say where the site is.

    What has been loaded stays: looking through it for garbage would stop every thread for some 40 ms each time.
    """
    from learn.library import library

    library()
    gc.collect()
    gc.freeze()
    if worker.age == 1:
        shown = "127.0.0.1" if _host in ("0.0.0.0", "::") else _host
        shown = f"[{shown}]" if ":" in shown else shown
        print(f"\n  Statusline is ready: http://{shown}:{_port}/\n", flush=True)
