"""The rules of a slide, of which PowerPoint asks to repair a file that breaks one: ECMA-376 for what we write, in the words of a test."""

import re
from pathlib import PurePosixPath

from lxml import etree
from pptx_reading import parts

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
PREFIXES = {A: "a:", P: "p:", MC: "mc:"}

SHAPES = "p:sp p:grpSp p:cxnSp p:pic mc:AlternateContent"
LOOKS = "a:xfrm a:custGeom|a:prstGeom a:noFill|a:solidFill a:ln a:effectLst"
SEQUENCES = {
    "p:sld": "p:cSld p:clrMapOvr",
    "p:cSld": "p:bg p:spTree",
    "p:bg": "p:bgPr",
    "p:bgPr": "a:solidFill a:effectLst",
    "p:clrMapOvr": "a:masterClrMapping|a:overrideClrMapping",
    "p:spTree": f"p:nvGrpSpPr p:grpSpPr *{SHAPES}",
    "p:grpSp": f"p:nvGrpSpPr p:grpSpPr *{SHAPES}",
    "p:nvGrpSpPr": "p:cNvPr p:cNvGrpSpPr p:nvPr",
    "p:grpSpPr": "a:xfrm",
    "p:sp": "p:nvSpPr p:spPr p:txBody",
    "p:nvSpPr": "p:cNvPr p:cNvSpPr p:nvPr",
    "p:spPr": LOOKS,
    "p:cxnSp": "p:nvCxnSpPr p:spPr",
    "p:nvCxnSpPr": "p:cNvPr p:cNvCxnSpPr p:nvPr",
    "p:cNvCxnSpPr": "a:stCxn a:endCxn",
    "p:pic": "p:nvPicPr p:blipFill p:spPr",
    "p:nvPicPr": "p:cNvPr p:cNvPicPr p:nvPr",
    "p:blipFill": "a:blip a:stretch",
    "a:blip": "a:alphaModFix",
    "a:stretch": "a:fillRect",
    "a:xfrm": "a:off a:ext a:chOff a:chExt",
    "a:custGeom": "a:avLst a:gdLst a:ahLst a:cxnLst a:rect a:pathLst",
    "a:prstGeom": "a:avLst",
    "a:avLst": "*a:gd",
    "a:gdLst": "*a:gd",
    "a:cxnLst": "*a:cxn",
    "a:cxn": "a:pos",
    "a:pathLst": "*a:path",
    "a:path": "*a:moveTo a:lnTo a:cubicBezTo a:close",
    "a:moveTo": "*a:pt",
    "a:lnTo": "*a:pt",
    "a:cubicBezTo": "*a:pt",
    "a:solidFill": "a:srgbClr",
    "a:srgbClr": "a:alpha",
    "a:ln": "a:noFill|a:solidFill a:prstDash|a:custDash a:round a:headEnd a:tailEnd",
    "a:custDash": "*a:ds",
    "p:txBody": "a:bodyPr a:lstStyle *a:p",
    "a:bodyPr": "a:noAutofit",
    "a:p": "a:pPr *a:r",
    "a:pPr": "a:lnSpc a:spcBef a:spcAft a:buNone",
    "a:lnSpc": "a:spcPts",
    "a:spcBef": "a:spcPts",
    "a:spcAft": "a:spcPts",
    "a:r": "a:rPr a:t",
    "a:rPr": "a:solidFill a:latin a:ea a:cs",
    "mc:AlternateContent": "mc:Choice mc:Fallback",
    "mc:Choice": f"*{SHAPES}",
    "mc:Fallback": f"*{SHAPES}",
}
"""What may be in an element: in this order, each once; ``|`` are alternatives, after ``*`` any number of these in any order. Others are empty."""
NEEDED = {
    "p:sp": 2, "p:grpSp": 2, "p:cxnSp": 2, "p:pic": 3, "p:nvSpPr": 3, "p:nvGrpSpPr": 3, "p:nvCxnSpPr": 3, "p:nvPicPr": 3, "a:r": 2,
    "p:txBody": 3, "a:cxn": 1, "a:path": 1, "a:solidFill": 1, "p:sld": 2, "mc:AlternateContent": 2,
}  # fmt: skip
"""So many children at least."""

WHOLE, NAME, FLAG = r"-?\d+", r"[^\x00-\x08\x0b\x0c\x0e-\x1f]*", r"[01]"
COLORS = "accent1|accent2|accent3|accent4|accent5|accent6|dk1|lt1|dk2|lt2|hlink|folHlink"
ATTRIBUTES = {
    "p:cSld": {"name": NAME},
    "p:cNvPr": {"id": r"[1-9]\d*", "name": NAME, "descr": NAME},
    "p:cNvSpPr": {"txBox": FLAG},
    "a:stCxn": {"id": r"\d+", "idx": r"\d+"},
    "a:endCxn": {"id": r"\d+", "idx": r"\d+"},
    "a:xfrm": {"rot": WHOLE, "flipH": FLAG, "flipV": FLAG},
    "a:off": {"x": WHOLE, "y": WHOLE},
    "a:ext": {"cx": r"\d+", "cy": r"\d+"},
    "a:chOff": {"x": WHOLE, "y": WHOLE},
    "a:chExt": {"cx": r"\d+", "cy": r"\d+"},
    "a:prstGeom": {"prst": "rect|roundRect|ellipse|straightConnector1|bentConnector[2-5]"},
    "a:gd": {"name": r"adj\d?|site[XY]\d+", "fmla": r"val -?\d+|\*/ -?\d+ [wh] \d+"},
    "a:cxn": {"ang": r"\d+"},
    "a:pos": {"x": r"siteX\d+", "y": r"siteY\d+"},
    "a:rect": {"l": "0", "t": "0", "r": "r", "b": "b"},
    "a:path": {"w": r"\d+", "h": r"\d+", "fill": "none"},
    "a:pt": {"x": WHOLE, "y": WHOLE},
    "a:srgbClr": {"val": "[0-9A-F]{6}"},
    "a:alpha": {"val": r"\d{1,5}|100000"},
    "a:alphaModFix": {"amt": r"\d{1,5}|100000"},
    "a:ln": {"w": r"\d+", "cap": "flat"},
    "a:ds": {"d": r"\d+", "sp": r"\d+"},
    "a:tailEnd": {"type": "triangle", "w": "sm|med|lg", "len": "sm|med|lg"},
    "a:bodyPr": {"wrap": "none|square", "lIns": WHOLE, "tIns": WHOLE, "rIns": WHOLE, "bIns": WHOLE, "rtlCol": FLAG, "anchor": "b|ctr|t"},
    "a:pPr": {"marL": r"\d+", "indent": WHOLE, "algn": "l|ctr|r", "rtl": FLAG},
    "a:spcPts": {"val": r"\d+"},
    "a:rPr": {"lang": "en-US", "sz": r"\d+", "b": FLAG, "i": FLAG, "baseline": WHOLE, "noProof": FLAG},
    "a:latin": {"typeface": r".+", "pitchFamily": r"\d+", "charset": "0"},
    "a:ea": {"typeface": r".+", "pitchFamily": r"\d+", "charset": "0"},
    "a:cs": {"typeface": r".+", "pitchFamily": r"\d+", "charset": "0"},
    "a:blip": {f"{R}embed": r"rId\d+"},
    "mc:Choice": {"Requires": r"\w+"},
    "a:overrideClrMapping": dict.fromkeys(
        ["bg1", "tx1", "bg2", "tx2", *(f"accent{i}" for i in range(1, 7)), "hlink", "folHlink"], COLORS
    ),
}  # fmt: skip
RANGES = {("a:rPr", "sz"): (100, 400_000), ("a:ln", "w"): (0, 20_116_800), ("a:spcPts", "val"): (0, 158_400)}
RANGES |= {("a:xfrm", "rot"): (0, 21_599_999), ("a:cxn", "ang"): (0, 21_599_999)}
LARGEST = 2**31 - 1
SITES = {"rect": 4, "roundRect": 4, "ellipse": 8}
ADJUSTED = {"rect": 0, "ellipse": 0, "straightConnector1": 0, "roundRect": 1}
ADJUSTED |= {f"bentConnector{i}": i - 2 for i in range(2, 6)}


def name_of(element):
    space, _, local = element.tag.rpartition("}")
    return PREFIXES[space + "}"] + local


def checked(data):
    """Raise where a slide, or the package around it, breaks a rule; give the slide."""
    files = parts(data)
    _package(files)
    slide = etree.fromstring(files["ppt/slides/slide1.xml"])
    for element in slide.iter():
        _element(element)
    _numbers(slide)
    _ends(slide)
    own = {one.get("Id") for one in etree.fromstring(files["ppt/slides/_rels/slide1.xml.rels"])}
    assert {one.get(f"{R}embed") for one in slide.iter(f"{A}blip")} <= own, "a picture is not in the file"
    return slide


def _element(element):
    name = name_of(element)
    found = [name_of(child) for child in element]
    _sequence(name, found)
    assert len(found) >= NEEDED.get(name, 0), f"{name} needs more than {found}"
    assert name == "a:t" or not (element.text or "").strip(), f"text in {name}"
    known = ATTRIBUTES.get(name, {})
    for key, value in element.attrib.items():
        assert key in known, f"{name} has no attribute {key}"
        assert re.fullmatch(known[key], value, re.S), f"{name} {key}={value!r}"
        low, high = RANGES.get((name, key), (-LARGEST, LARGEST))
        assert not re.fullmatch(WHOLE, value) or low <= int(value) <= high, f"{name} {key}={value} is beyond its range"
    if name in ("a:moveTo", "a:lnTo", "a:cubicBezTo"):
        assert len(found) == (3 if name == "a:cubicBezTo" else 1), f"{name} with {len(found)} points"
    if name == "a:path":
        assert found[0] == "a:moveTo", "a path begins somewhere"
        assert not re.search(r"a:close a:(ln|cubic)", " ".join(found)), "after an end a path begins anew"
    if name == "a:prstGeom":
        guides = [one.get("name") for one in element.iter(f"{A}gd")]
        many = ADJUSTED[element.get("prst")]
        plain = ["adj"] if element.get("prst") == "roundRect" else [f"adj{i + 1}" for i in range(many)]
        assert guides in ([], plain), f"{element.get('prst')} has no {guides}"


def _sequence(name, found):
    """Check that children come in their order."""
    at = 0
    rule = SEQUENCES.get(name, "")
    ordered, star, any_ = rule.partition("*")
    steps = [set(step.split("|")) for step in ordered.split()]
    for child in found:
        while at < len(steps) and child not in steps[at]:
            at += 1
        if at == len(steps):
            assert star, f"{child} stands wrong in {name}: {found}"
            assert child in any_.split(), f"{child} stands wrong in {name}: {found}"
        else:
            at += 1


def _numbers(slide):
    """Check that the number of a thing is its own; those of both alternatives count."""
    numbers = [one.get("id") for one in slide.iter(f"{P}cNvPr")]
    assert len(numbers) == len(set(numbers)), "two things have one number"
    assert all(0 < int(number) <= LARGEST for number in numbers)
    for group in slide.iter(f"{P}grpSp"):
        place = group.find(f"{P}grpSpPr/{A}xfrm")
        off, ext, inner, size = place
        assert (dict(off.attrib), dict(ext.attrib)) == (dict(inner.attrib), dict(size.attrib)), "a group scales"


def _ends(slide):
    """Check that lines are glued to sites that there are, of shapes that all programs show."""
    shapes = {}
    for shape in slide.iter(f"{P}sp"):
        own, preset = shape.find(f"{P}spPr/{A}custGeom"), shape.find(f"{P}spPr/{A}prstGeom")
        sites = len(own.findall(f"{A}cxnLst/{A}cxn")) if own is not None else SITES[preset.get("prst")]
        if not any(up.tag == f"{MC}Fallback" for up in shape.iterancestors()):
            shapes[shape.find(f"{P}nvSpPr/{P}cNvPr").get("id")] = sites
    for kind in ("stCxn", "endCxn"):
        for end in slide.iter(f"{A}{kind}"):
            assert end.get("id") in shapes, "a line is glued to nothing"
            assert int(end.get("idx")) < shapes[end.get("id")], "a line is glued to no site"
    for own in slide.iter(f"{A}custGeom"):
        guides = [one.get("name") for one in own.iter(f"{A}gd")]
        assert len(guides) == len(set(guides))
        used = {value for place in own.iter(f"{A}pos") for value in place.attrib.values()}
        assert used == set(guides), "a site is nowhere"


def _package(files):
    """Check that each part has a type, and each relation leads to a part."""
    types = etree.fromstring(files["[Content_Types].xml"])
    endings = {one.get("Extension").lower() for one in types.iter(f"{TYPES}Default")}
    named = [one.get("PartName").lstrip("/") for one in types.iter(f"{TYPES}Override")]
    assert len(named) == len(set(named))
    assert set(named) <= set(files), "a type of a part that is not there"
    wanted = {"_rels/.rels"}
    for name in files:
        place = PurePosixPath(name)
        ending = place.name.rpartition(".")[2].lower()
        assert name in named or ending in endings or name == "[Content_Types].xml", f"{name} is of no type"
        if ending == "rels":
            base = place.parent.parent
            ids = []
            for one in etree.fromstring(files[name]).iter(f"{REL}Relationship"):
                ids.append(one.get("Id"))
                target = _joined(base, one.get("Target"))
                assert target in files, f"{name} leads to {target}"
                wanted |= {target, str(PurePosixPath(target).parent / "_rels" / f"{PurePosixPath(target).name}.rels")}
            assert len(ids) == len(set(ids))
    assert set(files) - wanted <= {"[Content_Types].xml"}, "nothing leads to a part"


def _joined(base, target):
    if target.startswith("/"):
        return target[1:]
    parts = list(base.parts)
    for part in target.split("/"):
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)
