"""Equal shares, by hand."""

from coinsure.pool import Equal


def test_everybody_has_the_same_share_within_its_appetite(members):
    four = members(9.0, 1.0, 5.0, 3.0, appetite=[{}, {"ic": 0.1}, {}, {}])
    table = Equal().divide(four, ("ic", "materials"))
    assert table.liability.T.round(12).tolist() == [[0.3, 0.1, 0.3, 0.3], [0.25] * 4]
    assert (table.premium == table.liability).all()
