"""Bridge to pixels.cpp and to Blender's multilayer EXR files (read without any EXR library)."""
import ctypes
import hashlib
import os
import struct
import subprocess
import tempfile

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
WORK = os.environ.get("KILNLIGHT_WORK", os.path.join(tempfile.gettempdir(), "kilnlight"))
os.makedirs(WORK, exist_ok=True)
_lib = None


def lib():
    """Compile once per source text; the result lives beside the renders, never in the tree."""
    global _lib
    if _lib is None:
        source = os.path.join(HERE, "pixels.cpp")
        key = hashlib.sha1(open(source, "rb").read()).hexdigest()[:10]
        path = os.path.join(WORK, f"pixels-{key}.so")
        if not os.path.exists(path):
            subprocess.check_call(["g++", "-std=c++17", "-O3", "-march=native", "-ffast-math", "-shared", "-fPIC",
                                   source, "-o", path + ".tmp"])
            os.rename(path + ".tmp", path)
        _lib = ctypes.CDLL(path)
    return _lib


def _p(a):
    return a.ctypes.data_as(ctypes.c_void_p)


def read_exr(path):
    """Channels of an uncompressed scanline EXR as {name: float32 (h, w)}."""
    data = open(path, "rb").read()
    assert data[:4] == b"\x76\x2f\x31\x01"
    at, head = 8, {}
    while data[at] != 0:
        end = data.index(b"\0", at)
        name = data[at:end].decode()
        end2 = data.index(b"\0", end + 1)
        size = struct.unpack_from("<i", data, end2 + 1)[0]
        head[name] = data[end2 + 5:end2 + 5 + size]
        at = end2 + 5 + size
    at += 1
    assert head["compression"][0] == 0, "write EXR with codec NONE"
    x0, y0, x1, y1 = struct.unpack("<4i", head["dataWindow"])
    w, h = x1 - x0 + 1, y1 - y0 + 1
    channels, c = [], head["channels"]
    i = 0
    while c[i] != 0:
        e = c.index(b"\0", i)
        channels.append((c[i:e].decode(), struct.unpack_from("<i", c, e + 1)[0]))
        i = e + 17
    offsets = np.frombuffer(data, "<u8", h, at)
    out = {n: np.empty((h, w), np.float32) for n, _ in channels}
    for row, o in enumerate(offsets):
        p = int(o) + 8
        for n, t in channels:
            kind, width = (("<f2", 2) if t == 1 else ("<f4", 4) if t == 2 else ("<u4", 4))
            out[n][row] = np.frombuffer(data, kind, w, p)
            p += w * width
    return out


def denoise(a, b, albedo, normal, depth):
    """a, b: (groups, 3, h, w) half renders. Returns the clean sum's mean, same shape."""
    g, _, h, w = a.shape
    args = [np.ascontiguousarray(x, np.float32) for x in (a, b, albedo, normal, depth)]
    out = np.empty(a.shape, np.float32)
    lib().denoise(w, h, g, *[_p(x) for x in args], _p(out))
    return out


def develop(planes, gains, exposure=1.0, contrast=1.06, saturation=1.16, grain=.008, seed=1):
    """planes (groups, 3, h, w) linear; gains per group: number or (r, g, b). Gives uint8 (h, w, 3)."""
    planes = np.ascontiguousarray(planes, np.float32)
    g, _, h, w = planes.shape
    k = np.array([np.broadcast_to(np.asarray(x, np.float32), 3) for x in gains], np.float32) * exposure
    out = np.empty((h, w, 3), np.uint8)
    f = ctypes.c_float
    lib().develop(ctypes.c_long(h * w), g, _p(planes), _p(np.ascontiguousarray(k)), f(contrast), f(saturation), f(grain),
                  ctypes.c_uint32(seed), _p(out))
    return out


def resample(rgb, box, size):
    """Cut box=(x, y, w, h), in pixels and fractions of them, out of rgb and bring it to size=(w, h)."""
    rgb = np.ascontiguousarray(rgb, np.uint8)
    out = np.empty((size[1], size[0], 3), np.uint8)
    f = ctypes.c_float
    lib().resample(_p(rgb), rgb.shape[1], rgb.shape[0], *[f(v) for v in box], _p(out), size[0], size[1])
    return out
