"""Each heading and code example of the article, the lesson that has it, and words to find there."""

from typing import NamedTuple


class Row(NamedTuple):
    heading: str
    lesson: str
    words: tuple[str, ...]


SUCCESS, MOVED, SERVER = "success-200-201-202-204", "moved-301-302", "server-failures-500-502-503-504"
SHOP, TALK = "checkout-and-inventory", "interview-questions"

HEADINGS = [
    Row(
        "HTTP Status Codes Explained (200, 404, 500 and More)",
        "what-a-status-code-is",
        ("being throttled", "browsers and APIs"),
    ),
    Row(
        "Quick Definition",
        "what-a-status-code-is",
        ("three digits that give the result", "**Alerting rules**", "| 5xx |"),
    ),
    Row(
        "Why HTTP Status Codes Matter",
        "why-codes-matter",
        ("## Faster debugging", "## Better retries", "## Cleaner dashboards"),
    ),
    Row("Status Code Classes at a Glance", "five-classes", ("| 1xx | {100} {101} |", "## Rule one", "## Rule two")),
    Row(
        "Where Status Codes Are Chosen in a Backend",
        "where-codes-are-chosen",
        ("authentication middleware", "It states what the client intends", "## A matter of architecture"),
    ),
    Row("2xx Success Codes: The Request Worked", SUCCESS, ("## 200: done, and here it is", "## Three questions")),
    Row("200 OK", SUCCESS, ("GET /products/sku_123", "PATCH /users/u_42", "POST /payments/verify")),
    Row(
        "201 Created",
        SUCCESS,
        ("## 201: something new exists", "tells creating from reading at a glance", "With it comes `Location`"),
    ),
    Row("202 Accepted", SUCCESS, ("converting a video", "mailing a campaign", "writing a report")),
    Row("204 No Content", SUCCESS, ("DELETE /sessions/s_44", "POST /logout", "PUT /api/v1/preferences/u_42")),
    Row(
        "3xx Redirection Codes: Go Somewhere Else or Reuse Cache",
        MOVED,
        ("watch a browser or a CDN at work", "*look elsewhere*"),
    ),
    Row("301 Moved Permanently", MOVED, ("`http://example.com`", "canonical path", "SEO")),
    Row("302 Found", MOVED, ("maintenance page", "A login flow", "turn off here today")),
    Row("304 Not Modified", "304-not-modified", ("stylesheet", "`If-None-Match`", "`If-Modified-Since`")),
    Row(
        "4xx Client Error Codes: The Request Needs Fixing",
        "400-bad-request",
        ("A 4xx hands the matter back", "has to change before another try"),
    ),
    Row(
        "400 Bad Request",
        "400-bad-request",
        ("invalid JSON", "a required field is missing", "malformed query parameter"),
    ),
    Row(
        "401 Unauthorized",
        "401-or-403",
        ("*unauthenticated*", "the session cookie has expired", "the API key is invalid"),
    ),
    Row("403 Forbidden", "401-or-403", ("a support agent", "billing record", "show me who you are")),
    Row("404 Not Found", "404-not-found", ("/orders/ord_missing", "/images/logo-old.png", "a policy of hiding")),
    Row("409 Conflict", "409-conflict", ("version number it had last week", "The username exists", "It has shipped")),
    Row("429 Too Many Requests", "429-too-many-requests", ("from one IP", "free-tier key", "a burst")),
    Row(
        "5xx Server Error Codes: The Server Failed",
        SERVER,
        ("there may be nothing for the client to mend", "something behind it"),
    ),
    Row(
        "500 Internal Server Error", SERVER, ("an exception that no handler catches", "a null reference", "serialized")
    ),
    Row("502 Bad Gateway", SERVER, ("An API gateway", "crashes halfway", "malformed HTTP")),
    Row(
        "503 Service Unavailable",
        SERVER,
        ("a maintenance window", "sheds part of the traffic", "more honest than a vague 500"),
    ),
    Row("504 Gateway Timeout", SERVER, ("gave up waiting", "latency or a dependency in trouble")),
    Row(
        "How to Choose the Right Status Code in APIs",
        "choosing-a-code",
        ("## Four questions, in this order", "five picks", '"success": false'),
    ),
    Row("Common Mistakes Developers Make", "six-mistakes", ("You review six APIs", "## Now you")),
    Row(
        "1. Returning 500 for validation failures",
        "six-mistakes",
        ("## 1. Bad input, called a crash", "A more specific 4xx"),
    ),
    Row("2. Confusing 401 and 403", "six-mistakes", ("## 2. 401 and 403, swapped", "The frontend believes the number")),
    Row("3. Returning 404 for every failure", "six-mistakes", ("## 3. 404, whatever happened", "Hiding is fair")),
    Row(
        "4. Using 200 for resource creation and deletion without a reason",
        "six-mistakes",
        ("## 4. 200, out of habit", "This isn't always wrong", "{201}"),
    ),
    Row(
        "5. Treating 304 Not Modified as an error",
        "six-mistakes",
        ("## 5. 304, taken for an error", "it saves time and bytes"),
    ),
    Row(
        "6. Forgetting rate-limit semantics",
        "six-mistakes",
        ("## 6. A limit that looks like a crash", "feeds the incident"),
    ),
    Row(
        "Real-World Example: Checkout and Inventory API",
        SHOP,
        ("`POST /payments/charge`", "`PATCH /inventory/sku_123`", "`DELETE /cart/items/item_7`"),
    ),
    Row(
        "How status codes should work in practice:",
        SHOP,
        ("## 1. Asha orders two mugs", "## 5. She asks for Ben's order", "## 7. The payment provider falters"),
    ),
    Row("Interview Questions", TALK, ("An interviewer who asks", "**The price:**")),
    Row(
        "1. Why is returning the right HTTP status code better", TALK, ("accidental complexity", "dashboards are clear")
    ),
    Row(
        "2. What is the difference between 401 Unauthorized and 403 Forbidden?",
        TALK,
        ("a refreshed token", "another role or right"),
    ),
    Row(
        "3. When would you choose 202 Accepted instead of 200 OK?",
        TALK,
        ("transcoding a video", "a job ID or a status address"),
    ),
    Row(
        "4. Why is 304 Not Modified not considered an error?",
        TALK,
        ("saves bandwidth and waiting", "a sign of performance"),
    ),
    Row(
        "5. When should an API return 409 Conflict instead of 400 Bad Request?",
        TALK,
        ("optimistic locking", "the same transition twice"),
    ),
    Row(
        "6. Why is 503 Service Unavailable often better",
        TALK,
        ("A load balancer sends traffic elsewhere", "`Retry-After` adds a plan"),
    ),
    Row("Conclusion", "what-next", ("as quick to learn by heart", "easier to debug")),
    Row("References", "what-next", ("Status/201", "rfc/rfc6585", "rfc/rfc9110")),
    Row("YouTube Videos", "what-next", ("doR604EaOhM", "s3xyX1tYBgo", "jb6hFibIf6k")),
    Row("Next in Series", "what-next", ("third of five parts", "How APIs Work")),
    Row("Related Posts", "what-next", ("Git Cheat Sheet for Developers", "What Is JSON?")),
]

EXAMPLES = [
    Row(
        "flowchart TD",
        "where-codes-are-chosen",
        (
            ':::map backend lit="A B C E F H J L M P R T Q"',
            'also="A B C E F H J L M O"',
            'lit="A B C E F H J L M P R S"',
        ),
    ),
    Row('"orderId": "ord_9001",\n  "status": "paid"', SUCCESS, ('"status": "paid"', '"orderId": "ord_9001"')),
    Row('sending JSON like { "success": true }', SUCCESS, ('`{"success": true}`',)),
    Row(
        '"requestId": "req_7b92d1"',
        "400-bad-request",
        ("`req_7b92d1`", "quantity must be greater than 0", "invalid_request"),
    ),
    Row(
        'a JSON field like "success": false',
        "why-codes-matter",
        ('{"success": false', "HTTP/1.1 200 OK", "**Dashboards**"),
    ),
    Row(
        "Example create request:",
        SHOP,
        ("POST /api/v1/orders HTTP/1.1", '"userId": "u_42"', '{"quantity": 2, "sku": "sku_123"}'),
    ),
    Row("Example success response:", SHOP, ("Location: /api/v1/orders/", "`ord_9001`", '"status": "pending_payment"')),
    Row(
        "Example conflict response:",
        SHOP,
        ("inventory_version_conflict", "HTTP/1.1 409 Conflict", "to refresh before trying again"),
    ),
]
