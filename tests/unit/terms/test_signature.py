"""Signed files: one form, known keys, and every doubt is a no."""

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.terms.story import new_key, terms, written
from vaka.core.canonical import canonical_bytes
from vaka.core.errors import BadInput
from vaka.terms.permits import Reason
from vaka.terms.signature import (
    TERMS_TYPE,
    KeySet,
    SigningKey,
    Untrusted,
    sign,
    unverified,
    verify,
)

RAW = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
KEY = SigningKey(RAW.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
TRUSTED = KeySet([KEY.public_jwk()])
SIGNED = sign(terms(), KEY)
DEEP = b"[" * 20_000
B64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def jws_of(header: object, payload: bytes, *, raw: Ed25519PrivateKey = RAW) -> str:
    """A compact JWS made by hand, whatever it says."""
    signing = f"{encoded(json.dumps(header).encode())}.{encoded(payload)}"
    return f"{signing}.{encoded(raw.sign(signing.encode()))}"


def refusal(text: str, trusted: KeySet = TRUSTED) -> Reason:
    with pytest.raises(Untrusted) as refused:
        verify(text, trusted)
    return refused.value.reason


HEADER = {"alg": "EdDSA", "kid": KEY.id, "typ": TERMS_TYPE}
PAYLOAD = canonical_bytes(written())


def test_what_was_signed_is_read_back() -> None:
    assert verify(SIGNED, TRUSTED) == terms()
    assert verify(f"\n {SIGNED}\r\n", TRUSTED) == terms()
    assert verify(jws_of(HEADER, PAYLOAD), TRUSTED).id == written()["id"]


def test_key_id_is_the_thumbprint_of_rfc_8037() -> None:
    # RFC 8037, appendix A.1 and A.3.
    seed = base64.urlsafe_b64decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")
    key = Ed25519PrivateKey.from_private_bytes(seed)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    assert SigningKey(pem).id == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    assert SigningKey(pem).public_jwk()["x"] == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"


def test_signing_twice_gives_the_same_file() -> None:
    assert sign(terms(), KEY) == SIGNED


@given(st.integers(0, len(SIGNED) - 1), st.sampled_from(B64 + ".!= "))
def test_a_file_with_one_character_changed_is_refused(place: int, character: str) -> None:
    changed = SIGNED[:place] + character + SIGNED[place + 1 :]
    if changed.strip() != SIGNED:
        with pytest.raises(Untrusted):
            verify(changed, TRUSTED)


def test_spare_bits_of_the_signature_cannot_be_turned() -> None:
    # 64 bytes leave four bits over in the last character.
    last = B64.index(SIGNED[-1])
    for spare in range(1, 16):
        assert refusal(SIGNED[:-1] + B64[last ^ spare]) == Reason.BAD_SIGNATURE


def test_characters_that_decoders_pass_over_are_not_passed_over() -> None:
    for strange in "!\n=":
        assert refusal(SIGNED[:-9] + strange + SIGNED[-9:]) == Reason.BAD_SIGNATURE


def test_another_payload_under_the_same_signature_is_false() -> None:
    header, _, signature = SIGNED.split(".")
    other = encoded(canonical_bytes(written("landskrona")))
    assert refusal(f"{header}.{other}.{signature}") == Reason.BAD_SIGNATURE


def test_a_key_that_nobody_trusts_is_unknown() -> None:
    assert refusal(sign(terms(), new_key())) == Reason.UNKNOWN_KEY
    assert refusal(SIGNED, KeySet([])) == Reason.UNKNOWN_KEY


def test_a_stranger_who_names_our_key_signs_falsely() -> None:
    stranger = Ed25519PrivateKey.generate()
    assert refusal(jws_of(HEADER, PAYLOAD, raw=stranger)) == Reason.BAD_SIGNATURE


@pytest.mark.parametrize(
    "header",
    [
        HEADER | {"alg": "none"},
        HEADER | {"alg": "HS256"},
        HEADER | {"alg": "Ed25519"},
        HEADER | {"typ": "JWT"},
        HEADER | {"typ": "vaka-ticket"},
        HEADER | {"crit": ["b64"], "b64": False},
        HEADER | {"jwk": KEY.public_jwk()},
        HEADER | {"kid": None},
        HEADER | {"kid": 7},
        {"alg": "EdDSA", "typ": TERMS_TYPE},
        [],
        "header",
    ],
    ids=str,
)
def test_a_header_that_says_anything_else_is_malformed(header: object) -> None:
    assert refusal(jws_of(header, PAYLOAD)) == Reason.MALFORMED


@pytest.mark.parametrize(
    "text",
    ["", "…", "a.b.c", "{}", json.dumps(written()), SIGNED + ".x", SIGNED.rpartition(".")[0]],
    ids=["empty", "dots", "abc", "object", "unsigned", "four", "two"],
)
def test_what_is_no_signed_file_is_malformed(text: str) -> None:
    assert refusal(text) == Reason.MALFORMED
    with pytest.raises(Untrusted):
        unverified(text)


@pytest.mark.parametrize(
    "payload",
    [
        json.dumps(written()).encode(),  # spaces, and another order
        canonical_bytes(written()) + b"\n",
        canonical_bytes([written()]),
        b"\xff\xfe",
        b"NaN",
        DEEP,
        b'{"a":"\\ud800"}',
        b'{"a":1,"a":1}',
        b'{"a":' + b"9" * 5000 + b"}",
        canonical_bytes({**written(), "colour": "red"}),
        canonical_bytes({**written(), "hours": "always"}),
    ],
    ids=lambda value: str(value[:20]),
)
def test_a_payload_that_is_not_canonical_terms_is_malformed(payload: bytes) -> None:
    text = jws_of(HEADER, payload)
    assert refusal(text) == Reason.MALFORMED
    with pytest.raises(Untrusted) as refused:
        unverified(text)
    assert refused.value.reason == Reason.MALFORMED


def test_what_nobody_vouches_for_can_still_be_read() -> None:
    assert unverified(SIGNED[:-3] + "AAA") == terms()


def test_a_deep_header_is_malformed() -> None:
    assert refusal(f"{encoded(DEEP)}.e30.AA") == Reason.MALFORMED


@given(st.text())
def test_any_text_is_taken_or_refused(text: str) -> None:
    with pytest.raises(Untrusted):
        verify(text, TRUSTED)


def test_the_reason_and_the_problem_are_told() -> None:
    with pytest.raises(Untrusted, match="malformed: it is not a compact JWS"):
        verify("nothing", TRUSTED)


def pem_of(kind: str) -> bytes:
    if kind == "public":
        return RAW.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    if kind == "encrypted":
        locked = BestAvailableEncryption(b"secret")
        return RAW.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)
    other = {"x25519": X25519PrivateKey.generate(), "p256": generate_private_key(SECP256R1())}
    if kind in other:
        return other[kind].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return b"nothing"


@pytest.mark.parametrize("kind", ["public", "encrypted", "x25519", "p256", "nothing"])
def test_only_a_private_ed25519_key_signs(kind: str) -> None:
    with pytest.raises(BadInput, match="private key"):
        SigningKey(pem_of(kind))


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {"kty": "RSA"},
        {"kty": "OKP", "crv": "X25519", "x": KEY.public_jwk()["x"]},
        {**KEY.public_jwk(), "d": "secret"},
        {**KEY.public_jwk(), "x": "short"},
        {**KEY.public_jwk(), "x": "é"},
        {"kty": "OKP", "crv": "Ed25519"},
    ],
    ids=str,
)
def test_only_a_public_ed25519_key_is_trusted(jwk: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="trusted key"):
        KeySet([jwk])


def test_keys_are_read_from_a_file_or_a_folder(tmp_path: Path) -> None:
    for name, key in (("a", KEY), ("b", new_key())):
        (tmp_path / f"{name}.jwk").write_text(json.dumps(key.public_jwk()))
    assert verify(SIGNED, KeySet.read(tmp_path)) == terms()
    assert verify(SIGNED, KeySet.read(tmp_path / "a.jwk")) == terms()
    assert refusal(SIGNED, KeySet.read(tmp_path / "b.jwk")) == Reason.UNKNOWN_KEY


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"\xff", DEEP], ids=["empty", "list", "not UTF-8", "deep"]
)
def test_a_trusted_file_that_is_no_key_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "public.jwk"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=r"public\.jwk"):
        KeySet.read(file)


def test_a_folder_without_keys_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no \*\.jwk"):
        KeySet.read(tmp_path)
    with pytest.raises(BadInput, match="cannot be read"):
        KeySet.read(tmp_path / "absent.jwk")
