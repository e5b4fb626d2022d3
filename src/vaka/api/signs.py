"""Signs over the API: whether people are told of a camera, that its sign is up, its photo."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Form, Router, Schema, Status, UploadedFile
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.api.importing import content
from vaka.operation import actions, queries
from vaka.operation.rules.signs import Flaw, Tells

if TYPE_CHECKING:
    from vaka.operation.models import Sign

router = Router(auth=django_auth, tags=["operation"])
JPEG: dict[str, object] = {"responses": {200: {"content": {"image/jpeg": {}}}}}


class SignOut(Schema):
    """A sign where a camera stands; one without `photo_sha256` was taken over."""

    id: str
    where: str
    up_at: datetime | None
    tells_of: str
    photo_sha256: str
    entered_at: datetime
    flaw: str
    flawed_at: datetime | None


class InformingOut(Schema):
    """How people are told of a camera; `untold` says why they are not, empty when they are.

    `exemption` is the authority's leave that holds now, if one does.
    """

    untold: str
    exemption: str | None
    sign: SignOut | None


class SignIn(Schema):
    """Where the sign is, when it was seen to be up, and what it tells of."""

    where: str = Field(min_length=1, max_length=200)
    up_at: datetime
    tells_of: Tells


class FlawIn(Schema):
    """What has become of a sign."""

    flaw: Flaw
    said: str = Field(min_length=1, max_length=2000)


@router.get("/cameras/{key}/sign", response=InformingOut)
def informing(request: HttpRequest, key: str) -> dict[str, object]:
    """Return how people are told of a camera now."""
    found = queries.informing(queries.camera(key, by=actor(request)), at=now())
    return {
        "untold": found.telling.untold or "",
        "exemption": found.exemption.id if found.exemption else None,
        "sign": found.sign,
    }


@router.post("/cameras/{key}/sign", response={201: SignOut})
def confirm(
    request: HttpRequest, key: str, told: Form[SignIn], file: File[UploadedFile]
) -> "Status[Sign]":
    """Say that the sign where a camera stands is up, with a photo (JPEG, PNG, WebP) of it."""
    sign = actions.confirm_sign(
        camera=key, **told.dict(), photo=content(file), by=actor(request), at=now()
    )
    return Status(201, sign)


@router.post("/cameras/{key}/sign/flaw", response=SignOut)
def report(request: HttpRequest, key: str, body: FlawIn) -> "Sign":
    """Say that the sign is damaged, or gone; one that is gone stops the camera."""
    return actions.report_sign(camera=key, **body.dict(), by=actor(request), at=now())


@router.get("/signs/{key}/photo", openapi_extra=JPEG)
def photo(request: HttpRequest, key: str) -> HttpResponse:
    """Return the photo of a sign, as JPEG."""
    return HttpResponse(queries.photo(key, by=actor(request)), content_type="image/jpeg")
