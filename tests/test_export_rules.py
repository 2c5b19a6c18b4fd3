"""Everything stored about someone leaves with an export, and goes with them: a rule for every model there is."""

import json
from datetime import timedelta

import pytest
from django.apps import apps

from learn.actions.accounts import EXPORTED, everything_about
from learn.actions.classes import close_account
from learn.actions.learners import forget_guest, forget_idle_guests
from learn.actions.sandboxes import (
    EXCHANGE_FIELDS,
    TOMBSTONE,
    exchanges_about,
    forget_idle_sandboxes,
    forget_sandboxes_of,
    sandboxes_about,
)
from learn.models import Feedback, Learner, Look, Member, Sandbox, Sitting, User
from tests.conftest import NOW, make_user
from tests.everything import attend, fill, fill_lab, teach

MODELS = list(apps.get_app_config("learn").get_models())
# The lab's rows live in a database of their own: learn.actions.sandboxes tells and forgets them.
OF_THE_LAB: dict[str, set[str]] = {
    "Sandbox": {"created_at", "touched_at"},
    "LabTrace": {"record"},
    "Exchange": set(EXCHANGE_FIELDS),
    "Capture": set(),
}
OURS = [model for model in MODELS if model.__name__ not in OF_THE_LAB]
# Keys, and whose a row is: the file says that once.
KEYS = {"id", "learner"}
# What isn't a fact about the person: Django's own switches, secrets that open something, counts of changes.
NOT_EXPORTED = {
    "User": {"password", "is_superuser", "is_active", "first_name", "last_name", "groups", "user_permissions"},
    "Learner": {"user", "calendar_token"},
    # What the form was called says nothing of the person, nor does a digest of what is told in full.
    "Sending": {"number", "digest"},
    # The answers are in the sitting's place.
    "PracticeAnswer": {"sitting"},
    # Only those have grades kept that nobody is any more.
    "Member": {"kept_grades"},
    "Invitation": {"token", "used_by", "withdrawn_at"},
    "Exemption": {"member"},
    "Vote": {"member"},
    "Look": {"by", "at_learner"},
    "Classroom": {"code", "version"},
    "Assignment": {"position", "version"},
    "Round": {"version"},
    # What stands in a sandbox is the shop's, its id is what opens it, and its requests are told one by one.
    "Sandbox": {
        *("shop", "requests", "epoch", "proved", "challenge", "armed_at", "armed_from", "solved_by", "solved"),
        "deleted_at",
    },
    "LabTrace": {"sandbox", "place", "number", "request_id"},
    "Exchange": {"sandbox"},
    "Capture": {"sandbox", "epoch", "user", "key", "order", "amount"},
}
# For each model: how many rows stay of those that ``everybody`` makes about one who goes. Zero is the rule.
STAYS = dict.fromkeys((model.__name__ for model in MODELS), 0) | {
    # Whoever taught: the account, the learner, the place in the class, the class with its work and its rounds.
    **{"User": 1, "Learner": 1, "Member": 1, "Classroom": 1, "Assignment": 1, "Part": 1, "Round": 1},
    # A group's exemption is about others too, an opinion on a lesson has lost its author.
    **{"Exemption": 1, "Feedback": 1},
    # The sandbox is empty and says that it is gone; what the shop's customers paid goes with it.
    **{"Sandbox": 1, "Capture": 1},
}


@pytest.fixture
def tess(db):
    return make_user("Tess")


@pytest.fixture
def ada_everywhere(ada, tess):
    """Ada, with a row of everything, in a class of Tess's and in one of her own."""
    fill(ada.learner)
    fill_lab(ada.learner)
    attend(ada, tess)
    teach(ada)
    assert not [model for model in MODELS if not model.objects.exists()]
    return ada


def rows_of(*models):
    return {model.__name__: model.objects.count() for model in models}


# Each model


def test_every_model_has_a_row_in_exported():
    assert {model.__name__ for model in MODELS} == set(EXPORTED) | set(OF_THE_LAB)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_exported_or_has_its_reason(model):
    fields = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}
    told = {name: set(row) for name, row in EXPORTED.items()} | OF_THE_LAB
    reasons = NOT_EXPORTED.get(model.__name__, set())

    assert fields - KEYS == told[model.__name__] | reasons
    assert not told[model.__name__] & (reasons | KEYS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_of_every_model_that_goes_which_is_to_go(ada_everywhere, model):
    close_account(ada_everywhere, now=NOW)

    assert model.objects.count() == STAYS[model.__name__]


# Exports


def test_an_export_has_a_row_of_each(ada_everywhere):
    stored = everything_about(ada_everywhere, ada_everywhere.learner, now=NOW)

    assert all(stored.values())
    assert {len(rows) for rows in stored.values() if isinstance(rows, list)} == {1, 2}
    assert [name for name, rows in stored.items() if isinstance(rows, list) and len(rows) == 2] == ["classes"]


def test_the_lab_tells_the_fields_it_says(ada_everywhere):
    learner = ada_everywhere.learner.pk

    assert [set(row) for row in exchanges_about(learner)] == [OF_THE_LAB["Exchange"]]
    assert [set(row) for row in sandboxes_about(learner)] == [OF_THE_LAB["Sandbox"] | {"requests"}]
    assert [len(row["requests"]) for row in sandboxes_about(learner)] == [1]


def test_an_export_tells_of_classes_by_their_names(ada_everywhere):
    stored = everything_about(ada_everywhere, ada_everywhere.learner, now=NOW)

    places = {(row["classroom"], row["role"], row["name"], row["group"]) for row in stored["classes"]}
    assert places == {("Attended", "learner", "Known as this", "Tuesday"), ("Taught", "instructor", "Ada", "")}
    assert [row["assignment"] for row in stored["exemptions"]] == ["Week 1"]
    assert [row["by_name"] for row in stored["looks_at_your_work"]] == ["Tess"]
    assert [row["name"] for row in stored["classes_taught"]] == ["Taught"]


def test_an_export_has_the_exemptions_of_ones_own_group(ada_everywhere, tess):
    Member.objects.filter(learner=ada_everywhere.learner, group="Tuesday").update(group="Wednesday")

    stored = everything_about(ada_everywhere, ada_everywhere.learner, now=NOW)

    assert [row["reason"] for row in stored["exemptions"]] == ["Own reason", "Theirs"]


def test_an_export_tells_a_mark_once_the_assignment_does(ada_everywhere):
    Sitting.objects.update(explained_from=NOW + timedelta(days=1), right=1)

    early = everything_about(ada_everywhere, ada_everywhere.learner, now=NOW)
    later = everything_about(ada_everywhere, ada_everywhere.learner, now=NOW + timedelta(days=1))

    marks = ("code", "right", "rating")
    waiting, told = (stored["practice_answers"][0] for stored in (early, later))
    assert [waiting[name] for name in marks] == [None] * 3
    assert waiting["given"] == told["given"]
    assert None not in [told[name] for name in marks]
    assert [stored["sittings"][0]["right"] for stored in (early, later)] == [None, 1]


def test_an_export_has_no_key_to_anything(client, ada_everywhere):
    Learner.objects.filter(user=ada_everywhere).update(calendar_token="the-calendars-secret")
    client.force_login(ada_everywhere)

    text = client.get("/account/export/").text

    codes = [member.classroom.code for member in ada_everywhere.learner.memberships.all()]
    for secret in (ada_everywhere.password, "the-calendars-secret", *codes, "token-"):
        assert secret not in text


def test_an_export_has_nothing_of_others(ada_everywhere, ben):
    stored = everything_about(ben, ben.learner, now=NOW)

    assert [name for name, rows in stored.items() if rows] == ["account", "learner"]


def test_who_teaches_exports_nothing_of_those_who_learn(ada_everywhere, tess):
    told = json.dumps(everything_about(tess, tess.learner, now=NOW), default=str)

    assert "Attended" in told
    for private in ("Ada", "Known as this", "On the roster", "x@y.test", "Own reason", "looks at"):
        assert private not in told


# Going


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


def test_feedback_of_an_account_that_goes_has_no_author(ada_everywhere):
    close_account(ada_everywhere, now=NOW)

    assert Feedback.objects.get().learner is None


def test_a_sandbox_left_behind_is_empty_and_goes_after_a_month(ada_everywhere):
    close_account(ada_everywhere, now=NOW)
    left = Sandbox.objects.get()
    assert (left.learner, left.shop, left.solved, left.proved) == (None, "", "", "")

    forget_idle_sandboxes(now=left.deleted_at + TOMBSTONE + timedelta(seconds=1))

    assert rows_of(*[model for model in MODELS if model.__name__ in OF_THE_LAB]) == dict.fromkeys(OF_THE_LAB, 0)


def test_sandboxes_of_others_stay(ada_everywhere, ben):
    forget_sandboxes_of(ben.learner.pk, now=NOW)

    assert Sandbox.objects.get().learner == ada_everywhere.learner.pk


def test_a_look_outlives_the_account_of_who_looked(ada_everywhere, tess, ben):
    classroom = Look.objects.get().classroom
    Member.objects.create(classroom=classroom, learner=ben.learner, role="instructor", name="Ben", joined_at=NOW)

    close_account(tess, now=NOW)

    assert (Look.objects.get().by, Look.objects.get().by_name) == (None, "Tess")


def test_staff_who_delete_an_account_take_everything_too(client, sam, ada_everywhere):
    client.force_login(sam)

    assert client.post(f"/admin/learn/user/{ada_everywhere.pk}/delete/", {"post": "yes"}).status_code == 302

    others = STAYS | {"User": 2, "Learner": 2}
    assert rows_of(*MODELS) == others
    assert not User.objects.filter(username="Ada").exists()
