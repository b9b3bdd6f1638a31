"""The rooms: what every scene shares. The scenes themselves are in scenes_*.py and register themselves here.

Three light groups wherever possible: 'sun' (hard, warm), 'sky' (soft, cool, from one side so that it models too)
and 'lamp'. The picture's mood is mixed from them afterwards (grade.py).
"""
import importlib

import numpy as np

import glaze as G
import props as P
from mesh import Mesh, box

try:
    from stage import Stage
except ImportError:  # the scene list is also read outside Blender, for texts and moods
    Stage = None

SCENES = {}
DAY = ("morning", "soft", "golden", "beam", "blue")
ALL = ("morning", "golden", "evening", "night", "beam")
LATE = ("evening", "night", "dusk", "late")


class Scene:
    def __init__(self, fn, title, tastes, moods, rev):
        self.fn, self.en, self.vi, self.tastes, self.moods, self.rev = fn, title[0], title[1], tastes.split(), moods, rev


def scene(name, en, vi, tastes, moods=DAY, rev=1):
    def keep(fn):
        SCENES[name] = Scene(fn, (en, vi), tastes, moods, rev)
        return fn
    return keep


def build(scene, width, height, samples, rev=1):
    st = Stage(width, height, samples, seed=sum(map(ord, scene)) % 97)
    st.lamp_gain = .42  # against the glow painted on the shades, at life size
    SCENES[scene].fn(st)
    return st


# --- surfaces ------------------------------------------------------------------------------------------------------------
def surface(st, kind, colour=None):
    make = {
        "oak": lambda: G.wood("oak", "#b3946d", "#8b6d4d", 1.0), "walnut": lambda: G.wood("walnut", "#6d5340", "#493527", 1.1),
        "ash": lambda: G.wood("ash", "#cdb896", "#b2997a", .9), "black": lambda: G.wood("black wood", "#2e2926", "#211d1b", 1.0, rough=.4),
        "linen": lambda: G.cloth("linen", colour or "#cdc3b0", "#a3977f", 500), "stone": lambda: G.rock("stone", colour or "#c6bcad", "#978a7b", pits=.002),
        "marble": lambda: G.rock("marble", "#dcd8d0", "#a9a39a", 2.2, .25), "slate": lambda: G.rock("slate", "#4c4d4d", "#38393a", 4, .5),
        "paint": lambda: G.plain("paint", colour or "#e5dfd2", .45, spec=.4, vary=.06, scale=3), "plaster": lambda: G.plaster("plaster" + str(colour), colour or "#d8cbb8"),
        "concrete": lambda: G.plaster("concrete", "#a8a39b", "#96918a", .004),
    }[kind]
    return st.material(kind + str(colour), make)


def table(st, mat, front=-120, back=44, wide=300, top=0.0, thick=4, cloth=0.0):
    if cloth:
        h = P.creases(8, cloth, 16, 7)
        m = P.grid(wide, back - front, 200, 130, lambda x, y: h(x, y) - cloth * .1)
        st.add(m, mat, (0, (front + back) / 2, top - .15))
        return
    st.add(box(wide, back - front, thick, .35).move(0, (front + back) / 2, top - thick), mat)


def wall(st, colour, y=44, second=None, mat=None, bump=.012):
    m = mat or st.material("wall" + colour, lambda: G.plaster("wall", colour, second, bump))
    st.add(Mesh([(-300, y, -160), (300, y, -160), (300, y, 320), (-300, y, 320)], [(0, 1, 2, 3)]), m, name="wall")


def side_wall(st, colour, x, y0=-200, y1=60):
    m = st.material("wall" + colour, lambda: G.plaster("wall", colour))
    st.add(Mesh([(x, y0, -160), (x, y1, -160), (x, y1, 320), (x, y0, 320)], [(0, 1, 2, 3)]), m)


# --- light ---------------------------------------------------------------------------------------------------------------
def soft(st, side=-1, watt=30, colour="#e8eef8", target=(0, 0, 15), world=.10, high=75, fill=.9):
    """The light of a big window to one side, and a little of the room coming back from the other."""
    st.area((side * 135, -62, high), target, 110, 130, watt * 2.1, colour, "sky")
    st.area((-side * 150, -70, 50), target, 120, 120, fill * 2.4, "#ffe9d2", "sky")
    st.sky("#dfe3ea", world, "sky")


def sun(st, frm=(-95, -80, 92), to=(0, 20, 18), strength=5.0, colour="#ffd3a2", angle=1.5, gobo="panes", shift=(0, 0), seed=1, pane=(25, 27), count=(2, 3)):
    """Sun through something: a window's panes, leaves, or nothing. Broken sunlight is most of what looks like a photograph."""
    st.sun(frm, to, strength, colour, angle)
    d = np.array(to, float) - np.array(frm, float)
    d /= np.linalg.norm(d)
    u = np.cross(d, (0, 0, 1.0))
    u /= np.linalg.norm(u)
    v = np.cross(u, d)
    parts = Mesh([], [])
    if gobo == "panes":
        w, h, bar, far = pane[0] * count[0], pane[1] * count[1], 2.4, 150
        rects = [(-far - w / 2, 0, 2 * far, 800), (far + w / 2, 0, 2 * far, 800), (0, far + h / 2, w + 4, 2 * far), (0, -far - h / 2, w + 4, 2 * far)]
        rects += [(pane[0] * (i - count[0] / 2), 0, bar, h) for i in range(1, count[0])]
        rects += [(0, pane[1] * (i - count[1] / 2), w, bar) for i in range(1, count[1])]
        for cx, cy, rw, rh in rects:
            parts.add(Mesh([(cx - rw / 2, cy - rh / 2, 0), (cx + rw / 2, cy - rh / 2, 0), (cx + rw / 2, cy + rh / 2, 0), (cx - rw / 2, cy + rh / 2, 0)], [(0, 1, 2, 3)]))
        dist = 120
    elif gobo == "leaves":
        rng = np.random.default_rng(seed)
        for _ in range(11):
            x, y, a = rng.uniform(-60, 60), rng.uniform(-60, 60), rng.uniform(0, 6.3)
            for k in range(9):
                lf = P.leaf(rng.uniform(8, 14), rng.uniform(2.6, 5), .2, .1)
                lf.turn(np.degrees(a + (1 if k % 2 else -1) * rng.uniform(.5, 1.1)))
                parts.add(lf.move(x + np.cos(a) * k * 4.5, y + np.sin(a) * k * 4.5, rng.uniform(-9, 9)))
        dist = 85
    else:
        return
    c = np.array(to) - d * dist + u * shift[0] + v * shift[1]
    parts.verts = parts.verts[:, :1] * u + parts.verts[:, 1:2] * v - parts.verts[:, 2:] * d + c
    o = st.add(parts, st.material("gobo", lambda: G.plain("gobo", "#222222", 1, vary=0)), smooth=False, name="gobo")
    o.visible_camera = o.visible_diffuse = o.visible_glossy = False


def view(st, target=(0, 0, 20), distance=205, azimuth=0, elevation=9, fstop=5.6, focus=None, lens=85):
    st.camera(target, distance, azimuth, elevation, lens, fstop, focus)


for _m in ("scenes_day", "scenes_table", "scenes_night"):
    importlib.import_module(_m)
