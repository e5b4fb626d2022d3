"""Verify a supervision file offline: python3 verify.py, in the unpacked folder.

It uses nothing but Python's own library and nothing of the system that made the file. It checks
that every file is as the manifest says, that the terms and the checkpoint were signed with the
keys beside them, that every entry is in the record under that checkpoint, and that each
assessment is the one whose hash the record holds (RFC 9162, RFC 8032, RFC 7515, C2SP).
Compare `record/key` and the checkpoint with what a witness has kept: there trust begins.
"""

import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent

# Ed25519, RFC 8032 section 5.1. Points are extended homogeneous (X, Y, Z, T).
Point = tuple[int, int, int, int]
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
GENERATOR = (4 * pow(5, P - 2, P) % P).to_bytes(32, "little")
SIGNATURE_BYTES = 64


def add(one: Point, two: Point) -> Point:
    """Return the sum of two points."""
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    """Return a point added to itself so many times."""
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point, number = add(point, point), number >> 1
    return result


def point_of(encoded: bytes) -> Point:
    """Return the point of 32 bytes; ValueError when it is none."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError("not a point")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether the holder of the key signed the message (RFC 8032 section 5.1.7)."""
    try:
        key, r = point_of(public), point_of(signature[:32])
    except ValueError:
        return False
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != SIGNATURE_BYTES or s >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    left = times(s, point_of(GENERATOR))
    right = add(r, times(int.from_bytes(digest, "little") % L, key))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


def read_checkpoint() -> tuple[int, bytes]:
    """Return size and root of the checkpoint; ValueError when the key did not sign it."""
    origin, _, encoded = (HERE / "record/key").read_text("utf-8").strip().split("+", 2)
    public = base64.b64decode(encoded)[1:]
    body, _, lines = (HERE / "record/checkpoint").read_text("utf-8").rpartition("\n\n")
    body += "\n"
    told_origin, size, root = body.split("\n")[:3]
    stamps = [line.rsplit(" ", 1)[1] for line in lines.splitlines() if f" {origin} " in line]
    if told_origin != origin:
        raise ValueError("the checkpoint is of another record")
    if not any(is_signed(public, body.encode(), base64.b64decode(s)[4:]) for s in stamps):
        raise ValueError("the checkpoint's signature is false")
    return int(size), base64.b64decode(root)


def is_included(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Return whether the leaf is at the index of that tree (RFC 9162 section 2.1.3.2)."""
    position, last, value = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if position % 2 or position == last:
            value = hashlib.sha256(b"\x01" + step + value).digest()
            while position % 2 == 0 and position:
                position, last = position // 2, last // 2
        else:
            value = hashlib.sha256(b"\x01" + value + step).digest()
        position, last = position // 2, last // 2
    return last == 0 and value == root


def altered_files() -> Iterator[str]:
    """Yield the files that are not as the manifest says."""
    told = json.loads((HERE / "manifest.json").read_text("utf-8"))["files"]
    files = {p.relative_to(HERE).as_posix() for p in HERE.rglob("*") if p.is_file()}
    for name in sorted(files - set(told) - {"manifest.json"}):
        yield f"{name}: the manifest does not know it"
    for name, digest in sorted(told.items()):
        if name not in files:
            yield f"{name}: it is missing"
        elif hashlib.sha256((HERE / name).read_bytes()).hexdigest() != digest:
            yield f"{name}: it was altered"


def false_terms() -> Iterator[str]:
    """Yield the terms that none of the keys signed (RFC 7515, compact form)."""
    jwks = json.loads((HERE / "terms/keys.json").read_text("utf-8"))
    keys = {jwk["kid"]: unpadded(jwk["x"]) for jwk in jwks}
    for file in sorted(HERE.glob("*/terms/*.terms")):
        signed, _, signature = file.read_text("ascii").strip().rpartition(".")
        header = json.loads(unpadded(signed.partition(".")[0]))
        public = keys.get(header.get("kid"), b"")
        if not is_signed(public, signed.encode(), unpadded(signature)):
            yield f"{file.relative_to(HERE).as_posix()}: its signature is false"


def unpadded(text: str) -> bytes:
    """Return the bytes of base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def false_entries() -> Iterator[str]:
    """Yield the entries that are not in the record, and assessments it does not know."""
    try:
        size, root = read_checkpoint()
    except (ValueError, IndexError) as problem:
        yield f"record/checkpoint: {problem}"
        return
    for file in sorted(HERE.glob("*/record.jsonl")):
        finalised = set()
        for line in file.read_text("utf-8").splitlines():
            entry = json.loads(line)
            leaf = hashlib.sha256(b"\x00" + entry["leaf"].encode()).digest()
            path = [base64.b64decode(step) for step in entry["path"]]
            if not is_included(leaf, entry["entry"], size, path, root):
                yield f"{file.parent.name}: entry {entry['entry']} is not in the record"
            finalised.add(json.loads(entry["leaf"])["facts"].get("content"))
        for content in sorted(file.parent.glob("assessments/*.json")):
            if hashlib.sha256(content.read_bytes()).hexdigest() not in finalised:
                yield f"{content.relative_to(HERE).as_posix()}: the record knows another"


def main() -> None:
    """Say what does not hold; exit 0 when everything does."""
    found = [*altered_files(), *false_terms(), *false_entries()]
    for problem in found:
        print(problem)
    print("The file does NOT hold." if found else "The file holds: nothing in it was altered.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
