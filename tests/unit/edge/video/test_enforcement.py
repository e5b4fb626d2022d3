"""What the terms in hand allow: every doubt is a no, and a no says why."""

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.servers.gateway_story import new_key, terms_json
from vaka.core.ids import new_id
from vaka.core.period import Period
from vaka.edge.video.enforcement import (
    FOOTAGE,
    LIVE,
    NARROWEST,
    Doubt,
    Moment,
    may_hear,
    may_record,
    may_show,
    may_view,
    take_in_hand,
)
from vaka.terms.document import Act, parse
from vaka.terms.orders import CameraOrder, Stand
from vaka.terms.permits import Reason
from vaka.terms.signature import KeySet, sign
from vaka.terms.tickets import Ticket

KEY = new_key()
TRUSTED = KeySet([KEY.public_jwk()])
NOW = datetime.now(UTC)
BRIGHT = {"live": True, "record": True, "audio": False, "movable": False, "analytics": []}
LOUD = {"live": True, "record": True, "audio": True, "movable": False, "analytics": []}
DARK = {"live": False, "record": False, "audio": False, "movable": False, "analytics": []}


def hand(
    *, revoked=(), superseded=(), key=KEY, camera="torget", across=20.0, stands=(), **changed
):
    terms = terms_json("torget", **changed)
    order = CameraOrder(
        camera,
        "rtsp://10.0.0.7/",
        sign(parse(terms), key),
        tuple(terms["id"] for _ in revoked),
        tuple(terms["id"] for _ in superseded),
        metres_across=across,
        stands=tuple(Stand(preset, new_id(at=NOW), wide) for preset, wide in stands),
    )
    return take_in_hand(order, TRUSTED)


def moment(*, now=NOW, doubtful=False, heard=NOW) -> Moment:
    return Moment(now, doubtful, heard)


def ticket(held, **changed) -> Ticket:
    facts = {
        "id": new_id(at=NOW),
        "person": "operator-2",
        "role": "operator",
        "camera": "torget",
        "terms": held.terms.id,
        "act": Act.LIVE,
        "purpose": "watch",
        "incident": None,
        "issued": NOW,
        "expires": NOW + timedelta(minutes=10),
    }
    return Ticket(**{**facts, **changed})


def test_sound_terms_permit_until_the_line_has_been_down_for_too_long() -> None:
    verdict = may_record(hand(offline_hours=2), moment())
    assert verdict.permitted
    assert verdict.until == NOW + timedelta(hours=2)


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (hand(revoked=[1]), Reason.REVOKED),
        (hand(superseded=[1]), Reason.SUPERSEDED),
        (hand(key=new_key()), Reason.UNKNOWN_KEY),
        (hand(camera="garaget"), Doubt.OTHER_CAMERA),
        (hand(uses=DARK), Reason.USE_NOT_ALLOWED),
        (hand(hours=[]), Reason.OUTSIDE_HOURS),
        (
            take_in_hand(CameraOrder("torget", "rtsp://x", None, (), ()), TRUSTED),
            Doubt.NO_TERMS,
        ),
        (
            take_in_hand(CameraOrder("torget", "rtsp://x", "x.y.z", (), ()), TRUSTED),
            Reason.MALFORMED,
        ),
    ],
)
def test_each_doubt_is_a_no_with_its_reason(held, reason) -> None:
    for verdict in (may_record(held, moment()), may_show(held, moment())):
        assert (verdict.permitted, verdict.reason) == (False, reason)


def test_a_doubtful_clock_permits_nothing() -> None:
    held = hand()
    for verdict in (
        may_record(held, moment(doubtful=True)),
        may_show(held, moment(doubtful=True)),
        may_view(held, ticket(held), LIVE, moment(doubtful=True)),
    ):
        assert (verdict.permitted, verdict.reason) == (False, Doubt.CLOCK)


def test_what_may_be_kept_for_no_time_is_not_recorded() -> None:
    held = hand(retention_hours=0)
    assert may_record(held, moment()).reason == Reason.USE_NOT_ALLOWED
    assert may_show(held, moment()).permitted


def test_a_camera_that_nobody_may_watch_is_not_shown() -> None:
    assert may_show(hand(access=[]), moment()).reason == Reason.ROLE_NOT_ALLOWED


def test_a_ticket_is_good_for_its_camera_terms_role_and_time() -> None:
    held = hand()
    good = may_view(held, ticket(held), LIVE, moment())
    assert (good.permitted, good.until) == (True, NOW + timedelta(minutes=10))
    refused = {
        Doubt.OTHER_CAMERA: ticket(held, camera="garaget"),
        Reason.SUPERSEDED: ticket(held, terms=new_id(at=NOW)),
        Reason.ROLE_NOT_ALLOWED: ticket(held, role="inspector"),
        "expired": ticket(held, expires=NOW),
    }
    for reason, each in refused.items():
        assert may_view(held, each, LIVE, moment()).reason == reason


def test_a_ticket_without_the_incident_that_the_terms_ask_for_is_refused() -> None:
    access = [{"role": "operator", "acts": ["live"], "requires": ["incident"]}]
    held = hand(access=access)
    assert may_show(held, moment()).permitted
    assert may_view(held, ticket(held), LIVE, moment()).reason == Reason.NEEDS_INCIDENT
    assert may_view(held, ticket(held, incident="i-1"), LIVE, moment()).permitted


def test_a_ticket_for_live_pictures_opens_no_recording_nor_the_other_way_about() -> None:
    access = [{"role": "operator", "acts": ["live", "review", "export"], "requires": []}]
    held = hand(access=access)
    stretch = Period(NOW - timedelta(hours=1), NOW)
    live, review = ticket(held), ticket(held, act=Act.REVIEW, footage=stretch)
    assert may_view(held, review, FOOTAGE, moment()).permitted
    for given_ticket, acts in (
        (live, FOOTAGE),
        (review, LIVE),
        (ticket(held, footage=stretch), LIVE),
        (ticket(held, act=Act.EXPORT), FOOTAGE),
    ):
        assert may_view(held, given_ticket, acts, moment()).reason == Doubt.OTHER_ACT


def test_what_the_terms_ask_for_beside_the_role_stands_in_the_ticket() -> None:
    needs = ["second-person", "written-request"]
    held = hand(access=[{"role": "operator", "acts": ["export"], "requires": needs}])
    asked = {"act": Act.EXPORT, "footage": Period(NOW - timedelta(hours=1), NOW)}
    alone = ticket(held, **asked)
    assert may_view(held, alone, FOOTAGE, moment()).reason == Reason.NEEDS_SECOND_PERSON
    both = ticket(held, **asked, second_person="operator-1", written_request="5000-K123-26")
    assert may_view(held, both, FOOTAGE, moment()).permitted


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"uses": LOUD}, Reason.OK),
        ({}, Reason.USE_NOT_ALLOWED),
        ({"uses": LOUD, "hours": []}, Reason.OUTSIDE_HOURS),
        ({"uses": LOUD, "offline_hours": 0}, Doubt.OFFLINE_TOO_LONG),
        ({"uses": LOUD, "revoked": [1]}, Reason.REVOKED),
        ({"uses": LOUD, "superseded": [1]}, Reason.SUPERSEDED),
    ],
)
def test_sound_is_taken_only_while_the_terms_allow_it(changed, reason) -> None:
    verdict = may_hear(hand(**changed), moment())
    assert (verdict.permitted, verdict.reason) == (reason == Reason.OK, reason)


def test_a_ticket_with_sound_opens_nothing_when_its_holder_may_not_hear() -> None:
    access = [
        {"role": "operator", "acts": ["live"], "requires": []},
        {"role": "operator", "acts": ["audio"], "requires": ["incident"]},
        {"role": "inspector", "acts": ["live"], "requires": []},
    ]
    held, mute = hand(uses=LOUD, access=access), hand(access=access)
    told = [
        (held, {"incident": "i-1"}, Reason.OK),
        (held, {}, Reason.NEEDS_INCIDENT),
        (held, {"incident": "i-1", "role": "inspector"}, Reason.ROLE_NOT_ALLOWED),
        (mute, {"incident": "i-1"}, Reason.USE_NOT_ALLOWED),
    ]
    for terms, changed, reason in told:
        loud = ticket(terms, sound=True, **changed)
        assert may_view(terms, loud, LIVE, moment()).reason == reason
        assert may_view(terms, ticket(terms, **changed), LIVE, moment()).permitted


@given(st.integers(0, 100), st.integers(0, 400))
def test_hard_case_12_the_gateway_goes_on_alone_exactly_as_long_as_allowed(
    allowed: int, away: int
) -> None:
    held = hand(offline_hours=allowed)
    heard = NOW - timedelta(hours=away)
    verdict = may_record(held, moment(heard=heard))
    assert verdict.permitted == (away < allowed)


@pytest.mark.parametrize(
    ("across", "reason"), [(None, Doubt.DETAIL_UNKNOWN), (0.5, Doubt.TOO_DETAILED)]
)
def test_without_a_picture_as_coarse_as_the_terms_say_there_is_none(across, reason) -> None:
    held = hand(across=across)
    for verdict in (
        may_record(held, moment()),
        may_show(held, moment()),
        may_view(held, ticket(held), LIVE, moment()),
    ):
        assert (verdict.permitted, verdict.reason) == (False, reason)


UPPER, LENS = ((0, 0), (1, 0), (1, 0.5)), ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6))


def of_two_presets(**changed):
    view = terms_json("torget")["view"]
    presets = [
        {"name": name, "area": view["area"], "masks": masks}
        for name, masks in (("torget", [UPPER]), ("gatan", []))
    ]
    listed = json.loads(json.dumps({**view, "masks": [LENS], "presets": presets}))
    return hand(uses={**BRIGHT, "movable": True}, view=listed, **changed)


def test_in_a_preset_its_own_masks_are_burnt_in_beside_those_of_all() -> None:
    held = of_two_presets(stands=[("torget", 20.0), ("kyrkan", 20.0)])
    assert may_record(held, moment()).permitted
    assert {name: each.masks for name, each in held.presets.items()} == {
        "torget": (LENS, UPPER)
    }


@pytest.mark.parametrize(
    ("stands", "reason"),
    [
        ([], Doubt.DETAIL_UNKNOWN),
        ([("kyrkan", 20.0)], Doubt.DETAIL_UNKNOWN),
        ([("torget", 0.5)], Doubt.TOO_DETAILED),
    ],
)
def test_where_no_preset_of_the_terms_is_confirmed_nothing_is_recorded(stands, reason) -> None:
    assert may_record(of_two_presets(stands=stands), moment()).reason == reason


def test_a_preset_that_is_too_detailed_is_none_beside_one_that_is_not() -> None:
    held = of_two_presets(stands=[("torget", 20.0), ("gatan", 0.5)])
    assert may_record(held, moment()).permitted
    assert list(held.presets) == ["torget"]


def test_what_was_recorded_is_seen_whatever_the_camera_now_sends() -> None:
    access = [{"role": "operator", "acts": ["review"], "requires": []}]
    held = hand(across=None, access=access)
    footage = Period(NOW - timedelta(hours=1), NOW)
    asked = ticket(held, act=Act.REVIEW, footage=footage)
    assert may_view(held, asked, FOOTAGE, moment()).permitted


@given(limit=st.floats(1, 1000), across=st.floats(0.5, 200))
@example(limit=1.62, across=199.99999999999997)
def test_no_width_that_is_allowed_shows_more_than_the_terms_say(limit, across) -> None:
    view = {**terms_json("torget")["view"], "max_pixels_per_metre": limit}
    held = hand(across=across, view=view)
    assert held.treatment.widest % 2 == 0
    assert Fraction(held.treatment.widest) / Fraction(across) <= Fraction(limit)
    assert (held.treatment.widest + 2) / across > limit * (1 - 1e-9)
    assert may_record(held, moment()).permitted == (held.treatment.widest >= NARROWEST)
