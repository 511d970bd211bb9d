"""The tree of RFC 6962, its tiles, and the proofs of RFC 9162 sections 2.1.3 and 2.1.4."""
import functools
import hashlib

from .result import need

WIDTH = 256  # hashes of a tile


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(data):
    return sha256(b"\0", data)


def node_hash(left, right):
    return sha256(b"\1", left, right)


class Tree:
    """Grows leaf by leaf; keeps the heads of its complete subtrees, largest first."""

    def __init__(self, hashes=()):
        self.size, self.heads = 0, []
        for leaf in hashes:
            self.append(leaf)

    def append(self, leaf):
        self.size += 1
        for _ in range((self.size & -self.size).bit_length() - 1):
            leaf = node_hash(self.heads.pop(), leaf)
        self.heads.append(leaf)

    def root(self):
        if not self.heads:
            return sha256()
        return functools.reduce(lambda right, left: node_hash(left, right), self.heads[::-1])


class Tiles:
    """Holds every hash against the stored tiles: `stored` maps (level, n) to their bytes."""

    def __init__(self, stored):
        self.stored, self.levels, self.checked = stored, [], 0

    def append(self, leaf, level=0):
        """A hash of a level. One that differs from the stored one names the entry."""
        if level == len(self.levels):
            self.levels.append((0, []))
        n, row = self.levels[level]
        at = len(row) * 32
        known = self.stored.get((level, n), b"")[at:at + 32]
        need(known in (b"", leaf), "tile", f"tile {level}/{n}: not the bytes that were hashed")
        row.append(leaf)
        if len(row) == WIDTH:
            same = self.stored.get((level, n)) == b"".join(row)
            need(same, "tile", f"tile {level}/{n} is missing or differs from the entries")
            self.checked += 1
            self.levels[level] = (n + 1, [])
            self.append(Tree(row).root(), level + 1)


def inclusion(leaf, index, size, path):
    """The root that this leaf at this place has under the path; None for a path of another shape.
    A root alone proves nothing: compare it with a signed head of this very size."""
    if not 0 <= index < size or len(path) > 63 or any(len(one) != 32 for one in (leaf, *path)):
        return None
    place, last, root = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            root = node_hash(sibling, root)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        place, last = place >> 1, last >> 1
    return root if last == 0 else None


def consistent(old_size, old_root, new_size, new_root, path):
    """True when the path shows that the older tree is a prefix of the newer. From nothing (size 0)
    everything would follow, so that is refused."""
    if not 0 < old_size <= new_size or len(path) > 64:
        return False
    if old_size == new_size:
        return not path and old_root == new_root
    steps = list(path) if old_size & old_size - 1 else [old_root, *path]
    if not steps:
        return False
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and (old, new) == (old_root, new_root)
