"""The keys: there, of one pair, and those that signed what stands in the database."""

from collections.abc import Iterator
from datetime import timedelta

from vaka.core.errors import BadInput
from vaka.doctor.actor import DOCTOR
from vaka.doctor.finding import Asked, Finding
from vaka.doctor.record import KEY as RECORD_KEY

SOON = timedelta(days=30)


def present(asked: Asked) -> Iterator[Finding]:
    """Yield the keys that are gone, or that nobody trusts; the next use would make others."""
    from vaka.municipality import queries as municipality
    from vaka.operation import queries as operation
    from vaka.operation.rules import ADDRESS_KEY
    from vaka.record import queries as record
    from vaka.terms import keystore

    folder = asked.told.keys_path
    needed = {
        keystore.PRIVATE: municipality.is_founded(),
        RECORD_KEY: record.size() > 0,
        ADDRESS_KEY: operation.cameras(by=DOCTOR).exclude(sealed_address="").exists(),
    }
    for name, is_needed in needed.items():
        if is_needed and not (folder / name).exists():
            yield Finding("key-missing", {"path": str(folder / name)})
    if (folder / keystore.PRIVATE).exists():
        yield from _pair(asked)


def _pair(asked: Asked) -> Iterator[Finding]:
    from vaka.terms import keystore
    from vaka.terms.signature import SigningKey

    folder = asked.told.keys_path
    try:
        key = SigningKey((folder / keystore.PRIVATE).read_bytes())
        trusted = {each["kid"] for each in keystore.trusted(folder).public_jwks()}
    except BadInput as problem:
        yield Finding("key-unusable", {"path": str(folder), "problem": problem.problem})
        return
    if key.id not in trusted:
        yield Finding("key-untrusted", {"path": str(folder / keystore.PUBLIC)})


def terms(asked: Asked) -> Iterator[Finding]:
    """Yield cameras whose terms our keys do not vouch for, and those that lapse, or have."""
    from vaka.decisions import queries, signer
    from vaka.operation import queries as operation
    from vaka.terms.signature import Untrusted

    names = {row.id: row.name for row in operation.cameras(by=DOCTOR) if not row.hosted_for_id}
    for told in queries.terms_for_cameras(names, at=asked.at):
        last = queries.newest(camera=told.camera)
        if told.issued is None or last is None:
            continue
        facts = {"camera": names[told.camera], "date": f"{last.ends_at:%Y-%m-%d}"}
        try:
            signer.read(told.issued.text)
        except (Untrusted, BadInput) as doubt:
            yield Finding("terms-untrusted", {**facts, "problem": str(doubt)})
        if last.ends_at <= asked.at:
            yield Finding("terms-lapsed", facts)
        elif last.ends_at <= asked.at + SOON:
            yield Finding("terms-lapse", facts)
