"""Interim and final reports. Written by ``reviews.operations`` alone."""

from __future__ import annotations

from django.db import models

from thidua.base.fields import CharField, TextField, state_check, state_field
from thidua.documents.models import Paper
from thidua.engine import reviews as review_flow
from thidua.movements.models import Movement, PlanItem


class Review(models.Model):
    """Sơ kết or tổng kết: figures come from the data; what people must judge is typed per part."""

    class Kind(models.TextChoices):
        """The two reviews."""

        INTERIM = "interim", "Sơ kết"
        FINAL = "final", "Tổng kết"

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    cut_off = models.DateField()
    state = state_field(review_flow.State.DRAFT)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """One of a kind in a movement."""

        constraints = (
            state_check(review_flow.State, "review_state_known"),
            models.UniqueConstraint(fields=("movement", "kind"), name="one_review_of_a_kind"),
        )

    def __str__(self) -> str:
        """Kind."""
        return f"Báo cáo {self.get_kind_display().lower()}"


class Judgement(models.Model):
    """What a person wrote in a part of the report: effects, weaknesses, causes, lessons, direction, proposals."""

    class Part(models.TextChoices):
        """The parts that figures cannot write."""

        EFFECTS = "effects", "Tác dụng, hiệu quả của phong trào"
        WEAKNESSES = "weaknesses", "Hạn chế"
        CAUSES_OBJECTIVE = "objective", "Nguyên nhân khách quan"
        CAUSES_SUBJECTIVE = "subjective", "Nguyên nhân chủ quan"
        LESSONS = "lessons", "Bài học kinh nghiệm"
        DIRECTION = "direction", "Phương hướng"
        PROPOSALS = "proposals", "Kiến nghị, đề xuất"

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="judgements")
    part = models.CharField(max_length=12, choices=Part.choices)
    text = TextField()

    class Meta:
        """A part once in a report."""

        constraints = (models.UniqueConstraint(fields=("review", "part"), name="judgement_once"),)

    def __str__(self) -> str:
        """Part."""
        return str(self.get_part_display())


class TargetResult(models.Model):
    """What was reached of a target (chỉ tiêu) of the plan, in percent, with where the figure comes from."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="target_results")
    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="+")
    reached = models.DecimalField(max_digits=6, decimal_places=2)
    before = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    source = CharField(max_length=300)

    class Meta:
        """A target once in a report."""

        constraints = (models.UniqueConstraint(fields=("review", "item"), name="target_result_once"),)

    def __str__(self) -> str:
        """The target, short."""
        return str(self.item)
