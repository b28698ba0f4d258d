"""What was drawn is made still: nothing to press, nothing fetched, links to passports in the file or nowhere."""

from datetime import date

import pytest
from markupsafe import Markup

from data.presenting.views import View
from ui.sealing.still import passports_in, still

VISITS = View("passport", "330200", date(2024, 10, 1), (("metric", "visits"),))
PASSPORT = "./passport?unit=330200&amp;month=2024-10&amp;lang=zh&amp;metric=visits"
PLACES = {VISITS: "p1-zh"}


@pytest.mark.parametrize(
    ("drawn", "stands"),
    [
        (f'<a class="tile" href="{PASSPORT}" data-tip="a &#34;b&#34;">5&nbsp;&lt;</a>',
         '<a class="tile" href="#p1-zh" title="a &quot;b&quot;">5&nbsp;&lt;</a>'),
        ('<a href="./passport?unit=330200&amp;month=2024-10&amp;metric=users">5</a>', "<a >5</a>"),
        ('<a href="./problems?unit=330200">x</a>', "<a >x</a>"),
        ('<a href="#here">x</a>', '<a href="#here">x</a>'),
        ('<svg viewBox="0 0 1 1"><a class="area-link" href="./?unit=1"><path d="M0 0"/></a></svg>',
         '<svg viewBox="0 0 1 1"><a class="area-link" ><path d="M0 0"/></a></svg>'),
        ('<svg><a href="./?unit=1" aria-label="杭州市"><path d="M0 0"/></a></svg>', '<svg><a role="img" aria-label="杭州市"><path d="M0 0"/></a></svg>'),
        ('<div data-frames="2" data-now="1"><g class="frame" data-frame="0"></g><g class="frame" data-frame="1"></g></div>',
         '<div data-frames="2" data-now="1"><g class="frame" data-frame="0"></g><g class="frame now" data-frame="1"></g></div>'),
        ("<p>a<button type=button>x<b>y</b></button>b</p>", "<p>ab</p>"),
        ('<form><input name="x"><p>y</p></form>z', "z"),
        ('<span class="goes other"><a href="./x">x</a></span>z', "z"),
        ('<select name="m" data-href="./"><option>1</option></select>z', "z"),
        ('<img class="mark" src="http://elsewhere/x.png">', '<img class="mark" >'),
        ('<a class="tile" data-metric="users" href="./x"><b>9</b></a>z', '<span class="tile is-hidden"></span>z'),
        ('<li data-says="visits users"><b>9</b></li>z', "z"),
        ('<li data-says="visits"><b>9</b></li>z', '<li data-says="visits"><b>9</b></li>z'),
    ],
)  # fmt: skip
def test_what_becomes_of_what_was_drawn(drawn, stands):
    assert still(Markup(drawn), PLACES, ("users",)) == stands


def test_the_passports_that_links_open():
    assert passports_in(f'<a href="{PASSPORT}">1</a><a href="{PASSPORT}">2</a><a href="./map?metric=users">3</a>') == [
        VISITS
    ]
