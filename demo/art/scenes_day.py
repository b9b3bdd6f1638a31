"""Rooms by day: shelves, sills, plinths, plants."""
import props as P
import glaze as G
from mesh import box
from scenes import ALL, DAY, scene, side_wall, soft, sun, surface, table, view, wall


@scene("oak-shelf", "A speckled vase with dried stems, a sage bottle and a brick bowl on an oak shelf in morning sun",
       "Bình gốm lốm đốm cắm cành khô, chai men xanh xám và bát màu gạch trên kệ gỗ sồi trong nắng sớm", "warm-minimal botanical shelf-styling")
def oak_shelf(st):
    wall(st, "#d9cdb8", 24)
    st.add(box(260, 30, 4, .4).move(0, 9, -4), surface(st, "oak"))
    st.product("dune-vase", -10, 8)
    P.put_stems(st, (-10, 8, 25.5), 24, 8, 11, "pods", 3)
    st.product("reed-bottle", 6.5, 9, scale=.9)
    st.product("harvest-bowl", 19.5, 5, scale=.62)
    soft(st, -1, 15)
    sun(st, (-95, -95, 78), (0, 20, 26), shift=(-4, 6))
    view(st, (2.5, 8, 24), 226, 0, 4.5)


@scene("sill-morning", "Bud vase and sage bottle on a painted window sill, eucalyptus against the light",
       "Lọ nhỏ và chai men xanh trên bậu cửa sổ sơn trắng, cành bạch đàn ngược sáng", "airy botanical window-light slow-living", ("morning", "soft", "dusk", "blue"), 2)
def sill(st):
    table(st, surface(st, "paint"), -120, 26, thick=5)
    for x in (-48, 0, 48):
        st.add(box(4.2, 5, 170, .5).move(x + 12, 26, 2), surface(st, "paint"))
    for z in (2, 48, 94):
        st.add(box(220, 4, 4.2, .5).move(0, 26.3, z), surface(st, "paint"))
    out = st.add(P.grid(500, 320, 2, 2, lambda x, y: 0 * x).turn(90, "x").move(0, 190, 60), st.material("sky", lambda: G.garden("garden", 1.35)), smooth=False)
    out.visible_diffuse = False  # the area lights below do its lighting, with far less noise
    st.group(out, "sky")
    st.product("reed-bottle", -7, 6)
    P.put_stems(st, (-7, 6, 29), 20, 9, 5, "eucalyptus", 4)
    st.product("bud-vase", 6.5, -3)
    P.put_stems(st, (6.5, -3, 10.5), 9, 3, 3, "wheat", 6)
    st.product("thimble-cup", 14.5, 3)
    P.put_curtain(st, -46, -17, 19, 190, "#efe8da", 5, 2.2)
    st.area((30, 70, 90), (0, 0, 12), 120, 90, 70, "#f3f4f2", "sky")
    st.area((-20, -150, 60), (0, 0, 14), 150, 120, 9, "#f2e6d6", "sky")
    st.sky("#e6e9ec", .25, "sky")
    sun(st, (70, 75, 70), (0, 0, 6), 4.2, gobo=None)
    view(st, (1, 4, 22), 190, 3, 6, 4)


@scene("plinths-rose", "Ring vase and faceted vase on plaster plinths with an arch, rose wall",
       "Bình hình vành khuyên và bình cắt mặt trên bệ thạch cao, tường hồng đất", "sculptural colourful gallery")
def plinths(st):
    wall(st, "#c7a294", 46, "#bd9687")
    table(st, surface(st, "plaster", "#c9a597"))
    m = surface(st, "plaster", "#d6b9aa")
    P.put_arch(st, (-9, 26, 0), 34, 50, 12, m, 7)
    st.add(box(22, 20, 13, .5).move(9, 6, 0), m)
    P.put_cylinder(st, (-12, 4, 0), 9.5, 5, m)
    st.product("halo-vase", 9, 6, 13, turn=18, scale=.95)
    P.put_stems(st, (9, 6, 39), 14, 6, 3, "wheat", 2)
    st.product("quarry-vase", -12, 4, 5, scale=.8, glaze="plum")
    st.product("bud-vase", -1.5, -13, 0, glaze="coral", scale=.9)
    soft(st, -1, 14)
    sun(st, (-105, -70, 85), (0, 20, 20), 5.2, gobo="leaves", seed=4)
    view(st, (0, 0, 24), 214, 0, 7, 8)


@scene("dark-moon", "A white moon jar with one olive branch in a dark studio", "Bình mặt trăng trắng cắm một cành ô liu trong phòng tối",
       "dark-moody still-life minimal", ("morning", "soft", "blue", "beam"))
def dark_moon(st):
    wall(st, "#4a4540", 60, "#3d3935")
    table(st, surface(st, "black"), back=60)
    st.product("moon-jar", 0, 0)
    P.put_stems(st, (0, 0, 21), 27, 13, 3, "olive", 8)
    P.put_fruit(st, "fig", (13.5, -9, 0), 2)
    P.put_fruit(st, "fig", (17.5, -5, 0), 5)
    st.product("tea-bowl", -16, -8, scale=.85, glaze="soot")
    st.area((-95, -18, 60), (0, 0, 16), 42, 80, 52, "#fff0dd", "sun")
    st.area((110, -50, 50), (0, 0, 16), 80, 80, 5, "#cfdcf0", "sky")
    st.area((-120, -40, 80), (0, 0, 12), 120, 100, 26, "#e3e9f2", "sky")
    st.sky("#cdd4de", .03, "sky")
    view(st, (0, 0, 20.5), 196, 0, 7, 5.6)


@scene("colour-steps", "Tumblers in five glazes on coloured steps", "Cốc năm màu men trên bậc nhiều màu", "colourful playful pattern", DAY)
def colour_steps(st):
    wall(st, "#c9b583", 46)
    table(st, surface(st, "plaster", "#b9c0b2"))
    for k, (x, w, h, c) in enumerate(((-14, 14, 24, "#b9806c"), (0, 14, 16, "#cfc2a8"), (14, 14, 9, "#8fa1a2"))):
        st.add(box(w, 22, h, .5).move(x, 14, 0), surface(st, "plaster", c))
    for x, y, z, g in ((-14, 12, 24, "teal"), (0, 12, 16, "butter"), (14, 12, 9, "brick"), (-9.5, -8, 0, "sky"), (3, -10, 0, "blush"), (14.5, -6, 0, "ink")):
        st.product("nest-tumbler", x, y, z, glaze=g, turn=x * 7)
    P.put_stems(st, (-14, 12, 31), 13, 4, 4, "pods", 3)
    P.put_fruit(st, "lemon", (-18, -9, 0), 3)
    soft(st, 1, 16)
    sun(st, (90, -80, 80), (0, 10, 16), 4.8, gobo="panes", pane=(32, 34), shift=(4, 0))
    view(st, (0, 4, 19), 196, -4, 9, 8)


@scene("plant-corner", "Three planters with a rubber plant, a snake plant and a cactus in dappled light",
       "Ba chậu gốm trồng đa búp đỏ, lưỡi hổ và xương rồng trong nắng lốm đốm", "botanical plants home-jungle")
def plants(st):
    wall(st, "#cfc7b2", 50)
    table(st, surface(st, "ash"), back=50)
    st.product("terrace-planter", -13, 8)
    P.put_soil(st, (-13, 8, 15.6), 8.6)
    P.put_plant(st, (-13, 8, 16), "rubber", 32, 3, 13)
    st.product("tripod-planter", 12, 12)
    P.put_soil(st, (12, 12, 14), 9)
    P.put_plant(st, (12, 12, 14.6), "snake", 32, 5, 10)
    st.product("ripple-planter", 3.5, -14, scale=.62)
    P.put_soil(st, (3.5, -14, 8), 5.2)
    P.put_plant(st, (3.5, -14, 8), "cactus", 12, 2)
    soft(st, -1, 18)
    sun(st, (-90, -90, 85), (0, 20, 24), 4.8, gobo="leaves", seed=9)
    view(st, (0, 4, 26), 232, 0, 8, 5.6, (0, -2, 10))


@scene("spring-tulips", "Tulips in a milk-white pitcher, eggs in a petal dish on linen", "Tulip trong bình sữa trắng, trứng trong đĩa cánh hoa trên vải lanh",
       "botanical pastel spring table-setting", DAY)
def tulips(st):
    wall(st, "#d6d3c4", 50)
    table(st, surface(st, "linen", "#d3cab8"), back=50, cloth=.5)
    st.product("meadow-pitcher", -3, 4, turn=18)
    P.put_stems(st, (-3, 4, 20), 17, 12, 8, "tulip", 5, "#cf8f80")
    st.product("petal-dish", 12, -12, scale=.8)
    for k, (x, y) in enumerate(((9.5, -13), (13.5, -11), (13, -15))):
        P.put_fruit(st, "egg" if k else "white egg", (x, y, .9), k + 2)
    st.product("drop-creamer", -15, -9, turn=200)
    P.put_napkin(st, (16, 4, 0), 20, 20, 14, "#a9b09a", 4)
    soft(st, -1, 24)
    sun(st, (-100, -60, 80), (0, 16, 18), 4.2, gobo="panes", pane=(30, 30), shift=(-10, 8))
    view(st, (0, 0, 20), 200, 0, 12, 5)


@scene("autumn-table", "Gourd vase with wheat, a ribbed honey jar, pears and walnuts on walnut wood",
       "Bình bầu cắm lúa mì, hũ mật ong, lê và óc chó trên gỗ óc chó", "autumn botanical warm-minimal rustic", DAY)
def autumn(st):
    wall(st, "#b59f80", 46, "#a88f6e")
    table(st, surface(st, "walnut"))
    st.product("gourd-vase", -8, 8)
    P.put_stems(st, (-8, 8, 24), 20, 10, 14, "wheat", 3)
    st.product("honey-jar", 10, 2)
    for k, (x, y) in enumerate(((-12, -14), (-5, -16.5))):
        P.put_fruit(st, "pear", (x, y, 0), k + 3, tilt=74 if k else None)
    for k, (x, y) in enumerate(((4, -14), (8, -17), (6.5, -11.5), (14, -12))):
        P.put_fruit(st, "walnut", (x, y, 0), k + 1)
    P.put_napkin(st, (18, 8, 0), -15, 18, 20, "#8d6a4f", 6)
    soft(st, -1, 14)
    sun(st, (-105, -62, 62), (0, 14, 18), 5.4, "#ffc68c", gobo="panes", pane=(27, 26), shift=(-2, 4))
    view(st, (0, 0, 20), 200, 0, 9, 5)


@scene("shelf-stacks", "Open shelves with stacked plates, bowls, cups and a pitcher", "Kệ mở xếp đĩa, bát, cốc và bình rót",
       "shelf-styling kitchen warm-minimal collection", DAY)
def stacks(st):
    wall(st, "#ddd5c6", 22)
    for z in (-3, 30.5):
        st.add(box(240, 28, 3, .3).move(0, 8, z), surface(st, "oak"))
    for k, (h, g) in enumerate((("field-plate", None), ("field-plate", None), ("field-plate", "sage"), ("field-side-plate", None), ("field-side-plate", "bone"))):
        st.product(h, -11, 7, k * 1.5, glaze=g, scale=.72, turn=k * 40)
    for k, g in enumerate(("sky", "butter", "bone")):
        st.product("dawn-bowl", 6.5, 6, k * 2.4, glaze=g, scale=.8)
    st.product("column-carafe", 17.5, 8, glaze="celadon", scale=.95)
    for k, g in enumerate((None, "teal", "ochre")):
        st.product("ember-mug", -15 + 10.2 * k, 6, 33.5, glaze=g, turn=-30 - 20 * k, scale=.92)
    st.product("meadow-pitcher", 16.5, 7, 33.5, turn=30, scale=.9)
    P.put_stems(st, (16.5, 7, 51), 14, 7, 4, "eucalyptus", 4)
    soft(st, -1, 20)
    sun(st, (-85, -100, 70), (0, 14, 30), 4.6, gobo="panes", pane=(24, 30), shift=(6, 0))
    view(st, (1, 6, 28), 200, 0, 3, 8)


@scene("tile-kitchen", "Pitcher, dripper and honey jar before sage tiles on marble", "Bình rót, phễu cà phê và hũ mật ong trước tường gạch men trên đá hoa",
       "kitchen coffee cool-tones", DAY)
def tile_kitchen(st):
    wall(st, "", 30, mat=st.material("tiles", lambda: G.tiles("tiles", "#a9b3a2")))
    table(st, surface(st, "marble"), back=30)
    st.product("column-carafe", -12.5, 6, glaze="soot")
    st.product("pour-over", 2, 0, 7.2, turn=-30)
    st.product("harbour-mug", 2, 0, 0, turn=-40, scale=.82)
    st.product("honey-jar", 15, 8)
    P.put_fruit(st, "lemon", (-5, -12, 0), 2)
    P.put_fruit(st, "lime", (-10.5, -9, 0), 4)
    P.put_spoon(st, (9, -13, 0), -25, 13)
    P.put_plant(st, (19, 16, 0), "herb", 22, 3, 9)
    st.product("ripple-planter", 20, 18, scale=.5, glaze="raw")
    soft(st, 1, 26)
    sun(st, (95, -80, 80), (0, 10, 16), 4.4, gobo="panes", pane=(28, 30), shift=(0, 4))
    view(st, (1, 2, 19), 190, -3, 9, 5.6)


@scene("amphora-floor", "A tall amphora with dried grasses beside a low stool and a tumbler", "Bình hai quai cao cắm cỏ khô bên ghế thấp và chiếc cốc",
       "rustic botanical living-room", ("morning", "golden", "dusk"))
def amphora(st):
    wall(st, "#d2c3ab", 40)
    table(st, surface(st, "concrete"), -200, 40)
    st.product("amphora", -8, 12, turn=-12)
    P.put_stems(st, (-8, 12, 40), 44, 22, 13, "grass", 2)
    P.put_stems(st, (-8, 12, 40), 36, 16, 6, "wheat", 5)
    st.add(box(32, 26, 3, .6).move(20, 6, 17), surface(st, "walnut"))
    for x, y in ((8, -4), (32, -4), (8, 16), (32, 16)):
        st.add(P.sweep([(x, y, 0), (x + (20 - x) * .05, y + (6 - y) * .05, 17)], [1.2, 1.5], count=6, around=12), surface(st, "walnut"))
    z = P.put_books(st, (20, 6, 20), [(19, 14, 2.6, "#7f8a80"), (17, 12, 2, "#a5654c")], 8)
    st.product("nest-tumbler", 18, 5, 20 + z, scale=.9)
    soft(st, 1, 26)
    sun(st, (120, -80, 80), (0, 20, 34), 4.8, gobo="panes", pane=(36, 36), shift=(6, 6))
    view(st, (4, 4, 36), 300, 0, 6, 8)


@scene("carafe-bath", "A dark carafe, an incense dish and a candle jar on travertine", "Bình nước tối màu, đĩa trầm và hũ nến trên đá travertine",
       "spa slow-living cool-tones lighting", ALL)
def bath(st):
    wall(st, "#b4b5ad", 40, "#a7a89f")
    table(st, surface(st, "stone", "#cdc1ae"), back=40)
    st.product("column-carafe", -10, 8)
    st.product("ash-incense", 13, 6, turn=200)
    st.product("dusk-candle-jar", -1, -9, turn=20)
    for k, (x, y, s) in enumerate(((17, -10, 1), (14, -13.5, .7), (-17, -8, .9))):
        P.put_fruit(st, "pebble", (x, y, 0), k + 1, s, 0)
    P.put_stems(st, (19, 16, -12), 46, 16, 3, "olive", 7)
    soft(st, 1, 22)
    sun(st, (90, -70, 85), (0, 14, 16), 4.4, gobo="leaves", seed=15)
    view(st, (0, 0, 18), 186, 0, 9, 5)
