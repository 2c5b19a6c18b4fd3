"""The learner's side of an assignment: the rules that hold for one member, an attempt begun, the calendar's address."""

from collections.abc import Iterable
from datetime import datetime
from secrets import token_urlsafe

from learn.actions.classes import Conflict
from learn.actions.grades import exempted_by, rules_in
from learn.actions.planning import NothingToAsk, plan_quiz
from learn.actions.sittings import begin_sitting
from learn.actions.writing import action
from learn.domain.teach.dates import Rules, rules_for, state
from learn.domain.teach.parts import QuizWanted, from_about
from learn.models import Assignment, Classroom, Exemption, Learner, Member, Part, Sitting

TOKEN_BYTES = 24
OVER = "The class is archived: what was done in it can be read, and nothing new is taken."


class NotNow(Conflict):
    """An attempt can't be begun. The message says why."""


def rules_for_member(assignment: Assignment, member: int, group: str, exemptions: Iterable[Exemption]) -> Rules:
    """Return the rules for the member of that number and group; ``exemptions`` may be of others and elsewhere too."""
    made = [exemption for exemption in exemptions if exemption.assignment_id == assignment.pk]
    own = next((exemption for exemption in made if exemption.member_id == member), None)
    of_group = next((exemption for exemption in made if group and exemption.group == group), None)
    return rules_for(
        rules_in(assignment), exempted_by(own) if own else None, exempted_by(of_group) if of_group else None
    )


def explained_from(assignment: Assignment, rules: Rules) -> datetime | None:
    """Return from when on answers are told right or wrong; None where that is at once."""
    return rules.dates.due_at if assignment.feedback == Assignment.Feedback.AFTER_DUE else None


def quiz_of(part: Part) -> QuizWanted | None:
    """Return what a part asks, if it is a quiz and can be read."""
    try:
        wanted = from_about(part.kind, part.wanted)
    except ValueError:
        return None
    return wanted if isinstance(wanted, QuizWanted) else None


def seed_of(part: Part, learner: int, attempt: int) -> str:
    """Return the seed of an attempt: the same for this learner and attempt, another for everybody else."""
    return f"{part.pk}.{learner}.{attempt}"


@action
def begin_attempt(member: Member, part: Part, *, now: datetime) -> Sitting:
    """Return the member's open attempt at a quiz, or else the next one. Raises NotNow with the reason."""
    assignment, wanted, learner = part.assignment, quiz_of(part), member.learner
    if wanted is None or learner is None:
        raise NotNow("This part isn't a quiz. The page of the assignment says how to do it.")
    rules = rules_for_member(assignment, member.pk, member.group, assignment.exemptions.all())
    _require_open(member, assignment, rules, now)
    taken = list(Sitting.objects.filter(learner=learner, part=part))
    open_one = next((sitting for sitting in taken if not sitting.is_over(now)), None)
    if open_one is not None:
        return open_one
    if rules.attempts is not None and len(taken) >= rules.attempts:
        raise NotNow(f"You have used all your attempts at this quiz ({rules.attempts}).")
    attempt = len(taken) + 1
    try:
        planned = plan_quiz(wanted, seed=seed_of(part, learner.pk, attempt))
    except NothingToAsk:
        raise NotNow("The questions of this quiz have been taken out. Tell those who teach the class.") from None
    # Whoever changes the assignment from here on finds this attempt, and moves its dates along.
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    rules = rules_for_member(assignment, member.pk, member.group, assignment.exemptions.all())
    _require_open(member, assignment, rules, now)
    return begin_sitting(
        learner,
        planned,
        about=str(part.pk),
        now=now,
        part=part,
        attempt=attempt,
        explained_from=explained_from(assignment, rules),
        ends_at=rules.dates.last_at,
    )


def _require_open(member: Member, assignment: Assignment, rules: Rules, now: datetime) -> None:
    if member.classroom.archived_at is not None:
        raise NotNow(OVER)
    if assignment.published_at is None or assignment.published_at > now:
        raise NotNow("The assignment isn't published at the moment.")
    stands = state(rules, now)
    if stands == "scheduled":
        raise NotNow("The assignment isn't open yet. Its page says when it opens.")
    if stands == "closed":
        raise NotNow("The assignment is closed: the time to hand in has passed.")
    if rules.excused:
        raise NotNow("You are excused from this assignment, so there is nothing to hand in.")


def require_class_open(sitting: Sitting) -> None:
    """Raise NotNow for an attempt at a quiz of an archived class. No statement for any other sitting."""
    if sitting.part_id is None:
        return
    if Classroom.objects.filter(assignments__parts=sitting.part_id, archived_at__isnull=False).exists():
        raise NotNow(OVER)


@action
def renew_calendar(learner: Learner) -> str:
    """Give the learner's calendar a new secret address; the one before stops working. Return its token."""
    learner.calendar_token = token_urlsafe(TOKEN_BYTES)
    learner.save(update_fields=["calendar_token"])
    return learner.calendar_token


@action
def close_calendar(learner: Learner) -> None:
    """Take the calendar's address away."""
    learner.calendar_token = ""
    learner.save(update_fields=["calendar_token"])
