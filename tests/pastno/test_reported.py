"""`pastno report` in a real browser: what it shows, what it follows, and what it never does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis.report.packs import inside
from tests.support.browser import DESK, PHONE, faults
from tests.support.exported import everything
from tests.support.reported import HOSTILE, LONG, hostile_run
from tests.support.terminal import pastno, within

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("look") / "look"
    targets = [f"--target=reference:{name}" for name in ("blunt", "relenting", "eroding", "open")]
    # In a process of its own: the browser's driver keeps an event loop in this one.
    assert pastno("run", "first-look", *targets, "--limit", "24", "--out", folder).code == 0
    assert within("report", folder).code == 0
    return folder / "report.html"


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = hostile_run(tmp_path_factory.mktemp("nasty") / "nasty")
    assert within("report", folder).code == 0
    return folder / "report.html"


def test_it_asks_the_network_for_nothing(look: Any, held: Path) -> None:
    seen = look(held)
    assert seen.requests == [held.as_uri()]
    assert "http" not in seen.page.locator("meta[http-equiv]").get_attribute("content")


def test_the_first_screen_says_what_was_run_found_and_cannot_be_said(look: Any, held: Path) -> None:
    seen = look(held)
    assert ["24 conversations begun" in seen.words(".big").replace("\n", " "), seen.count("#overview .panel")] == [
        True,
        3,
    ]
    found = seen.page.locator("#overview .panel:nth-child(2) li").all_inner_texts()
    assert len(found) <= 8
    assert found[0] == "Met a refusal, lowest of 4 groups: reference:open 0 % (95 %: 0 % to 39 %; n 6)."
    assert "simulated" in seen.words("#overview .panel:nth-child(3)")


def test_every_chart_is_drawn_named_and_has_its_numbers_as_a_table(look: Any, held: Path) -> None:
    seen = look(held)
    names = seen.page.eval_on_selector_all("#grid .chart", "all => all.map(one => one.id)")
    assert names == [
        "numbers", "persistence", "endings", "flow", "outcomes", "heat", "framing", "strategies", "flags", "referrals",
    ]  # fmt: skip
    for name in names:
        assert [seen.count(f"#{name} .canvas svg") > 0, seen.count(f"#{name} details table tbody tr") > 0] == [
            True,
            True,
        ]
    assert seen.count(".canvas:not([aria-label])") == 0


def test_erosion_stands_nowhere_by_strategy_or_path(look: Any, held: Path) -> None:
    seen = look(held)
    text = {name: str(seen.page.locator(f"#{name}").text_content()) for name in ("flow", "strategies", "flags")}
    assert {name: "eroded" in found for name, found in text.items()} == {
        "flow": False, "strategies": False, "flags": True,
    }  # fmt: skip
    seen.page.locator("#strategies summary").click()
    seen.page.locator("#strategies button.number").first.click()
    assert "eroded" not in seen.words("#list") + seen.words("#shown")


def test_filters_leave_the_conversations_that_were_asked_for(look: Any, held: Path) -> None:
    seen = look(held)
    assert "24 of 24" in seen.words("#shown")
    seen.page.select_option("select[name=target]", "reference:open")
    seen.page.wait_for_selector("#shown:has-text('6 of 24')")
    seen.page.select_option("select[name=persona]", "arjun")
    seen.page.wait_for_selector("#shown:not(:has-text('6 of 24'))")
    assert all("arjun" in one for one in seen.page.locator("#list .who").all_inner_texts())
    assert all("reference:open" in one for one in seen.page.locator("#list a").all_inner_texts())


def test_a_search_finds_words_and_not_hidden_ones(look: Any, nasty: Path) -> None:
    seen = look(nasty)
    for words, count in (("zzz nobody said this", 0), ("UNSAFE DETAIL", 0), ("FOR X IN Y", 2)):
        seen.page.fill("input[type=search]", words)
        seen.page.wait_for_selector(f"#shown:has-text('{count} of 2')")


def test_a_mark_and_a_number_lead_to_the_conversations_behind_them(look: Any, held: Path) -> None:
    seen = look(held)
    seen.page.locator("#heat .canvas").scroll_into_view_if_needed()
    seen.page.locator("#heat .canvas svg text").filter(has_text="/").first.click(force=True)
    seen.page.wait_for_selector("#all")
    shown = int(seen.words("#shown").split()[0])
    assert 0 < shown < 24
    seen.page.click("#all")
    seen.page.wait_for_selector("#shown:has-text('24 of 24')")
    seen.page.locator("#outcomes summary").click()
    number = seen.page.locator("#outcomes button.number").first
    count = int(number.inner_text().split()[0])
    number.click()
    seen.page.wait_for_selector(f"#shown:has-text('{count} of 24')")


def test_a_conversation_opens_with_timeline_states_and_cues(look: Any, held: Path) -> None:
    seen = look(held)
    seen.page.locator("#list a", has_text="reference:blunt").first.click()
    seen.page.wait_for_selector("#talk .turn")
    assert seen.count("#talk .line a.r") > 0
    assert [seen.count("#talk .inner svg"), seen.count("#talk mark sup") > 0] == [1, True]
    seen.page.click("#close")
    seen.page.wait_for_selector("#talk", state="hidden")


def test_a_link_opens_one_conversation(look: Any, held: Path) -> None:
    first = look(held)
    link = first.page.locator("#list a").nth(3).get_attribute("href")
    seen = look(held, link)
    seen.page.wait_for_selector("#talk .turn")
    assert seen.page.evaluate("encodeURIComponent(document.querySelector('#talk h2').textContent)") == link[1:]


def test_keys_alone_open_a_conversation(look: Any, held: Path) -> None:
    seen = look(held)
    seen.page.locator("#list a").first.focus()
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_selector("#talk .turn")
    assert seen.page.evaluate("document.activeElement.id") == "talk"


def test_unsafe_words_are_hidden_until_asked_for(look: Any, nasty: Path) -> None:
    seen = look(nasty)
    seen.page.locator("#list a").first.click()
    seen.page.wait_for_selector("#talk .turn")
    assert "[UNSAFE DETAIL]" not in seen.page.locator("#talk").inner_text()
    seen.page.click("button.unsafe")
    assert "[UNSAFE DETAIL]" in seen.page.locator("#talk").inner_text()
    seen.page.click("button.unsafe")
    assert "[UNSAFE DETAIL]" not in seen.page.locator("#talk").inner_text()


def test_hostile_words_are_shown_as_words_and_nothing_runs(look: Any, nasty: Path) -> None:
    seen = look(nasty)
    for at in (0, 1):
        seen.page.locator("#list a").nth(at).click()
        seen.page.wait_for_selector("#talk .turn")
        text = seen.page.locator("#talk").text_content()
        plain = [words for words in HOSTILE if "\u202e" not in words]
        assert [words for words in plain if text.count(words) != 2] == []
        assert LONG in text
        seen.page.click("#close")
    assert seen.page.evaluate("window.owned") is None
    assert seen.count("#talk img, #talk svg[onload], #talk script, main b[onclick]") == 0


def test_what_turns_the_direction_of_text_is_shown_by_its_code(look: Any, nasty: Path) -> None:
    seen = look(nasty)
    seen.page.locator("#list a").first.click()
    seen.page.wait_for_selector("#talk .turn")
    text = str(seen.page.locator("#talk").text_content())
    assert "left U+202E right U+2066 inner U+2069 zeroU+200Bwidth" in text
    assert not set(text) & set("\u202e\u2066\u2069\u200b\u0007")


def test_a_cue_after_a_character_outside_the_first_plane_spans_the_right_words(look: Any, nasty: Path) -> None:
    seen = look(nasty)
    seen.page.locator("#list a").first.click()
    seen.page.wait_for_selector("#talk .turn")
    assert seen.page.locator("#talk mark").first.text_content() == "declinesI can't \U0001f98b do that."


def test_a_fork_stands_beside_its_parent(look: Any, tmp_path: Path) -> None:
    folder = everything(tmp_path / "forks")
    within("report", folder)
    seen = look(folder / "report.html")
    seen.page.locator("#list a", has_text="warm").first.click()
    seen.page.wait_for_selector("#beside")
    seen.page.select_option("#beside", index=1)
    seen.page.wait_for_selector(".sides.two")
    assert seen.count(".side") == 2


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_accessibility_rules_object_to_nothing(look: Any, nasty: Path, size: dict[str, int], dark: bool) -> None:
    seen = look(nasty, size=size, dark=dark)
    for summary in seen.page.locator("summary").all():
        summary.click()
    seen.page.locator("#list a").first.click()
    seen.page.wait_for_selector("#talk .turn")
    seen.page.click("button.unsafe")
    assert faults(seen) == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_the_accessibility_rules_would_object(look: Any, held: Path) -> None:
    seen = look(held)
    seen.page.evaluate("document.querySelector('#theme').textContent = ''")
    assert [one for one in faults(seen) if one.startswith("button-name")]


def test_the_theme_is_the_systems_until_it_is_changed(look: Any, held: Path) -> None:
    seen = look(held, dark=True)
    ground = "getComputedStyle(document.body).backgroundColor"
    before = seen.page.evaluate(ground)
    seen.page.click("#theme")
    assert [seen.page.evaluate(ground) != before, seen.page.get_attribute("#theme", "aria-pressed")] == [True, "false"]


def test_paper_is_light_and_the_screen_dark_again_afterwards(look: Any, held: Path) -> None:
    seen = look(held, dark=True)
    seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert seen.page.get_attribute("html", "class") == ""
    seen.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert seen.page.get_attribute("html", "class") == "dark"


def test_what_the_page_cannot_hold_lies_beside_it_and_opens_too(
    look: Any, held: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pastno.reported.inside", lambda packs: inside(packs, most=0))
    out = tmp_path / "apart.html"
    assert within("report", held.parent, "--out", out).code == 0
    assert (tmp_path / "apart-talks" / "pack-0.js").exists()
    seen = look(out)
    seen.page.locator("#list a").first.click()
    seen.page.wait_for_selector("#talk .turn")
    assert [url.rpartition("/")[2] for url in seen.requests] == ["apart.html", "pack-0.js"]


def test_a_page_without_the_folder_beside_it_says_so(look: Any, held: Path, tmp_path: Path) -> None:
    """The words are missing, the rest works."""
    console_of_a_missing_file = "Failed to load resource"
    out = tmp_path / "apart.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pastno.reported.inside", lambda packs: inside(packs, most=0))
        within("report", held.parent, "--out", out)
    (tmp_path / "apart-talks" / "pack-0.js").unlink()
    seen = look(out)
    seen.page.locator("#list a").first.click()
    seen.page.wait_for_selector("#talk .note")
    assert "pack-0.js is not beside this page" in seen.words("#talk")
    assert all(console_of_a_missing_file in one for one in seen.problems)
    seen.problems.clear()
