"""Evenings: lamps and candles, where the light group 'lamp' carries the picture."""
import glaze as G
import props as P
from mesh import Mesh, ball, box
from scenes import ALL, LATE, scene, soft, sun, surface, table, view, wall


@scene("sideboard-lamp", "A lit table lamp beside books and a moon jar on a sideboard", "Đèn bàn sáng bên chồng sách và bình mặt trăng trên tủ thấp",
       "lighting living-room warm-minimal evening", ALL)
def sideboard(st):
    wall(st, "#a7a292", 34, "#9c9787")
    table(st, surface(st, "walnut"), back=34)
    st.product("kiln-lamp", -8, 8)
    z = P.put_books(st, (17, 4, 0), [(21, 15, 3.2, "#71796d"), (19, 14, 2.4, "#b79f7c"), (16, 12, 2, "#8b5444")], 6)
    st.product("moon-jar", 16.5, 5, z, scale=.55)
    P.put_stems(st, (16.5, 5, z + 12), 16, 8, 3, "olive", 4)
    st.product("nest-tumbler", 9, -11, scale=.9)
    soft(st, 1, 22)
    sun(st, (100, -75, 70), (0, 14, 24), 4.6, gobo="panes", pane=(28, 28), shift=(4, 0))
    view(st, (2, 4, 25), 252, 0, 6, 5.6)


@scene("bedside", "A pebble lamp, a cup of tea and a book by the bed", "Đèn đá cuội, tách trà và cuốn sách cạnh giường", "bedside lighting slow-living warm-minimal", ALL)
def bedside(st):
    wall(st, "#b8a594", 36, "#ae9a88")
    table(st, surface(st, "oak"), -26, 36, 62, 0, 4)
    P.put_pillow(st, (46, 6, -6), 60, 44, 20, "#ddd4c6", 8, 62)
    st.add(P.grid(90, 160, 90, 120, lambda x, y: P.creases(4, 3, 14)(x, y)), st.material("sheet", lambda: G.cloth("sheet", "#cfc5b5", "#a39680", 500)), (62, -60, -14))
    st.product("pebble-lamp", -6, 12, scale=1.12)
    P.put_books(st, (4, -10, 0), [(20, 14, 2.6, "#6f7b78"), (18, 13, 2.2, "#c0a077")], 14)
    st.product("cloud-cup", 4, -10, 4.9, turn=-60, scale=.78)
    P.put_drink(st, (4, -10, 9.6), 4.0, "#8a5a30")
    st.product("bud-vase", -19, -4)
    P.put_stems(st, (-19, -4, 10.4), 13, 5, 4, "wheat", 5)
    soft(st, -1, 20)
    sun(st, (-100, -70, 75), (0, 14, 16), 4.4, gobo="panes", pane=(26, 28), shift=(-2, 2))
    view(st, (3, 2, 19), 216, -5, 13, 5)


@scene("mushroom-plum", "A glowing mushroom lamp on a stack of books, plum wall", "Đèn nấm sáng ấm trên chồng sách, tường màu mận", "lighting colourful evening dark-moody", ALL)
def mushroom(st):
    wall(st, "#77565c", 34, "#6c4d54")
    table(st, surface(st, "black"), back=34)
    z = P.put_books(st, (-2, 6, 0), [(27, 20, 3.4, "#3f5257"), (25, 18, 2.8, "#c49b54"), (23, 17, 3, "#9a5a48")], 5)
    st.product("mushroom-lamp", -2, 6, z)
    st.product("tea-bowl", 14, -8, glaze="coral", scale=.85)
    P.put_fruit(st, "plum", (-15, -9, 0), 3)
    P.put_fruit(st, "plum", (-11, -12, 0), 6)
    st.product("quarry-vase", 19, 14, glaze="teal", scale=.9)
    P.put_stems(st, (19, 14, 20), 18, 9, 6, "grass", 3)
    soft(st, -1, 20)
    sun(st, (-100, -60, 60), (0, 14, 20), 4.4, "#ffbf86", gobo="panes", pane=(26, 28))
    view(st, (1, 4, 21), 214, 0, 8, 5)


@scene("lantern-night", "A paper lantern lamp by a window at blue hour with an amphora", "Đèn giấy bên cửa sổ lúc trời xanh thẫm cùng bình hai quai", "lighting japandi evening living-room", LATE, 2)
def lantern(st):
    wall(st, "#a89f90", 40)
    for x0, w in ((4, 46),):
        pane = P.grid(w, 86, 2, 2, lambda x, y: 0 * x).turn(90, "x").move(x0 + w / 2, 39.4, 62)
        o = st.add(pane, st.material("dusk", lambda: G.light("dusk", "#5f7fb0", .55, False)), smooth=False)
        o.visible_diffuse = False
        st.group(o, "sky")
        for x in (x0, x0 + w / 2, x0 + w):
            st.add(box(3, 4, 90, .4).move(x, 38.6, 17), surface(st, "walnut"))
        for z in (17, 60, 104):
            st.add(box(w + 3, 3.4, 3, .4).move(x0 + w / 2, 38.4, z), surface(st, "walnut"))
    table(st, surface(st, "ash"), back=40)
    st.product("lantern-lamp", -9, 6)
    st.product("amphora", 15, 14, scale=.62)
    P.put_stems(st, (15, 14, 25), 24, 12, 8, "pods", 4)
    st.product("pinch-pots", 6, -12, scale=.8)
    soft(st, 1, 10, "#b9cdf0", world=.05)
    view(st, (1, 4, 24), 226, 0, 7, 5)


@scene("candle-supper", "Two candlesticks over plates with figs, dark table", "Đôi chân nến bên đĩa sung trên bàn tối", "dark-moody candlelight table-setting romantic", ("night", "evening", "dusk", "late"))
def supper(st):
    wall(st, "#4d4a46", 70, "#45423e")
    table(st, surface(st, "black"), back=70)
    st.product("spindle-stick", -9, 14)
    st.product("spindle-stick", 5, 20, glaze="ink", scale=1.08)
    st.product("field-plate", 2, -12, glaze="ink")
    st.product("field-side-plate", 2, -12, 1.3, glaze="bone")
    for k, (x, y) in enumerate(((0, -13), (4.2, -10.5), (3.4, -15))):
        P.put_fruit(st, "fig" if k else "fresh fig", (x, y, 2.2), k + 1)
    st.product("nest-tumbler", 16, 3, glaze="plum")
    P.put_drink(st, (16, 3, 7.2), 3.5, "#5a1f28")
    P.put_napkin(st, (-16, -13, 0), 80, 24, 10, "#7d6a58", 5)
    P.put_knife(st, (17.5, -21, 0), 92)
    P.put_stems(st, (-19, 20, -4), 26, 12, 3, "olive", 6)
    soft(st, -1, 14, "#c5d4ee", world=.04)
    st.point((-40, -30, 55), 26, 8, "#ff9d52")
    view(st, (0, 0, 17), 214, 0, 15, 4)


@scene("mantel-flames", "A reflector candle, a chamberstick and an oil lamp on a stone mantel", "Đèn nến phản quang, chân nến có quai và đèn dầu trên bệ đá",
       "candlelight dark-moody lighting rustic", ("night", "evening", "dusk", "late"))
def mantel(st):
    wall(st, "#6d655b", 26, "#625a51")
    st.add(box(260, 34, 7, .8).move(0, 9, -7), surface(st, "stone", "#a79c8d"))
    st.product("moonback-sconce", -11, 10, turn=8)
    st.product("chamber-stick", 9, 4, turn=-30, scale=.9)
    st.product("wick-oil-lamp", 20, 12, scale=.95)
    st.product("bud-vase", -1, 13, glaze="soot")
    P.put_stems(st, (-1, 13, 10.4), 17, 7, 4, "wheat", 5)
    P.put_books(st, (-20, 0, 0), [(15, 11, 2.2, "#5f4a3f"), (13, 10, 1.8, "#7e806d")], 10)
    soft(st, 1, 14, "#c5d4ee", world=.05)
    view(st, (2, 6, 15.5), 190, 0, 6, 4)


@scene("halo-console", "A ring lamp with an opal globe and a ring vase on a plaster console", "Đèn vành khuyên bóng opal và bình vành khuyên trên bàn thạch cao", "lighting sculptural gallery evening", ALL)
def halo(st):
    wall(st, "#bcae9a", 36, "#b2a38e")
    table(st, surface(st, "plaster", "#cdbfab"), back=36)
    P.put_arch(st, (13, 24, 0), 30, 44, 9, surface(st, "plaster", "#c2b29c"), 6)
    st.product("halo-lamp", -9, 6, turn=12)
    st.product("halo-vase", 13, 10, turn=-15, scale=.8, glaze="brick")
    P.put_stems(st, (13, 10, 22), 12, 6, 3, "pods", 4)
    st.product("pillar-dish", 4, -12, scale=.72)
    soft(st, 1, 20)
    sun(st, (95, -75, 80), (0, 16, 20), 4.6, gobo="leaves", seed=51)
    view(st, (1, 4, 22), 218, 0, 7, 5.6)


@scene("library-gourd", "A gourd lamp with a wide shade, books and a framed still life, green wall", "Đèn bầu chụp rộng, sách và tranh tĩnh vật, tường xanh", "lighting library dark-moody classic", ALL)
def library(st):
    wall(st, "#5d6a5c", 34, "#536053")
    table(st, surface(st, "walnut"), back=34)
    st.product("gourd-lamp", -9, 8)
    st.add(box(24, 1.6, 30, .3).move(17, 30, 24), surface(st, "oak"))
    st.add(box(20.5, .8, 26.5, .1).move(17, 29.2, 25.8), st.material("mat", lambda: G.plain("mat", "#e2d8c4", .9)))
    for k, (x, z, r, c) in enumerate(((14, 34, 4.6, "#a5654c"), (20, 32.5, 3.2, "#c9a45a"), (17, 42, 3.8, "#6f7f86"))):
        st.add(ball(r, .12, r * (1.3 if k == 2 else 1)), st.material("paint" + c, lambda c=c: G.plain("paint", c, .9)), (x, 28.6, z))
    P.put_books(st, (16, 2, 0), [(22, 16, 3.6, "#7c3f38"), (20, 15, 2.6, "#c2a36b"), (18, 13, 2.4, "#3e4f5c")], 4)
    st.product("honey-jar", 16, 2, 8.6, scale=.7)
    st.product("ember-mug", 2, -12, turn=-50, glaze="sand", scale=.95)
    soft(st, 1, 24)
    sun(st, (100, -70, 62), (0, 14, 22), 4.6, gobo="panes", pane=(28, 28), shift=(6, 0))
    view(st, (2, 4, 26), 262, 0, 6, 5.6)


@scene("desk-column", "A faceted column lamp on a desk with books, a mug and a small vase", "Đèn cột cắt mặt trên bàn làm việc cùng sách, cốc và lọ nhỏ", "lighting desk cool-tones work", ALL)
def desk(st):
    wall(st, "#93a0a5", 36, "#88959b")
    table(st, surface(st, "ash"), back=36)
    st.product("column-lamp", -10, 10)
    for k, (c, h) in enumerate((("#a5654c", 21), ("#d0c2a6", 23), ("#5f6d73", 20), ("#8b8f6f", 22))):
        st.add(box(2.6, 15, h, .2), st.material("bk" + c, lambda c=c: G.cloth("bk", c, c, 800)), (12 + k * 2.8, 20, 0))
    st.product("harbour-mug", 5, -9, turn=-40)
    P.put_drink(st, (5, -9, 7.2), 3.8)
    st.product("bud-vase", 18, 4, glaze="butter")
    P.put_stems(st, (18, 4, 10.4), 14, 6, 4, "eucalyptus", 5)
    st.add(box(19, 13, 1.0, .2), st.material("note", lambda: G.plain("note", "#e5ddcc", .9)), (-13, -14, 0), 12)
    soft(st, -1, 24)
    sun(st, (-95, -80, 78), (0, 14, 22), 4.4, gobo="panes", pane=(28, 30), shift=(0, 2))
    view(st, (1, 4, 26), 258, 0, 8, 5.6)


@scene("cloud-table", "A paper cloud pendant over a round table with tulips and cups", "Đèn mây giấy phía trên bàn tròn có tulip và tách", "lighting dining airy japandi", ALL)
def cloud(st):
    wall(st, "#c9c1b1", 80)
    P.put_cylinder(st, (0, 8, -4), 46, 4, surface(st, "ash"))
    st.product("cloud-pendant", 0, 6, 52, scale=.95)
    st.product("moon-jar", -6, 14, scale=.72, glaze="celadon")
    P.put_stems(st, (-6, 14, 15), 15, 11, 7, "tulip", 6, "#d9b48a")
    st.product("cloud-cup", 14, -4, turn=-40)
    P.put_drink(st, (14, -4, 6.5), 5.1, "#6b4024")
    st.product("cloud-cup", -17, -8, turn=130, glaze="blush")
    st.product("petal-dish", 3, -18, scale=.8)
    P.put_bread(st, (3, -18, .8), 20, "roll", .7)
    soft(st, -1, 24)
    sun(st, (-100, -60, 75), (0, 14, 10), 4.2, gobo="panes", pane=(32, 32), shift=(0, -2))
    view(st, (0, 4, 34), 280, 0, 11, 8)


@scene("flute-bar", "Two coral flute pendants above a bar with a carafe and tumblers", "Hai đèn thả màu san hô trên quầy với bình và cốc", "lighting colourful dining evening", ("evening", "night", "soft"))
def bar(st):
    wall(st, "#47626a", 44, "#3f5961")
    table(st, surface(st, "marble"), back=44)
    for k, x in enumerate((-11, 11)):
        st.product("flute-pendant", x, 10, 42 - 5 * k, scale=1.0)
    st.product("column-carafe", -4, 10, glaze="butter")
    for k, (x, y, g) in enumerate(((-15, -4, "teal"), (6, -8, "coral"), (16, 4, "bone"))):
        st.product("nest-tumbler", x, y, glaze=g)
    st.product("pinch-pots", -7, -15, scale=.75)
    for k in range(5):
        P.put_fruit(st, "olive", (-10 + (k % 3) * .9, -14 + (k // 3) * .9, .6), k, .8)
    P.put_fruit(st, "lime", (17, -12, 0), 3)
    soft(st, -1, 20, world=.07)
    view(st, (0, 4, 30), 240, 0, 9, 5.6)


@scene("tealight-sill", "Rows of fluted tealight bowls along a window at night", "Dãy chén nến xẻ rãnh dọc cửa sổ ban đêm", "candlelight evening romantic lighting", ("night", "evening", "dusk", "late"))
def tealights(st):
    table(st, surface(st, "paint", "#b9b4aa"), -120, 30)
    pane = P.grid(300, 200, 2, 2, lambda x, y: 0 * x).turn(90, "x").move(0, 70, 80)
    o = st.add(pane, st.material("dusk", lambda: G.light("dusk", "#4f6c9e", .4, False)), smooth=False)
    o.visible_diffuse = False
    st.group(o, "sky")
    for x in (-30, 14):
        st.add(box(4, 4, 150, .4).move(x, 31, 0), surface(st, "paint", "#b9b4aa"))
    st.add(box(260, 3.4, 4, .4).move(0, 31.2, 0), surface(st, "paint", "#b9b4aa"))
    for k, (x, y) in enumerate(((-15, 14), (-4, 4), (8, 13), (17, 0), (-13, -12), (4, -16))):
        st.product("dew-tealight", x, y, scale=1.1 - .06 * (k % 3), turn=k * 20)
    st.product("ferry-trio", 0, 22, scale=.9)
    P.put_stems(st, (-20, 22, -8), 34, 14, 3, "eucalyptus", 5)
    soft(st, 1, 12, "#b9cdf0", world=.05)
    view(st, (0, 2, 14), 186, 0, 16, 4)


@scene("bell-study", "A ceramic bell lamp lighting a letter, a pear and a pillar candle", "Đèn chuông gốm soi bức thư, quả lê và nến trụ", "lighting still-life evening desk", ALL)
def bell(st):
    wall(st, "#9a8f7d", 36, "#8e8371")
    table(st, surface(st, "oak"), back=36)
    st.product("bedside-bell", -7, 8, scale=1.1)
    st.add(box(15, 20, .12, .02), st.material("note", lambda: G.plain("note", "#e8dfcc", .9)), (3, -12, 0), -18)
    st.add(P.sweep([(0, 0, .5), (8, 0, .5), (15, 0, .5)], [.12, .4, .35], count=8, around=10), surface(st, "black"), (0, -15, 0), 28)
    P.put_fruit(st, "pear", (-15, -8, 0), 4)
    st.product("pillar-dish", 15, 6, scale=.85)
    st.product("dusk-candle-jar", 13, -12, scale=.9, lit=False)
    soft(st, 1, 22)
    sun(st, (95, -80, 66), (0, 12, 18), 4.6, gobo="panes", pane=(26, 26), shift=(4, 0))
    view(st, (1, 2, 18), 196, 0, 12, 5)
