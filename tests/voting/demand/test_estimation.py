"""Raking and its errors as published, joining, refusing, and shares of many ideas at once."""

import csv
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from tests.shared_data import shared
from voting.demand.bands import between, discount_readiness, percentile_ends, wilson
from voting.demand.cells import Classification, Joined, join_line, join_thin
from voting.demand.estimation import Floats, Panel, Refusal, gather, heard, shares
from voting.demand.raking import (
    Margin,
    effective_number,
    jackknife_error,
    linearised_error,
    misfit,
    rake,
    rake_trimmed,
    weighted_median,
)


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    values: dict[str, Any] = json.loads(shared("reference/published_values.json").read_text())
    return values


def test_kalton_and_flores_cervantes_tables_come_out(published: dict[str, Any]) -> None:
    table = published["raking_kalton_flores_cervantes_2003"]
    sample, population = np.array(table["sample"], dtype=float), np.array(table["population"], dtype=float)
    row, column = (index.ravel() for index in np.indices(sample.shape))
    margins = [Margin(row, population.sum(axis=1)), Margin(column, population.sum(axis=0))]
    raked = rake(sample.ravel(), margins)
    assert raked / sample.ravel() == pytest.approx(np.ravel(table["raked_weights"]), abs=0.0051)
    assert misfit(raked, margins) < 1e-8
    cells = rake(sample.ravel(), [Margin(np.arange(12), population.ravel())])
    assert cells / sample.ravel() == pytest.approx(np.ravel(table["poststratified_weights"]), abs=0.0051)


def test_californian_schools_come_out_as_r_prints_them(published: dict[str, Any]) -> None:
    reference = published["raking_apiclus1_r_survey_rakecheck"]
    with shared("survey/apiclus1.csv").open() as file:
        rows = list(csv.DictReader(file))
    base, score, enrolled, district = (
        np.array([float(row[name]) for row in rows]) for name in ("pw", "api00", "enroll", "dnum")
    )
    margins = []
    for name, totals in reference["margins"].items():
        codes = np.array([list(totals).index(row[name]) for row in rows])
        margins.append(Margin(codes, np.array(list(totals.values()), dtype=float)))
    weights = rake(base, margins)
    mean = float(weights @ score) / float(weights.sum())
    replicates = np.array([rake(np.where(district == one, 0.0, base), margins) for one in np.unique(district)])
    assert mean == pytest.approx(reference["mean_api00"], abs=0.005)
    assert float(weights @ enrolled) == pytest.approx(reference["total_enroll"], abs=0.5)

    def linearised(influence: Floats) -> float:
        return linearised_error(
            influence, weights=weights, base=base, margins=margins, clusters=district.astype(int), clusters_in_all=757
        )

    assert linearised((score - mean) / weights.sum()) == pytest.approx(reference["se_linearised"], abs=5e-4)
    assert linearised(enrolled) == pytest.approx(reference["se_total_linearised"], abs=0.5)
    means = replicates @ score / replicates.sum(axis=1)
    assert jackknife_error(means, clusters_in_all=757) == pytest.approx(reference["se_jackknife"], abs=5e-4)
    assert jackknife_error(replicates @ enrolled, clusters_in_all=757) == pytest.approx(
        reference["se_total_jackknife"], abs=0.5
    )


def test_wilson_is_as_newcombe_prints_it(published: dict[str, Any]) -> None:
    for fraction, ends in published["wilson_95_newcombe_1998"].items():
        wanting, number = (int(part) for part in fraction.split("/"))
        assert np.array(wilson(np.array([wanting / number]), number))[:, 0] == pytest.approx(ends, abs=5e-5)


def test_margins_of_different_totals_are_refused() -> None:
    with pytest.raises(ValueError, match="different totals"):
        rake(np.ones(2), [Margin(np.array([0, 1]), np.array([1.0, 1.0])), Margin(np.array([0, 0]), np.array([3.0]))])


def test_an_empty_category_leaves_its_target_to_the_others() -> None:
    margin = Margin(np.array([0, 1]), np.array([30.0, 10.0]))
    assert rake(np.array([[1.0, 1.0], [5.0, 0.0]]), [margin]) == pytest.approx(np.array([[30, 10], [40, 0]]))


def test_no_weight_stays_above_five_times_the_median() -> None:
    counts = np.array([100.0, 100.0, 5.0])
    margin = Margin(np.arange(3), np.array([1000.0, 1000.0, 8000.0]))
    weights = rake_trimmed(counts, [margin])
    assert weights.max() <= 5 * weighted_median(weights, counts)[0] * (1 + 1e-9)
    assert float(weights @ counts) == pytest.approx(10_000)
    assert effective_number(weights, counts) == pytest.approx(effective_number(np.repeat(weights, counts.astype(int))))


def test_kish_number_of_equal_weights_is_their_count() -> None:
    assert effective_number(np.full(40, 7.0)) == pytest.approx(40)
    assert effective_number(np.zeros(3)) == 0


def test_thin_categories_are_joined_and_said() -> None:
    codes = np.repeat([0, 1, 2, 3], [30, 2, 20, 40])
    base = np.array([300.0, 50.0, 100.0, 400.0])
    ordered = Classification("tenure", ("new", "year", "old", "ancient"), codes, base, ordered=True)
    margin, said = join_thin(ordered, np.ones(92))
    assert said == (Joined("tenure", ("year", "old"), 22),)
    assert list(margin.targets) == [300, 150, 400]
    assert list(np.bincount(margin.codes)) == [30, 22, 40]


def test_a_category_without_customers_is_never_a_target_of_zero() -> None:
    codes = np.repeat([0, 1], [30, 30])
    margin, said = join_thin(Classification("segment", ("a", "b", "c"), codes, np.array([90.0, 0.0, 0.0])), np.ones(60))
    assert list(margin.targets) == [90]
    assert len(said) == 1


@pytest.mark.parametrize(
    ("counts", "groups"),
    [
        ([25, 30, 40], [0, 1, 2]),
        ([25, 3, 21, 40], [0, 1, 1, 2]),
        ([5, 5, 5, 5, 30], [0, 0, 0, 0, 1]),
        ([4, 3], [0, 0]),
        ([50], [0]),
    ],
)
def test_cells_of_the_band_hold_twenty_voices(counts: list[int], groups: list[int]) -> None:
    assert list(join_line(np.array(counts, dtype=float))) == groups


def test_readiness_is_undone() -> None:
    wanting = np.array([0.0, 0.1, 0.5, 1.0])
    for readiness in (1.0, 1.5, 2.0):
        heard = readiness * wanting / (readiness * wanting + 1 - wanting)
        assert discount_readiness(heard, readiness=readiness) == pytest.approx(wanting)
    with pytest.raises(ValueError, match="below 1"):
        discount_readiness(wanting, readiness=0.9)


def test_cells_of_one_voice_would_hide_the_doubt() -> None:
    voices = np.repeat([0.0, 1.0], [80, 20])
    assert float(discount_readiness(np.array([voices.mean()]), readiness=2)[0]) == pytest.approx(0.111, abs=5e-4)
    assert float(discount_readiness(voices, readiness=2).mean()) == pytest.approx(0.2)


def test_percentile_ends_hold_their_level_for_200_draws() -> None:
    rng = np.random.default_rng(1)
    low, high = percentile_ends(rng.random((20_000, 200)))
    assert float(np.mean(high - low)) == pytest.approx(0.95, abs=0.001)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 240), st.sampled_from([1.0, 3.0, 1e9]))
def test_ends_are_to_the_last_bit_those_of_numpy(seed: int, draws: int, scale: float) -> None:
    given_ = np.random.default_rng(seed).gamma(1, scale, (7, draws)).round(seed % 3)
    low, high = percentile_ends(given_)
    slow = np.quantile(given_, [(1 - 0.95) / 2, 1 - (1 - 0.95) / 2], axis=-1, method="weibull")
    assert np.array_equal([low, high], slow)
    assert np.array_equal(between(np.sort(given_, axis=-1), 0.025 * (draws - 1)), np.percentile(given_, 2.5, axis=1))


def flat(voices: int, *, base: float = 10_000) -> list[Classification]:
    return [Classification("segment", ("all",), np.zeros(voices, dtype=np.int64), np.array([base]))]


def test_few_voices_are_refused_with_a_reason() -> None:
    assert gather(flat(29)) == Refusal("few_voices", 29)
    assert gather(flat(40, base=0)) == Refusal("no_customers", 40)
    assert isinstance(gather(flat(30)), Panel)


def test_a_small_effective_number_is_refused() -> None:
    codes = np.repeat([0, 1], [30, 5])
    answer = gather([Classification("segment", ("loud", "quiet"), codes, np.array([60.0, 50_000.0]))])
    assert isinstance(answer, Refusal)
    assert answer.reason == "few_effective"
    assert answer.effective < 15


def world(seed: int, *, voices: int = 300, ideas: int = 7) -> tuple[list[Classification], sparse.csr_array]:
    rng = np.random.default_rng(seed)
    segment, tenure = rng.integers(0, 3, voices), rng.integers(0, 4, voices)
    sizes, ages = rng.integers(100, 3000, 3).astype(float), rng.integers(50, 3000, 4).astype(float)
    classifications = [
        Classification("segment", ("a", "b", "c"), segment, sizes),
        Classification("tenure", ("0", "1", "2", "3"), tenure, ages * sizes.sum() / ages.sum(), ordered=True),
    ]
    return classifications, sparse.csr_array((rng.random((voices, ideas)) < rng.random(ideas)).astype(float))


def slow_shares(panel: Panel, wants: Floats) -> tuple[Floats, Floats, Floats]:
    """Interval of g = 1 and lower end of g = 2 by the words of the definition, one draw and one cell at a time."""
    plain, doubted = [], []
    for draw in panel.draws:
        sums = np.zeros(wants.shape[1])
        for cell in np.unique(panel.band):
            inside = panel.band == cell
            number = draw[inside].sum()
            if number > 0:
                sums += number * discount_readiness(np.minimum(draw[inside] @ wants[inside] / number, 1), readiness=2)
        plain.append(draw @ wants / draw.sum())
        doubted.append(sums / draw.sum())
    low, high = percentile_ends(np.array(plain).T)
    return low, high, percentile_ends(np.array(doubted).T)[0]


def test_many_ideas_at_once_agree_with_the_definition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voting.demand.estimation.PAIRS_AT_ONCE", 150)
    classifications, wants = world(3)
    panel = gather(classifications)
    assert isinstance(panel, Panel)
    found = shares(panel, wants)
    low, high, band_low = slow_shares(panel, wants.toarray())
    often = np.asarray((wants.sum(axis=0) >= 5) & (wants.sum(axis=0) <= 295)).ravel()
    assert found.share == pytest.approx(panel.weights @ wants.toarray() / panel.base)
    for ours, theirs in ((found.low, low), (found.high, high), (found.band_low, band_low)):
        assert ours[often] == pytest.approx(theirs[often])
    assert np.array_equal(found.band_high, found.high)


def test_the_same_seed_gives_the_same_ends() -> None:
    classifications, wants = world(4)
    first, second, other = (gather(classifications, seed=seed) for seed in (1, 1, 2))
    assert isinstance(first, Panel)
    assert isinstance(second, Panel)
    assert isinstance(other, Panel)
    assert np.array_equal(shares(first, wants).low, shares(second, wants).low)
    assert not np.array_equal(first.draws, other.draws)


def test_an_idea_nobody_supports_is_not_known_to_be_wanted_by_nobody() -> None:
    panel = gather(flat(100))
    assert isinstance(panel, Panel)
    found = shares(panel, sparse.csr_array((100, 2)))
    assert list(found.share) == [0, 0]
    assert list(found.band_low) == [0, 0]
    assert np.all((found.band_high > 0.03) & (found.band_high < 0.04))
    assert len(shares(panel, sparse.csr_array((100, 0))).share) == 0


def test_worth_as_measure_counts_the_rich_more() -> None:
    panel = gather(flat(100))
    assert isinstance(panel, Panel)
    wants = sparse.csr_array(np.repeat([1.0, 0.0], 50)[:, None])
    found = shares(panel, wants, measure=np.repeat([30.0, 10.0], 50))
    assert found.share[0] == pytest.approx(0.75)
    assert shares(panel, wants, measure=np.zeros(100)).share[0] == 0


def test_a_measure_that_is_the_same_for_all_counts_heads() -> None:
    classifications, wants = world(3, voices=150)
    panel = gather(classifications)
    assert isinstance(panel, Panel)
    heads, alike = shares(panel, wants), shares(panel, wants, measure=np.full(150, 7.0))
    for by_heads, by_measure in zip(vars(heads).values(), vars(alike).values(), strict=True):
        assert by_measure == pytest.approx(by_heads, abs=1e-12)


def test_a_few_rich_voices_say_less_than_many_alike_and_widen_the_ends() -> None:
    panel = gather(flat(100))
    assert isinstance(panel, Panel)
    rich = np.concatenate([np.full(4, 1000.0), np.ones(96)])
    assert heard(panel, np.ones(100)) == pytest.approx(100)
    assert heard(panel, rich) == pytest.approx(4096**2 / (4 * 1000**2 + 96))
    assert heard(panel, np.zeros(100)) == 0
    one = sparse.csr_array(np.eye(100)[:, [50]])
    assert shares(panel, one, measure=rich).high[0] > shares(panel, one).high[0]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(30, 200))
def test_ends_are_in_order_and_weights_stand_for_the_base(seed: int, voices: int) -> None:
    classifications, wants = world(seed, voices=voices)
    panel = gather(classifications, draws=40)
    if isinstance(panel, Refusal):
        return
    assert float(panel.weights @ panel.counts) == pytest.approx(panel.base)
    assert panel.weights.max() <= 5 * np.median(panel.weights) * (1 + 1e-9)
    assert panel.draws.sum(axis=1) == pytest.approx(np.full(40, panel.base))
    assert np.bincount(panel.band).min() >= 20
    found = shares(panel, wants)
    ends = np.stack([found.band_low, found.low, found.share, found.high])
    assert np.all(np.diff(ends, axis=0) >= 0)
    assert np.all((ends >= 0) & (ends <= 1))
    assert np.array_equal(found.high, found.band_high)
