"""Packshots and close-ups: one product on a seamless backdrop under a soft key from the side."""
import numpy as np

import glaze as G
import shapes
import shapes_light  # noqa: F401
from mesh import Mesh

try:
    from stage import Stage
except ImportError:  # bounds() and is_lamp() serve outside Blender too
    Stage = None

BACKDROPS = {"greige": "#cbb8a2", "bone": "#d8cebd", "sage": "#a9ae9c", "rose": "#c9aea2", "slate": "#8f979b", "umber": "#564d47",
             "night": "#3a3534", "ochre": "#c9ac7c", "sky": "#b3bfc4"}


def cyclorama(stage, colour, wide=400, back=70, radius=50, high=400):
    prof = [(-300, 0), (back - radius, 0)]
    prof += [(back - radius + radius * np.sin(a), radius - radius * np.cos(a)) for a in np.linspace(0, np.pi / 2, 24)[1:]]
    prof += [(back, high)]
    v = [(x, y, z) for y, z in prof for x in (-wide / 2, wide / 2)]
    f = [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in range(len(prof) - 1)]
    stage.add(Mesh(v, f), G.plain("backdrop", colour, .9, spec=.1, vary=.05, scale=2), name="backdrop")


def bounds(handle):
    v = np.vstack([m.verts + (0, 0, o.get("at", 0) if isinstance(o.get("at", 0), (int, float)) else 0)
                   for role, m, o in shapes.SHAPES[handle]() if m is not None and role != "cord"])
    return v.min(0), v.max(0)


def is_lamp(handle):
    return any(r == "lamp" for r, _, _ in shapes.SHAPES[handle]())


def packshot(handle, width, height, samples, backdrop="greige", glaze=None, turn=None, elevation=None, zoom=1.0, aim=None, lit=None,
             seed=1, sweep=False, hang=None):
    """zoom and aim make the close-ups: aim is (x, z) as fractions of the product's half width and height."""
    lo, hi = bounds(handle)
    w, h = max(hi[0] - lo[0], hi[1] - lo[1]), hi[2] - lo[2]
    k = min(27.5 / h, 25.0 / w)
    pendant = handle.endswith("pendant")
    flat = h / w
    el = elevation if elevation is not None else (-3 if pendant else 7 if flat > 1.1 else 13 if flat > .62 else 24 if flat > .3 else 36)
    lamp = is_lamp(handle)
    st = Stage(width, height, samples, seed)
    cyclorama(st, BACKDROPS[backdrop])
    up = 16 if pendant else 0
    st.product(handle, 0, 0, up - lo[2] * k if not pendant else up, turn=(-24 if turn is None else turn), scale=k, glaze=glaze, lit=lamp if lit is None else lit)
    mid = up + h * k * .5
    dim = .36 if lamp and backdrop in ("umber", "night") else .6 if lamp else 1.0
    if sweep:
        # Six lights around it, each its own group: moving light afterwards costs nothing.
        for n in range(6):
            a = np.radians(-100 + 40 * n)
            st.area((110 * np.sin(a), -95 * np.cos(a) - 5, 75), (0, 0, mid), 50, 90, 26, "#fff0dc", f"arc{n}")
        st.sky("#d8dce6", .05)
    else:
        st.area((-110, -34, 80), (0, 0, mid), 80, 90, 33 * dim, "#fff0dc", "key")
        st.area((115, -70, 50), (0, 0, mid), 100, 100, 2.2 * dim, "#dfe8f5", "key")
        st.area((70, 62, 75), (0, 0, mid + 4), 25, 80, 10 * dim, "#ffffff", "key")
        st.sky("#ece6dd", .085 * dim, "key")
    tx, tz = 0.0, mid + (1.2 if not pendant else 5)
    if aim:
        tx, tz = aim[0] * w * k / 2, up + aim[1] * h * k
    st.camera((tx, 0, tz), 136, 0, el, lens=85 * zoom, fstop=11 if zoom > 1.6 else 0, focus=(tx, -w * k * .3, tz))
    return st
