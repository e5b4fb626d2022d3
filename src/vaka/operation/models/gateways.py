"""Gateways as rows: what they told, and who speaks for each."""

from django.db import models

from vaka.operation.models.cameras import Camera


class EdgeEvent(models.Model):
    """An event from the edge that was taken, so that it is once. Swedish: kanthändelse."""

    id = models.CharField(primary_key=True, max_length=26)
    gateway = models.CharField(max_length=100)
    kind = models.CharField(max_length=40)
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.camera_id}"


class GatewayVoice(models.Model):
    """The one installation that speaks as a gateway. Swedish: gatewayröst."""

    gateway = models.CharField(primary_key=True, max_length=100)
    installation = models.CharField(max_length=26)
    heard_at = models.DateTimeField()
    # When another last wanted to speak as the same gateway meanwhile.
    refused_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.gateway}: {self.installation}"
