"""What a gateway found in a stretch: one who walks alone, two who cross, somebody lost."""

import json

from vaka.terms.redaction import Box, Doubt, Findings, Track, TrackKind, Uncertain
from vaka.terms.redaction_file import findings_to_json


def findings() -> Findings:
    walker = tuple(Box(10 * n, 40, 10 * n + 20, 90) for n in range(20))
    return Findings(
        width=640,
        height=352,
        times=tuple(range(0, 3000, 100)),
        moving="eNpjYBgFo2AUjAIAAAgAAAE=",
        tracks=(
            Track(1, TrackKind.ONE, 0, walker),
            Track(2, TrackKind.SEVERAL, 20, (Box(300, 40, 340, 90),) * 5),
        ),
        uncertain=(Uncertain(3, 5, Doubt.FACE_WITHOUT_BODY),),
        original="a" * 64,
        detectors={"faces": "CenterFace"},
    )


def sent() -> bytes:
    return json.dumps(findings_to_json(findings())).encode()
