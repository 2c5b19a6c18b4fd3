"""What people do in a round: its addresses, the instructor's steps, the learners' predictions."""

from learn.models import Round


def lead(current, tail=""):
    return f"/teach/{current.classroom_id}/rounds/{current.pk}/{tail}"


def part(current, tail=""):
    return f"/classes/{current.classroom_id}/rounds/{current.pk}/{tail}"


def step(browser, current, **sent):
    return browser.post(lead(current, "step/"), sent or {"phase": Round.objects.get(pk=current.pk).phase})


def predict(browser, current, place="D", certainty=2, phase="first"):
    return browser.post(part(current, "vote/"), {"phase": phase, "place": place, "certainty": certainty})


def everything(browser, *paths):
    return " ".join(browser.get(path).text for path in paths)
