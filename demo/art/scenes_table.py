"""Laid tables: breakfasts, soups, tea, coffee, feasts."""
import glaze as G
import props as P
from mesh import ball, box, lathe
from scenes import ALL, DAY, scene, soft, sun, surface, table, view, wall


def crumbs(st, x, y, seed=1, n=9):
    import numpy as np
    rng = np.random.default_rng(seed)
    for _ in range(n):
        st.add(ball(rng.uniform(.15, .4), rows=7, segments=9, lump=.2, seed=int(rng.integers(99))), st.material("crustslice", lambda: G.plain("crumb", "#c9a06a", .8)),
               (x + rng.normal() * 3, y + rng.normal() * 3, .2))


@scene("breakfast-linen", "Breakfast on linen: pancakes and a bun on a speckled plate, coffee in a two-tone mug, eggs",
       "Bữa sáng trên khăn lanh: bánh kếp và bánh mì tròn trên đĩa lốm đốm, cà phê trong cốc hai màu, trứng", "table-setting breakfast warm-minimal slow-living", DAY, 2)
def breakfast(st):
    wall(st, "#d9cfbd", 70)
    table(st, surface(st, "linen"), back=70, cloth=.45)
    st.product("field-plate", -4, -6)
    P.put_bread(st, (-9, -1, .9), 24, "slice", .9)
    P.put_bread(st, (-6, -2.5, 2.0), 44, "slice", .9)
    P.put_bread(st, (3, -6, 1.3), 40, "roll", .8)
    st.product("ember-mug", 14, 10, turn=-35)
    P.put_drink(st, (14, 10, 7.9), 3.85)
    st.product("pinch-pots", -13, 17, turn=30, scale=.9)
    P.put_fruit(st, "egg", (-16.6, 17.6, 1.2), 4, .9, 0)
    P.put_fruit(st, "egg", (13, -14, 0), 7)
    P.put_knife(st, (10, -19, 0), 96)
    P.put_napkin(st, (17, -8, 0), 84, 22, 10, "#8f9a86", 5)
    crumbs(st, 2, -22)
    soft(st, -1, 22)
    sun(st, (-100, -30, 72), (0, 4, 2), 4.6, gobo="panes", pane=(22, 22), shift=(4, 4))
    view(st, (0, 1, 3), 172, 4, 35, 6.3)


@scene("kids-breakfast", "A small breakfast: two-handled cups, porridge with berries, an orange and wooden blocks",
       "Bữa sáng của bé: cốc hai quai, cháo yến mạch với quả mọng, cam và khối gỗ", "kids-breakfast colourful playful family")
def kids(st):
    wall(st, "#b9c8c6", 60)
    table(st, surface(st, "ash"), back=60)
    st.product("pebble-kids-cup", -10, 0, turn=-20)
    P.put_drink(st, (-10, 0, 6.2), 3.4, "#efe9dd")
    st.product("pebble-kids-cup", 15, 14, turn=30, glaze="sky")
    st.product("dawn-bowl", 7, -9)
    P.put_drink(st, (7, -9, 4.9), 6.7, "#e3d6bb")
    for k in range(8):
        P.put_fruit(st, "berry" if k % 3 else "cherry", (7 + 3.4 * ((k * 37 % 11) / 11 - .5) * 2, -9 + 3.0 * ((k * 53 % 13) / 13 - .5) * 2, 4.9), k)
    P.put_fruit(st, "orange", (-3, 15, 0), 4)
    P.put_fruit(st, "apple", (-15, 14, 0), 2)
    for k, (x, y, z, c, a) in enumerate(((-17, -12, 0, "#c98b6b", 12), (-12.6, -13, 0, "#d9bd72", -20), (-15, -12.4, 4, "#8aa3a0", 30))):
        st.add(box(4, 4, 4, .4), st.material("block" + c, lambda c=c: G.plain("block", c, .6)), (x, y, z), a)
    P.put_spoon(st, (15, -14, 0), 70, 10, "#c9b48a")
    P.put_napkin(st, (17, 0, 0), 60, 18, 13, "#e0c98f", 4, "#c07f5c")
    soft(st, -1, 26)
    sun(st, (-90, -60, 85), (0, 0, 4), 4.4, gobo="panes", pane=(26, 28), shift=(10, 0))
    view(st, (0, 0, 7), 184, -4, 22, 6.3)


@scene("tea-stone", "An iron-black teapot with a cane handle and two tea bowls on a round tray",
       "Ấm trà đen quai mây và hai bát trà trên khay tròn", "tea dark-moody slow-living japandi", DAY)
def tea(st):
    wall(st, "#8f8a7f", 50, "#857f75")
    table(st, surface(st, "slate"), back=50)
    st.product("round-tray", 0, 2, turn=10, glaze="sand")
    st.product("hearth-teapot", -4, 7, 1.0, turn=-28, scale=.94)
    st.product("tea-bowl", 9, -3, 1.0, scale=.8)
    P.put_drink(st, (9, -3, 6.3), 4.0, "#8b8a3f")
    st.product("tea-bowl", -3, -8.5, 1.0, scale=.8, glaze="celadon")
    P.put_drink(st, (-3, -8.5, 6.0), 4.0, "#9c8a46")
    P.put_stems(st, (19, 22, -8), 42, 18, 3, "olive", 5)
    P.put_fruit(st, "pebble", (-19, -14, 0), 3, .8, 0)
    soft(st, -1, 20)
    sun(st, (-100, -40, 70), (0, 6, 8), 4.8, gobo="leaves", seed=22)
    view(st, (0, 2, 12), 196, 0, 20, 5.6)


@scene("coffee-tray", "Faceted espresso cups and a coffee dripper on a sand tray, walnut table",
       "Cốc espresso cắt mặt và phễu lọc cà phê trên khay màu cát, bàn gỗ óc chó", "coffee warm-minimal breakfast")
def coffee(st):
    wall(st, "#c2b6a3", 56)
    table(st, surface(st, "walnut"), back=56)
    st.product("ferry-tray", 0, -4, turn=6)
    for k, (x, y, g) in enumerate(((-9, -6, None), (-1.5, -2.5, "ink"), (6, -6.5, "brick"))):
        st.product("thimble-cup", x, y, .7, glaze=g, turn=k * 13)
        P.put_drink(st, (x, y, 5.2), 2.65, "#3a2317", "#a87a4c")
    st.product("harbour-mug", -11, 16, 0, turn=40, glaze="sage")
    st.product("pour-over", -11, 16, 8.0, turn=40, scale=.92)
    st.product("drop-creamer", 14, 12, turn=190)
    P.put_spoon(st, (11, -9, .7), 160, 9)
    import numpy as np
    rng = np.random.default_rng(5)
    for k in range(16):
        x, y = rng.normal() * 5 + 6, rng.normal() * 2.2 - 21
        st.add(ball(.55, .36, .28, 10, 14), st.material("bean", lambda: G.plain("bean", "#3d2518", .35)), (x, y, 0), rng.uniform(0, 360))
    soft(st, 1, 18)
    sun(st, (95, -50, 62), (0, 4, 4), 4.8, gobo="panes", pane=(20, 24), shift=(-6, 2))
    view(st, (0, 0, 8), 186, -6, 24, 5.6)


@scene("soup-top", "Two bowls of soup, napkin and spoons seen from above", "Hai bát súp, khăn và thìa nhìn từ trên", "table-setting autumn comfort-food", ("morning", "soft", "golden"))
def soup(st):
    table(st, surface(st, "linen", "#b9ad99"), back=120, cloth=.5)
    st.product("ladle-bowl", -7, 11, scale=1.05)
    P.put_drink(st, (-7, 11, 7.3), 8.4, "#c07a35")
    st.product("coupe-bowl", 8, -11)
    P.put_drink(st, (8, -11, 3.6), 9.6, "#8d9a58")
    import numpy as np
    rng = np.random.default_rng(3)
    for k in range(26):
        a, r = rng.uniform(0, 6.3), rng.uniform(0, 4.5)
        c, z, rr, col = ((-7, 11), 7.5, .4, "#dcc79b") if k % 2 else ((8, -11), 3.8, .36, "#43523a")
        st.add(ball(rr, rr * .7, .16, 8, 10), st.material("seed" + col, lambda col=col: G.plain("seed", col, .6)), (c[0] + r * np.cos(a), c[1] + r * np.sin(a), z), k * 40)
    st.product("pinch-pots", 15, 16, scale=.72, turn=20)
    P.put_napkin(st, (-15, -13, 0), 70, 26, 14, "#8a4f3d", 7)
    P.put_spoon(st, (-13, -21, .6), 78, 17)
    P.put_bread(st, (-17, 28, 0), 20, "loaf", .8)
    P.put_fruit(st, "lemon", (17.5, 3, 0), 6, .9)
    soft(st, -1, 24, high=90)
    sun(st, (-100, 10, 70), (0, 0, 2), 4.6, gobo="panes", pane=(21, 22), shift=(0, 2))
    view(st, (0, 1, 2), 212, 0, 68, 8)


@scene("plates-flat", "Plates, bowls and pinch pots in six glazes, seen from above", "Đĩa, bát và chén nhỏ sáu màu men nhìn từ trên", "table-setting pattern collection colourful", DAY)
def flat(st):
    table(st, surface(st, "plaster", "#cfc6b5"), back=140)
    st.product("field-plate", -8, 14)
    st.product("petal-dish", -8, 14, 1.2, scale=.82)
    st.product("field-side-plate", 13, 20)
    st.product("shore-platter", 6, -22, turn=24, scale=.86)
    for k, (x, y) in enumerate(((2, -22), (6, -20), (10.5, -21.5), (7, -24.5))):
        P.put_fruit(st, "fresh fig" if k % 2 else "fig", (x, y, 1), k, .95, 60)
    st.product("dawn-bowl", 14.5, 0, scale=.95)
    st.product("ladle-bowl", -13, -9, glaze="brick", scale=.75)
    st.product("tea-bowl", 0, -3.5, scale=.62, glaze="teal")
    P.put_fruit(st, "cherry", (13, 20.5, 1), 2)
    P.put_fruit(st, "cherry", (15.4, 19, 1), 4)
    P.put_stems(st, (-22, -20, 2), 22, 4, 2, "eucalyptus", 4)
    soft(st, -1, 24, high=90)
    sun(st, (-90, 30, 80), (0, 0, 0), 4.6, gobo="leaves", seed=31)
    view(st, (0, 0, 1), 224, 0, 78, 11)


@scene("feast", "A cake stand with fruit, a platter of lemons and bread for a long lunch", "Kệ bánh bày trái cây, đĩa bầu dục chanh vàng và bánh mì cho bữa trưa dài",
       "table-setting feast colourful summer", ("morning", "golden", "soft", "evening"))
def feast(st):
    wall(st, "#b7b39a", 64)
    table(st, surface(st, "linen", "#d9d2c3"), back=64, cloth=.4)
    st.product("feast-stand", -8, 10)
    for k, (n, x, y) in enumerate((("pear", -12, 12), ("apricot", -6, 8), ("apricot", -9, 4.5), ("plum", -4, 12), ("fig", -13, 6), ("plum", -2.5, 7.5), ("apricot", -8.5, 16))):
        P.put_fruit(st, n, (x, y, 10.4), k)
    st.product("shore-platter", 5, -12, turn=8, scale=.86)
    for k, (x, y) in enumerate(((0, -12), (6, -10), (11, -13), (4.5, -15))):
        P.put_fruit(st, "lemon", (x, y, 1), k + 2, .92)
    P.put_stems(st, (16, -6, .6), 10, 8, 2, "olive", 3)
    st.product("spindle-stick", 14, 14, scale=.9)
    st.product("meadow-pitcher", -19, 28, scale=.9)
    st.product("nest-tumbler", -16, -9, scale=.95)
    P.put_drink(st, (-16, -9, 7.4), 3.4, "#8d4a4a")
    P.put_bread(st, (20, 30, 0), 70, "baguette", .8)
    soft(st, -1, 22)
    sun(st, (-95, -60, 85), (0, 4, 8), 4.6, gobo="leaves", seed=44)
    view(st, (0, 2, 13), 222, 3, 19, 5.6)


@scene("lemon-pendant", "A dome pendant over a bowl of lemons and a carafe", "Đèn thả vòm phía trên bát chanh và bình nước", "lighting dining warm-minimal", ("evening", "golden", "night", "soft"))
def pendant(st):
    wall(st, "#8d8a78", 60, "#827f6e")
    table(st, surface(st, "oak"), back=60)
    st.product("dome-pendant", 0, 4, 44, scale=.92)
    st.product("harvest-bowl", -2, 4, scale=.86)
    for k, (x, y, z) in enumerate(((-7, 4, 3), (0, 1, 3), (-2, 8, 3.4), (5, 5, 3.4), (-3, 3, 7), (2.5, 6, 7))):
        P.put_fruit(st, "lemon", (x, y, z), k + 3)
    st.product("column-carafe", 15.5, 14, scale=.95)
    st.product("nest-tumbler", 12, -10, glaze="bone")
    st.product("field-side-plate", -15, -13, scale=.8)
    P.put_fruit(st, "fig", (-15, -13, .8), 2)
    soft(st, -1, 16)
    sun(st, (-100, -60, 55), (0, 14, 12), 4.0, gobo="panes", pane=(26, 26), shift=(0, -4))
    view(st, (0, 4, 31), 248, 0, 7, 6.3)


@scene("ramen-counter", "Ink bowls and a sage bell pendant over a counter with tiles", "Tô men mực và đèn chuông xanh trên quầy ốp gạch", "lighting kitchen comfort-food cool-tones", ("evening", "soft", "night"))
def counter(st):
    wall(st, "", 40, mat=st.material("tiles dark", lambda: G.tiles("tiles", "#5f7370", "#a9a69a", .085)))
    table(st, surface(st, "oak"), back=40)
    for k, x in enumerate((-14, 14)):
        st.product("bell-pendant", x, 8, 40 + k * 3, scale=.85, glaze=None if k == 0 else "bone")
    st.product("ladle-bowl", -5, -5)
    P.put_drink(st, (-5, -5, 6.6), 7.6, "#c9a05c")
    P.put_fruit(st, "white egg", (-7.5, -4, 5.6), 2, .8)
    for k in range(5):
        st.add(P.leaf(4, 1.6, .6), st.material("herb", lambda: G.leaf("herb", "#5f8046")), (-3 + k * .6, -6 + k * .5, 7.0), 70 * k)
    for k in (0, 1):
        st.add(P.sweep([(0, 0, 0), (11, 0, 0), (22, 0, 0)], [.28, .34, .42], count=6, around=9), surface(st, "walnut"), (-16, -17.5 + k * 1.4, .4), 4 - 3 * k)
    st.product("ladle-bowl", 12.5, 10, glaze="sand", scale=.9)
    st.product("hearth-teapot", -14, 20, scale=.72, turn=150)
    st.product("thimble-cup", 11, -9, glaze="celadon")
    st.area((-120, -60, 80), (0, 0, 14), 110, 120, 34, "#dfe8f4", "sky")
    st.area((60, -150, 60), (0, 0, 14), 100, 100, 5, "#ffe8d0", "sky")
    st.sky("#d9dfe8", .07, "sky")
    view(st, (0, 2, 27), 236, 0, 9, 6.3)
