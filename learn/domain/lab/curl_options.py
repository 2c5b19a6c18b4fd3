"""The options of curl that matter to a request, and the many that don't."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


LONG = {
    "X": "request", "H": "header", "d": "data", "u": "user", "b": "cookie", "A": "user-agent", "e": "referer",
    "I": "head", "G": "get", "F": "form", "T": "upload-file", "K": "config",
    "o": "output", "m": "max-time", "w": "write-out", "x": "proxy", "c": "cookie-jar", "D": "dump-header",
    "E": "cert", "C": "continue-at", "Y": "speed-limit", "y": "speed-time", "U": "proxy-user",
}  # fmt: skip
READ = _names("""
    request header data data-ascii data-raw data-binary data-urlencode json user oauth2-bearer cookie user-agent
    referer url
""")
FILES = frozenset(("form", "form-string", "upload-file", "config"))
# About the connection, the output or curl itself: nothing that would change the request. These have an argument.
SKIPPED = _names("""
    output max-time write-out proxy proxy-user cookie-jar dump-header cert key cacert capath ciphers continue-at
    speed-limit speed-time connect-timeout retry retry-delay retry-max-time resolve connect-to limit-rate interface
    max-redirs noproxy trace trace-ascii stderr output-dir max-filesize keepalive-time expect100-timeout tls-max
    dns-servers doh-url pinnedpubkey rate
""")
IGNORED = _names("""
    insecure silent show-error verbose include location fail fail-with-body globoff compressed http1.0 http1.1
    http2 http2-prior-knowledge http3 path-as-is progress-bar no-progress-meter no-buffer no-keepalive ipv4 ipv6
    basic raw remote-name remote-header-name remote-time create-dirs disable tcp-nodelay retry-all-errors
    retry-connrefused ssl-no-revoke tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 location-trusted styled-output parallel
""")
IGNORED_SHORT = frozenset("ksSvifLgNOJRqZ#01234")
