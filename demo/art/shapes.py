"""The sixty shapes of the house. SHAPES[handle] gives the parts of a product in centimetres.

A part is (role, mesh, options). Roles: 'glaze' takes the product's glaze (options override it), others name a
fixed material. 'lamp' parts carry no mesh but say where and how the product gives light.
"""
from mesh import Mesh, bail, ball, box, feet, handle, lathe, spout, sweep

SHAPES, LOOK = {}, {}


def shape(handle_, glaze="bone", **look):
    def keep(fn):
        SHAPES[handle_] = fn
        LOOK[handle_] = dict(glaze=glaze, **look)
        return fn
    return keep


def pot(profile, **kw):
    return lathe(profile, **kw)


def one(profile, **kw):
    return [("glaze", pot(profile, **kw), {})]


def knob_lid(radius, rise, knob, z, seed=0):
    p = [(radius, 0), (radius * .98, .5), (radius * .7, rise * .75), (knob * .55, rise), (knob * .5, rise + .5),
         (knob, rise + 1.3), (knob * .75, rise + 2.0), (0, rise + 2.15)]
    return lathe(p, solid=True, seed=seed).move(z=z)


def candle(z, radius=1.1, high=16, lit=True):
    wax = lathe([(radius, 0), (radius, high * .5), (radius * .97, high - .3), (radius * .8, high), (radius * .5, high - .15), (0, high - .2)],
                solid=True, segments=40, rows=40)
    parts = [("wax", wax.move(z=z), {}), ("wick", sweep([(0, 0, z + high - .3), (.05, 0, z + high + .7)], .07, count=6, around=8), {})]
    if lit:
        f = lathe([(.05, 0), (.42, .8), (.36, 1.5), (.14, 2.5), (0, 3.2)], solid=True, segments=24, rows=30).move(z=z + high + .35)
        parts += [("flame", f, {}), ("lamp", None, dict(at=(0, 0, z + high + 1.6), kind="flame", watt=.55, size=.8))]
    return parts


def cone(z0, r0, r1, high, belly=0.0, n=40, segments=96):
    """A single-walled shade between two rings, with an optional outward belly; z0 is its lower edge."""
    import numpy as np
    t = np.linspace(0, 1, n)
    r = r0 + (r1 - r0) * t + belly * np.sin(np.pi * t)
    ang = np.linspace(0, 2 * np.pi, segments + 1)
    v = np.stack([r[:, None] * np.cos(ang), r[:, None] * np.sin(ang), np.repeat((t * high)[:, None], segments + 1, 1)], -1)
    m = segments + 1
    f = [(i * m + j, i * m + j + 1, (i + 1) * m + j + 1, (i + 1) * m + j) for i in range(n - 1) for j in range(segments)]
    uv = [(j / segments, float(t[i])) for i in range(n) for j in range(m)]
    return Mesh(v.reshape(-1, 3), f, uv), z0


def shaded(z, r0, r1, high, belly=0.0, drop=2.0, kind="shade", watt=9.0, trim=True, power=2.2, **opt):
    """Neck, shade and the light inside, for a base that ends at z; drop is how far the shade hangs over the base."""
    sh, z0 = cone(z + 5 - drop, r0, r1, high, belly)
    parts = [("brass", lathe([(1.1, 0), (1.0, .6), (.55, .9), (.5, 5), (.9, 5.4), (.9, 8), (0, 8.1)], solid=True, segments=32, rows=40).move(z=z - .3), {}),
             (kind, sh, dict(at=z0, high=high, power=power, **opt)),
             ("lamp", None, dict(at=(0, 0, z0 + high * .45), kind="shade", watt=watt, size=3.0, r0=r0, r1=r1, high=high))]
    if trim:
        for r, zz in ((r0, z0), (r1, z0 + high)):
            band, low = cone(zz - .2, r + .1, r + .1, .45, n=2)
            parts.append(("trim", band, dict(at=low)))
    return parts


def globe(z, r, squash=1.0, watt=8.0, kind="opal", power=2.6):
    m = ball(r, r, r * squash, 48, 72)
    return [(kind, m, dict(at=z, high=2 * r * squash, power=power)),
            ("lamp", None, dict(at=(0, 0, z + r * squash), kind="globe", watt=watt, size=r * .9))]


def cord(z, length=90):
    return [("cord", sweep([(0, 0, z), (0, 0, z + length)], .22, count=6, around=10), {}),
            ("brass", lathe([(1.5, 0), (1.45, .5), (.9, 2.4), (.5, 4.5), (0, 4.6)], solid=True, segments=32, rows=30).move(z=z - .2), {})]


# --- Still Stems: vases and planters -------------------------------------------------------------------------------
shape("dune-vase", "bone", dip=.34, clay="buff")(lambda: one([(4.6, 0), (7.4, 5), (9.6, 12), (8.2, 18.5), (4.4, 22.6), (3.3, 25), (4.3, 27.6)], seed=1, rings=.16))
shape("reed-bottle", "sage", dip=.14, clay="buff")(lambda: one([(4.6, 0), (5.1, 3), (5.2, 11), (4.3, 16), (2.0, 20), (1.5, 26), (2.1, 30)], seed=2, rings=.2))
shape("moon-jar", "milk", specks=.15)(lambda: one([(5.2, 0), (8.6, 4), (11.6, 11.4), (9.4, 18.5), (6.0, 21.4), (5.7, 23)], seed=3, wobble=2.6))
shape("furrow-vase", "chalk", specks=0)(lambda: one([(5.4, 0), (6.6, 3), (6.9, 12), (6.3, 19), (6.6, 22)], seed=4, flutes=26, flute=.085, keep=(.08, .93)))
shape("quarry-vase", "soot", specks=0)(lambda: one([(5.0, 0), (8.2, 7), (9.4, 12, "c"), (5.6, 19), (3.9, 21.6), (4.3, 24)], seed=5, facets=9, keep=(.04, .86)))
shape("bud-vase", "blush", dip=.22, clay="white")(lambda: one([(2.6, 0), (4.3, 2.6), (4.5, 4.6), (2.2, 7.8), (1.1, 9.6), (1.5, 11.4)], wall=.3, seed=6))
shape("gourd-vase", "bone", over="brick", over_at=.52)(lambda: one([(4.2, 0), (7.6, 5), (7.7, 8.4), (4.2, 12.8), (3.9, 13.8), (5.6, 17), (5.0, 20.4), (2.2, 23), (2.5, 25)], seed=7))
shape("pinch-vase", "celadon", specks=.2)(lambda: one([(4.8, 0), (6.6, 4), (7.4, 10), (6.2, 15), (5.4, 17), (6.3, 18.6)], seed=8, dent=1.9, wobble=1.5))


@shape("amphora", "raw", specks=.7)
def _amphora():
    p = [(6, 0), (9, 8), (13, 21), (11.4, 30), (6, 36), (4.6, 39), (6, 42)]
    h = handle(p, 29, 37.6, 5.5, thick=.95, flat=1.3)
    import copy
    return [("glaze", lathe(p, wall=.7, seed=9, rings=.35, wobble=1.4), {}), ("glaze", h, {}), ("glaze", copy.deepcopy(h).turn(180), {})]


@shape("halo-vase", "sand", specks=.5)
def _halo():
    ring = sweep([(8.2 * c, 0, 8.2 * s) for c, s in _circle(24)], 2.9, .82, 120, 40, closed_caps=False).move(z=12.4)
    neck = lathe([(1.9, 0), (1.55, 1.6), (1.6, 3.2), (2.3, 5)], wall=.3).move(z=22.9)
    foot = lathe([(4.2, 0), (3.9, .8), (2.7, 2.2), (2.5, 3.4)], solid=True)
    return [("glaze", ring, {}), ("glaze", neck, {}), ("glaze", foot, {})]


def _circle(n):
    import math
    return [(math.cos(2 * math.pi * k / n - 1.57), math.sin(2 * math.pi * k / n - 1.57)) for k in range(n + 1)]


shape("terrace-planter", "raw", specks=.4, rim=False)(lambda: [
    ("glaze", lathe([(7.2, 0), (8.2, 5), (9.6, 14, "c"), (10.6, 14.2, "c"), (10.8, 17.2)], wall=.8, seed=11).move(z=1.2), {}),
    ("glaze", lathe([(8.6, 0), (10.2, 1.0), (10.8, 2.4)], wall=.6, seed=12), {})])
shape("tripod-planter", "sage", dip=.0)(lambda: [
    ("glaze", lathe([(4, 0), (8.6, 2.6), (10.4, 7.4), (10.2, 12)], wall=.7, seed=13).move(z=4.2), {}), ("wood", feet(3, 5.8, 6.2, .95, .35), {})])
shape("ripple-planter", "butter", specks=.3)(lambda: one(
    [(6.4, 0), (7.6, 1.2), (7.1, 2.5), (8.4, 4), (7.8, 5.4), (9.0, 7), (8.4, 8.4), (9.5, 10), (8.9, 11.4), (9.9, 13.2), (9.6, 15)], wall=.7, seed=14))


# --- Morning Ritual: cups, pots and pitchers ---------------------------------------------------------------------------
def cup(p, low, high, out, wall=.32, thick=.42, **kw):
    return [("glaze", lathe(p, wall=wall, **kw), {}), ("glaze", handle(p, low, high, out, thick, 1.7, .2), dict(rim=False, ear=True))]


shape("ember-mug", "brick", over="bone", over_at=.55, dip=.0)(lambda: cup([(3.4, 0), (4.2, 2), (4.5, 5), (4.1, 8), (4.3, 9.4)], 2.4, 7.6, 2.7, seed=15, rings=.3))
shape("harbour-mug", "ink", bands=[(.62, .74, "bone")], brush=1, specks=.2)(lambda: cup([(4.0, 0), (4.15, 1), (4.15, 8.8)], 2, 7.2, 2.9, seed=16))
shape("thimble-cup", "chalk", specks=0, dip=.2, clay="dark")(lambda: one([(2.3, 0), (2.7, 1.6), (3.1, 5.8)], wall=.28, seed=17, facets=10, keep=(.06, .8)))
shape("nest-tumbler", "celadon", dip=.36, clay="buff", specks=.5)(lambda: one([(3.0, 0), (3.7, 2.4), (4.0, 6), (4.25, 9.6)], wall=.3, seed=18, rings=.2))
shape("cloud-cup", "milk", specks=.5)(lambda: [
    (r, m.move(z=1.0), o) for r, m, o in cup([(2.7, 0), (4.6, 1.8), (5.4, 4.4), (5.6, 6.3)], 1.8, 5.2, 2.3, seed=19)] + [
    ("glaze", lathe([(3.8, 0), (6.2, .7), (8.2, 1.9)], wall=.4, seed=20), {})])


@shape("pebble-kids-cup", "butter", over="coral", over_at=.6, specks=0)
def _kids():
    import copy
    p = [(3.2, 0), (4.0, 1.4), (4.2, 4), (3.8, 6.6), (3.9, 7.4)]
    h = handle(p, 1.9, 5.8, 2.0, .5, 1.5, .1)
    return [("glaze", lathe(p, wall=.36, seed=21), {}), ("glaze", h, dict(rim=False, ear=True)), ("glaze", copy.deepcopy(h).turn(180), dict(rim=False, ear=True))]


@shape("rill-teapot", "sage", specks=.5, dip=.16)
def _rill():
    p = [(5.2, 0), (7.6, 3), (8.4, 7), (6.6, 11), (3.9, 12.8)]
    return [("glaze", lathe(p, wall=.4, seed=22, rings=.3), dict(rim=False)), ("glaze", spout(p, 5.4, 5.4, 12.6), dict(rim=False, dip=0)),
            ("glaze", handle(p, 4, 11, 5.0, .6, 1.4, 1.0), dict(rim=False, ear=True, dip=0)), ("glaze", knob_lid(3.7, 1.2, 1.15, 12.5), dict(rim=False, dip=0))]


@shape("hearth-teapot", "soot", specks=0)
def _hearth():
    p = [(6, 0), (9.2, 3), (9.6, 5.6), (7, 9), (4.2, 10.2)]
    return [("glaze", lathe(p, wall=.45, seed=23, flutes=40, flute=-.03, keep=(.12, .8)), dict(rim=False)), ("glaze", spout(p, 4.6, 4.2, 10.2, 1.7), {}),
            ("cane", bail(p, 9.2, 11.5, .42), {}), ("glaze", knob_lid(4.0, .9, 1.2, 10.0), {})]


@shape("meadow-pitcher", "milk", specks=.6, dip=.0, bands=[(.0, .3, "sky")])
def _meadow():
    p = [(5.0, 0), (6.8, 4), (7.0, 8.5), (5.0, 14.6), (4.4, 18), (5.2, 21.6)]
    return [("glaze", lathe(p, wall=.42, seed=24, pour=1.9, rings=.2), dict(rim=False)), ("glaze", handle(p, 7, 19, 4.2, .62, 1.6, 1.0), dict(rim=False, ear=True, bands=()))]


shape("drop-creamer", "blush", specks=.4, dip=.15, clay="white")(lambda: one([(3.0, 0), (4.0, 2), (4.1, 4.4), (3.0, 7.4), (3.3, 9)], wall=.3, seed=25, pour=1.5))
shape("column-carafe", "ink", dip=.0, specks=.25)(lambda: [
    ("glaze", lathe([(4.4, 0), (4.9, 1), (4.9, 15), (4.2, 17.4), (2.9, 19.4), (2.8, 22.4)], wall=.36, seed=26), {}),
    ("glaze", lathe([(3.45, 0), (3.6, .5), (3.7, 7.8)], wall=.28, seed=27).turn(180, "x").move(z=27.6), dict(glaze="raw", dip=0, rim=False))])
shape("honey-jar", "ochre", dip=.2, clay="dark")(lambda: [
    ("glaze", lathe([(4.6, 0), (6.4, 2.4), (6.7, 6), (5.6, 9.6), (5.2, 10.6)], wall=.4, seed=28, flutes=18, flute=.05, keep=(.2, .8)), dict(rim=False)),
    ("wood", knob_lid(5.3, 1.0, 1.3, 10.5), {})])
shape("tea-bowl", "moss", over="soot", over_at=.62, specks=.7, dip=.24, clay="dark")(lambda: one([(2.9, 0), (3.1, .9), (5.2, 2.6), (5.9, 5.2), (5.7, 8.0)], wall=.5, seed=29, wobble=3.2, rings=.5))


@shape("pour-over", "chalk", specks=0)
def _dripper():
    cone_ = [(2.4, 0), (2.5, 1.2), (5.9, 8.8)]
    return [("glaze", lathe(cone_, wall=.34, seed=30, flutes=32, flute=-.035, keep=(.2, .92)).move(z=1.0), {}),
            ("glaze", lathe([(2.2, 0), (5.6, .2), (5.8, .7), (5.5, 1.1), (2.0, 1.2)], solid=True, seed=31), {}),
            ("glaze", handle(cone_, 2.6, 7.4, 2.5, .45, 1.6, .2).move(z=1.0), dict(rim=False, ear=True))]


# --- Slow Table: plates, bowls, trays ---------------------------------------------------------------------------------
shape("field-plate", "bone", specks=.9)(lambda: one([(7.6, 0), (10.4, .5), (12.4, 1.5), (13.6, 2.3)], wall=.5, seed=32, wobble=1.6))
shape("field-side-plate", "sage", specks=.7)(lambda: one([(5.6, 0), (8, .5), (9.4, 1.4), (10.1, 2.1)], wall=.45, seed=33, wobble=1.6))
shape("coupe-bowl", "sky", specks=.5)(lambda: one([(6.0, 0), (9.2, 1.2), (11, 3.2), (11.6, 5.2)], wall=.5, seed=34))
shape("ladle-bowl", "ink", dip=.22, clay="red", specks=.3)(lambda: one([(3.6, 0), (3.8, 1.2), (7.2, 3.6), (8.8, 6.4), (9.3, 8.8)], wall=.45, seed=35, rings=.4))
shape("dawn-bowl", "butter", specks=.4, over="bone", over_at=.7)(lambda: one([(4.0, 0), (6.4, 1.8), (7.5, 4.4), (7.7, 6.6)], wall=.4, seed=36))
shape("harvest-bowl", "brick", dip=.3, clay="red")(lambda: one([(5.6, 0), (5.8, 1.4), (11, 4.6), (14, 8.6), (15, 12)], wall=.7, seed=37, rings=.5))
shape("petal-dish", "blush", specks=.2)(lambda: one([(4.6, 0), (7.4, .7), (9.2, 2.0), (10.6, 3.2)], wall=.4, seed=38, flutes=16, flute=.06, keep=(.25, 1.2), scallop=16, scallop_by=.1))
shape("shore-platter", "celadon", specks=.5)(lambda: one([(8.2, 0), (10.2, .6), (11.6, 1.8), (12.2, 2.8)], wall=.5, seed=39, oval=1.58))
shape("pinch-pots", "raw", over="bone", over_at=.45, specks=.4)(lambda: [
    ("glaze", lathe([(2.2, 0), (3.5, 1), (4.1, 3.2)], wall=.36, seed=40 + k, wobble=3).move(x=dx, y=dy), dict(over=g, glaze="raw")) for k, (dx, dy, g) in
    enumerate(((-4.6, 1.6, "bone"), (4.4, 2.4, "sage"), (.2, -4.6, "brick")))])
shape("feast-stand", "chalk", specks=0)(lambda: [
    ("glaze", lathe([(6.4, 0), (5.8, .8), (2.6, 3.0), (2.2, 6), (3.4, 9), (8, 10, "c")], solid=True, seed=43, flutes=20, flute=.07, keep=(.1, .86)), dict(rim=False)),
    ("glaze", lathe([(7.5, 0), (12.8, .25), (13.6, .8), (13.6, 1.9)], wall=.5, seed=44).move(z=9.6), {})])
shape("ferry-tray", "sand", specks=.5, rim=True)(lambda: one([(7.2, 0), (8.2, .4), (8.7, 1.2), (8.8, 2.6)], wall=.55, seed=45, oval=2.0, square=5.0))


@shape("round-tray", "soot", specks=0)
def _tray():
    import copy
    p = [(13, 0), (15.2, .4), (16, 1.6), (16.1, 3.4)]
    h = sweep([(15.8, -4.4, 2.4), (17.8, -4.0, 5.2), (18.6, 0, 6.2), (17.8, 4.0, 5.2), (15.8, 4.4, 2.4)], .62, 1, 36, 14)
    return [("glaze", lathe(p, wall=.6, seed=46), {}), ("brass", h, {}), ("brass", copy.deepcopy(h).turn(180), {})]
