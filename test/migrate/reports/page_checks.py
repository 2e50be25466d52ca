# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a person does with the page, done by a browser."""

from __future__ import annotations

import pathlib
import sys

from browser import Page

WIDTHS = (390, 1280)
SHOWN = "[...document.querySelectorAll('article.finding')].filter(f => f.offsetParent)"


def expect(condition: bool, what: str) -> None:
    if not condition:
        sys.exit(f"FAILED: the page: {what}")


def check(program: str, file: pathlib.Path, pictures: pathlib.Path) -> None:
    pictures.mkdir(parents=True, exist_ok=True)
    with Page(program) as page:
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                page.open(file, width, scheme=scheme)
                check_layout(page, width)
                page.screenshot(pictures / f"report-{width}-{scheme}.png")
        colours = check_schemes(page, file)
        page.open(file, 1280)
        check_markup(page)
        check_links(page)
        check_filters(page)
        check_keyboard(page)
        check_address(page, file)
        page.open(file, 1280, scripts=False)
        expect(
            page.run("document.getElementById('filters').hidden"),
            "filters that do nothing are shown",
        )
        expect(page.run(f"{SHOWN}.length") > 1, "nothing is shown without scripts")
        expect(not page.errors, f"{page.errors}")
        print(f"looked at {file.name}: {', '.join(colours)}")


def check_layout(page: Page, width: int) -> None:
    expect(page.run("document.documentElement.scrollWidth") <= width, f"wider than {width}")
    small = page.run("""[...document.querySelectorAll('p, li, td, th, pre')]
        .filter(e => e.offsetParent && parseFloat(getComputedStyle(e).fontSize) < 11).length""")
    expect(small == 0, f"{small} texts are too small to read")


def check_schemes(page: Page, file: pathlib.Path) -> list[str]:
    found = []
    for scheme in ("light", "dark"):
        page.open(file, 1280, scheme=scheme)
        found.append(page.run("getComputedStyle(document.body).backgroundColor"))
    expect(found[0] != found[1], "dark mode changes nothing")
    return found


def check_markup(page: Page) -> None:
    """The project's sources are full of markup, which is text here."""
    expect(page.run("document.images.length") == 0, "an image of a source is an image")
    expect(page.run("document.querySelectorAll('b').length") == 0, "markup of a source is markup")
    expect(
        "<img src=x onerror=alert(1)>" in page.run("document.body.textContent"), "markup is lost"
    )


def check_links(page: Page) -> None:
    dead = page.run("""[...document.querySelectorAll('a[href^="#"]')]
        .map(a => a.getAttribute('href'))
        .filter(h => !h.startsWith('#?') && !document.getElementById(h.slice(1)))""")
    expect(dead == [], f"links to nowhere: {dead}")
    outside = page.run(
        "[...document.querySelectorAll('a')].filter(a => !a.getAttribute('href').startsWith('#')).length"
    )
    expect(outside == 0, "links to the outside")


def check_filters(page: Page) -> None:
    everything = page.run(f"{SHOWN}.length")
    for state in ("fixed", "offered", "left"):
        page.run(f"location.hash = '#?state={state}'")
        wrong = page.run(f"{SHOWN}.filter(f => f.dataset.state !== '{state}').length")
        expect(wrong == 0, f"'{state}' shows others")
    page.run("location.hash = '#?check=cpython-py-build-core'")
    checks = page.run(f"[...new Set({SHOWN}.map(f => f.dataset.check))]")
    expect(checks == ["cpython-py-build-core"], f"the check's filter shows {checks}")
    page.run("location.hash = '#?python=3.14'")
    threaded = page.run(
        f"{SHOWN}.filter(f => !(' ' + f.dataset.pythons).includes(' 3.14 ')).length"
    )
    expect(
        threaded == 0 and page.run(f"{SHOWN}.length") < everything,
        "the Python's filter shows others",
    )
    page.run("location.hash = '#?text=no%20such%20text'")
    expect(page.run(f"{SHOWN}.length") == 0, "the search finds what is not there")
    expect(
        page.run("document.getElementById('none').offsetParent !== null"),
        "finding nothing is not said",
    )
    page.run("document.querySelector('button[type=reset]').click()")
    page.run("new Promise(done => setTimeout(done, 50))")
    expect(page.run(f"{SHOWN}.length") == everything, "the button does not show all again")


def check_keyboard(page: Page) -> None:
    everything = page.run(f"{SHOWN}.length")
    page.press("j")
    first = page.run("document.activeElement.id")
    page.press("j")
    expect(
        first.startswith("f-") and page.run("document.activeElement.id") != first,
        "'j' does not go on",
    )
    page.press("k")
    expect(page.run("document.activeElement.id") == first, "'k' does not go back")
    page.press("/")
    page.type("pytuple_pack")
    found = page.run(f"{SHOWN}.length")
    expect(0 < found < everything, "typing does not search")
    page.run("document.querySelector('#filters [name=state]').focus()")
    page.press(" ")
    expect(
        not page.run("document.querySelector('#filters [name=state]').checked"),
        "the space bar does not tick",
    )
    page.press("Tab")
    expect(page.run("document.activeElement.value") == "offered", "the tabulator does not go on")
    page.run("document.querySelector('button[type=reset]').focus()")
    page.press("Enter")
    page.run("new Promise(done => setTimeout(done, 50))")
    expect(page.run(f"{SHOWN}.length") == everything, "enter does not press the button")
    page.run("document.querySelector('.place').focus()")
    expect(
        page.run("getComputedStyle(document.activeElement).outlineStyle") != "none",
        "the focus is not seen",
    )


def check_address(page: Page, file: pathlib.Path) -> None:
    """A link names what is shown, also to somebody else."""
    page.run(
        "(document.querySelector('#filters [name=check]').value = 'cpython-py-build-core',"
        " document.getElementById('filters').dispatchEvent(new Event('input')))"
    )
    address = page.run("location.hash")
    expect(address == "#?check=cpython-py-build-core", f"the address says {address}")
    page.open(file, 1280)
    page.run(f"location.hash = '{address}'")
    page.run("new Promise(done => setTimeout(done, 50))")
    hidden = page.run("document.querySelector('article.finding[hidden]').id")
    page.run(f"location.hash = '#{hidden}'")
    page.run("new Promise(done => setTimeout(done, 50))")
    expect(
        page.run(f"document.getElementById('{hidden}').offsetParent !== null"),
        "a link to a finding does not show it",
    )
