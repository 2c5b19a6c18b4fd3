"""What was made last, held in memory: pages, compressed when first asked for so."""

import gzip
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import brotli

# Quick first; a page that with its header fields comes out larger than the 8 KB of a warm visit is worth a slower go,
# unless it is huge.
BROTLI_QUALITY = 5
WARM_VISIT_BYTES = 7300
SLOW_GO_BYTES = 96 * 1024


@dataclass
class MadePage:
    """A page's text, compressed when first asked for so."""

    text: bytes

    @cached_property
    def br(self) -> bytes:
        small: bytes = brotli.compress(self.text, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
        if len(small) > WARM_VISIT_BYTES and len(self.text) < SLOW_GO_BYTES:
            small = brotli.compress(self.text, mode=brotli.MODE_TEXT)
        return small

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.text, compresslevel=6, mtime=0)


class Recent[K, V]:
    """What was made last, by what it is a function of."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._held: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def keep(self, key: K, made: V) -> V:
        with self._lock:
            self._held[key] = made
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return made

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
