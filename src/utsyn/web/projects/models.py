"""Projects: applications with what the funder decided, and what running projects must do. No persons stand here."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from utsyn.calls import projects as pure
from utsyn.web.people.models import Role, Unit

PERSON = settings.AUTH_USER_MODEL
STATUSES = [(status.value, status.value) for status in pure.Status]
ROLES = [(role.value, role.value) for role in pure.PlayedRole]
AWARDED = sorted(status.value for status in pure.GRANTED)
CHANGES = [(kind.value, kind.value) for kind in pure.ChangeKind]


class Project(models.Model):
    """An application and what became of it; `called` is the unit as it was called then, in the languages told.

    `countries` are codes with blanks between, in order, empty where none is known; `order` and `order_of_unit` sort as
    Norwegians do, and a search looks in `search`. `only_granted` marks what comes from a list of granted projects alone.
    """

    class Origin(models.TextChoices):
        """Where the project comes from."""

        ROUND = "round"
        OPEN_DATA = "open data"
        SPREADSHEET = "spreadsheet"
        SHIPPED = "shipped"

    key = models.SlugField(max_length=80, unique=True)
    funder = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=500)
    call = models.CharField(max_length=80, blank=True)
    programme = models.CharField(max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    institution = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    faculty = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    called = models.JSONField(default=dict)
    role = models.CharField(max_length=11, blank=True, choices=ROLES)
    status = models.CharField(max_length=20, choices=STATUSES)
    sought = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    awarded = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    decided_on = models.DateField(null=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    period = models.CharField(max_length=60, blank=True)  # as a source says it that knows no days
    countries = models.CharField(max_length=600, blank=True)
    marks = models.JSONField(default=list)
    conditions = models.TextField(max_length=4_000, blank=True)
    public = models.BooleanField(default=False)
    only_granted = models.BooleanField(default=False)
    rehearsal = models.BooleanField(default=False)
    origin = models.CharField(max_length=11, choices=Origin.choices)
    source = models.CharField(max_length=300, blank=True)
    source_row = models.PositiveIntegerField(null=True)
    sources = models.JSONField(default=list)
    nomination = models.OneToOneField("utsyn.Nomination", models.SET_NULL, null=True, related_name="project")
    order = models.CharField(max_length=600)
    order_of_unit = models.CharField(max_length=600, blank=True)
    search = models.TextField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["funder", "number"], condition=~Q(number=""), name="one_project_a_number"
            ),
            models.CheckConstraint(
                condition=(Q(sought=None) | Q(sought__gte=0)) & (Q(awarded=None) | Q(awarded__gte=0)),
                name="no_amount_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(awarded=None) | Q(status__in=AWARDED), name="awarded_if_granted"
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(starts=None) | Q(ends__gte=F("starts")), name="projects_end_after"
            ),
        ]
        indexes = [
            models.Index(fields=["rehearsal", "programme", "year"], name="projects_by_programme"),
            models.Index(fields=["unit", "faculty", "rehearsal"], name="projects_by_unit"),
            models.Index(fields=["order", "id"], name="projects_by_title"),
            models.Index(fields=["id"], condition=Q(rehearsal=True), name="projects_rehearsed"),
            # what a selection adds up to is read from this index alone, without the rows themselves
            models.Index(
                fields=[
                    "rehearsal",
                    "status",
                    "currency",
                    "year",
                    "only_granted",
                    "countries",
                    "sought",
                    "awarded",
                    "programme",
                    "public",
                    "unit",
                    "faculty",
                ],
                name="projects_counted",
            ),
        ]

    def __str__(self) -> str:
        """Name the project by its key."""
        return self.key


class ProjectCountry(models.Model):
    """A country that a project works with: a pair of project and country."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="pairs")
    code = models.CharField(max_length=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "project"], name="one_pair_a_country")]

    def __str__(self) -> str:
        """Name the pair."""
        return f"{self.project_id} {self.code}"


class ProjectPartner(models.Model):
    """An institution that takes part in a project; never a person."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="partners")
    name = models.CharField(max_length=300)
    ror = models.CharField(max_length=9, blank=True)
    country = models.CharField(max_length=2, blank=True)
    unit = models.CharField(max_length=300, blank=True)
    search = models.TextField()

    def __str__(self) -> str:
        """Name the partner."""
        return self.name


class Recorded(models.Model):
    """A result as the office recorded it (utsyn.calls.projects.Result), kept when the next one is recorded."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="results")
    version = models.PositiveIntegerField()  # of the project, once it was recorded
    told = models.JSONField()
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "version"], name="one_result_a_version")]

    def __str__(self) -> str:
        """Say which result it is."""
        return f"{self.project_id} v{self.version}"


class ProjectChange(models.Model):
    """What was agreed anew about a running project: an extension, another amount, other partners."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="changes")
    on = models.DateField()
    kind = models.CharField(max_length=9, choices=CHANGES)
    what = models.CharField(max_length=1_000)
    because = models.TextField(max_length=4_000, blank=True)
    old_ends = models.DateField(null=True)
    new_ends = models.DateField(null=True)
    old_amount = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    new_amount = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Say what kind of change it is, and of which day."""
        return f"{self.project_id} {self.kind} {self.on}"


class Duty(models.Model):
    """What a contract asks for by a day: a report, an account; and who in the institution sees to it, by role."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="duties")
    what = models.CharField(max_length=300)
    due = models.DateField(db_index=True)
    responsible = models.CharField(max_length=13, choices=Role.choices, default=Role.OFFICE)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "duties"
        constraints = [models.UniqueConstraint(fields=["project", "what", "due"], name="one_duty_a_day")]

    def __str__(self) -> str:
        """Say what is due, and when."""
        return f"{self.project_id} {self.due}"


class Arrival(models.Model):
    """A table that somebody sent in, read and looked through, until she confirms it or its time is over.

    `rows` are the cells of the columns that are read, compressed: what tells of persons never gets so far.
    """

    link = models.CharField(max_length=43, unique=True)
    by = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    terms = models.JSONField()
    rows = models.BinaryField(null=True)
    report = models.JSONField()
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Say when it came."""
        return f"{self.at:%Y-%m-%d %H:%M}"
