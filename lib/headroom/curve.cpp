// Tested by: tests/headroom/curve_test.cpp.

#include <algorithm>
#include <cassert>

#include <eniplan/headroom.hpp>

namespace eniplan {
namespace {

CurvePoint point_at(const HeadroomCurve& curve, std::int64_t wanted) {
  return {wanted, std::min(wanted, curve.fits), std::min(wanted, curve.fits_all_trunked)};
}

}  // namespace

std::vector<CurvePoint> points(const HeadroomCurve& curve, std::size_t most) {
  assert(most >= 2);
  const std::int64_t last = std::min(curve.up_to, static_cast<std::int64_t>(most) - 1);
  std::vector<CurvePoint> all;
  for (std::int64_t i = 0; i <= last; ++i) {
    // At most 10^7 times the number of points.
    all.push_back(point_at(curve, last == 0 ? 0 : curve.up_to * i / last));
  }
  return all;
}

std::vector<CurvePoint> bends(const HeadroomCurve& curve) {
  std::vector<std::int64_t> wanted = {0, curve.up_to};
  for (const std::int64_t bend : {curve.fits, curve.fits_all_trunked}) {
    if (bend < curve.up_to) wanted.push_back(bend);
  }
  std::ranges::sort(wanted);
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  std::vector<CurvePoint> all;
  for (const std::int64_t count : wanted) all.push_back(point_at(curve, count));
  return all;
}

}  // namespace eniplan
