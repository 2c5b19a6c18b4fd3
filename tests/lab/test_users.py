"""Added to section 6 by what was settled: names and preferences."""

import pytest


@pytest.mark.parametrize("as_", ["customer", "admin"])
@pytest.mark.parametrize("name", ["A", "Asha O'Neill", "x" * 60, "Ωμέγα 東京"])
def test_a_name_is_changed_by_its_owner_or_the_admin(sandbox, as_, name):
    answer = sandbox.send("PATCH", "/users/u_42", as_=as_, json={"displayName": name})
    assert (answer.status, answer.json["displayName"]) == (200, name)


@pytest.mark.parametrize("as_", ["other", "support"])
def test_a_foreign_name_is_not_changed(sandbox, as_):
    assert sandbox.send("PATCH", "/users/u_42", as_=as_, json={"displayName": "Eve"}).status == 403


@pytest.mark.parametrize("newsletter", [True, False])
def test_a_preference_is_replaced_without_a_word(sandbox, newsletter):
    answer = sandbox.send("PUT", "/preferences/u_42", as_="customer", json={"newsletter": newsletter})
    assert (answer.status, answer.content) == (204, b"")


@pytest.mark.parametrize("as_", ["other", "support", "admin"])
def test_foreign_preferences_are_forbidden(sandbox, as_):
    assert sandbox.send("PUT", "/preferences/u_42", as_=as_, json={"newsletter": True}).status == 403


@pytest.mark.parametrize(
    ("method", "target", "json"),
    [("PATCH", "/users/u_none", {"displayName": "Eve"}), ("PUT", "/preferences/u_none", {"newsletter": True})],
)
def test_an_unknown_user_is_not_found(sandbox, method, target, json):
    assert sandbox.send(method, target, as_="customer", json=json).status == 404
