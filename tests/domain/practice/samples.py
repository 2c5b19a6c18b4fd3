"""One small question of each kind, as its author writes it."""

HEAD = """\
[[question]]
id = "door-{kind}"
version = 1
kind = "{kind}"
codes = [{codes}]
boxes = ["H"]
rfc = "9110 s15.5.4"
stem = "What is right?"
"""


def head(kind, codes="403"):
    return HEAD.format(kind=kind, codes=codes)


CODE = (
    head("code")
    + """\
right = 403
why = "No right."

[[question.near]]
code = 401
why = "Known."
when = "the token is missing"
"""
)
BOX = (
    head("box")
    + """\
right = "H"
why = "No right."

[[question.near]]
box = "C"
why = "Known."
when = "the token is missing"
misconception = "401-is-permission"
"""
)
ONE = (
    head("one", "401")
    + """\
exchange = "GET / HTTP/1.1"

[[question.option]]
text = "Log in"
right = true
why = "It says so."

[[question.option]]
text = "Wait"
why = "No."
when = "the answer is 503"
misconception = "retry-fixes-4xx"

[[question.option]]
text = "Ask"
why = "No."
when = "the answer is 403"
misconception = "401-is-permission"
"""
)
SEVERAL = (
    head("several")
    + """\
[[question.option]]
text = "WWW-Authenticate"
right = true
why = "A duty."

[[question.option]]
text = "Allow"
why = "Not here."
when = "the code is 405"
misconception = "allow-everywhere"

[[question.option]]
text = "A reason"
right = true
why = "It helps."

[[question.option]]
text = "A redirect"
why = "Not here."
when = "the page is for people"
misconception = "login-page-for-apis"
"""
)
ORDER = (
    head("order")
    + """\
[[question.step]]
text = "Who asks?"
why = "First of all."

[[question.step]]
text = "Is it readable?"
why = "Before the rules."

[[question.step]]
text = "May they?"
why = "Before looking."

[[question.step]]
text = "Is it there?"
why = "At last."
"""
)
MATCH = (
    head("match", "405")
    + """\
[[question.match]]
left = "405"
right = "Allow"
why = "It lists the methods."

[[question.match]]
left = "401"
right = "WWW-Authenticate"
why = "It asks for a login."

[[question.match]]
left = "201"
right = "Location"
why = "It says where."

[[question.match]]
left = "503"
right = "Retry-After"
why = "It says when."
"""
)
LINE = (
    head("line", "405")
    + '''\
exchange = """
POST /api/v1/products HTTP/1.1
Host: …

HTTP/1.1 405 Method Not Allowed
Allow: POST
Cache-Control: no-store
"""
right = 5
why = "It offers what it refuses."
mended = """
POST /api/v1/products HTTP/1.1
Host: …

HTTP/1.1 405 Method Not Allowed
Allow: GET, HEAD
Cache-Control: no-store
"""

[[question.near]]
line = 1
why = "A request may be mistaken."
when = "it can't be read"

[[question.near]]
line = 4
why = "The code is right."
when = "no resource knows POST"
misconception = "405-is-501"
'''
)
MEND = (
    head("mend", "405")
    + '''\
exchange = """
DELETE /api/v1/orders HTTP/1.1
Host: …

HTTP/1.1 404 Not Found
Content-Type: application/json
Content-Length: 2

{}
"""
model = """
HTTP/1.1 405 Method Not Allowed
Allow: GET, HEAD, POST
Cache-Control: no-store
ETag: "v7"
"""

[[question.rule]]
says = "The code says that the method is not offered."
why = "Orders are there."
status = [405, 501]

[[question.rule]]
says = "Allow lists GET and POST."
why = "RFC 9110 asks for it."
header = "Allow"
has = ["GET", "post"]

[[question.rule]]
says = "Nothing stores it."
why = "It may change."
header = "Cache-Control"
equals = "no-store"

[[question.rule]]
says = "It is labelled."
why = "Labels help."
header = "ETag"
like = '"v\\d"'

[[question.rule]]
says = "No length is named."
why = "The server adds it."
no_header = "content-length"

[[question.rule]]
says = "Nothing follows the head."
why = "It has nothing to say."
no_content = true
'''
)
MODEL_ANSWER = " ".join(["It says who has to act, in one number that every client can read."] * 5)
FREE = (
    head("free")
    + f'''\
enough = 2
model = """
{MODEL_ANSWER}
"""

[[question.point]]
text = "Clients read the number."
why = "They needn't know the content."

[[question.point]]
text = "Alarms count it."
why = "They see failures."

[[question.point]]
text = "Caches obey it."
why = "They store what may be stored."
'''
)
SAMPLES = {
    **{"one": ONE, "code": CODE, "box": BOX, "several": SEVERAL, "order": ORDER},
    **{"match": MATCH, "line": LINE, "mend": MEND, "free": FREE},
}
