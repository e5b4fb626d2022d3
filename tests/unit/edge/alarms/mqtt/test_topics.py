"""The topic map as a person writes it, and one clear error when it is wrong."""

from datetime import timedelta
from pathlib import Path

import pytest

from vaka.core.errors import BadInput
from vaka.edge.alarms.mqtt import topics
from vaka.edge.alarms.mqtt.frigate import FrigateTopic
from vaka.edge.alarms.mqtt.onvif import OnvifTopic

BROKER = '[broker]\naddress = "mqtt://127.0.0.1"\n'
ONVIF = BROKER + '[[onvif]]\ntopic = "+/onvif-ej/#"\naccount = "7702"\ncode = "BA"\n'
FRIGATE = BROKER + '[[frigate]]\ntopic = "frigate/events"\ncode = "BA"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "mqtt.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_map_names_a_broker_and_its_topics(tmp_path: Path):
    text = """
[broker]
address = "mqtts://broker.example"
user = "vaka"
password_file = "/etc/vaka/password"
authorities = "/etc/vaka/ca.pem"
client = "mottagare-1"
account = "77FF"
interval = 90

[[frigate]]
topic = "frigate/events"
cameras = { norra = "7701" }
labels = ["person"]
zones = ["trappan"]
code = "BA"

[[onvif]]
topic = "+/onvif-ej/VideoSource/#"
account = "7702"
code = "BA"
when = { State = "True" }
restored = "BR"
"""
    told = topics.read(written(tmp_path, text))
    assert (told.broker.host, told.broker.port, told.broker.tls) == (
        "broker.example",
        8883,
        True,
    )
    assert (told.broker.user, told.broker.client) == ("vaka", "mottagare-1")
    assert (told.broker.account, told.broker.interval) == ("77FF", timedelta(seconds=90))
    assert told.topics == (
        FrigateTopic(
            "frigate/events",
            "BA",
            {"norra": "7701"},
            frozenset({"person"}),
            frozenset({"trappan"}),
        ),
        OnvifTopic("+/onvif-ej/VideoSource/#", "BA", "7702", {"State": "true"}, "BR"),
    )


def test_what_is_left_out_is_plain(tmp_path: Path):
    told = topics.read(written(tmp_path, ONVIF))
    assert (told.broker.port, told.broker.tls, told.broker.account) == (1883, False, "MQTT")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "[broker]"),
        ("broker = 1", "[broker]"),
        (BROKER, "no topic"),
        ("[", "no topics can be read"),
        (ONVIF.replace("mqtt://", "http://"), "address"),
        (ONVIF.replace("127.0.0.1", "u:p@127.0.0.1"), "address"),
        (ONVIF.replace("127.0.0.1", "127.0.0.1:x"), "address"),
        (ONVIF.replace('"BA"', '"burglary"'), "code"),
        (ONVIF.replace("+/onvif-ej/#", "a/#/b"), "topic"),
        (ONVIF.replace("+/onvif-ej/#", "a+/b"), "topic"),
        (ONVIF.replace('"7702"', "7702"), "account"),
        (ONVIF + "restored = 1\n", "restored"),
        (ONVIF + "when = { State = true }\n", "when"),
        (ONVIF + "colour = 1\n", "colour is unknown"),
        (ONVIF + "[other]\n", "other is unknown"),
        (ONVIF.replace("[[onvif]]", "[onvif]"), "no list"),
        (ONVIF.replace("\n[[", "\ninterval = 1\n[["), "interval"),
        (ONVIF.replace("\n[[", "\ncolour = 1\n[["), "colour is unknown"),
        (FRIGATE, "cameras"),
        (FRIGATE + 'cameras = { norra = "77 01" }', "cameras"),
        (FRIGATE + 'cameras = { norra = "7701" }\nlabels = "person"', "labels"),
    ],
)
def test_a_wrong_map_is_refused_with_its_place(tmp_path: Path, text: str, says: str):
    with pytest.raises(BadInput) as refused:
        topics.read(written(tmp_path, text))
    assert says in str(refused.value)


@pytest.mark.parametrize("topic", ["#", "+", "a", "a/b", "+/b", "a/+/c", "a/#", "/a", "a//b"])
def test_topics_may_hold_wildcards_where_mqtt_has_them(tmp_path: Path, topic: str):
    told = topics.read(written(tmp_path, ONVIF.replace("+/onvif-ej/#", topic)))
    assert told.topics[0].topic == topic
