import pytest


@pytest.mark.parametrize("path", ["/", "/lessons/", "/lessons/401-or-403/", "/codes/409/", "/wizard/backend/?C=no"])
def test_page_answers(client, path):
    assert client.get(path).status_code == 200
