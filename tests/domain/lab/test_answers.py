"""What the responses of the lab have and haven't."""

from tests.domain.lab.bench import BASE, Bench
from tests.domain.lab.cases import CASES


def test_head_is_get_without_content(lab):
    for case in (case for case in CASES if case.method == "GET"):
        get = case.send(Bench(lab))
        bench = Bench(lab)
        case.before(bench)
        head = bench.send("HEAD", case.path, case.token, content=case.content, headers=case.headers)
        assert head.answer.content == b""
        assert (head.status, head.headers) == (get.status, get.headers), str(case)


def test_204_and_304_have_no_content_type_and_no_length(sent):
    for each in (each for each in sent if each.status in (204, 304)):
        assert not {"Content-Type", "Content-Length"} & each.headers.keys(), str(each)
        assert each.answer.content == b""


def test_fields_that_belong_to_a_code_are_there(sent):
    wanted = {401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After", 503: "Retry-After", 201: "Location"}
    wanted |= dict.fromkeys((301, 302, 303, 307, 308), "Location")
    for each in sent:
        assert wanted.get(each.status, "Lab-Route") in each.headers, str(each)
        assert len({name.lower() for name, _ in each.answer.fields}) == len(each.answer.fields), str(each)


def test_304_repeats_the_fields_of_its_200(bench):
    for path, token in (("/products/sku_123", ""), ("/orders/ord_9001", "customer"), ("/inventory/sku_123", "other")):
        ok = bench.send("GET", path, token)
        again = bench.send("GET", path, token, headers={"If-None-Match": ok.headers["ETag"]})
        assert again.status == 304
        for name in ("ETag", "Cache-Control", "Vary", "Last-Modified"):
            assert again.headers.get(name) == ok.headers.get(name)


def test_error_comes_as_problem_details_where_accept_names_them(bench):
    fields = {"Accept": "*/*, application/problem+json"}
    sent = bench.send("GET", "/orders/ord_missing", "customer", headers=fields)

    assert sent.headers["Content-Type"] == "application/problem+json"
    assert sent.json["type"].endswith("/problems/not_found")
    assert (sent.json["title"], sent.json["status"]) == ("Not Found", 404)
    assert sent.json["instance"] == f"{BASE}/traces/{sent.headers['Lab-Request-Id']}"
    assert "message" not in sent.json


def test_prefer_explain_adds_the_path_in_words(bench):
    sent = bench.send("GET", "/orders/ord_9001", "other", headers={"Prefer": "explain"})
    plain = bench.send("GET", "/orders/ord_9001", "other")

    assert sent.headers["Preference-Applied"] == "explain"
    assert sent.json["path"].endswith("Because: this order is somebody else's.")
    assert "path" not in plain.json


def test_words_never_end_in_two_full_stops(sent):
    told = [each.json["path"] for each in sent if "Preference-Applied" in each.headers and each.answer.content]

    assert told
    assert not [path for path in told if path.endswith("..")]


def test_content_that_is_no_object_is_pointed_at_as_a_whole(bench):
    assert bench.send("POST", "/orders", "customer", [1]).json["details"][0]["pointer"] == ""
