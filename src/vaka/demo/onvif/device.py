"""A simulated ONVIF camera: HTTP over a real socket, logins, Media2 masks, and its faults.

By itself: `python -m vaka.demo.onvif.device --listen 127.0.0.1:8080 --stream rtsp://…`.
"""

import argparse
import asyncio
import base64
import contextlib
import hashlib
import hmac
import secrets
import ssl
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import TracebackType
from typing import Self
from xml.etree.ElementTree import Element

from aiohttp import web
from defusedxml.ElementTree import fromstring

from vaka.demo import logins
from vaka.demo.logins import Scheme
from vaka.demo.onvif import answers
from vaka.demo.onvif.answers import KeptMask

# One grey pixel, as a picture of its own.
PICTURE = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////"
    "////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAA"
    "AAAAAAAAAAD/2gAIAQEAAD8AN//Z"
)
OPEN_TO_ALL = frozenset({"GetSystemDateAndTime"})
FRESH = timedelta(minutes=5)


class Login(StrEnum):
    """How the camera wants its users to prove who they are."""

    NONE = "none"
    DIGEST = "digest"
    IN_MESSAGE = "in-message"


class Masks(StrEnum):
    """What the camera makes of masks."""

    KEEPS = "keeps"
    FORGETS = "forgets"
    REFUSES = "refuses"
    HAS_NONE = "has-none"
    BEFORE_MEDIA2 = "before-media2"


@dataclass
class SimulatedDevice:
    """A camera's own server at `url` while the `async with` lasts; port 0: the system chooses.

    Its clock is `ahead` of ours; it keeps a mask's corners in a grid of so many steps, and
    names its services where it `believes_it_is`. It answers after so many `slow` seconds, and
    not while it is `away`; its streams are of two sources when it is `split`.
    """

    stream: str = "rtsp://127.0.0.1:8554/stream"
    host: str = "127.0.0.1"
    port: int = 0
    user: str = ""
    password: str = ""
    login: Login = Login.NONE
    masking: Masks = Masks.KEEPS
    ahead: timedelta = timedelta(0)
    most_masks: int = 4
    most_points: int = 8
    kinds: tuple[str, ...] = ("Color", "Pixelated")
    square: bool = False
    grid: int = 200
    sealed: ssl.SSLContext | None = None
    believes_it_is: str = ""
    serial: str = "4711"
    split: bool = False
    slow: float = 0.0
    away: bool = False
    masks: dict[str, KeptMask] = field(default_factory=dict, init=False)
    asked: list[str] = field(default_factory=list, init=False)

    async def __aenter__(self) -> Self:
        self._nonce = secrets.token_hex(16)
        app = web.Application()
        app.router.add_post("/onvif/{service}", self._asked)
        app.router.add_get("/snapshot.jpg", self._snapshot)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.host, self.port, ssl_context=self.sealed).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """Return the address, with its login when it asks for one."""
        login = f"{self.user}:{self.password}@" if self.user else ""
        scheme = "https" if self.sealed else "http"
        return f"{scheme}://{login}{self.host}:{self.port}/onvif/device_service"

    @property
    def _actions(self) -> dict[str, Callable[[Element], str]]:
        return {
            "GetSystemDateAndTime": self._date_and_time,
            "GetDeviceInformation": self._device_information,
            "GetServices": self._services,
            "GetProfiles": self._profiles,
            "GetStreamUri": self._stream_uri,
            "GetSnapshotUri": self._snapshot_uri,
            "GetMaskOptions": self._mask_options,
            "GetMasks": self._get_masks,
            "CreateMask": self._create_mask,
            "SetMask": self._set_mask,
            "DeleteMask": self._delete_mask,
        }

    @property
    def _here(self) -> str:
        return self.believes_it_is or f"http://{self.host}:{self.port}"

    async def _asked(self, request: web.Request) -> web.Response:
        told = fromstring(await request.read(), forbid_dtd=True)
        await asyncio.sleep(self.slow)
        if self.away and request.transport is not None:
            request.transport.close()
        body = told.find("{*}Body")
        assert body is not None
        question = body[0]
        what = question.tag.rpartition("}")[2]
        self.asked.append(what)
        if what not in OPEN_TO_ALL:
            if self.login is Login.DIGEST and not self._knows(request):
                return self._challenge()
            if self.login is Login.IN_MESSAGE and not self._proves(told):
                return _message(answers.fault("NotAuthorized"), 400)
        if (found := self._actions.get(what)) is None:
            return _message(answers.fault("ActionNotSupported"), 500)
        said = found(question)
        return _message(said, 500 if said.startswith("<s:Fault") else 200)

    async def _snapshot(self, request: web.Request) -> web.Response:
        if self.login is Login.DIGEST and not self._knows(request):
            return self._challenge()
        return web.Response(body=PICTURE, content_type="image/jpeg")

    def _knows(self, request: web.Request) -> bool:
        return logins.is_proved(
            Scheme.DIGEST,
            request.headers.get("Authorization", ""),
            request.method,
            user=self.user,
            password=self.password,
            nonce=self._nonce,
        )

    def _challenge(self) -> web.Response:
        asked = {"WWW-Authenticate": logins.challenge(Scheme.DIGEST, self._nonce)}
        return web.Response(status=401, headers=asked)

    def _proves(self, told: Element) -> bool:
        """Return whether a message carries the right digest, made just now by our clock."""
        token = told.find("{*}Header/{*}Security/{*}UsernameToken")
        if token is None:
            return False
        given = {each.tag.rpartition("}")[2]: each.text or "" for each in token}
        secret = f"{given['Created']}{self.password}".encode()
        right = hashlib.sha1(
            base64.b64decode(given["Nonce"]) + secret, usedforsecurity=False
        ).digest()
        late = abs(datetime.fromisoformat(given["Created"]) - self._now())
        return (
            given["Username"] == self.user
            and hmac.compare_digest(base64.b64decode(given["Password"]), right)
            and late < FRESH
        )

    def _now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def _date_and_time(self, question: Element) -> str:
        return answers.date_and_time(self._now())

    def _device_information(self, question: Element) -> str:
        return answers.device_information(self.serial)

    def _services(self, question: Element) -> str:
        old = self.masking is Masks.BEFORE_MEDIA2
        media = (
            ("trt", f"{self._here}/onvif/media")
            if old
            else ("tr2", f"{self._here}/onvif/media2")
        )
        return answers.services([("tds", f"{self._here}/onvif/device_service"), media])

    def _profiles(self, question: Element) -> str:
        old = self.masking is Masks.BEFORE_MEDIA2
        return answers.old_profiles() if old else answers.profiles(split=self.split)

    def _stream_uri(self, question: Element) -> str:
        sub = question.findtext("{*}ProfileToken") == "sub"
        where = f"{self.stream}-sub" if sub else self.stream
        return answers.uri("GetStreamUri", where, old="ver10" in question.tag)

    def _snapshot_uri(self, question: Element) -> str:
        where = f"{self._here}/snapshot.jpg"
        return answers.uri("GetSnapshotUri", where, old="ver10" in question.tag)

    def _mask_options(self, question: Element) -> str:
        if self.masking is Masks.HAS_NONE:
            return answers.fault("ActionNotSupported")
        return answers.mask_options(
            most=self.most_masks,
            most_points=self.most_points,
            kinds=self.kinds,
            square=self.square,
        )

    def _get_masks(self, question: Element) -> str:
        return answers.masks(self.masks.items())

    def _create_mask(self, question: Element) -> str:
        token = f"mask-{secrets.token_hex(4)}"
        if self.masking is Masks.REFUSES:
            return answers.fault("InvalidPolygon")
        if len(self.masks) >= self.most_masks:
            return answers.fault("MaxMasks")
        if self.masking is Masks.KEEPS:
            self.masks[token] = self._kept(question[0])
        return answers.done("CreateMask", token)

    def _set_mask(self, question: Element) -> str:
        if self.masking is Masks.KEEPS:
            self.masks[question[0].get("token", "")] = self._kept(question[0])
        return answers.done("SetMask")

    def _delete_mask(self, question: Element) -> str:
        self.masks.pop(question.findtext("{*}Token", ""), None)
        return answers.done("DeleteMask")

    def _kept(self, told: Element) -> KeptMask:
        """Return a mask as the camera keeps it: in its own grid."""
        points = tuple(
            (
                round(float(each.get("x", "")) * self.grid) / self.grid,
                round(float(each.get("y", "")) * self.grid) / self.grid,
            )
            for each in told.iterfind("{*}Polygon/{*}Point")
        )
        return KeptMask(
            told.findtext("{*}ConfigurationToken", ""),
            points,
            told.findtext("{*}Type", ""),
            told.findtext("{*}Enabled", "") == "true",
        )


def _message(body: str, status: int = 200) -> web.Response:
    return web.Response(
        text=answers.envelope(body), status=status, content_type="application/soap+xml"
    )


async def _stand(device: SimulatedDevice) -> None:
    async with device:
        sys.stdout.write(f"listening {device.url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main() -> None:
    """Be a camera's own server until Ctrl-C."""
    asking = argparse.ArgumentParser(prog="python -m vaka.demo.onvif.device")
    asking.add_argument("--listen", default="127.0.0.1:8080", metavar="HOST:PORT")
    asking.add_argument("--stream", default="rtsp://127.0.0.1:8554/stream", metavar="ADDRESS")
    asked = asking.parse_args()
    host, _, port = asked.listen.rpartition(":")
    if not port.isdecimal():
        asking.error("--listen takes HOST:PORT")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_stand(SimulatedDevice(asked.stream, host, int(port))))


if __name__ == "__main__":
    main()
