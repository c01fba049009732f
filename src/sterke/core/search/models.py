"""The index. Everything in it can be made again from the rooms' own rows, and is after a restore."""

from django.db import models


class SearchWord(models.Model):
    """The vocabulary: each folded word that stands somewhere, with its stem."""

    word = models.CharField(max_length=40, unique=True)
    stem = models.CharField(max_length=40)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return self.word


class SearchEntry(models.Model):
    """One row of a room in the index: a digest of its text, and its words by place, so that they can be taken out."""

    kind = models.CharField(max_length=30)
    row = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=32)
    words = models.TextField()

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="one_search_entry")]

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"


class SearchPosting(models.Model):
    """The rows of a kind in which a word stands in one place, for a block of row numbers: sorted, four bytes each."""

    word = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    place = models.PositiveSmallIntegerField()
    block = models.PositiveIntegerField()
    rows = models.BinaryField()

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(fields=["word", "kind", "place", "block"], name="one_search_posting")]

    def __str__(self) -> str:
        return f"{self.word} {self.kind} {self.place} {self.block}"


class SearchState(models.Model):
    """How far the index of a kind has come: the stamps of the rooms it was read at, and those a task was asked at.

    The row without a kind stands for the vocabulary: its edition, and the last number given to a word.
    """

    kind = models.CharField(max_length=30, unique=True)
    stamps = models.CharField(max_length=200, blank=True)
    asked = models.CharField(max_length=200, blank=True)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return self.kind
