"""A clip that ONVIF's reference implementation signed: a second opinion on ours."""

from datetime import UTC, datetime
from pathlib import Path

import av

from tests.unit.signed_video.streams import Picture, altered, judged, states, without
from vaka.signed_video.certificates import read_authorities
from vaka.signed_video.units import Coding, split

HERE = Path(__file__).parent / "onvif"
HEVC = Coding.H265
SIGNED_ON, LATER = datetime(2025, 6, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)


def clip() -> list[Picture]:
    with av.open(str(HERE / "signed_h265.mp4")) as container:
        return [
            Picture(tuple(split(bytes(packet))), float(packet.pts * packet.time_base))
            for packet in container.demux(video=0)
            if packet.pts is not None
        ]


def test_every_group_is_valid_and_its_authority_vouches_for_the_camera_of_then() -> None:
    judge, groups = judged(clip(), HEVC)
    assert [each.state for each in groups] == ["valid"] * 5
    assert judge.breaks == 0
    (signer,) = judge.signers.values()
    assert signer.subject == "CN=Test camera,OU=Test,O=SomeOrg"
    authorities = read_authorities(str(HERE / "ca.pem"))
    assert signer.is_trusted(authorities, SIGNED_ON)
    # Its certificate ran out in November 2025.
    assert not signer.is_trusted(authorities, LATER)


def test_what_is_done_to_it_is_found() -> None:
    pictures = clip()
    assert states(altered(pictures, 30, 0, 20), HEVC)[0] == "altered"
    assert states(without(pictures, 30), HEVC)[0] == "pictures-missing"
    assert states(without(pictures, 125, unit=0), HEVC)[1] == "signature-missing"
    assert states(pictures[:130], HEVC) == ["valid", "valid", "signature-missing"]
    assert states(pictures[62:], HEVC) == ["valid"] * 4
