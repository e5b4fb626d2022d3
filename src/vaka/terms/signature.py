"""Terms as a signed file: compact JWS (RFC 7515) with Ed25519 (RFC 8037).

The payload is the canonical JSON of the terms (RFC 8785): what is signed has one form, and a
payload in another form is refused.
"""

import base64
import json
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path

from joserfc import jws
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import OKPKey

from vaka.core.canonical import canonical_bytes
from vaka.core.errors import BadInput, VakaError
from vaka.terms.document import Terms, parse, to_json
from vaka.terms.permits import Reason

# The format says EdDSA (RFC 8037); RFC 9864 calls the same algorithm Ed25519.
ALGORITHM = "EdDSA"
warnings.filterwarnings("ignore", "EdDSA is deprecated", SecurityWarning)
TERMS_TYPE = "vaka-terms"
# The library's limit of 128 kB is that of a login; the orders of a gateway with a thousand
# cameras are some megabytes.
LARGEST_PAYLOAD = 16 * 1024 * 1024
MEND_KEY = "Give a public Ed25519 key as JWK"


class Registry(jws.JWSRegistry):
    """What is signed and verified: EdDSA alone, also over large payloads."""

    max_payload_length = LARGEST_PAYLOAD


REGISTRY = Registry(algorithms=[ALGORITHM])


class Untrusted(VakaError):
    """A signed text that we do not take, and the reason code that says why."""

    def __init__(self, reason: Reason, problem: str) -> None:
        super().__init__(f"{reason}: {problem}")
        self.reason = reason
        self.problem = problem


class SigningKey:
    """A private Ed25519 key; its id is the RFC 7638 thumbprint of the public half."""

    def __init__(self, pem: bytes) -> None:
        try:
            self._key = OKPKey.import_key(pem)
        except (JoseError, ValueError, TypeError) as problem:
            mend = "Give an unencrypted PKCS #8 PEM file with an Ed25519 key"
            raise BadInput("private key", f"it cannot be read ({problem})", mend) from None
        if not self._key.is_private or self._key.curve_name != "Ed25519":
            raise BadInput("private key", "it is not a private Ed25519 key", MEND_KEY)
        self.id = self._key.thumbprint()

    def public_jwk(self) -> dict[str, str]:
        """Return the public half, as others are to trust it."""
        public = self._key.as_dict(private=False)
        return {
            "crv": str(public["crv"]),
            "kid": self.id,
            "kty": "OKP",
            "use": "sig",
            "x": str(public["x"]),
        }

    def sign(self, payload: Mapping[str, object], kind: str) -> str:
        """Return the compact JWS of the canonical payload, `typ` its kind."""
        header = {"alg": ALGORITHM, "kid": self.id, "typ": kind}
        return jws.serialize_compact(
            header, canonical_bytes(dict(payload)), self._key, [ALGORITHM]
        )


class KeySet:
    """The public keys that are trusted, by id."""

    def __init__(self, keys: Iterable[Mapping[str, object]]) -> None:
        self._keys: dict[str, OKPKey] = {}
        for jwk in keys:
            key = _public(jwk)
            self._keys[key.thumbprint()] = key

    @classmethod
    def read(cls, path: Path) -> "KeySet":
        """Return the keys of a `.jwk` file, or of every `*.jwk` in a folder.

        :raises BadInput: when a file cannot be read or is no such key.
        """
        files = sorted(path.glob("*.jwk")) if path.is_dir() else [path]
        if not files:
            raise BadInput(str(path), "there is no *.jwk in it", MEND_KEY)
        return cls(_read_jwk(file) for file in files)

    def public_jwks(self) -> list[dict[str, str]]:
        """Return the keys as JWK, in the order of their ids."""
        return [
            {"crv": "Ed25519", "kid": kid, "kty": "OKP", "x": str(key.as_dict()["x"])}
            for kid, key in sorted(self._keys.items())
        ]

    def open(self, text: str, kind: str) -> dict[str, object]:
        """Return the payload of a compact JWS of that kind.

        :raises Untrusted: when it is malformed, of an unknown key or its signature is false.
        """
        text = text.strip()
        kid = _key_id(text, kind)
        key = self._keys.get(kid)
        if key is None:
            raise Untrusted(Reason.UNKNOWN_KEY, f"the key {kid} is not trusted")
        try:
            signed = jws.deserialize_compact(text, key, registry=REGISTRY)
        except (JoseError, ValueError):
            raise Untrusted(Reason.BAD_SIGNATURE, "the signature is false") from None
        return _canonical_object(signed.payload)


def sign(terms: Terms, key: SigningKey) -> str:
    """Return the terms as a signed file's text."""
    return key.sign(to_json(terms), TERMS_TYPE)


def verify(text: str, trusted: KeySet) -> Terms:
    """Return the terms of a signed file.

    :raises Untrusted: when the file is malformed, signed by an unknown key, or altered.
    """
    payload = trusted.open(text, TERMS_TYPE)
    try:
        return parse(payload)
    except BadInput as problem:
        raise Untrusted(Reason.MALFORMED, str(problem)) from None


def unverified(text: str) -> Terms:
    """Return what a signed file says, for a person to read; nobody has vouched for it.

    :raises Untrusted: when it cannot be read as terms.
    """
    _key_id(text.strip(), TERMS_TYPE)
    try:
        payload = base64.urlsafe_b64decode(text.split(".")[1] + "==")
        return parse(_canonical_object(payload))
    except (ValueError, BadInput) as problem:
        raise Untrusted(Reason.MALFORMED, str(problem)) from None


def _public(jwk: Mapping[str, object]) -> OKPKey:
    if jwk.get("kty") != "OKP" or jwk.get("crv") != "Ed25519" or "d" in jwk:
        raise BadInput("trusted key", "it is not a public Ed25519 key", MEND_KEY)
    try:
        return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": str(jwk.get("x"))})
    except (JoseError, ValueError) as problem:
        raise BadInput("trusted key", f"it cannot be read ({problem})", MEND_KEY) from None


def _read_jwk(file: Path) -> Mapping[str, object]:
    try:
        jwk = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise BadInput(str(file), f"it cannot be read ({problem})", MEND_KEY) from None
    if not isinstance(jwk, dict):
        raise BadInput(str(file), "it is not a JSON object", MEND_KEY)
    return jwk


def _key_id(text: str, kind: str) -> str:
    """Return the key id of a compact JWS whose header says what ours say, and no more."""
    try:
        header = json.loads(base64.urlsafe_b64decode(text.partition(".")[0] + "=="))
    except (ValueError, RecursionError):
        raise Untrusted(Reason.MALFORMED, "it is not a compact JWS") from None
    kid = header.get("kid") if isinstance(header, dict) else None
    wanted = {"alg": ALGORITHM, "kid": kid, "typ": kind}
    if not isinstance(kid, str) or header != wanted or text.count(".") != 2:
        raise Untrusted(Reason.MALFORMED, f"it is not a signed {kind}")
    return kid


def _canonical_object(payload: bytes) -> dict[str, object]:
    try:
        value = json.loads(payload)
        if isinstance(value, dict) and canonical_bytes(value) == payload:
            return value
    except (ValueError, BadInput, RecursionError):
        pass
    raise Untrusted(Reason.MALFORMED, "its payload is not canonical JSON")
