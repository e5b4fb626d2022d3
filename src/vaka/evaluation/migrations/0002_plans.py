"""Plans as documents; what was planned before keeps what it said, and nothing more."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def document_plans(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Write each old plan as a document: its hash stays that of what was on the record."""
    Evaluation = apps.get_model("evaluation", "Evaluation")
    for row in Evaluation.objects.select_related("site"):
        controls = row.counts.filter(arm="control").order_by("place")
        # At least three now; the model as it is no longer knows the column.
        months = max(3, vars(row)["months"])
        row.plan = {
            "format": "vaka.effect-plan/0",
            "buffer_metres": 100,
            "looks": 1,
            "draft": {
                "site": row.site_id,
                "camera": row.camera,
                "outcome": row.outcome,
                "detection_driven": row.detection_driven,
                "crime": None,
                "monitoring": "active",
                "measure_starts": row.measure_starts.isoformat(),
                "months_before": months,
                "months_after": months,
                "review_on": row.review_on.isoformat(),
            },
            "setting": "other",
            "trigger": None,
            "area": row.site.outline,
            "controls": list(controls.values_list("place", flat=True).distinct()),
            "beside": [],
            "other_measures": 0,
            "expected": {"mean": -0.139262, "spread": 0.25},
            "smallest": [
                {"months": months, "by_history": None, "by_counts": 1.0} for months in (12, 24, 36)
            ],
            "history_sha256": "",
        }
        row.save(update_fields=["plan"])
        row.follow_ups.filter(at__date__gte=row.review_on).update(review=1)


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0001_initial"),
        ("municipality", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="evaluation",
            name="plan",
            field=models.JSONField(default=dict),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="evaluation", name="broken", field=models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AddField(
            model_name="evaluation", name="broken_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="followup",
            name="review",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="followup", name="returned", field=models.BooleanField(default=False)
        ),
        migrations.RunPython(document_plans, migrations.RunPython.noop),
        migrations.RemoveField(model_name="evaluation", name="months"),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("broken", ""), ("broken_at", None)),
                    models.Q(models.Q(("broken", ""), _negated=True), ("broken_at__isnull", False)),
                    _connector="OR",
                ),
                name="evaluation_broken_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.UniqueConstraint(fields=("plan_hash",), name="evaluation_plan_once"),
        ),
    ]
