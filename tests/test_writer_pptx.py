"""PowerPoint: all of the scene as native shapes where the scene has it, lines glued, text text, the same bytes each time."""

from __future__ import annotations

import cmath
import importlib.util
import io
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pixels
from pptx.oxml.ns import qn
from pptx_reading import named, opened, parts, rectangle, shown, texts, tree, way
from pptx_rules import checked
from pptx_slides import BOX, STROKE, TRIANGLE, glued, on_slide, sound, written
from scene_strategies import FULL, HOSTILE, PIXEL, scenes

import archdraw
from archdraw.geometry import Box
from archdraw.scene import Arrow, Circle, Fill, Font, Group, Image, Polygon, Rect, Scene, Strands, Stroke, Text
from archdraw.text import clean

ROOT = Path(__file__).resolve().parent.parent
_spec = importlib.util.spec_from_file_location("gallery_build", ROOT / "gallery" / "build.py")
gallery = importlib.util.module_from_spec(_spec)
sys.modules["gallery_build"] = gallery
_spec.loader.exec_module(gallery)


def test_every_kind_of_thing_is_there():
    data = written(FULL)
    sound(data, FULL)
    assert named(shown(data, "p:grpSp")[0]).attrib == {"id": "11", "name": "conv1", "descr": "Conv 3×3, 64 filters"}
    presets = Counter(one.get("prst") for one in tree(data).iter(qn("a:prstGeom")))
    assert presets["roundRect"] == presets["ellipse"] == 1
    assert parts(data)["ppt/media/image1.png"] == PIXEL


@pytest.mark.parametrize("entry", gallery.ENTRIES, ids=lambda entry: f"{entry.folder}-{entry.figure}")
def test_a_figure_of_the_gallery_is_native_and_glued(entry):
    figure = archdraw.render(
        ROOT / entry.path, renderer=entry.renderer, options=entry.options, style=entry.style or None
    )
    data = written(figure.scene)
    sound(data, figure.scene)
    groups = [named(one).get("name") for one in shown(data, "p:grpSp")]
    layers = Counter(layers_of(figure.scene.items))
    assert {name: groups.count(name) for name in layers} == dict(layers)
    assert len(shown(data, "p:pic")) == sum(isinstance(item, Image) for item in figure.scene.flat())
    headed = {
        "; ".join(f"{clean(a)} → {clean(b)}" for a, b in item.edges)
        for item in figure.scene.flat()
        if isinstance(item, Arrow) and item.head and all(b in layers for _, b in item.edges)
    }
    for line in shown(data, "p:cxnSp"):
        if named(line).get("name") in headed and next(line.iter(qn("a:tailEnd")), None) is not None:
            assert next(line.iter(qn("a:endCxn")), None) is not None, named(line).get("name")


def layers_of(items):
    for item in items:
        if isinstance(item, Group):
            if item.layer:
                yield item.layer
            yield from layers_of(item.items)


BROKEN = {
    "a number twice": (r'<p:cNvPr id="3"', '<p:cNvPr id="4"'),
    "looks before the outline": (r"(<mc:Fallback>.*?)(<a:custGeom>.*?</a:custGeom>)(<a:noFill/>)", r"\1\3\2"),
    "a line before its way": (r"(<p:cxnSp>.*?)(<a:prstGeom.*?</a:prstGeom>)(<a:ln .*?</a:ln>)", r"\1\3\2"),
    "a font before the colour": (r"(<a:rPr[^>]*>)(<a:solidFill>.*?</a:solidFill>)(<a:latin[^>]*/>)", r"\1\3\2"),
    "a size below nothing": (r'<a:ext cx="\d+"', '<a:ext cx="-5"'),
    "a colour of two signs": (r'srgbClr val="\w+"', 'srgbClr val="12"'),
    "small print": (r' sz="\d+"', ' sz="1"'),
    "an unknown shape": (r'prst="roundRect"', 'prst="roundest"'),
    "another adjustment": (r'<a:gd name="adj"', '<a:gd name="adj1"'),
    "words without a paragraph": (r"(<a:lstStyle/>)<a:p>.*?</a:p>", r"\1"),
    "glued to nothing": (r'<a:endCxn id="\d+"', '<a:endCxn id="99999"'),
    "glued to no site": (r'(<a:endCxn id="\d+") idx="\d+"', r'\1 idx="9"'),
    "a curve of two points": (r"(<a:cubicBezTo>)<a:pt [^>]*>", r"\1"),
    "a path from nowhere": (r"<a:moveTo>.*?</a:moveTo>(<a:lnTo>)", r"\1"),
    "a picture that is not there": (r'r:embed="rId\d+"', 'r:embed="rId99"'),
}
FOR_OTHERS = ("a number twice", "another adjustment", "glued", "a path from", "a picture")
"""What the schema does not say."""


def changed(data, pattern, instead, many=0):
    """Give a slide with another text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts(data).items():
            if name == "ppt/slides/slide1.xml":
                content = re.sub(pattern, instead, content.decode(), count=many, flags=re.S).encode()
            file.writestr(name, content)
    return out.getvalue()


def broken(data, what):
    """Give a slide with one fault."""
    made = changed(data, *BROKEN[what], many=1)
    assert parts(made) != parts(data)
    return made


@pytest.fixture(scope="module")
def whole():
    label = Text((40, 24), "Conv 3×3", Font(7, "semibold"), "#1f2933", "middle", 30, "a")
    other = Rect(Box(110, 60, 150, 90), Fill("#ffffff"), STROKE, 0, "b")
    arrow = Arrow(((70, 25), (130, 25), (130, 60)), STROKE, TRIANGLE, (3.0,), (("a", "b"),))
    picture = Image(Box(160, 60, 180, 80), PIXEL, "image/png", "p")
    return written(Scene(200, 100, (Group("a", (BOX, label), "", "a"), Group("b", (other,), "", "b"), arrow, picture)))


@pytest.mark.parametrize("what", BROKEN)
def test_the_rules_find_what_powerpoint_would_repair(whole, what):
    checked(whole)
    with pytest.raises(AssertionError):
        checked(broken(whole, what))


def faults(data, folder):
    """Give what a port of Microsoft's own validator (Open XML SDK) finds in a slide, in either alternative: it looks at the fallbacks."""
    from openxml_audit import OpenXmlValidator

    choices = r"<mc:AlternateContent[^>]*><mc:Choice[^>]*>(.*?)</mc:Choice>.*?</mc:AlternateContent>"
    found = []
    for one in (data, changed(data, choices, r"\1")):
        (folder / "slide.pptx").write_bytes(one)
        found += [fault.description for fault in OpenXmlValidator().validate(folder / "slide.pptx").errors]
    return found


@pytest.mark.parametrize("what", [what for what in BROKEN if not what.startswith(FOR_OTHERS)])
def test_the_schema_agrees_with_the_rules(whole, what, tmp_path):
    assert faults(whole, tmp_path) == []
    assert faults(broken(whole, what), tmp_path)


@pytest.mark.parametrize(
    "entry",
    [pytest.param(entry, marks=pytest.mark.long if at % 11 else ()) for at, entry in enumerate(gallery.ENTRIES)],
    ids=lambda entry: f"{entry.folder}-{entry.figure}",
)
@pytest.mark.parametrize("style", ["", "dark"])
def test_a_figure_of_the_gallery_keeps_to_the_schema(entry, style, tmp_path):
    figure = archdraw.render(
        ROOT / entry.path, renderer=entry.renderer, options=entry.options, style=style or entry.style or None
    )
    assert faults(written(figure.scene), tmp_path) == []


@settings(deadline=None, max_examples=40)
@given(scenes)
def test_any_scene_is_a_sound_slide(scene):
    sound(written(scene), scene)


def test_hostile_labels_are_text_and_names():
    items = tuple(
        Group(label, (Rect(Box(5, 20 * at, 90, 20 * at + 15), Fill("#ffffff"), STROKE, 0, label),
                      Text((40, 20 * at + 10), label, Font(6), "#000000", "middle", 20, label)), label, label)
        for at, label in enumerate(HOSTILE)
    )  # fmt: skip
    scene = Scene(100, 400, items, HOSTILE[0], HOSTILE[8])
    data = written(scene)
    sound(data, scene)
    assert opened(data).core_properties.title == HOSTILE[0]


def test_the_same_scene_gives_the_same_bytes_in_every_process(tmp_path):
    command = [sys.executable, "-m", "archdraw", "render", str(ROOT / "templates/specs/lenet.yaml"), "-f", "pptx", "-o"]
    made = []
    for seed in "12":
        place = tmp_path / f"{seed}.pptx"
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
        subprocess.run([*command, str(place)], check=True, env=environment, timeout=120)
        made.append(place.read_bytes())
    assert made[0] == made[1]
    assert opened(made[0]).core_properties.created.year == 1980
    files = "".join(parts(made[0]))
    assert not any(word in files for word in ("thumbnail", "printer", "app.xml"))  # the template's own


def test_shapes_stand_where_the_scene_has_them():
    scene = Scene(200, 100, (Group("a", (BOX,), "", "a"), Circle((150, 50), 20, None, STROKE, "b")))
    data = written(scene)
    at = on_slide(scene, data)
    box, circle = shown(data, "p:sp")
    assert rectangle(box) == pytest.approx((*at(10, 10), *at(70, 40)), abs=0.1)
    assert rectangle(circle) == pytest.approx((*at(130, 30), *at(170, 70)), abs=0.1)
    (radius,) = box.iter(qn("a:gd"))
    assert radius.get("fmla") == f"val {round(2.5 / 30 * 100_000)}"


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
@pytest.mark.parametrize("angle", [0.0, 90.0, -45.0])
def test_a_text_stands_on_its_baseline(anchor, angle):
    scene = Scene(400, 200, (Text((100, 80), "conv", Font(10), "#123456", anchor, 30, angle=angle),))
    data = written(scene)
    (shape,) = shown(data, "p:sp")
    (x, y), scale = on_slide(scene, data)(100, 80), min(904 / 400, 484 / 200, 3)
    left, top, right, bottom = rectangle(shape)
    middle = complex((left + right) / 2, (top + bottom) / 2)
    descent, share = 0.293 * 10 * scale, {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    foot = complex(left + share * (right - left), bottom - descent) - middle  # the anchor, before the turn
    turned = middle + foot * cmath.exp(1j * cmath.pi * angle / 180)
    assert (turned.real, turned.imag) == pytest.approx((x, y), abs=0.1)
    body = next(shape.iter(qn("a:bodyPr")))
    assert (body.get("wrap"), body.get("anchor"), body.get("bIns")) == ("none", "b", "0")
    assert next(shape.iter(qn("a:pPr"))).get("algn") == {"start": "l", "middle": "ctr", "end": "r"}[anchor]
    assert int(next(shape.iter(qn("a:xfrm"))).get("rot", "0")) == angle * 60000 % 21_600_000


def test_lines_of_a_box_are_in_it():
    label = Text((40, 24), "Conv 3×3", Font(7, "semibold"), "#1f2933", "middle", 30, "a")
    detail = Text((40, 32), "BN, ReLU", Font(6, italic=True), "#52606d", "middle", 30, "a")
    scene = Scene(200, 100, (Group("a", (BOX, label, detail), "", "a"),))
    data = written(scene)
    (shape,) = shown(data, "p:sp")
    assert texts(shape) == ["Conv 3×3", "BN, ReLU"]
    scale, body = 3, next(shape.iter(qn("a:bodyPr")))
    inner = (40 - 2.5 * (1 - 0.5**0.5)) * scale  # the room for text of a rectangle with round corners
    foot = inner - int(body.get("bIns")) / 12700
    assert foot == pytest.approx((32 + 0.293 * 6) * scale, abs=0.1)
    first, second = (next(run.iter(qn("a:rPr"))) for run in shape.iter(qn("a:r")))
    assert (first.get("b"), first.get("sz"), second.get("i"), second.get("sz")) == ("1", "2100", "1", "1800")
    assert {one.get("typeface") for one in first if one.get("typeface")} == {"Noto Sans"}
    distance = [int(one.get("val")) / 100 for one in shape.iter(qn("a:spcPts"))][3]
    assert distance == pytest.approx((8 - 0.293) * scale, abs=0.1)


def test_a_text_that_another_thing_parts_from_its_box_stays_above_it():
    label = Text((40, 24), "conv", Font(7), "#1f2933", "middle", 30, "a")
    cover = Polygon(((20, 15), (60, 15), (60, 35)), Fill("#ffffff"), None, "a")
    data = written(Scene(200, 100, (Group("a", (BOX, cover, label), "", "a"),)))
    assert [texts(shape) for shape in shown(data, "p:sp")][-1] == ["conv"]


def test_scripts_are_raised_and_right_to_left_text_is_told():
    formula = Text((10, 20), "\ufdd0x_i^2\ufdd1", Font(10), "#000000", "start", 30)
    hebrew = Text((10, 40), "שכבה 1", Font(10), "#000000", "end", 30)
    chinese = Text((10, 60), "卷积", Font(10), "#000000", "start", 30)
    one, two, three = shown(written(Scene(200, 100, (formula, hebrew, chinese))), "p:sp")
    assert [run.get("baseline") for run in one.iter(qn("a:rPr"))] == [None, "-16000", "36000"]
    assert next(two.iter(qn("a:pPr"))).get("rtl") == "1"
    assert next(three.iter(qn("a:pPr"))).get("rtl") is None
    assert texts(three) == ["卷积"]


steps = st.lists(st.floats(1, 80).map(lambda value: round(value, 2)), min_size=1, max_size=5)


@settings(deadline=None, max_examples=40)
@given(steps, st.lists(st.booleans(), min_size=5, max_size=5), st.booleans())
def test_a_line_with_corners_goes_its_way_as_a_connector(lengths, signs, level):
    points = [(200.0, 200.0)]
    for at, (length, back) in enumerate(zip(lengths, signs, strict=False)):
        x, y = points[-1]
        length = -length if back else length
        points.append((x + length, y) if level == (at % 2 == 0) else (x, y + length))
    scene = Scene(
        400, 400, (Arrow(tuple(points), STROKE, TRIANGLE, (3.5,) * (len(points) - 2)),), scale=1.0, exact=True
    )
    data = written(scene)
    at = on_slide(scene, data)
    (line,) = shown(data, "p:cxnSp")
    for found, wanted in zip(way(line), points, strict=True):
        assert found == pytest.approx(at(*wanted), abs=0.1)
    copies = list(tree(data).iter(qn("p:sp")))
    assert len(copies) == (len(points) > 2)  # what other programs draw: the same with its round corners
    assert all(len(list(one.iter(qn("a:cubicBezTo")))) for one in copies if min(lengths) > 8)


def test_a_slanted_line_with_corners_is_still_glued():
    arrow = Arrow(((70, 25), (90, 60), (130, 50)), STROKE, TRIANGLE, (2.0,), (("a", "b"),))
    other = Circle((150, 50), 20, None, STROKE, "b")
    data = written(Scene(200, 100, (BOX, other, arrow)))
    (line,) = shown(data, "p:cxnSp")
    assert [(one.tag.rpartition("}")[2], one.get("idx")) for one in line.find(f"{qn('p:nvCxnSpPr')}/{qn('p:cNvCxnSpPr')}")] == [
        ("stCxn", "3"), ("endCxn", "2")
    ]  # fmt: skip
    assert next(line.iter(qn("a:custGeom"))) is not None


def test_a_line_that_ends_at_no_middle_has_a_site_of_its_own():
    arrow = Arrow(((55, 40), (150, 80)), STROKE, TRIANGLE, (), (("a", "b"),))
    target = Polygon(((130, 60), (170, 60), (170, 100), (130, 100)), Fill("#ffffff"), STROKE, "b")
    scene = Scene(200, 100, (BOX, target, arrow))
    data = written(scene)
    glued(data)
    (line,) = shown(data, "p:cxnSp")
    assert [one.get("idx") for one in (*line.iter(qn("a:stCxn")), *line.iter(qn("a:endCxn")))] == ["4", "4"]
    assert way(line) == [pytest.approx(on_slide(scene, data)(*point), abs=0.1) for point in arrow.points]
    directions = [one.get("ang") for one in shown(data, "p:sp")[0].iter(qn("a:cxn"))]
    assert directions == ["16200000", "10800000", "5400000", "0", "5400000"]


def test_an_end_on_another_line_is_glued_to_nothing():
    arrow = Arrow(((100, 25), (130, 25)), STROKE, TRIANGLE, (), (("a", "b"),))
    data = written(Scene(200, 100, (BOX, Rect(Box(130, 10, 150, 40), None, STROKE, 0, "b"), arrow)))
    (line,) = shown(data, "p:cxnSp")
    assert [one.tag.rpartition("}")[2] for one in line.find(f"{qn('p:nvCxnSpPr')}/{qn('p:cNvCxnSpPr')}")] == ["endCxn"]


def test_looks_are_those_of_the_scene():
    dashed = Arrow(((10, 80), (100, 80)), Stroke("#ff0000", 2.0, (4.0, 2.0), opacity=0.5), TRIANGLE)
    strand = Strands((((5, 70), (15, 70), (15, 75), (25, 75)),), STROKE, None, True)
    glass = Polygon(((0, 0), (10, 0), (10, 10)), Fill("#00ff00", 0.25))
    data = written(Scene(200, 100, (dashed, strand, glass), exact=True))
    (line,) = shown(data, "p:cxnSp")
    assert [(one.get("d"), one.get("sp")) for one in line.iter(qn("a:ds"))] == [("200000", "100000")]
    assert [one.get("val") for one in line.iter(qn("a:alpha"))] == ["50000"]
    assert next(line.iter(qn("a:ln"))).get("w") == "25400"
    assert next(line.iter(qn("a:tailEnd"))).attrib == {"type": "triangle", "w": "sm", "len": "sm"}
    curve, area = shown(data, "p:sp")
    assert len(list(curve.iter(qn("a:cubicBezTo")))) == 1
    assert [one.get("val") for one in area.iter(qn("a:alpha"))] == ["25000"]
    assert next(area.iter(qn("a:srgbClr"))).get("val") == "00FF00"


def test_pictures_are_pictures_slanted_where_the_scene_slants_them():
    pixels = Pixels.new("RGB", (2, 2), "red")
    pixels.putpixel((1, 0), (0, 0, 255))
    out = io.BytesIO()
    pixels.resize((40, 40), 0).save(out, "PNG")
    upright = Image(Box(10, 10, 30, 30), out.getvalue(), "image/png", "a")
    slanted = Image(Box(50, 10, 80, 70), out.getvalue(), "image/png", "a", ((50, 40), (80, 10), (50, 70)), 0.5)
    scene = Scene(100, 100, (upright, slanted), exact=True)
    data = written(scene)
    one, two = shown(data, "p:pic")
    assert parts(data)["ppt/media/image1.png"] == out.getvalue()
    assert rectangle(two) == pytest.approx((*on_slide(scene, data)(50, 10), *on_slide(scene, data)(80, 70)), abs=0.1)
    assert [part.get("amt") for part in two.iter(qn("a:alphaModFix"))] == ["50000"]
    assert next(one.iter(qn("a:alphaModFix")), None) is None
    with Pixels.open(io.BytesIO(parts(data)["ppt/media/image2.png"])) as drawn:
        wide, high = drawn.size
        assert drawn.getpixel((round(0.8 * wide), round(0.25 * high))) == (0, 0, 255, 255)  # its upper right
        assert drawn.getpixel((round(0.2 * wide), round(0.6 * high))) == (255, 0, 0, 255)
        assert drawn.getpixel((2, 2))[3] == 0  # above the slant
