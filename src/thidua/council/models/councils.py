"""The council and its seats."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from thidua.base.fields import CharField
from thidua.organizations.models import Person, Unit


class ChooseBy(models.TextChoices):
    """From whom down the places are filled among those who passed."""

    RANK = "rank", "Thứ hạng chấm điểm, bằng nhau thì theo số phiếu"
    VOTES = "votes", "Tỷ lệ phiếu đồng ý, bằng nhau thì theo thứ hạng"


class Council(models.Model):
    """Hội đồng Thi đua - Khen thưởng of an authority, by its decision."""

    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="councils")
    name = CharField(max_length=200)
    decision_number = CharField(max_length=60)
    decided_on = models.DateField()
    standing_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    # its own rules of work, where the law leaves them to the council's chair
    own_unit_votes = models.BooleanField(default=True)
    substitutes_vote = models.BooleanField(default=True)
    chair_parts_ties = models.BooleanField(default=True)
    choose_by = models.CharField(max_length=5, choices=ChooseBy.choices, default="rank")

    class Meta:
        """Known ways of choosing only."""

        constraints = (
            models.CheckConstraint(condition=Q(choose_by__in=("rank", "votes")), name="choose_by_known"),
        )

    def __str__(self) -> str:
        """The name."""
        return self.name


class CouncilMember(models.Model):
    """A member with the function in the council; ``voting`` says whether the member counts in the base."""

    class Function(models.TextChoices):
        """Functions, in the order of the minutes."""

        CHAIR = "chair", "Chủ tịch Hội đồng"
        STANDING_VICE = "standing_vice", "Phó Chủ tịch Thường trực"
        VICE = "vice", "Phó Chủ tịch"
        STANDING_MEMBER = "standing_member", "Ủy viên Thường trực"
        MEMBER = "member", "Ủy viên"
        SECRETARY = "secretary", "Thư ký"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="council_seats")
    order = models.PositiveIntegerField()
    function = models.CharField(max_length=16, choices=Function.choices)
    post = CharField(max_length=200)
    voting = models.BooleanField(default=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        """In the order of the decision."""

        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("council", "person"), name="seat_once"),)

    def __str__(self) -> str:
        """Who."""
        return str(self.person)
