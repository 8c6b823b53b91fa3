#!/usr/bin/env python3
"""A second implementation of the ledger's formats, from docs/formats.md alone.

Reads the committed log beside this file: computes every commitment, leaf, tile and root again from the bytes of the records,
checks both checkpoints, the consistency between them, every proof, and that every forgery is refused.
SHA-256 is Python's own; Ed25519 comes from `cryptography`.
"""

import base64
import hashlib
import json
import pathlib
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LOG = pathlib.Path(__file__).parent / "log"


class Refused(Exception):
    """What was read proves nothing."""


def demand(holds, why):
    if not holds:
        raise Refused(why)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def unbase64(text):
    """The one spelling of some bytes in base64."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Refused("base64") from error
    demand(base64.b64encode(raw).decode() == text, "base64 in another spelling")
    return raw


def plain_number(text):
    demand(text.isascii() and text.isdigit() and str(int(text)) == text and int(text) < 1 << 64, "not a plain number")
    return int(text)


def a_hash(text):
    raw = unbase64(text)
    demand(len(raw) == 32, "not a hash")
    return raw


def commit(opening, record):
    return sha256(b"azukari/commitment/v1\0", opening, len(record).to_bytes(8, "big"), record)


def entry_of(commitment, sequence):
    return b"\x01" + sha256(b"azukari/leaf/v1\0", commitment, sequence.to_bytes(8, "big"))


def leaf_hash(entry):
    return sha256(b"\0", entry)


def node_hash(left, right):
    return sha256(b"\x01", left, right)


def root_of(leaves):
    """RFC 6962, section 2.1."""
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(root_of(leaves[:split]), root_of(leaves[split:]))


def root_by_path(leaf, index, size, path):
    """The root that a path of RFC 6962, section 2.1.1, leads to."""
    demand(0 <= index < size, "no such index")
    if size == 1:
        demand(not path, "path too long")
        return leaf
    demand(path, "path too short")
    split = 1 << (size - 1).bit_length() - 1
    if index < split:
        return node_hash(root_by_path(leaf, index, split, path[:-1]), path[-1])
    return node_hash(path[-1], root_by_path(leaf, index - split, size - split, path[:-1]))


def roots_by_path(old, new, path, known):
    """Old and new root by a path of section 2.1.2; `known`: the old root, while the left edge is walked."""
    if old == new:
        if known is not None:
            demand(not path, "path too long")
            return known, known
        demand(len(path) == 1, "path of another length")
        return path[0], path[0]
    demand(path, "path too short")
    split = 1 << (new - 1).bit_length() - 1
    if old <= split:
        left_old, left_new = roots_by_path(old, split, path[:-1], known)
        return left_old, node_hash(left_new, path[-1])
    right_old, right_new = roots_by_path(old - split, new - split, path[:-1], None)
    return node_hash(path[-1], right_old), node_hash(path[-1], right_new)


def verifier_key(text):
    name, ident, key = text.strip().split("+", 2)
    raw = unbase64(key)
    demand(raw[0] == 1 and len(raw) == 33, "not Ed25519")
    demand(sha256(name.encode(), b"\n", raw)[:4].hex() == ident, "hash of the key")
    return name, bytes.fromhex(ident), raw[1:]


def checkpoint(note, key):
    """Size and root, if the key signed them under its own name."""
    name, ident, public = key
    demand(not any(char < " " and char != "\n" for char in note), "a control character")
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    demand(signatures.endswith("\n") and signatures.count("\n") <= 100, "not a note")
    signed = False
    for line in signatures[:-1].split("\n"):
        dash, signer, blob = (line.split(" ") + ["", ""])[:3]
        demand(dash == "\N{EM DASH}" and line.count(" ") == 2, "not a signature line")
        raw = unbase64(blob)
        demand(len(raw) > 4 and signer and "+" not in signer, "not a signature line")
        if signer == name and raw[:4] == ident:
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], text.encode())
            except InvalidSignature as error:
                raise Refused("signature") from error
            signed = True
    demand(signed, "not signed by this key")
    lines = text[:-1].split("\n")
    demand(len(lines) >= 3 and all(lines), "not a checkpoint")
    origin, size, root = lines[:3]
    demand(origin == name, "another log")
    return plain_number(size), a_hash(root)


def proof(text, key):
    """The extra line, taken apart, and index and size of what a .tlog-proof proves."""
    head, found, note = text.partition("\n\n")
    lines = head.split("\n")
    demand(found and lines[0] == "c2sp.org/tlog-proof@v1" and len(lines) >= 3, "not a tlog-proof")
    demand(lines[1].startswith("extra ") and lines[2].startswith("index "), "no extra line, or no index")
    extra, index = unbase64(lines[1][6:]), plain_number(lines[2][6:])
    demand(len(extra) >= 41 and extra[0] in (1, 2), "extra of another form")
    sequence, rest = int.from_bytes(extra[1:9], "big"), extra[9:]
    if extra[0] == 1:
        demand(len(rest) == 32, "not a commitment")
        commitment, record = rest, None
    else:
        record = rest[32:]
        commitment = commit(rest[:32], record)
    size, root = checkpoint(note, key)
    leaf = leaf_hash(entry_of(commitment, sequence))
    demand(root_by_path(leaf, index, size, [a_hash(line) for line in lines[3:]]) == root, "not in the tree")
    return index, sequence, commitment, record


def destroyed(text):
    head, _, body = text.partition("\n\n")
    lines = head.split("\n")
    demand(lines[0] == "azukari-destroyed v1", "not a list")
    fields = dict(line.split(" ", 1) for line in lines[1:])
    listed = {plain_number(line.split(" ")[0]): a_hash(line.split(" ")[1]) for line in body.splitlines()}
    demand(plain_number(fields["count"]) == len(listed) and list(listed) == sorted(listed), "count or order")
    return fields, listed


def unbundle(raw):
    entries = []
    while raw:
        length = int.from_bytes(raw[:2], "big")
        demand(len(raw) >= 2 + length, "bundle is cut")
        entries.append(raw[2 : 2 + length])
        raw = raw[2 + length :]
    return entries


def check_log(key):
    """From the bytes of the records up to the checkpoint."""
    size, root = checkpoint((LOG / "checkpoint").read_text("utf-8"), key)
    old, old_root = checkpoint((LOG / "checkpoint-123").read_text("utf-8"), key)
    list_text = (LOG / "destroyed").read_text("utf-8")
    fields, listed = destroyed(list_text)
    entries = unbundle((LOG / "tile/entries/000").read_bytes()) + unbundle((LOG / "tile/entries/001.p/44").read_bytes())
    demand(len(entries) == size, "another number of entries")

    opened, numbers = set(), {}
    for line in (LOG / "records").read_bytes().splitlines():
        index, sequence, opening, record = line.split(b" ", 3)
        index, sequence, person = int(index), int(sequence), json.loads(record).get("person")
        entry = entry_of(commit(bytes.fromhex(opening.decode()), record), sequence)
        demand(entries[index] == entry, f"entry {index}: not this record")
        numbers.setdefault(person, []).append(sequence)
        opened.add(index)
        more = json.loads(record).get("more", {})
        if json.loads(record)["kind"] == "openings-destroyed":
            demand(more["list"] == base64.b64encode(sha256(list_text.encode())).decode(), "another list was announced")
            demand(more["count"] == len(listed) and more["period"] == fields["period"], "count or period of the list")
    demand(opened | set(listed) == set(range(size)) and not opened & set(listed), "an entry is neither open nor listed")
    gaps = sum(len(set(range(1, max(seen) + 1)) - set(seen)) for person, seen in numbers.items() if person)
    demand(gaps <= len(listed), "numbers of a person are missing")

    leaves = [leaf_hash(entry) for entry in entries]
    demand(b"".join(leaves[:256]) == (LOG / "tile/0/000").read_bytes(), "first tile")
    demand(b"".join(leaves[256:]) == (LOG / "tile/0/001.p/44").read_bytes(), "second tile")
    demand(root_of(leaves[:256]) == (LOG / "tile/1/000.p/1").read_bytes(), "tile of level 1")
    demand(root_of(leaves) == root and root_of(leaves[:old]) == old_root, "a root")
    path = [a_hash(line) for line in (LOG / f"consistency-{old}-{size}").read_text("utf-8").splitlines()]
    demand(roots_by_path(old, size, path, old_root) == (old_root, root), "consistency")
    return entries


def check_proofs(key, entries):
    proven = sorted((LOG / "proofs").glob("*.tlog-proof"))
    for file in proven:
        index, sequence, commitment, _ = proof(file.read_text("utf-8"), key)
        demand(entries[index] == entry_of(commitment, sequence), f"{file.name}: not the entry of the log")
    forged = sorted((LOG / "refused").glob("*.tlog-proof"))
    for file in forged:
        try:
            proof(file.read_text("utf-8"), key)
        except Refused:
            continue
        raise Refused(f"{file.name}: should have been refused")
    demand(proven and forged, "no proofs")
    return len(proven), len(forged)


def check_negative(key):
    """Notes and paths that are nearly right: each is judged as its file says."""
    counts = []

    def notes(one):
        checkpoint(base64.b64decode(one["note"]).decode("utf-8", "strict"), key)

    def inclusion(one):
        path = [a_hash(text) for text in one["path"]]
        leaf, root = a_hash(one["leaf"]), a_hash(one["root"])
        demand(root_by_path(leaf, one["index"], one["size"], path) == root, "not in the tree")

    def consistency(one):
        demand(one["old"] <= one["new"], "the old tree is larger")
        path, old = [a_hash(text) for text in one["path"]], a_hash(one["old-root"])
        demand(roots_by_path(one["old"], one["new"], path, old) == (old, a_hash(one["new-root"])), "another tree")

    for judge in (notes, inclusion, consistency):
        lines = (LOG / "negative" / judge.__name__).read_text("utf-8").splitlines()
        for number, one in enumerate(map(json.loads, lines), 1):
            try:
                judge(one)
                good = True
            except (Refused, UnicodeDecodeError):
                good = False
            demand(good == one["good"], f"{judge.__name__} {number}: {one.get('name', one.get('what'))} is not judged as the file says")
        counts.append(len(lines))
    return counts


if __name__ == "__main__":
    try:
        log_key = verifier_key((LOG / "log.vkey").read_text("utf-8"))
        log_entries = check_log(log_key)
        counts = check_proofs(log_key, log_entries)
        negatives = check_negative(log_key)
    except Refused as refused:
        sys.exit(f"second.py: {refused}")
    print("ledger, second implementation: %d entries and %d proofs agree, %d forgeries refused" % (len(log_entries), *counts))
    print("ledger, second implementation: %d notes, %d and %d paths judged as the files say" % tuple(negatives))
