"""`vaka terms`: show, verify, ask, make a key, sign. All but `issue` need no database."""

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from vaka.cli.terms_issue import issue
from vaka.cli.terms_text import in_text
from vaka.conf import environment
from vaka.core import keyfile
from vaka.core.errors import BadInput
from vaka.core.verdict import Verdict
from vaka.terms.document import Act, parse, to_json
from vaka.terms.permits import Asking, permits
from vaka.terms.signature import KeySet, SigningKey, Untrusted, sign, unverified, verify

RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
MEND_TRUST = "Give --trust FILE.jwk, or set VAKA_DATA_DIR"
A_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
signed_file = click.argument("file", type=A_FILE)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
trust = click.option(
    "--trust",
    type=click.Path(exists=True, path_type=Path),
    help="A public key (*.jwk), or a folder of them; default: the installation's keys.",
)


class Instant(click.ParamType[datetime]):
    """An instant as RFC 3339 writes it, with its offset: 2026-03-02T20:00:00+01:00."""

    name = "RFC 3339"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the instant."""
        try:
            return datetime.fromisoformat(value.upper() if RFC_3339.fullmatch(value) else "")
        except ValueError:
            problem = f"{value} is no instant. Write 2026-03-02T20:00:00+01:00"
            raise click.BadParameter(problem, ctx, param) from None


@click.group()
def command() -> None:
    """Issue, sign, verify and ask terms."""


@command.command()
@signed_file
@trust
@as_json
def show(file: Path, trust: Path | None, as_json: bool) -> None:
    """Print what a signed FILE says, and whether its signature was checked.

    Exit 1 when it was checked and is not to be trusted. With --json the word about the
    signature is on standard error.
    """
    text = _read(file)
    try:
        terms = unverified(text)
    except Untrusted as doubt:
        raise BadInput(str(file), doubt.problem, "Give a signed *.terms file") from None
    doubted, signature = _signature(text, trust)
    if as_json:
        click.echo(f"signature: {signature}", err=True)
        click.echo(json.dumps(to_json(terms), ensure_ascii=False, indent=2))
    else:
        click.echo(in_text(terms, signature=signature))
    sys.exit(1 if doubted else 0)


@command.command(name="verify")
@signed_file
@trust
@as_json
def verify_file(file: Path, trust: Path | None, as_json: bool) -> None:
    """Say whether a trusted key signed FILE, and nobody altered it since."""
    trusted = _trusted(trust)
    try:
        terms = verify(_read(file), trusted)
    except Untrusted as doubt:
        if as_json:
            told = {"valid": False, "reason": doubt.reason, "problem": doubt.problem}
            click.echo(json.dumps(told, ensure_ascii=False))
        else:
            click.echo(f"{file}: {doubt}")
        sys.exit(1)
    if as_json:
        click.echo(json.dumps({"valid": True, "id": terms.id, "camera": terms.camera}))
    else:
        click.echo(f"{file}: terms {terms.id} for camera {terms.camera}, signed and unaltered")


@command.command(name="permits")
@signed_file
@trust
@click.option("--act", type=click.Choice([act.value for act in Act]), required=True)
@click.option("--at", type=Instant(), help="The instant; default: now.")
@click.option("--role", help="Who asks.")
@click.option("--incident", help="The incident that the act belongs to.")
@click.option("--second-person", help="Who else agrees.")
@click.option("--written-request", help="The request in writing.")
@as_json
def permits_file(
    file: Path,
    trust: Path | None,
    act: str,
    at: datetime | None,
    role: str | None,
    incident: str | None,
    second_person: str | None,
    written_request: str | None,
    as_json: bool,
) -> None:
    """Say whether FILE permits an act at an instant, as JSON with or without --json."""
    trusted = _trusted(trust)
    asking = Asking(role, incident, second_person, written_request)
    try:
        terms = verify(_read(file), trusted)
        verdict = permits(terms, Act(act), at=at or datetime.now(UTC), asking=asking)
    except Untrusted as doubt:
        click.echo(f"{file}: {doubt.problem}", err=True)
        verdict = Verdict(permitted=False, reason=doubt.reason, until=None)
    until = verdict.until.isoformat().replace("+00:00", "Z") if verdict.until else None
    told = {"permitted": verdict.permitted, "reason": verdict.reason, "until": until}
    click.echo(json.dumps(told))
    sys.exit(0 if verdict.permitted else 1)


@command.command()
@click.option("-o", "folder", type=click.Path(file_okay=False, path_type=Path), required=True)
def keygen(folder: Path) -> None:
    """Make a key of one's own: private.pem (0600) and public.jwk in a folder."""
    private, public = folder / "private.pem", folder / "public.jwk"
    raw = Ed25519PrivateKey.generate()
    key = SigningKey(raw.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        if public.exists():
            raise FileExistsError
        keyfile.write_new(private, raw)
        public.write_text(json.dumps(key.public_jwk(), indent=2) + "\n", "utf-8")
    except FileExistsError:
        raise BadInput(str(folder), "a key is there already", "Give another folder") from None
    except OSError as problem:
        raise BadInput(str(folder), str(problem), "Give a folder to write in") from None
    click.echo(f"{private}: keep it secret\n{public}: give it to whom shall trust {key.id}")


@command.command(name="sign")
@click.argument("file", type=A_FILE)
@click.option("--key", type=A_FILE, required=True, help="private.pem of `keygen`.")
@click.option(
    "-o",
    "signed",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; default: standard output.",
)
def sign_file(file: Path, key: Path, signed: Path | None) -> None:
    """Sign terms written as JSON in FILE."""
    raw = keyfile.read(key)
    signing = SigningKey(raw.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        terms = parse(_read_json(file))
    except BadInput as problem:
        raise BadInput(f"{file}: {problem.where}", problem.problem, problem.mend) from None
    text = sign(terms, signing)
    if signed is None:
        click.echo(text)
        return
    try:
        signed.write_text(text + "\n", "utf-8")
    except OSError as problem:
        raise BadInput(str(signed), str(problem), "Give a file to write") from None
    click.echo(f"{terms.id} → {signed}", err=True)


command.add_command(issue)


def _read(file: Path) -> str:
    """Return the text; bytes that are none make it malformed, not unreadable."""
    return file.read_text("utf-8", errors="replace")


def _read_json(file: Path) -> object:
    try:
        return json.loads(file.read_text("utf-8"), object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as problem:
        raise BadInput("JSON", str(problem), "Write one JSON object") from None


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    if twice := [name for name in names if names.count(name) > 1]:
        raise BadInput(twice[0], "the field stands twice", "Write each field once")
    return dict(pairs)


def _trusted(told: Path | None) -> KeySet:
    keys = told or environment.read().keys_path
    if told is None and not any(keys.glob("*.jwk")):
        raise BadInput(str(keys), "this installation trusts no key yet", MEND_TRUST)
    return KeySet.read(keys)


def _signature(text: str, trust: Path | None) -> tuple[bool, str]:
    """Return whether the signature is to be doubted, and in words what is known of it."""
    if trust is None and not any(environment.read().keys_path.glob("*.jwk")):
        return False, f"NOT CHECKED: there is no key to trust. {MEND_TRUST}"
    try:
        verify(text, _trusted(trust))
    except Untrusted as doubt:
        return True, f"NOT TRUSTED: {doubt}"
    return False, "checked: signed by a trusted key and unaltered"
