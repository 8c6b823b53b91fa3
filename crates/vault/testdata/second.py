#!/usr/bin/env python3
"""A second implementation of the vault's formats, from docs/formats.md alone.

Reads the committed vectors beside this file: opens every sealed box, tries to open each at the place of every other and with
one byte changed, computes every key, mark, token hash and look-up again, and opens both key files.
HKDF, HMAC and SHA-256 are Python's own; AES-GCM and Argon2id come from `cryptography`.
"""

import base64
import hashlib
import hmac
import pathlib
import sys
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

HERE = pathlib.Path(__file__).parent
PERSON, OVERHEAD = 16, 1 + 32 + 32 + 16


def blocks(name):
    """The blocks of `field value` lines of a vector file."""
    text = (HERE / name).read_text(encoding="utf-8")
    lines = [[line.split(" ", 1) for line in block.splitlines() if not line.startswith("#")] for block in text.split("\n\n")]
    return [dict(pairs) for pairs in lines if pairs]


def prefixed(*fields):
    """Each field after its length in four bytes."""
    return b"".join(len(field).to_bytes(4, "big") + field for field in fields)


def number(value, size):
    return int(value).to_bytes(size, "big")


def hkdf(secret, salt, info, length):
    """RFC 5869 with SHA-256."""
    prk = hmac.digest(salt or bytes(32), secret, "sha256")
    out, last, turn = b"", b"", 1
    while len(out) < length:
        last = hmac.digest(prk, last + info + bytes([turn]), "sha256")
        out, turn = out + last, turn + 1
    return out[:length]


def context(block):
    person = b"" if block["person"] == "-" else bytes.fromhex(block["person"])
    return prefixed(
        b"azukari/context/v1",
        block["label"].encode(),
        block["service"].encode(),
        person,
        number(block["item"], 4),
        number(block["source"], 4),
        number(block["part"], 16),
        number(block["schema"], 4),
        number(block["version"], 4),
    )


class NotOpened(Exception):
    pass


def open_box(key, place, box):
    if len(box) < OVERHEAD or box[0] != 1:
        raise NotOpened
    salt, commitment, body = box[1:33], box[33:65], box[65:]
    okm = hkdf(key, salt, b"azukari/box/v1\0" + place, 64)
    if not hmac.compare_digest(okm[32:], commitment):
        raise NotOpened
    try:
        return AESGCM(okm[:32]).decrypt(bytes(12), body, b"\x01" + place)
    except InvalidTag:
        raise NotOpened from None


def opens(key, place, box):
    try:
        open_box(key, place, box)
    except NotOpened:
        return False
    return True


def check_boxes():
    all_blocks = blocks("boxes.txt")
    for block in all_blocks:
        key, box, place = bytes.fromhex(block["key"]), bytes.fromhex(block["box"]), context(block)
        expect(place.hex() == block["context"], f"box {block['name']}: the context is encoded otherwise")
        expect(open_box(key, place, box).hex() == block["clear"], f"box {block['name']}: something else is in it")
        for other in all_blocks:
            if other is not block:
                expect(not opens(key, context(other), box), f"box {block['name']} opens at the place of {other['name']}")
        for at in range(len(box)):
            changed = box[:at] + bytes([box[at] ^ 1]) + box[at + 1 :]
            expect(not opens(key, place, changed), f"box {block['name']} opens with byte {at} changed")
    return len(all_blocks)


def derived(root, use, version=1):
    return hkdf(root, b"", b"azukari/key/v1\0" + prefixed(use.encode(), number(version, 4)), 32)


def check_keys():
    root, count = bytes(range(32)), 0
    for block in blocks("keys.txt"):
        count += 1
        if "use" in block:
            expect(derived(root, block["use"], int(block["version"])).hex() == block["key"], f"key for {block['use']}")
        elif "mark" in block:
            parts = [bytes.fromhex(part) for part in block["parts"].split(" ")]
            expect(hmac.digest(derived(root, "body"), prefixed(*parts), "sha256").hex() == block["mark"], "mark of a body")
        else:
            _, ident, secret = block["token"].split("_")
            digits = "0123456789abcdefghjkmnpqrstvwxyz"
            bits = 0
            for digit in ident:
                bits = bits << 5 | digits.index(digit)
            text = b"azukari/token/v1\0" + number(bits, 16) + bytes.fromhex(secret)
            expect(hashlib.sha256(text).hexdigest() == block["hash"], "hash of a token")
    return count


def normalised(how, value):
    """Version 1 of the normalisation, as far as the vectors need it: numbers of Japan, addresses, references."""
    if how == "reference":
        return unicodedata.normalize("NFC", value.strip())
    folded = "".join(letter for letter in unicodedata.normalize("NFKC", value) if not letter.isspace())
    if how == "email":
        return unicodedata.normalize("NFKC", folded.lower())
    digits = "".join(letter for letter in folded.replace("(0)", "") if letter in "0123456789")
    return "+81" + digits.removeprefix("81") if folded.startswith("+81") else "+81" + digits.removeprefix("0")


def check_look_ups():
    all_blocks, root = blocks("look-ups.txt"), derived(bytes(range(32)), "look-up")
    for block in all_blocks:
        form = normalised(block["how"], block["value"]).encode()
        expect(form.hex() == block["form"], f"form of {block['how']}")
        place = prefixed(
            b"azukari/look-up/v1",
            block["use"].encode(),
            block["service"].encode(),
            number(block["item"], 4),
            number(block["year"], 2),
        )
        key = hmac.digest(root, place, "sha256")
        expect(hmac.digest(key, form, "sha256")[:16].hex() == block["index"], f"look-up of {block['how']}")
    return len(all_blocks)


def key_file_root(name, passphrase):
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    expect(lines[0] == "azukari-key-file v1", f"{name}: first line")
    if passphrase == "-":
        return base64.b64decode(lines[1].removeprefix("root "), validate=True)
    memory, passes, lanes, salt = lines[1].removeprefix("argon2id ").split(" ")
    salt = base64.b64decode(salt, validate=True)
    cost = Argon2id(salt=salt, length=32, iterations=int(passes), lanes=int(lanes), memory_cost=int(memory))
    place = context(
        {"label": "root", "service": "", "person": "-", "item": 0, "source": 0, "part": 0, "schema": 1, "version": 1}
    )
    box = base64.b64decode(lines[2].removeprefix("sealed "), validate=True)
    return open_box(cost.derive(passphrase.encode()), place, box)


def check_key_files():
    all_blocks = blocks("key-files.txt")
    for block in all_blocks:
        root = key_file_root(block["file"], block["passphrase"])
        expect(derived(root, "wrapping").hex() == block["wrapping"], f"{block['file']}: wrapping key")
    return len(all_blocks)


def expect(holds, what):
    if not holds:
        sys.exit(f"second.py: {what}")


if __name__ == "__main__":
    counts = check_boxes(), check_keys(), check_look_ups(), check_key_files()
    expect(all(counts), "a vector file is empty")
    print("vault, second implementation: %d boxes, %d keys and hashes, %d look-ups, %d key files agree" % counts)
