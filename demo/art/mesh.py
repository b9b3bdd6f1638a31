"""Shapes as numpy arrays: things thrown on a wheel, handles and spouts swept along curves, plain boxes.

Every function returns a Mesh in centimetres with z up and the foot at z=0. No Blender here, so that
the catalog can ask a shape for its measures without starting it.
"""
import numpy as np

TAU = 2 * np.pi
DETAIL = 1.0  # fewer rows and segments for models that travel over the network


class Mesh:
    def __init__(self, verts, faces, uvs=None, part=0):
        self.verts = np.asarray(verts, float).reshape(-1, 3)
        self.faces = [tuple(f) for f in faces]
        self.uvs = uvs if uvs is not None else [(0.0, 0.0)] * len(self.verts)
        self.parts = [part] * len(self.faces)

    def add(self, other, part=None):
        base = len(self.verts)
        self.verts = np.vstack([self.verts, other.verts])
        self.faces += [tuple(i + base for i in f) for f in other.faces]
        self.uvs = list(self.uvs) + list(other.uvs)
        self.parts += [part] * len(other.faces) if part is not None else other.parts
        return self

    def move(self, x=0, y=0, z=0):
        self.verts = self.verts + (x, y, z)
        return self

    def turn(self, degrees, axis="z"):
        a = np.radians(degrees)
        c, s = np.cos(a), np.sin(a)
        m = {"z": [[c, -s, 0], [s, c, 0], [0, 0, 1]], "x": [[1, 0, 0], [0, c, -s], [0, s, c]],
             "y": [[c, 0, s], [0, 1, 0], [-s, 0, c]]}[axis]
        self.verts = self.verts @ np.array(m).T
        return self

    def scale(self, x, y=None, z=None):
        self.verts = self.verts * (x, x if y is None else y, x if z is None else z)
        return self

    def size(self):
        return self.verts.max(0) - self.verts.min(0)


def smooth(points, count):
    """Centripetal Catmull-Rom through 2D/3D points; a point with a trailing 'c' keeps its corner."""
    pts = [np.array(p[:-1] if p[-1] == "c" else p, float) for p in points]
    cuts = [0] + [i for i, p in enumerate(points) if p[-1] == "c" and 0 < i < len(points) - 1] + [len(points) - 1]
    total = sum(np.linalg.norm(b - a) for a, b in zip(pts, pts[1:]))
    out = []
    for lo, hi in zip(cuts, cuts[1:]):
        seg = pts[lo:hi + 1]
        length = sum(np.linalg.norm(b - a) for a, b in zip(seg, seg[1:]))
        n = max(4, int(count * length / total))
        if len(seg) == 2:
            curve = [seg[0] + (seg[1] - seg[0]) * t for t in np.linspace(0, 1, n)]
        else:
            ext = [2 * seg[0] - seg[1]] + seg + [2 * seg[-1] - seg[-2]]
            knots = [0.0]
            for a, b in zip(ext, ext[1:]):
                knots.append(knots[-1] + max(np.linalg.norm(b - a), 1e-6) ** .5)
            curve, k = [], 1
            for t in np.linspace(knots[1], knots[-2], n):
                while k < len(ext) - 3 and t > knots[k + 1]:
                    k += 1
                p, u = ext[k - 1:k + 3], knots[k - 1:k + 3]
                lerp = lambda a, b, ta, tb: a + (b - a) * ((t - ta) / (tb - ta))
                a1, a2, a3 = (lerp(p[i], p[i + 1], u[i], u[i + 1]) for i in range(3))
                curve.append(lerp(lerp(a1, a2, u[0], u[2]), lerp(a2, a3, u[1], u[3]), u[1], u[2]))
        out += curve if not out else curve[1:]
    return np.array(out)


def outline(profile, wall, solid=False, rows=84):
    """Closed half outline (radius, height): foot, outside, half-round lip, inside down to the floor."""
    profile = list(profile)
    r0 = profile[0][0]
    if r0 > 0:
        foot = min(.28, .12 * r0)
        profile = [(0, foot), (max(r0 - .75, r0 * .6), foot, "c"), (max(r0 - .5, r0 * .75), 0, "c"), (r0, 0, "c")] + profile[1:]
    outer = smooth(profile, rows)
    outer[:, 0] = np.maximum(outer[:, 0], 0)
    if solid:
        return outer, len(outer)
    tangent = np.gradient(outer, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1)[:, None] + 1e-9
    inner = outer + np.stack([-tangent[:, 1], tangent[:, 0]], 1) * wall
    far = np.min(np.linalg.norm(inner[:, None] - outer[None], axis=2), axis=1) > wall * .97
    inner = inner[far & (inner[:, 0] > 0)][::-1]
    end, start = outer[-1], inner[0]
    mid, half = (end + start) / 2, (end - start) / 2
    up = tangent[-1] * np.linalg.norm(half)
    arc = [mid + half * np.cos(a) + up * np.sin(a) for a in np.linspace(0, np.pi, 9)[1:-1]]
    floor = np.array([[0, inner[-1][1]]])
    return np.vstack([outer, arc, inner, floor]), len(outer)


def lathe(profile, wall=.45, solid=False, rows=84, segments=112, seed=0, wobble=1.0, facets=0, flutes=0, flute=.04,
          twist=0.0, square=0.0, oval=1.0, scallop=0, scallop_by=.5, pour=0.0, dent=0.0, keep=(0, 1), rings=.0):
    """Turn an outline. The wobble is what tells a hand-thrown pot from a computer's; facets and flutes
    fade in and out over keep=(from, to), fractions of the height."""
    rows, segments = max(12, int(rows * DETAIL)), max(16, int(segments * DETAIL))
    line, lip = outline(profile, wall, solid, rows)
    rng = np.random.default_rng(seed + 7)
    n, top = len(line), line[:, 1].max()
    theta = np.linspace(0, TAU, segments + 1)
    h = line[:, 1][:, None] / top
    r = line[:, 0][:, None] * np.ones_like(theta)
    a = theta[None] + twist * h
    ph = rng.uniform(0, TAU, 4)
    r = r * (1 + wobble * (.0045 * np.sin(2 * theta + ph[0] + h) + .0025 * np.sin(3 * theta + ph[1] - 2 * h)))
    if rings:
        r = r * (1 + rings * .01 * np.sin(line[:, 1][:, None] * TAU / 1.1 + ph[2] + .35 * np.sin(theta)))
    fade = np.clip((h - keep[0]) / .06, 0, 1) * np.clip((keep[1] - h) / .06, 0, 1)
    fade = fade * fade * (3 - 2 * fade)
    outside = (np.arange(n) < lip + 4)[:, None]
    if facets:
        # Facets cut the outside only, as a wire does; the inside stays round.
        w = TAU / facets
        cut = np.cos(w / 2) / np.cos(np.mod(a, w) - w / 2)
        r = np.where(outside, r * (1 + (cut / np.cos(w / 2) * .985 - 1) * fade * .9), r * .96)
    if flutes:
        wave = np.abs(np.sin(flutes * a / 2)) if flute > 0 else .5 + .5 * np.cos(flutes * a)
        r = np.where(outside, r * (1 - abs(flute) * (1 - wave) * fade), r)
    c, s = np.cos(theta), np.sin(theta)
    if square:
        r = r * (np.abs(c) ** square + np.abs(s) ** square) ** (-1 / square)
    near = np.clip((h - .72) / .28, 0, 1) ** 2
    if pour:
        d = (np.mod(theta - np.pi + np.pi, TAU) - np.pi) / .42
        r = r + pour * np.exp(-d * d) * near - pour * .25 * np.exp(-((np.abs(d) - 1.6) ** 2) * 1.4) * near
    if dent:
        for k in range(3):
            d = np.mod(theta - ph[3] - k * TAU / 3 + np.pi, TAU) - np.pi
            r = r - dent * np.exp(-(d / .45) ** 2) * np.exp(-((h - .55) / .22) ** 2)
    z = line[:, 1][:, None] + (.03 * wobble * np.sin(theta + ph[3])) * np.clip(h, 0, 1) ** 3
    if scallop:
        z = z + scallop_by * (np.cos(scallop * theta)) * near
    if pour:
        d = (np.mod(theta, TAU) - np.pi) / .42
        z = z + pour * .35 * np.exp(-d * d) * near
    r = np.maximum(r, 0)
    verts = np.stack([r * c * oval, r * s, z], -1).reshape(-1, 3)
    m = segments + 1
    faces = [(i * m + j, i * m + j + 1, (i + 1) * m + j + 1, (i + 1) * m + j)
             for i in range(n - 1) for j in range(segments)]
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    along /= along[-1]
    uvs = [(j / segments, along[i]) for i in range(n) for j in range(m)]
    return Mesh(verts, faces, uvs)


def sweep(points, radius, flat=1.0, count=28, around=16, hollow=False, closed_caps=True):
    """A tube along a 3D curve; radius is a number or a list along the way; flat widens it sideways.
    hollow turns the far end back inward, as the mouth of a spout does."""
    path = smooth([tuple(p) for p in points], max(6, int(count * DETAIL)))
    n = len(path)
    t = np.linspace(0, 1, n)
    rad = np.interp(t, np.linspace(0, 1, len(radius)), radius) if np.ndim(radius) else np.full(n, float(radius))
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1)[:, None] + 1e-9
    if hollow:
        path = np.vstack([path, path[-1] + tangent[-1] * rad[-1] * .1, path[-2], path[-max(4, n // 4)]])
        rad = np.concatenate([rad, [rad[-1] * .88, rad[-1] * .76, rad[-1] * .7]])
        tangent = np.vstack([tangent, tangent[-1], tangent[-1], tangent[-1]])
    # A fixed frame twists less than Frenet's on the gentle, nearly flat curves used here.
    ref = np.array([0, 1, 0]) if np.abs(tangent[:, 1]).mean() < .7 else np.array([1, 0, 0])
    side = np.cross(tangent, np.cross(ref, tangent))
    side /= np.linalg.norm(side, axis=1)[:, None] + 1e-9
    up = np.cross(tangent, side)
    ang = np.linspace(0, TAU, around, endpoint=False)
    verts = (path[:, None] + rad[:, None, None] * (np.cos(ang)[None, :, None] * side[:, None] * flat + np.sin(ang)[None, :, None] * up[:, None]))
    faces = [(i * around + j, i * around + (j + 1) % around, (i + 1) * around + (j + 1) % around, (i + 1) * around + j)
             for i in range(len(path) - 1) for j in range(around)]
    if closed_caps:
        faces += [tuple(range(around))[::-1], tuple((len(path) - 1) * around + j for j in range(around))]
    return Mesh(verts.reshape(-1, 3), faces)


def radius_at(profile, z):
    line = smooth([p for p in profile], 120)
    return float(np.interp(z, line[:, 1], line[:, 0]))


def handle(profile, low, high, out, thick=.55, flat=1.5, lift=.6):
    """An ear on the +x side between two heights of the body."""
    a, b = radius_at(profile, high), radius_at(profile, low)
    mid = (low + high) / 2
    span = high - low
    pts = [(a - .25, 0, high - .1), (a + out * .55, 0, high + lift * .5), (max(a, b) + out, 0, high - span * .28),
           (max(a, b) + out * .86, 0, mid - span * .15), (b + out * .42, 0, low + span * .05), (b - .25, 0, low)]
    return sweep(pts, [thick * 1.25, thick, thick * .92, thick * .92, thick, thick * 1.3], flat, 40)


def spout(profile, low, tip_out, tip_high, base=1.6, tip=.72):
    b = radius_at(profile, low)
    pts = [(-b + .9, 0, low - .2), (-b - tip_out * .3, 0, low + (tip_high - low) * .25),
           (-b - tip_out * .62, 0, low + (tip_high - low) * .66), (-b - tip_out, 0, tip_high)]
    return sweep(pts, [base, base * .85, tip * 1.12, tip], 1.0, 30, 20, hollow=True)


def bail(profile, high, arch, thick=.4):
    """A hoop over the top, as on a Japanese kettle."""
    r = radius_at(profile, high) * .92
    pts = [(-r, 0, high), (-r * .98, 0, high + arch * .55), (-r * .5, 0, high + arch * .95), (0, 0, high + arch),
           (r * .5, 0, high + arch * .95), (r * .98, 0, high + arch * .55), (r, 0, high)]
    return sweep(pts, thick, 1.2, 48, 12)


def feet(count, radius, high, thick, splay=.25):
    out = None
    for k in range(count):
        a = TAU * k / count + .5
        c, s = np.cos(a), np.sin(a)
        f = sweep([(radius * c, radius * s, high + .7), (radius * (1 + splay * .5) * c, radius * (1 + splay * .5) * s, high * .5),
                   (radius * (1 + splay) * c, radius * (1 + splay) * s, 0)], [thick * 1.3, thick, thick * .7], 1, 8, 12)
        out = f if out is None else out.add(f)
    return out


def box(w, d, h, bevel=.2):
    """A box with bevelled edges, its foot at z=0: corners without a highlight look like plastic models."""
    b = min(bevel, w / 2.01, d / 2.01, h / 2.01)
    verts, idx = [], {}
    for sx in (-1, 1):
        for sy in (-1, 1):
            for sz in (0, 1):
                for k in range(3):
                    p = np.array([sx * w / 2, sy * d / 2, sz * h], float)
                    inset = np.array([-sx * b, -sy * b, b if sz == 0 else -b])
                    inset[k] = 0
                    idx[sx, sy, sz, k] = len(verts)
                    verts.append(p + inset)
    f = []
    for k, dims in ((0, "yz"), (1, "xz"), (2, "xy")):
        for s in ((-1, 1) if k < 2 else (0, 1)):
            ring = []
            order = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
            for u, v in order:
                zed = lambda q: 0 if q < 0 else 1
                key = (s, u, zed(v)) if k == 0 else (u, s, zed(v)) if k == 1 else (u, v, s)
                ring.append(idx[key + (k,)])
            f.append(ring)
    lo = lambda q: 0 if q < 0 else 1
    for u in (-1, 1):
        for v in (-1, 1):
            f.append([idx[-1, u, lo(v), 1], idx[1, u, lo(v), 1], idx[1, u, lo(v), 2], idx[-1, u, lo(v), 2]])
            f.append([idx[u, -1, lo(v), 0], idx[u, 1, lo(v), 0], idx[u, 1, lo(v), 2], idx[u, -1, lo(v), 2]])
            f.append([idx[u, v, 0, 0], idx[u, v, 1, 0], idx[u, v, 1, 1], idx[u, v, 0, 1]])
            for z in (0, 1):
                f.append([idx[u, v, z, 0], idx[u, v, z, 1], idx[u, v, z, 2]])
    return Mesh(verts, f)


def ball(rx, ry=None, rz=None, rows=24, segments=32, lump=0.0, seed=0, pear=0.0, egg=0.0):
    """Eggs, fruit, pebbles and bread: a sphere with an even lump noise and a few shape knobs."""
    rng = np.random.default_rng(seed)
    u, v = np.meshgrid(np.linspace(0, TAU, segments + 1), np.linspace(-np.pi / 2, np.pi / 2, rows))
    d = np.stack([np.cos(v) * np.cos(u), np.cos(v) * np.sin(u), np.sin(v)], -1)
    r = np.ones_like(u)
    for _ in range(7 if lump else 0):
        k = rng.normal(size=3) * 1.9
        r += lump / 2.4 * np.sin(d @ k + rng.uniform(0, TAU))
    wide = 1 - egg * .14 * d[..., 2] - pear * .42 * np.clip(d[..., 2] + .1, 0, 1) ** .8
    p = d * r[..., None] * np.stack([wide, wide, np.ones_like(wide)], -1) * (rx, ry or rx, rz or rx)
    m = segments + 1
    faces = [(i * m + j, i * m + j + 1, (i + 1) * m + j + 1, (i + 1) * m + j) for i in range(rows - 1) for j in range(segments)]
    out = Mesh(p.reshape(-1, 3), faces)
    return out.move(z=-out.verts[:, 2].min())
