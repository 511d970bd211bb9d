"""The formats as examples/guide/format.md defines them, written the plainest way: the generator of
the vectors. Shares no code with wumei nor with the verifiers in examples/python."""
import base64
import hashlib
import hmac
import json

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def spell(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def sha256(data):
    return hashlib.sha256(data).digest()


def base64_text(data):
    return base64.b64encode(data).decode()


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


# -- RFC 6962, section 2.1, by its recursive definitions


def half(count):
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def leaf_hash(data):
    return sha256(b"\0" + data)


def root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    k = half(len(leaves))
    return sha256(b"\1" + root(leaves[:k]) + root(leaves[k:]))


def inclusion(index, leaves):
    if len(leaves) == 1:
        return []
    k = half(len(leaves))
    if index < k:
        return inclusion(index, leaves[:k]) + [root(leaves[k:])]
    return inclusion(index - k, leaves[k:]) + [root(leaves[:k])]


def consistency(size, leaves, whole=True):
    if size == len(leaves):
        return [] if whole else [root(leaves)]
    k = half(len(leaves))
    if size <= k:
        return consistency(size, leaves[:k], whole) + [root(leaves[k:])]
    return consistency(size - k, leaves[k:], False) + [root(leaves[:k])]


# -- Ed25519, RFC 8032 section 5.1, over affine points


def add(a, b):
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2
    return ((x1 * y2 + x2 * y1) * pow(1 + t, -1, P) % P,
            (y1 * y2 + x1 * x2) * pow(1 - t, -1, P) % P)


def multiply(scalar, point):
    result = (0, 1)
    for bit in bin(scalar)[2:]:
        result = add(result, result)
        result = add(result, point) if bit == "1" else result
    return result


def base_point():
    y = 4 * pow(5, -1, P) % P
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    return (P - x if x & 1 else x), y


def encode(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def secret(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
    return scalar, digest[32:]


def public(seed):
    return encode(multiply(secret(seed)[0], base_point()))


def number(data):
    return int.from_bytes(hashlib.sha512(data).digest(), "little") % ORDER


def sign(seed, message):
    scalar, prefix = secret(seed)
    r = number(prefix + message)
    head = encode(multiply(r, base_point()))
    s = (r + number(head + public(seed) + message) * scalar) % ORDER
    return head + s.to_bytes(32, "little")


# -- Notes, checkpoints, cosignatures, proofs


def key_bytes(seed, kind):
    return bytes([kind]) + public(seed)


def key_id(name, seed, kind):
    return sha256(name.encode() + b"\n" + key_bytes(seed, kind))[:4]


def verifier_key(name, seed, kind=1):
    return f"{name}+{key_id(name, seed, kind).hex()}+{base64_text(key_bytes(seed, kind))}"


def checkpoint(origin, size, head):
    return f"{origin}\n{size}\n{base64_text(head)}\n"


def signature_line(name, seed, text):
    signed = key_id(name, seed, 1) + sign(seed, text.encode())
    return f"— {name} {base64_text(signed)}\n"


def cosignature_line(name, seed, text, seconds):
    message = f"cosignature/v1\ntime {seconds}\n{text}".encode()
    signed = key_id(name, seed, 4) + seconds.to_bytes(8, "big") + sign(seed, message)
    return f"— {name} {base64_text(signed)}\n"


def proof_file(leaf, index, leaves, note):
    lines = ["c2sp.org/tlog-proof@v1", f"extra {base64_text(leaf)}", f"index {index}",
             *map(base64_text, inclusion(index, leaves))]
    return "\n".join(lines) + "\n\n" + note


# -- Commitments


def commitment(salt, body):
    message = b"wumei/detail/1\n" + body
    return base64url(hmac.digest(salt, message + bytes(64 - len(message) % 64), "sha256"))


def account_leaf(close_secret, household, balances, last):
    blind = hmac.digest(close_secret, f"wumei/account/1\n{household}".encode(), "sha256")
    return spell(["wumei/account/1", household, balances, last, base64url(blind)]).encode()
