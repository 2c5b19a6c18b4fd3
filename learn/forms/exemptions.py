"""Exemptions as instructors fill them in, judged by the dates that would come of them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from learn.actions.assigned import rules_for_member
from learn.domain.teach.dates import Rules
from learn.forms.assignments import DATES, InZone, MomentField
from learn.models import Assignment, Exemption, Member


class ExemptionForm(InZone):
    """Other rules for one learner or a group, with the reason that they are shown."""

    who = forms.ChoiceField(label="For")
    reason = forms.CharField(
        label="Reason, shown to them", max_length=300, error_messages={"required": "Say why: the learner reads it."}
    )
    excused = forms.BooleanField(label="Excused from all of it", required=False)
    opens_at = MomentField(label="Opens", required=False)
    due_at = MomentField(label="Due", required=False)
    late_until = MomentField(label="Late work until", required=False)
    extra_attempts = forms.IntegerField(label="More attempts", min_value=0, max_value=50, required=False)

    def __init__(self, *args: Any, assignment: Assignment, members: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assignment = assignment
        self.members = {f"member-{member.pk}": member for member in members}
        self.groups = {f"group-{group}": group for group in sorted({m.group for m in members if m.group})}
        choices: list[Any] = [("", "Choose")]
        if self.groups:
            choices.append(("A group", list(self.groups.items())))
        choices.append(("A learner", [(key, member.name) for key, member in self.members.items()]))
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.check_order(cleaned)
        cleaned["extra_attempts"] = cleaned.get("extra_attempts") or 0
        changes = ("excused", *DATES, "extra_attempts")
        if not self.errors and not any(cleaned.get(name) for name in changes):
            raise ValidationError("This exemption changes nothing. Give another date, more attempts, or excuse them.")
        if not self.errors and not cleaned["excused"]:
            self._check_outcomes(cleaned)
        return cleaned

    def _check_outcomes(self, cleaned: dict[str, Any]) -> None:
        """Refuse dates that make no sense together with those that everybody has, or that other exemptions give."""
        given = [name for name in ("due_at", "opens_at", "late_until") if cleaned[name]]
        outcomes = list(self._outcomes()) if given else []
        for rules in outcomes:
            opens_at, due_at = rules.dates.opens_at, rules.dates.due_at
            if opens_at and due_at and opens_at >= due_at:
                problem = f"It would open on {self._told(opens_at)} and be due on {self._told(due_at)}."
                self.add_error(given[0], f"{problem} Let it open earlier, or be due later.")
                return
        if not cleaned["late_until"]:
            return
        due_at = outcomes[0].dates.due_at
        if due_at is None:
            self.add_error("late_until", "Nothing is late without a due date. Give one, or leave out late work.")
        elif cleaned["late_until"] <= due_at:
            problem = f"Late work is taken after the due date, which is {self._told(due_at)}."
            self.add_error("late_until", f"{problem} Give a later moment, or none.")

    def _outcomes(self) -> Iterator[Rules]:
        """The rules that would hold for the learner; or for the group, and those in it who have their own dates."""
        made = Exemption(assignment=self.assignment, member=self.member, group=self.group, **self.values)
        others = [
            one
            for one in self.assignment.exemptions.all()
            if (one.member_id, one.group) != (made.member_id, made.group)
        ]
        if self.member is not None:
            yield rules_for_member(self.assignment, self.member.pk, self.member.group, [made, *others])
            return
        yield rules_for_member(self.assignment, 0, self.group, [made])
        own = {one.member_id for one in others if not one.excused}
        for member in self.members.values():
            if member.group == self.group and member.pk in own:
                yield rules_for_member(self.assignment, member.pk, self.group, [made, *others])

    def _told(self, moment: datetime) -> str:
        """Return a moment on the clocks of the class."""
        local = moment.astimezone(self.zone)
        return f"{local.day} {local:%b %Y, %H:%M}"

    @property
    def values(self) -> dict[str, Any]:
        """What an exemption keeps, beside whom it is for."""
        return {name: self.cleaned_data[name] for name in ("reason", "excused", *DATES, "extra_attempts")}

    @property
    def member(self) -> Member | None:
        return self.members.get(self.cleaned_data["who"])

    @property
    def group(self) -> str:
        return self.groups.get(self.cleaned_data["who"], "")
