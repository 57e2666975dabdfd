"""Which coding a client accepts: a weight of zero refuses, however many digits it is written with."""

import pytest

from web.conditional_requests import takes_gzip


@pytest.mark.parametrize("weight", ["0", "0.", "0.0", "0.00", "0.000"])
@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP"])
def test_gzip_with_a_weight_of_zero_is_refused(coding, weight):
    assert not takes_gzip(f"br, {coding};q={weight}".encode())
    assert not takes_gzip(f"{coding} ; q = {weight}".encode())


@pytest.mark.parametrize("asked", ["gzip", "x-gzip", "br;q=0, gzip", "gzip;q=0.001", "gzip;q=0.100", "gzip;q=1"])
def test_gzip_with_any_other_weight_is_taken(asked):
    assert takes_gzip(asked.encode())


@pytest.mark.parametrize("asked", ["", "br", "identity", "gzipped", "*;q=0"])
def test_gzip_that_nobody_asked_for_is_not_taken(asked):
    assert not takes_gzip(asked.encode())
