"""What stands around the products: stems and leaves, fruit, bread, books, cloth, windows, plinths.

Shapes come back as meshes in centimetres; the put_* functions also choose materials and place them.
"""
import numpy as np

import glaze as G
from mesh import TAU, Mesh, ball, box, lathe, smooth, sweep


def grid(w, d, nx, ny, height):
    """A sheet over w x d centred on the origin; height(x, y) gives z."""
    x, y = np.meshgrid(np.linspace(-w / 2, w / 2, nx), np.linspace(-d / 2, d / 2, ny))
    v = np.stack([x, y, height(x, y)], -1).reshape(-1, 3)
    f = [(j * nx + i, j * nx + i + 1, (j + 1) * nx + i + 1, (j + 1) * nx + i) for j in range(ny - 1) for i in range(nx - 1)]
    return Mesh(v, f)


def creases(seed, amount, scale, count=9):
    rng = np.random.default_rng(seed)
    waves = [(rng.normal(size=2) / scale, rng.uniform(0, TAU), rng.uniform(.4, 1)) for _ in range(count)]

    def height(x, y):
        z = np.zeros_like(x)
        for k, ph, a in waves:
            s = np.sin(x * k[0] + y * k[1] + ph + .9 * np.sin(x * k[1] * .6 - y * k[0] * .5))
            z = z + a * (1 - np.abs(s)) ** 3
        return z * amount / count ** .5
    return height


def leaf(length, width, bend=.4, fold=.25, tip=1.0, n=9):
    """One leaf from the origin along +x, curving down."""
    t = np.linspace(0, 1, n)
    half = width / 2 * np.sin(np.pi * t ** (.8 * tip)) ** .8
    v, f = [], []
    for k in range(n):
        a = bend * t[k]
        x, z = length * (np.sin(a) / bend if bend else t[k]), -length * ((1 - np.cos(a)) / bend if bend else 0)
        for s in (-1, 0, 1):
            v.append((x, s * half[k], z + abs(s) * half[k] * fold))
    for k in range(n - 1):
        for s in (0, 1):
            f.append((k * 3 + s, k * 3 + s + 1, k * 3 + s + 4, k * 3 + s + 3))
    return Mesh(v, f)


def orient(mesh, at, azimuth, rise, roll=0.0):
    return mesh.turn(np.degrees(roll), "x").turn(-np.degrees(rise), "y").turn(np.degrees(azimuth)).move(*at)


def curve_stem(rng, height, lean, azimuth, curl=.35):
    d = np.array([np.cos(azimuth), np.sin(azimuth)])
    return [(d[0] * lean * t ** 2.1, d[1] * lean * t ** 2.1, height * (t - curl * .3 * t ** 4)) for t in (0, .25, .5, .75, 1)]


def put_stems(st, at, high, count=7, spread=9, kind="pods", seed=1, colour=None):
    """Dried stems, olive or eucalyptus branches, wheat, tulips: standing in a vase whose mouth is at `at`."""
    rng = np.random.default_rng(seed)
    stems, heads, greens = Mesh([], []), Mesh([], []), Mesh([], [])
    deep = 9.0
    for n in range(count):
        az = TAU * (n + rng.uniform(-.3, .3)) / count
        h, lean = high * rng.uniform(.72, 1.05), 1.35 * spread * rng.uniform(.5, 1.1)
        pts = [(p[0], p[1], p[2] * (h + deep) / h - deep) for p in curve_stem(rng, h, lean, az)]
        thick = {"pods": .13, "olive": .2, "eucalyptus": .17, "wheat": .09, "tulip": .33, "grass": .1}[kind]
        stems.add(sweep(pts, [thick, thick * .6], count=18, around=7))
        path = smooth(pts, 60)
        if kind == "pods":
            for k in range(9):
                p = path[int(len(path) * (.66 + .034 * k)) - 1]
                heads.add(ball(.42 * rng.uniform(.6, 1.2), rz=.62 * rng.uniform(.7, 1.2), rows=9, segments=12).turn(rng.uniform(-40, 40), "x").move(
                    p[0] + rng.normal() * .34, p[1] + rng.normal() * .34, p[2] - .3))
        elif kind == "wheat":
            tip, d = path[-1], path[-1] - path[-6]
            d = d / np.linalg.norm(d)
            for k in range(16):
                side = rng.uniform(0, TAU)
                p = tip + d * (k * .34)
                heads.add(ball(.17, rz=.42, rows=7, segments=9).turn(28 * np.cos(side), "y").turn(28 * np.sin(side), "x").move(p[0] + .2 * np.cos(side), p[1] + .2 * np.sin(side), p[2]))
        elif kind == "tulip":
            p = path[-1]
            for k in range(6):
                petal = leaf(4.6, 3.2, -.55 if k % 2 else -.7, .5, .8, 10)
                greens_ = orient(petal, (p[0], p[1], p[2] - .2), TAU * k / 6 + n, 1.35)
                heads.add(greens_)
            greens.add(orient(leaf(rng.uniform(13, 18), 2.8, .7, .35), (pts[1][0], pts[1][1], 0), az + 1, 1.15))
        else:
            m = {"olive": 12, "eucalyptus": 9, "grass": 3}[kind]
            for k in range(m):
                i = int(len(path) * (.34 + .66 * k / m))
                for side in (0, 1):
                    a = az + (1.1 if side else -1.1) + rng.normal() * .5 + (k % 2) * .8
                    ln = {"olive": (4.4, 1.0), "eucalyptus": (3.0, 2.5), "grass": (16, .7)}[kind]
                    sc = rng.uniform(.7, 1.1) * (1 - .35 * k / m)
                    greens.add(orient(leaf(ln[0] * sc, ln[1] * sc, rng.uniform(.1, .9), .2), path[min(i, len(path) - 1)], a, rng.uniform(-.2, .7), rng.normal() * .6))
    tone = {"pods": ("#7a6142", "#b39468"), "wheat": ("#a58a55", "#c2a468"), "olive": ("#6e6152", "#74805f"), "eucalyptus": ("#7d6a5a", "#7f948a"),
            "tulip": ("#6f8450", colour or "#c98a76"), "grass": ("#8a8a55", "#8f9158")}[kind]
    st.add(stems, st.material("stem" + kind, lambda: G.plain("stem", tone[0], .8)), at)
    if heads.faces:
        mat = (lambda: G.leaf("petal", tone[1], tone[1])) if kind == "tulip" else (lambda: G.plain("pod", tone[1], .75, vary=.4, scale=60))
        st.add(heads, st.material("head" + kind + str(colour), mat), at)
    if greens.faces:
        g = "#6f8450" if kind == "tulip" else tone[1]
        st.add(greens, st.material("leaf" + kind, lambda: G.leaf("leaf", g, "#5d6b52")), at)


def put_plant(st, at, kind="rubber", high=30, seed=1, count=12):
    """A pot plant growing from `at`, and the soil under it."""
    rng = np.random.default_rng(seed)
    leaves, stems = Mesh([], []), Mesh([], [])
    if kind == "snake":
        for n in range(count):
            a = TAU * n / count + rng.uniform(-.3, .3)
            r = rng.uniform(.6, 3.6)
            b = leaf(high * rng.uniform(.6, 1.05), rng.uniform(3, 4.4), .25, .35, .75, 12)
            leaves.add(orient(b, (r * np.cos(a), r * np.sin(a), -1), a, 1.32 + rng.normal() * .08, rng.normal() * .4))
    elif kind == "cactus":
        body = lathe([(3, 0), (5.2, high * .3), (5.4, high * .65), (3.4, high * .93), (0, high)], solid=True, flutes=14, flute=.16, wobble=2, seed=seed)
        st.add(body, st.material("cactus", lambda: G.plain("cactus", "#64755a", .6, vary=.3)), at)
    else:
        lw = {"rubber": (11, 6.2), "monstera": (15, 12), "herb": (3.2, 2.2), "fern": (15, 2.4)}[kind]
        for n in range(count):
            a = n * 2.4 + rng.uniform(-.3, .3)
            h = high * (n + 1.5) / (count + 1)
            lean = rng.uniform(1, 4) + (high * .22 if kind in ("monstera", "fern") else 0)
            p = (lean * np.cos(a), lean * np.sin(a), h)
            stems.add(sweep([(0, 0, -1), (p[0] * .4, p[1] * .4, h * .6), p], .26 if kind != "herb" else .12, count=8, around=7))
            for k in range(1 if kind != "herb" else 4):
                sc = rng.uniform(.75, 1.1)
                leaves.add(orient(leaf(lw[0] * sc, lw[1] * sc, rng.uniform(.3, 1.0), .22, 1, 11), p, a + k * 1.5, rng.uniform(.05, .7)))
    if stems.faces:
        st.add(stems, st.material("green stem", lambda: G.plain("green stem", "#7a7a55", .7)), at)
    if leaves.faces:
        c = {"rubber": ("#3f5a3c", "#54694a"), "monstera": ("#4c6b45", "#3c5a3a"), "herb": ("#7c9660", "#66824f"), "fern": ("#6c8a55", "#587547"),
             "snake": ("#5f7355", "#8f9a62")}[kind]
        st.add(leaves, st.material("leaves" + kind, lambda: G.leaf("leaves", *c)), at)


def put_soil(st, at, radius):
    st.add(lathe([(radius, 0), (radius * .96, .5), (0, .7)], solid=True, wobble=4, segments=48), st.material("soil", lambda: G.plain("soil", "#4a3b30", .95, vary=.6, scale=90, bump=.004)), at)


FRUIT = {"lemon": (3.0, 3.0, 4.0, "#d9b44a"), "orange": (3.8, 3.8, 3.6, "#d08a3e"), "pear": (3.7, 3.7, 5.2, "#a9a35a"), "fig": (2.5, 2.5, 3.0, "#4d3644"),
         "plum": (2.4, 2.4, 2.7, "#5a3350"), "apple": (3.6, 3.6, 3.3, "#a8504a"), "egg": (2.2, 2.2, 2.9, "#d9c2a8"), "white egg": (2.2, 2.2, 2.9, "#e9e2d6"),
         "apricot": (2.3, 2.3, 2.3, "#d99a5e"), "lime": (2.6, 2.6, 3.2, "#7f9a4c"), "fresh fig": (2.5, 2.5, 3.0, "#6b6b45"), "walnut": (1.6, 1.6, 1.9, "#a5855f"),
         "pebble": (3.2, 2.6, 1.3, "#a29a8e"), "cherry": (1.1, 1.1, 1.05, "#7d2f35"), "berry": (.75, .75, .75, "#3f4766"), "olive": (.9, .9, 1.2, "#6d7043")}


def put_fruit(st, kind, at, seed=1, scale=1.0, tilt=None):
    rx, ry, rz, colour = FRUIT[kind]
    rng = np.random.default_rng(seed)
    m = ball(rx, ry, rz, 26, 32, lump={"lemon": .02, "pear": .035, "walnut": .05, "pebble": .07}.get(kind, .018), seed=seed,
             pear=.9 if kind == "pear" else .55 if "fig" in kind else 0, egg=1 if "egg" in kind else 0)
    if kind == "lemon":
        m.verts[:, 2] += np.sign(m.verts[:, 2] - rz) * np.clip(np.abs(m.verts[:, 2] - rz) / rz - .72, 0, 1) * 2.6
    roll = tilt if tilt is not None else 88 if kind in ("lemon", "egg", "white egg", "lime", "olive") else rng.uniform(-14, 14)
    m.move(z=-rz).turn(roll, "x").turn(rng.uniform(0, 360))
    m.move(z=-m.verts[:, 2].min())
    bump = {"lemon": .0012, "orange": .0011, "walnut": .004}.get(kind, 0)
    gloss = {"plum": .35, "fig": .5, "apple": .25, "cherry": .15, "egg": .55, "white egg": .55, "pebble": .8, "walnut": .8}.get(kind, .4)
    st.add(m, st.material(kind, lambda: G.plain(kind, colour, gloss, vary=.28 if "egg" not in kind else .06, scale=14, bump=bump, bump_scale=170)), at, scale=scale)
    if kind in ("pear", "apple", "cherry", "fig"):
        top = m.verts[np.argmax(m.verts[:, 2])] * scale
        ln = 3.2 if kind == "cherry" else 1.6
        st.add(sweep([(0, 0, -.5), (.1, .1, ln * .5), (.5, .2, ln)], .1, count=6, around=7), st.material("twig", lambda: G.plain("twig", "#5d4733", .8)),
               (at[0] + top[0] * .8, at[1] + top[1] * .8, at[2] + top[2]))


def put_bread(st, at, turn=0, kind="loaf", scale=1.0):
    m = {"loaf": ball(12, 7, 5, 30, 44, lump=.05, seed=4), "roll": ball(4.6, 4.4, 3.2, 26, 34, lump=.03, seed=5), "baguette": ball(24, 3.2, 2.8, 30, 60, lump=.03, seed=6),
         "slice": ball(5.6, .85, 5.0, 26, 40, lump=.03, seed=7)}[kind]
    z = m.verts[:, 2] / m.verts[:, 2].max()
    if kind == "slice":
        # A slice lies flat: squared-off bottom, flat faces.
        m.verts[:, 2] = np.maximum(m.verts[:, 2], 1.6)
        m.verts[:, 1] = np.clip(m.verts[:, 1], -.62, .62)
        m.turn(90, "x")
        m.move(z=-m.verts[:, 2].min())
    if kind in ("loaf", "baguette"):
        step = 5.0 if kind == "loaf" else 6.0
        cut = np.abs(np.mod(m.verts[:, 0] + m.verts[:, 1] * .8, step) / step - .5)
        m.verts[:, 2] -= np.clip(.12 - cut, 0, 1) * 4.5 * np.clip(z - .6, 0, 1) * 2
    st.add(m, st.material("crust" + kind, lambda: G.plain("crust", "#b07f4c" if kind != "slice" else "#bd8a50", .75, vary=.75, scale=22, bump=.0025, bump_scale=70)), at, turn, scale)


def put_books(st, at, sizes, turn=0, seed=1):
    """A lying stack: [(width, depth, height, cloth colour)] from the bottom."""
    rng = np.random.default_rng(seed)
    z = 0
    for w, d, h, colour in sizes:
        a = turn + rng.uniform(-7, 7)
        st.add(box(w - .5, d - .5, h - .5, .05), st.material("pages", lambda: G.plain("pages", "#ddd2bd", .9, vary=.1, scale=40)), (at[0], at[1], at[2] + z + .25), a)
        for dz in (0, h - .26):
            st.add(box(w, d, .26, .06), st.material("book" + colour, lambda: G.cloth("book", colour, colour, 900)), (at[0], at[1], at[2] + z + dz), a)
        st.add(box(w, .3, h, .1).move(y=-d / 2), st.material("book" + colour, lambda: None), (at[0], at[1], at[2] + z), a)
        z += h
    return z


def put_napkin(st, at, turn=0, w=24, d=18, colour="#cfc2ab", seed=3, stripe=None):
    h = creases(seed, .9, 5.5)
    for k in range(2):
        m = grid(w - k * 1.4, d - k, 70, 56, lambda x, y: .25 + k * .4 + .5 * h(x + k, y) * (.4 + np.clip(np.abs(x) / w * 2, 0, 1)))
        st.add(m, st.material("napkin" + colour, lambda: G.cloth("napkin", colour, "#9b8d75", 800, stripe)), at, turn)


def put_spoon(st, at, turn=0, long=16, metal="#b9a98c"):
    m = sweep([(0, 0, .5), (long * .35, 0, .9), (long * .75, 0, .6), (long, 0, .5)], [.22, .2, .3, .38], 1.8, 24, 12)
    m.add(ball(2.0, 1.35, .3, 14, 26).move(x=-1.4, z=.25))
    st.add(m, st.material("metal" + metal, lambda: G.plain("metal", metal, .3, 1.0, vary=.1)), at, turn)


def put_knife(st, at, turn=0, metal="#b9a98c"):
    m = sweep([(0, 0, .35), (6, 0, .35), (11, 0, .35)], [.25, .95, .8], .22, 20, 12).turn(90, "x").move(z=.6)
    m.add(sweep([(11, 0, .55), (15, 0, .55), (20, 0, .55)], [.3, .42, .5], 1.5, 14, 12))
    st.add(m, st.material("metal" + metal, lambda: G.plain("metal", metal, .3, 1.0, vary=.1)), at, turn)


def put_drink(st, at, radius, colour="#3a2418", foam=None):
    m = lathe([(radius, 0), (radius * .97, .12), (radius * .5, .05), (0, .05)], solid=True, segments=56, wobble=0)
    st.add(m, st.material("drink" + colour, lambda: G.plain("drink", colour, .08, spec=.5, vary=.05)), at)
    if foam:
        st.add(ball(radius * .8, radius * .8, .14, 12, 40), st.material("foam" + foam, lambda: G.plain("foam", foam, .7, vary=.25, scale=50)), (at[0], at[1], at[2] + .02))


def put_curtain(st, x0, x1, y, high=160, colour="#e4dccb", waves=7, depth=4.5, z=-60):
    n = 160
    t = np.linspace(0, 1, n)
    wave = depth * (np.sin(t * waves * TAU) + .35 * np.sin(t * waves * 2.3 * TAU + 1))
    v = [(x0 + (x1 - x0) * t[i] + .2 * wave[i], y + wave[i] * (.7 + .3 * k), z + high * k) for k in (0, .5, 1) for i in range(n)]
    f = [(r * n + i, r * n + i + 1, (r + 1) * n + i + 1, (r + 1) * n + i) for r in range(2) for i in range(n - 1)]
    st.add(Mesh(v, f), st.material("curtain" + colour, lambda: G.leaf("curtain", colour, colour)))


def put_arch(st, at, w, high, deep, material, band=6):
    """A free-standing arch: legs and a half circle, cut from one block."""
    r_out, r_in = w / 2, w / 2 - band
    leg = high - r_out
    a = np.linspace(0, np.pi, 41)
    outer = [(r_out, 0)] + [(r_out * np.cos(t), leg + r_out * np.sin(t)) for t in a] + [(-r_out, 0)]
    inner = [(r_in, 0)] + [(r_in * np.cos(t), leg + r_in * np.sin(t)) for t in a] + [(-r_in, 0)]
    n = len(outer)
    v = [(x, y, z) for y in (-deep / 2, deep / 2) for ring in (outer, inner) for x, z in ring]
    f = []
    for i in range(n - 1):
        f += [(i, i + 1, n + i + 1, n + i), (2 * n + i, 3 * n + i, 3 * n + i + 1, 2 * n + i + 1),
              (i, 2 * n + i, 2 * n + i + 1, i + 1), (n + i, n + i + 1, 3 * n + i + 1, 3 * n + i)]
    st.add(Mesh(v, f), material, at, smooth=True)


def put_cylinder(st, at, r, h, material):
    st.add(lathe([(r, 0), (r, .4), (r, h - .4, "c"), (r - .4, h, "c"), (0, h)], solid=True, segments=96, wobble=0, rows=40), material, at)


def put_pillow(st, at, w, d, h, colour, turn=0, tilt=0):
    u, v = np.meshgrid(np.linspace(-1, 1, 60), np.linspace(-1, 1, 60))
    fat = ((1 - u ** 4) * (1 - v ** 4)) ** .45
    cr = creases(5, .5, .22)(u, v)
    pin = 1 - .10 * (u * u * (1 - np.abs(v)) + v * v * (1 - np.abs(u)))
    out = Mesh([], [])
    for s in (1, -1):
        vert = np.stack([u * w / 2 * pin, v * d / 2 * pin, s * fat * (h / 2 + .5 * cr)], -1).reshape(-1, 3)
        out.add(Mesh(vert, [(j * 60 + i, j * 60 + i + 1, (j + 1) * 60 + i + 1, (j + 1) * 60 + i) for j in range(59) for i in range(59)]))
    out.turn(tilt, "x")
    out.move(z=-out.verts[:, 2].min())
    st.add(out, st.material("pillow" + colour, lambda: G.cloth("pillow", colour, "#a39680", 600)), at, turn)
