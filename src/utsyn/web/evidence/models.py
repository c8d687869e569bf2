"""Evidence as it was computed: jobs in the background, vintages that lie in the store, and results that rest on them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

PERSON = settings.AUTH_USER_MODEL


class Job(models.Model):
    """Work in the background: it tells how far it has come, and is taken up again once its heart has stopped beating.

    `told` holds what it was asked with; `tries` is the token of who works at it: who finds another number there has lost it.
    """

    class Kind(models.TextChoices):
        """What is done."""

        WORLD = "world"  # make the synthetic world
        LOAD = "load"
        COMPUTE = "compute"

    class State(models.TextChoices):
        """How far it has come."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=20, choices=Kind)
    told = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    did = models.PositiveIntegerField(default=0)  # of so many steps
    steps = models.PositiveIntegerField(default=0)
    said = models.JSONField(
        default=list
    )  # the last line, or what was wrong and how to mend it, in every language
    tries = models.PositiveIntegerField(default=0)
    beat = models.DateTimeField(null=True)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="running"), name="one_job_at_a_time")
        ]
        indexes = [models.Index(fields=["state", "at"], name="jobs_by_state")]

    def __str__(self) -> str:
        """Say what is done, and how far it has come."""
        return f"{self.kind} {self.state}"


class Loaded(models.Model):
    """A vintage of the store as its manifest tells of it, so that pages need not look into the store."""

    source = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    title = models.TextField()
    day = models.DateField()
    synthetic = models.BooleanField()
    told = models.JSONField()  # tables, snapshots, counted, parameters: the manifest
    gone = models.BooleanField(default=False)  # it lies in the store no longer

    class Meta:
        verbose_name_plural = "loaded"
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="one_row_a_vintage")]

    def __str__(self) -> str:
        """Name the vintage."""
        return f"{self.source} {self.key}"


class Basis(models.Model):
    """What results of one computation rest on: a university, years, and vintages. One is current; those before are kept."""

    university = models.CharField(max_length=20)  # ROR id
    since = models.PositiveIntegerField()
    until = models.PositiveIntegerField()
    vintages = models.JSONField(default=list)
    lacking = models.JSONField(default=dict)  # by recipe, the tables that no vintage has
    synthetic = models.BooleanField(default=False)
    current = models.BooleanField(default=False)
    made_at = models.DateTimeField(null=True)  # null: in the making, and shown to nobody

    class Meta:
        verbose_name_plural = "bases"
        constraints = [
            models.UniqueConstraint(fields=["current"], condition=Q(current=True), name="one_current_basis")
        ]

    def __str__(self) -> str:
        """Say what it rests on."""
        return f"{self.university} {self.since}-{self.until}"


class Computed(models.Model):
    """The result of a recipe, and what its page shows (`told`: years, units, variants, changes); never changed.

    `head` is the latest figure alone, for lists. `rows` are whole numbers in the order that `sha256` rests on.
    """

    basis = models.ForeignKey(Basis, models.CASCADE, related_name="results")
    recipe = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    indicator = models.CharField(max_length=80)
    about = models.JSONField()  # university, since, until
    sha256 = models.CharField(max_length=64)
    vintages = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    head = models.JSONField(default=dict)
    told = models.JSONField(default=dict)
    observed = models.JSONField(default=dict)  # by indicator, as plans keep them
    sql = models.TextField(blank=True)
    inside = models.BooleanField(default=False)  # of units or of partners: for who has a role
    synthetic = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "computed"
        constraints = [models.UniqueConstraint(fields=["basis", "recipe"], name="one_result_a_recipe")]
        indexes = [models.Index(fields=["recipe", "made_at"], name="computed_by_recipe")]

    def __str__(self) -> str:
        """Say what was computed."""
        return f"{self.recipe} {self.version}"


class Facet(models.Model):
    """A figure of one unit, field or country, year by year, as its page shows it (`told`); kept as long as its basis is current."""

    class Axis(models.TextChoices):
        """Along what figures are told."""

        UNIT = "unit"
        FIELD = "field"
        COUNTRY = "country"

    basis = models.ForeignKey(Basis, models.CASCADE, related_name="facets")
    axis = models.CharField(max_length=10, choices=Axis)
    key = models.CharField(max_length=120)  # of the unit, the field or the country; empty is not known
    recipe = models.CharField(max_length=80)  # of the figure that it is a part of
    size = models.BigIntegerField(
        default=0
    )  # what it is made of in the latest year, to put the largest first
    head = models.JSONField(default=dict)  # the latest year alone, for tables
    told = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["basis", "axis", "key", "recipe"], name="one_facet_a_figure")
        ]
        indexes = [models.Index(fields=["basis", "recipe", "axis"], name="facets_by_figure")]

    def __str__(self) -> str:
        """Name what it is of."""
        return f"{self.recipe} {self.axis} {self.key}"


class Behind(models.Model):
    """A work behind the figures, with its countries and the affiliations as printed. Authors stand in it by position alone.

    Purpose: to show what a figure was made of. Public information from the works themselves; kept as long as its basis is current.
    `parts` holds by figure what the work adds: 1 or 0, or null where that cannot be told.
    """

    basis = models.ForeignKey(Basis, models.CASCADE, related_name="works")
    work = models.BigIntegerField()
    year = models.PositiveIntegerField()
    title = models.TextField(blank=True)
    doi = models.TextField(blank=True)
    authors = models.PositiveIntegerField()
    cut = models.BooleanField(default=False)
    countries = models.JSONField(default=list)
    parts = models.JSONField(default=dict)
    printed = models.JSONField(default=list)  # [position, organisation, its country, ours, as printed]

    class Meta:
        verbose_name_plural = "behind"
        constraints = [models.UniqueConstraint(fields=["basis", "work"], name="one_row_a_work")]
        indexes = [models.Index(fields=["basis", "year", "work"], name="works_by_year")]

    def __str__(self) -> str:
        """Name the work."""
        return f"W{self.work}"


class Partner(models.Model):
    """An organisation that we have dealings with, as the current basis tells: works, projects, agreements, stays, verdicts."""

    basis = models.ForeignKey(Basis, models.CASCADE, related_name="partners")
    ror = models.CharField(max_length=20)
    organisation = models.BigIntegerField()
    name = models.TextField()
    country = models.CharField(max_length=2, blank=True)
    recent = models.PositiveIntegerField(default=0)  # works together in the last three full years
    works = models.PositiveIntegerField(default=0)
    hidden = models.BooleanField(default=False)
    emerging = models.BooleanField(default=False)
    dormant = models.BooleanField(default=False)
    x = models.IntegerField(null=True)  # on the map
    y = models.IntegerField(null=True)
    told = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["basis", "ror"], name="one_row_a_partner")]
        indexes = [models.Index(fields=["basis", "-recent", "ror"], name="partners_by_works")]

    def __str__(self) -> str:
        """Name the partner."""
        return self.name
