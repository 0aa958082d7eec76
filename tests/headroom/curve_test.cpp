#include <eniplan/headroom.hpp>

#include "support/catch.hpp"

using namespace eniplan;

TEST_CASE("curve: it rises one for one and stays level, with trunks later", "[headroom]") {
  const std::vector<CurvePoint> all = points({.up_to = 4, .fits = 2, .fits_all_trunked = 3}, 100);
  CHECK(all == std::vector<CurvePoint>{{0, 0, 0}, {1, 1, 1}, {2, 2, 2}, {3, 2, 3}, {4, 2, 3}});
}

TEST_CASE("curve: too many points are thinned evenly, and the ends stay", "[headroom]") {
  const std::vector<CurvePoint> thin = points({.up_to = 10, .fits = 7, .fits_all_trunked = 7}, 5);
  // 10 * i / 4 for i from 0 to 4, rounded down.
  CHECK(thin == std::vector<CurvePoint>{{0, 0, 0}, {2, 2, 2}, {5, 5, 5}, {7, 7, 7}, {10, 7, 7}});
  const std::vector<CurvePoint> vast = points({.up_to = most_headroom, .fits = 1, .fits_all_trunked = 1}, 1001);
  CHECK(vast.size() == 1001);
  CHECK(vast.back().wanted == most_headroom);
  CHECK(vast[1].wanted == 10'000);
}

TEST_CASE("curve: up to nothing it is one point", "[headroom]") {
  const HeadroomCurve curve{.up_to = 0, .fits = 3, .fits_all_trunked = 5};
  CHECK(points(curve, 10) == std::vector<CurvePoint>{{0, 0, 0}});
  CHECK(bends(curve) == std::vector<CurvePoint>{{0, 0, 0}});
}

TEST_CASE("curve: its bends are its ends and where a line turns, each once", "[headroom]") {
  CHECK(bends({.up_to = 9, .fits = 2, .fits_all_trunked = 5}) ==
        std::vector<CurvePoint>{{0, 0, 0}, {2, 2, 2}, {5, 2, 5}, {9, 2, 5}});
  CHECK(bends({.up_to = 9, .fits = 4, .fits_all_trunked = 4}) ==
        std::vector<CurvePoint>{{0, 0, 0}, {4, 4, 4}, {9, 4, 4}});
  CHECK(bends({.up_to = 9, .fits = 9, .fits_all_trunked = 20}) == std::vector<CurvePoint>{{0, 0, 0}, {9, 9, 9}});
  CHECK(bends({.up_to = 9, .fits = 0, .fits_all_trunked = 0}) == std::vector<CurvePoint>{{0, 0, 0}, {9, 0, 0}});
}
