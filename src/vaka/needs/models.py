"""What is known of a place's problems, as rows. Rows are what came in, never a judgement."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from vaka.needs.rules.counts import Occurrence
from vaka.needs.rules.crime_figures import CrimeFigures, from_document
from vaka.needs.rules.crime_picture import Written, document, fingerprint
from vaka.needs.rules.police import Precision, is_notice, precision
from vaka.needs.rules.reports import Flag, Status, SurveyFigure
from vaka.needs.rules.survey_areas import Area, AreaLevel

IN_SWEDEN = Q(longitude__range=(10, 25), latitude__range=(55, 70))


class SourceColumns(models.Model):
    """How the files of a source are read, from a day on. Swedish: källans kolumner.

    The newest of a board and source counts.
    """

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="+")
    source = models.CharField(max_length=60)
    document = models.JSONField()
    told_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["board", "source", "told_at"], name="columns_newest")
        ]

    def __str__(self) -> str:
        return self.source


class ProblemImport(models.Model):
    """A file of problems that was taken in at a site. Swedish: inläsning.

    The file itself is not kept.
    """

    id = models.CharField(primary_key=True, max_length=26)
    site = models.ForeignKey("municipality.Site", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    counts = models.JSONField()
    taken_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(undone_at__gte=F("taken_at")),
                name="import_undone_after_it_was_taken",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["site", "taken_at"], name="import_newest")]

    def __str__(self) -> str:
        return self.name


class Told(models.Model):
    """What a report says of a problem, whoever keeps it."""

    occurred_from = models.DateTimeField()
    occurred_to = models.DateTimeField()
    category = models.CharField(max_length=40)
    flag = models.CharField(max_length=20, choices=[(f.value, f.value) for f in Flag])
    count = models.PositiveIntegerField(default=1)
    longitude = models.FloatField(null=True, help_text="WGS 84")
    latitude = models.FloatField(null=True, help_text="WGS 84")
    within_m = models.PositiveIntegerField(null=True, help_text="metres from the position")
    place = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        abstract = True


class Problem(Told):
    """A problem that was reported at a site. Swedish: dokumenterat problem.

    Whether the reports together amount to a documented problem is judged when it is asked
    (`rules.criteria`). The text may tell of people: it leaves this table for no picture.
    """

    id = models.CharField(primary_key=True, max_length=26)
    site = models.ForeignKey("municipality.Site", models.PROTECT, related_name="+")
    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=100)
    # The import that wrote it last; what came before imports were kept has none.
    brought_by = models.ForeignKey(
        ProblemImport, models.PROTECT, null=True, related_name="problems"
    )
    example = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            # With the site in it, the key tells nobody what another board has imported.
            models.UniqueConstraint(
                fields=["site", "source", "external_id"], name="problem_once_a_source"
            ),
            models.CheckConstraint(
                condition=Q(occurred_to__gte=F("occurred_from")),
                name="problem_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None) | IN_SWEDEN,
                name="problem_in_sweden",
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="problem_is_some"),
        ]
        indexes: ClassVar = [
            # What a count needs is in the index, so that the texts are not read.
            models.Index(
                fields=["site", "occurred_from", "category", "flag", "count"],
                name="problem_counted",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"

    def occurrence(self) -> Occurrence:
        """Return it as the rules count it."""
        return Occurrence(
            occurred_from=self.occurred_from,
            occurred_to=self.occurred_to,
            category=self.category,
            source=self.source,
            flag=Flag(self.flag),
            count=self.count,
        )


class ReplacedProblem(Told):
    """What a problem said before an import changed it. Swedish: tidigare uppgift."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="earlier")
    replaced_by = models.ForeignKey(ProblemImport, models.CASCADE, related_name="replaced")
    brought_by = models.ForeignKey(ProblemImport, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["problem", "replaced_by"], name="problem_replaced_once_an_import"
            )
        ]

    def __str__(self) -> str:
        return str(self.problem)


class CitedProblem(models.Model):
    """A problem that an assessment rests on, by its id. Swedish: åberopat problem."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="cited")
    assessment = models.CharField(max_length=26)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["problem", "assessment"], name="problem_cited_once_an_assessment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.problem}"


class NeedStatement(models.Model):
    """What was known of a place's problem on a day, frozen. Swedish: behovsbeskrivning.

    The window is what the place was chosen by (whole months, both days included); a later
    evaluation leaves it out of its baseline.
    """

    id = models.CharField(primary_key=True, max_length=26)
    site = models.ForeignKey("municipality.Site", models.PROTECT, related_name="+")
    category = models.CharField(max_length=40, blank=True)
    window_first = models.DateField()
    window_last = models.DateField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    stated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(window_last__gt=F("window_first")), name="statement_window_is_one"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["site", "stated_at"], name="statement_newest")
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.stated_at:%Y-%m-%d}"


class Coordination(models.Model):
    """Who leads the work against crime, and its contact point. Swedish: samordningsfunktion.

    From a day on; the newest that has begun counts (2023:196, 11-13 §§).
    """

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="+")
    function = models.CharField(max_length=200, help_text="a function, never a name")
    contact = models.CharField(max_length=200)
    starts_on = models.DateField()
    named_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.board}: {self.function}"


class CrimePicture(models.Model):
    """What is known of crime, version by version. Swedish: lägesbild över brottsligheten.

    A draft is its board's; what was decided is everybody's, has a number, and stays.
    """

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(null=True, unique=True)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    extent = models.TextField(blank=True)
    consequences = models.TextField(blank=True)
    other = models.TextField(blank=True)
    analysis = models.TextField(blank=True)
    statements = models.JSONField(default=list, help_text="ids of statements of need")
    others = models.JSONField(default=list, help_text="the pictures of others, by name")
    figures = models.JSONField()
    sha256 = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    decided_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    item = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(number=None, decided_on=None, decided_by="", item="")
                | (
                    Q(number__gte=1, decided_on__isnull=False) & ~Q(decided_by="") & ~Q(item="")
                ),
                name="picture_is_decided_whole",
            ),
            models.UniqueConstraint(
                fields=["board"], condition=Q(decided_on=None), name="picture_one_draft_a_board"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_year}–{self.last_year}"

    def written(self) -> Written:
        """Return what people wrote, as the rules see it."""
        return Written(
            first_year=self.first_year,
            last_year=self.last_year,
            extent=self.extent,
            consequences=self.consequences,
            other=self.other,
            analysis=self.analysis,
            statements=tuple(self.statements),
            others=tuple(self.others),
        )

    def drawn(self) -> CrimeFigures:
        """Return the figures that it was drawn with."""
        return from_document(self.figures)

    @property
    def is_intact(self) -> bool:
        """Return whether it still says what its hash was made of."""
        return fingerprint(document(self.written(), self.figures)) == self.sha256


class SurveyResult(models.Model):
    """One figure of the police safety survey. Swedish: trygghetsmätning."""

    id = models.CharField(primary_key=True, max_length=26)
    area = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField()
    indicator = models.CharField(max_length=100)
    share = models.FloatField(null=True, help_text="per cent")
    score = models.FloatField(null=True, help_text="problem index, 0–6")
    answers = models.PositiveIntegerField(null=True)
    sent = models.PositiveIntegerField(null=True)
    status = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Status])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "year", "indicator"], name="figure_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(share__range=(0, 100)) | Q(share=None, score__isnull=False),
                name="figure_has_a_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.year} {self.indicator}"

    def figure(self) -> SurveyFigure:
        """Return it as the rules see it."""
        return SurveyFigure(
            area=self.area,
            year=self.year,
            indicator=self.indicator,
            share=self.share,
            score=self.score,
            answers=self.answers,
            sent=self.sent,
            status=Status(self.status),
        )


class SurveyArea(models.Model):
    """A part of the municipality that the safety survey tells of. Swedish: mätområde.

    A figure belongs to it by its name; `within` is the name of the larger area.
    """

    name = models.CharField(primary_key=True, max_length=100)
    level = models.CharField(max_length=10, choices=[(a.value, a.value) for a in AreaLevel])
    within = models.CharField(max_length=100, blank=True)
    outline = models.JSONField(null=True, help_text="GeoJSON, WGS 84")

    def __str__(self) -> str:
        return self.name

    def area(self) -> Area:
        """Return it as the rules see it."""
        return Area(self.name, AreaLevel(self.level), self.within, self.outline)


class PoliceEvent(models.Model):
    """An event that the police published, anywhere in Sweden. Swedish: polishändelse.

    The position is the **centre of a municipality or a county**, as published: it says where
    in Sweden, never where in the town. `occurred_at` is what the police wrote in the headline,
    whose date is at times a day off: see `is_doubtful`.
    """

    id = models.BigIntegerField(primary_key=True)
    occurred_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField()
    kind = models.CharField(max_length=100)
    place = models.CharField(max_length=100)
    centre_longitude = models.FloatField(help_text="WGS 84, centre of the place")
    centre_latitude = models.FloatField(help_text="WGS 84, centre of the place")
    summary = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    content_hash = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["place", "published_at"], name="police_event_where")
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.kind}, {self.place}"

    @property
    def precision(self) -> Precision:
        """Return of what the position is the centre."""
        return precision(self.place)

    @property
    def is_notice(self) -> bool:
        """Return whether it is a summary or information, not an event."""
        return is_notice(self.kind)

    @property
    def is_doubtful(self) -> bool:
        """Return whether the headline says that it happened after it was published."""
        return self.occurred_at is not None and self.occurred_at > self.published_at
