"""What a terminal shows of a run."""

import copy

import pytest

from coinsure.report.monospace import width
from coinsure.report.terminal import COLUMNS, run_summary, wrapped


def test_a_run_is_told_in_the_language_asked_for(summary):
    assert "经济资本" in run_summary(summary, "zh")
    english = run_summary(summary, "en")
    assert "Economic capital" in english
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in english)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_five_findings_come_first_each_with_a_shape_and_a_word(summary, language):
    text = run_summary(summary, language)
    marked = [line for line in text.splitlines() if line[:1] in "●▲■" and line]
    words = {"zh": ("良好", "关注", "警示"), "en": ("In order", "Watch", "Act")}[language]
    assert len(marked) == 5
    assert all(line[2:].startswith(words) for line in marked)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_sentence_of_the_verdict_is_wider_than_a_line(summary, language):
    verdict = run_summary(summary, language).split("\n\n")[1]
    assert max(map(width, verdict.splitlines())) <= COLUMNS


def test_checks_that_failed_are_named_once_each(summary):
    broken = copy.deepcopy(summary)
    for check in broken["checks"]:
        check["passed"] = check["name"] != "article_103"
    failed = sum(not check["passed"] for check in broken["checks"])
    last = run_summary(broken, "en").splitlines()[-1]
    assert last == (
        f"{failed} of {len(broken['checks'])} checks failed: Insurance Law, article 103."
    )


def test_a_figure_that_is_missing_is_a_dash_with_its_reason(summary):
    thin = copy.deepcopy(summary)
    level = str(thin["capital"]["level"])
    reason = "only 12 of 2400 rows exceed VaR, 20 are needed"
    thin["pool"]["gross"]["tvar"][level] = {"value": None, "reason": reason}
    text = run_summary(thin, "en")
    assert ": only 12 of 2,400 sampled years are beyond VaR, 20 are needed" in text


def test_numbers_and_latin_words_are_not_broken():
    assert wrapped("最低资本6,003万元", "● ", 14).splitlines() == ["● 最低资本", "  6,003万元"]


def test_chinese_punctuation_never_begins_a_line():
    assert wrapped("保费充足，资本充裕。", "", 8).splitlines() == ["保费充", "足，资本", "充裕。"]
