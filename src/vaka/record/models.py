"""The record as rows. Nothing here is ever updated but the head."""

from typing import ClassVar

from django.db import models

from vaka.record.rules import Content

# More levels than a log can have: 2^64 entries.
LEVELS = 64


class Entry(models.Model):
    """One act: what, who, on what, when. Swedish: loggpost."""

    seq = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    actor = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    at = models.DateTimeField()
    facts = models.JSONField()
    commitment = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["seq"]
        indexes: ClassVar = [
            models.Index(fields=["subject", "seq"], name="entry_by_subject"),
            models.Index(fields=["kind", "seq"], name="entry_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.subject}"

    def content(self) -> Content:
        """Return what the hash of this entry covers."""
        return Content(
            seq=self.seq,
            kind=self.kind,
            actor=self.actor,
            subject=self.subject,
            at=self.at,
            facts=self.facts,
            commitment=self.commitment,
        )


class Personal(models.Model):
    """The fields of an entry that name somebody, beside the tree. Swedish: personuppgift."""

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, related_name="personal"
    )
    salt = models.BinaryField(max_length=32)
    fields = models.JSONField()

    def __str__(self) -> str:
        return f"of entry {self.entry_id}"


class Node(models.Model):
    """The hash of a complete subtree of 2^level leaves. Swedish: nod."""

    # One number holds index and level, so that no column can be moved without a trace.
    place = models.BigIntegerField(primary_key=True, help_text="index * 64 + level")
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        level, index = level_and_index(self.place)
        return f"{level}/{index}"


def place(level: int, index: int) -> int:
    """Return the key of a node."""
    return index * LEVELS + level


def level_and_index(key: int) -> tuple[int, int]:
    """Return what `place` was made of."""
    return key % LEVELS, key // LEVELS


class Head(models.Model):
    """The newest checkpoint; the one row that every append moves. Swedish: loggens topp."""

    size = models.BigIntegerField()
    checkpoint = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_head")
        ]

    def __str__(self) -> str:
        return f"size {self.size}"
