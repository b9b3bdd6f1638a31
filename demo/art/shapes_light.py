"""Lamps, pendants and candle holders; see shapes.py for what a part is."""
from mesh import ball, feet, handle, lathe, sweep
from shapes import SHAPES, candle, cone, cord, globe, one, shape, shaded, _circle

# --- Evening Light: table lamps ---------------------------------------------------------------------------------------
shape("kiln-lamp", "bone", dip=.26)(lambda: [
    ("glaze", lathe([(6.0, 0), (9.4, 5), (10.6, 11), (8.4, 17.4), (3.4, 21.4), (2.0, 23)], solid=True, seed=51, rings=.16), dict(rim=False))] + shaded(23, 17, 11, 19, drop=4, watt=11))
shape("pebble-lamp", "sand", specks=.7)(lambda: [
    ("glaze", lathe([(6.6, 0), (8.6, 2.6), (8.2, 5.8), (4.0, 8.6), (1.5, 9.4)], solid=True, seed=52, wobble=3), dict(rim=False))] + shaded(9.4, 11.5, 6.5, 14, belly=2.6, drop=4.5, kind="paper", watt=7, trim=False))
shape("column-lamp", "sage", specks=.3)(lambda: [
    ("glaze", lathe([(6.4, 0), (6.4, 1.6, "c"), (4.2, 2.2), (4.0, 16), (4.4, 27), (2.0, 28.4)], solid=True, seed=53, facets=8, keep=(.1, .95)), dict(rim=False))] + shaded(28.4, 14, 14, 17, drop=4, watt=11))
shape("mushroom-lamp", "brick", specks=.3)(lambda: [
    ("glaze", lathe([(7.4, 0), (6.6, 1.2), (3.4, 4.2), (2.5, 9), (2.8, 15), (3.6, 18)], solid=True, seed=54), dict(rim=False)),
    ("opal", lathe([(12.6, 0), (13.3, 2.6), (12.0, 6.4), (8.2, 9.2), (3.2, 10.4), (0, 10.6)], solid=True, segments=96),
     dict(at=16.6, high=10.6, power=1.9, middle=.15)),
    ("lamp", None, dict(at=(0, 0, 21), kind="globe", watt=8, size=7))])
shape("lantern-lamp", "ink", specks=.2)(lambda: [
    ("glaze", lathe([(6.6, 0), (7.0, 1.4), (5.2, 3.4), (3.2, 4.4)], solid=True, seed=55), dict(rim=False))] + [
    ("paper", ball(11, 11, 14.5, 60, 96), dict(at=3.4, high=29, power=1.9, ribs=1)), ("lamp", None, dict(at=(0, 0, 18), kind="globe", watt=9, size=9))])
shape("gourd-lamp", "ink", dip=.0, specks=.2)(lambda: [
    ("glaze", lathe([(5.6, 0), (9.2, 5), (9.4, 9), (5.2, 14.4), (5.0, 15.4), (6.6, 19), (5.4, 22.6), (1.9, 25)], solid=True, seed=56), dict(rim=False))] + shaded(25, 19, 9, 18, drop=4.5, watt=11))
shape("bedside-bell", "brick", over="bone", over_at=.5, specks=.4)(lambda: [
    ("glaze", lathe([(5.8, 0), (5.4, 1.2), (2.0, 3.4), (1.5, 9), (1.5, 17), (2.2, 18)], solid=True, seed=57), dict(rim=False, over=None)),
    ("glaze", lathe([(0, 12.2), (1.6, 12), (3.0, 10.6), (5.2, 8.6), (8.6, 4), (10.4, 0)], solid=True, seed=58).move(z=15), dict(rim=False, over=None, glaze="bone")),
    ("lamp", None, dict(at=(0, 0, 20), kind="down", watt=8, size=2.2, r0=10.4, high=5))])


@shape("halo-lamp", "sand", specks=.5)
def _halo():
    ring = sweep([(6.6 * c, 0, 6.6 * s) for c, s in _circle(24)], 2.5, .9, 110, 36, closed_caps=False).move(z=10.4)
    foot = lathe([(5.4, 0), (5.2, 1.0), (3.0, 2.2), (2.5, 3.0)], solid=True)
    cup = lathe([(1.8, 0), (3.2, 1.0), (3.8, 2.4)], solid=True).move(z=18.6)
    return [("glaze", ring, {}), ("glaze", foot, {}), ("glaze", cup, {})] + globe(20.2, 8.6, 1.0, 8)


# --- Evening Light: pendants (they hang: z=0 is the lower edge) --------------------------------------------------------
def hanging(profile, watt, wall=.5, at=.45, **kw):
    """The profile runs from the lower edge to the crown; it is turned from the crown down, so that it stays open below."""
    top = max(p[1] for p in profile)
    inside = [(max(r - wall, 0), h - wall if i else h) for i, (r, h) in enumerate(profile)]
    return [("glaze", lathe(profile[::-1], solid=True, **kw), dict(rim=False)), ("lining", lathe(inside[::-1], solid=True, **kw), dict(high=top)),
            ("lamp", None, dict(at=(0, 0, top * at), kind="down", watt=watt, size=3.0, r0=profile[0][0], high=top * at)),
            ("bulb", ball(2.6, 2.6, 2.9), dict(at=top * at - 1))] + cord(top - .2)


shape("dome-pendant", "chalk", specks=.3)(lambda: hanging([(17, 0), (16.6, 4), (13.2, 10.6), (7, 14.6), (1.4, 16), (0, 16)], 12, seed=61, rings=.3))
shape("bell-pendant", "sage", specks=.4)(lambda: hanging([(11.5, 0), (9.6, 2), (8.2, 7), (7.0, 13), (3.6, 17), (1.2, 18), (0, 18)], 9, seed=62))
shape("cloud-pendant", "bone")(lambda: [
    ("paper", ball(22, 22, 11, 60, 110), dict(at=0, high=22, power=1.8, ribs=1)), ("lamp", None, dict(at=(0, 0, 11), kind="globe", watt=14, size=14))] + cord(22))
shape("flute-pendant", "coral", specks=.2)(lambda: hanging([(7.4, 0), (7.4, 2), (7.0, 14), (5.4, 16.6), (1.2, 17.4), (0, 17.4)], 8, seed=63, flutes=28, flute=.08, keep=(.05, .85)))


# --- Small Flames -------------------------------------------------------------------------------------------------------
def socket(z, r=1.75, h=2.6):
    return ("glaze", lathe([(r * .8, 0), (r * .92, h * .5), (r, h)], wall=.3, segments=48).move(z=z), {})


@shape("chamber-stick", "brick", specks=.4)
def _chamber():
    p = [(5, 0), (6.8, .7), (7.8, 2.2)]
    ring = sweep([(7.4, 0, 1.6), (9.4, 0, 3.6), (11, 0, 3.0), (10.6, 0, 1.2), (7.2, 0, 1.0)], .5, 1.5, 40, 14)
    return [("glaze", lathe(p, wall=.45, seed=71), {}), ("glaze", ring, dict(rim=False, ear=True)), socket(.6)] + candle(1.4, 1.1, 15)


shape("spindle-stick", "bone", specks=.6)(lambda: [
    ("glaze", lathe([(5.2, 0), (4.8, .9), (2.2, 2.2), (1.4, 4.4), (2.6, 6.4), (1.4, 8.6), (1.3, 12), (2.4, 14.2), (1.3, 16.4), (1.5, 18.4), (2.9, 19.4), (2.9, 20)], solid=True, seed=72), dict(rim=False)),
    socket(19.2, 1.6, 2)] + candle(19.8, 1.05, 18))


@shape("ferry-trio", "soot", specks=0)
def _trio():
    parts = [("glaze", lathe([(5.2, 0), (5.9, .5), (6.1, 1.8)], wall=.5, seed=73, oval=2.5), {})]
    for dx, hi in ((-9, 11), (0, 15), (9, 8)):
        parts.append(("glaze", lathe([(1.4, 0), (1.55, 1.2), (1.75, 2.4)], wall=.3, segments=48).move(x=dx, z=.8), {}))
        for role, m, o in candle(1.4, 1.1, hi):
            if m is not None:
                m.move(x=dx)
            else:
                o["at"] = (dx, 0, o["at"][2])
            parts.append((role, m, o))
    return parts


shape("dew-tealight", "milk")(lambda: [
    ("porcelain", lathe([(3.2, 0), (4.8, 2), (5.2, 4.6), (4.8, 7)], wall=.18, seed=74, flutes=20, flute=.05, keep=(.1, .9)), dict(at=0, high=7, power=.9, middle=.25)),
    ("wax", lathe([(1.9, 0), (1.9, 1.6), (0, 1.5)], solid=True, segments=40).move(z=.5), {}),
    ("flame", lathe([(.05, 0), (.34, .6), (.28, 1.2), (0, 2.3)], solid=True, segments=24, rows=30).move(z=2.2), {}),
    ("lamp", None, dict(at=(0, 0, 3.4), kind="flame", watt=.5, size=.8))])
shape("wick-oil-lamp", "teal", specks=.2)(lambda: [
    ("glaze", lathe([(3.4, 0), (5.4, 1.8), (5.7, 4.2), (3.4, 6.8), (1.0, 7.6), (.9, 8.6)], solid=True, seed=75), dict(rim=False)),
    ("brass", lathe([(.8, 0), (.8, .5), (.35, .7), (.35, 1.6), (0, 1.7)], solid=True, segments=30).move(z=8.5), {}),
    ("flame", lathe([(.05, 0), (.4, .8), (.32, 1.5), (.12, 2.5), (0, 3.1)], solid=True, segments=24, rows=30).move(z=10.1), {}),
    ("lamp", None, dict(at=(0, 0, 11.6), kind="flame", watt=.55, size=.8))])
shape("pillar-dish", "stone", specks=.5)(lambda: [
    ("glaze", lathe([(6, 0), (8.4, .6), (9.4, 2.2)], wall=.55, seed=76, wobble=2.5), {})] + candle(.6, 3.6, 10))
shape("ash-incense", "plum", specks=.2)(lambda: [
    ("glaze", lathe([(4.4, 0), (6.6, .6), (7.4, 1.9)], wall=.45, seed=77), {}), ("glaze", ball(1.6, 1.6, 1.1).move(z=.5), dict(rim=False)),
    ("wick", sweep([(0, 0, 1), (2.6, 0, 9.5), (5.4, 0, 18)], .11, count=8, around=8), {})])
shape("dusk-candle-jar", "lilac", dip=.18, clay="white")(lambda: [
    ("glaze", lathe([(4.2, 0), (4.4, .8), (4.5, 8.6)], wall=.4, seed=78), {}),
    ("wax", lathe([(4.0, 0), (4.05, 6.4), (0, 6.2)], solid=True, segments=48).move(z=.6), {}),
    ("wick", sweep([(0, 0, 6.6), (.05, 0, 7.5)], .08, count=6, around=8), {}),
    ("flame", lathe([(.05, 0), (.4, .8), (.32, 1.5), (.12, 2.4), (0, 3.0)], solid=True, segments=24, rows=30).move(z=7.3), {}),
    ("lamp", None, dict(at=(0, 0, 8.8), kind="flame", watt=.5, size=.8)),
    ("wood", lathe([(4.6, 0), (4.75, .3), (4.75, 1.1), (4.4, 1.4), (0, 1.4)], solid=True, seed=79).move(x=9.2, y=3.0), {})])


@shape("moonback-sconce", "celadon", specks=.3)
def _moonback():
    disc = lathe([(3, 0), (6, .5), (8.2, 1.9), (9.2, 3.6)], wall=.4, seed=80, flutes=24, flute=.03, keep=(.25, 1.2)).turn(-90, "x")
    disc.move(y=4.6, z=11.4)
    base = lathe([(5.4, 0), (6.0, .6), (6.2, 1.8)], wall=.5, seed=81)
    return [("glaze", disc, dict(rim=False, ear=True)), ("glaze", base, {}), socket(.7)] + candle(1.4, 1.1, 9)
