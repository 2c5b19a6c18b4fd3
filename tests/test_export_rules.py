"""Everything stored about someone leaves with an export, and goes with them."""

from datetime import timedelta

import pytest
from django.apps import apps

from learn.actions.accounts import EXPORTED, everything_about
from learn.actions.learners import delete_account, forget_guest, forget_idle_guests
from learn.models import CheckAnswer, Feedback, Learner, LessonProgress, ObtainedCode, User, WalkedEdge
from tests.conftest import NOW

# The lab's rows hang on a sandbox, which is forgotten after a day without use.
OF_THE_LAB = {"Sandbox", "LabTrace", "Capture"}
# What isn't a fact about the person: keys, Django's own switches, and the hash nobody is shown.
NOT_EXPORTED = {
    "User": {"id", "password", "is_superuser", "is_active", "first_name", "last_name", "groups", "user_permissions"},
    "Learner": {"id", "user"},
    "LessonProgress": {"id", "learner"},
    "CheckAnswer": {"id", "learner"},
    "WalkedEdge": {"id", "learner"},
    "ObtainedCode": {"id", "learner"},
    "Feedback": {"id", "learner"},
}
OURS = [model for model in apps.get_app_config("learn").get_models() if model.__name__ not in OF_THE_LAB]


def fill(learner):
    """Make a row of every model that knows a learner."""
    LessonProgress.objects.create(learner=learner, lesson="x", opened_at=NOW, left_at=NOW)
    CheckAnswer.objects.create(
        learner=learner, question="x", version=1, lesson="x", attempt=1, given="1", right=True, answered_at=NOW
    )
    WalkedEdge.objects.create(learner=learner, graph="backend", source="A", target="B", walked_at=NOW)
    ObtainedCode.objects.create(learner=learner, code=409, request="POST /x", obtained_at=NOW)
    Feedback.objects.create(learner=learner, lesson="x", kind="mistake", comment="x", written_at=NOW)
    for model in OURS:
        assert model.objects.exists() or model is User, f"fill() makes no {model.__name__}"


def test_every_model_has_a_row_in_exported():
    assert {model.__name__ for model in OURS} == set(EXPORTED)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_field_is_exported_or_has_its_reason(model):
    fields = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}

    assert fields == set(EXPORTED[model.__name__]) | NOT_EXPORTED[model.__name__]


def test_an_export_has_a_row_of_each(ada):
    fill(ada.learner)

    stored = everything_about(ada, ada.learner)

    assert all(stored.values())
    assert sorted(map(len, stored.values())) == sorted(
        len(row) if isinstance(row, dict) else 1 for row in stored.values()
    )
    assert ada.password not in str(stored)


def test_an_export_has_nothing_of_others(ada, ben):
    fill(ben.learner)

    stored = everything_about(ada, ada.learner)

    assert [name for name, rows in stored.items() if rows] == ["account", "learner"]


def forget(learner):
    forget_guest(learner)


def forget_later(learner):
    forget_idle_guests(now=NOW + timedelta(days=91))


@pytest.mark.parametrize("leave", [forget, forget_later])
def test_a_guest_who_goes_leaves_only_feedback_without_its_author(guest, leave):
    fill(guest)

    leave(guest)

    assert {model.__name__ for model in OURS if model.objects.exists()} == {"Feedback"}
    assert Feedback.objects.get().learner is None


def test_an_account_that_goes_leaves_only_feedback_without_its_author(ada):
    fill(ada.learner)

    delete_account(ada)

    assert {model.__name__ for model in OURS if model.objects.exists()} == {"Feedback"}
    assert Feedback.objects.get().learner is None


def test_staff_who_delete_an_account_take_everything_too(client, sam, ada):
    fill(ada.learner)
    client.force_login(sam)

    assert client.post(f"/admin/learn/user/{ada.pk}/delete/", {"post": "yes"}).status_code == 302

    assert list(User.objects.all()) == [sam]
    assert list(Learner.objects.all()) == [sam.learner]
    assert not CheckAnswer.objects.exists()
