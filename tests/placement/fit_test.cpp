#include <eniplan/placement.hpp>

#include "plain_cluster.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using eniplan::tests::box_type;
using eniplan::tests::gpu_box_type;

TEST_CASE("fit: interfaces run out before CPU and memory without a trunk, CPU with one", "[fit]") {
  const Resources needs{.cpu = {512}, .memory = {256}, .eni = {1}};
  const Fit untrunked = fit(box_type(), needs, Trunking::disabled);
  CHECK(untrunked.count == 3);  // min(4096 / 512 = 8, 8000 / 256 = 31, 3 slots)
  CHECK(untrunked.limit == Reason::eni);
  CHECK(untrunked.registered == Resources{.cpu = {4096}, .memory = {8000}, .eni = {3}});
  CHECK(untrunked.used == Resources{.cpu = {1536}, .memory = {768}, .eni = {3}});

  const Fit trunked = fit(box_type(), needs, Trunking::enabled);
  CHECK(trunked.count == 8);  // min(8, 31, 10)
  CHECK(trunked.limit == Reason::cpu);
  CHECK(trunked.registered.eni == EniSlots{10});
}

TEST_CASE("fit: of resources that run out together the first checked is named", "[fit]") {
  const Fit both = fit(box_type(), {.cpu = {2048}, .memory = {4000}}, Trunking::disabled);
  CHECK(both.count == 2);  // 4096 / 2048 = 8000 / 4000
  CHECK(both.limit == Reason::cpu);
}

TEST_CASE("fit: a GPU that the type lacks means none fits", "[fit]") {
  CHECK(fit(gpu_box_type(), {.gpu = {1}}, Trunking::disabled).count == 2);
  const Fit none = fit(box_type(), {.cpu = {1}, .gpu = {1}}, Trunking::disabled);
  CHECK(none.count == 0);
  CHECK(none.limit == Reason::gpu);
  CHECK(none.used == Resources{});
}

TEST_CASE("fit: a task that needs nothing has no limit", "[fit]") {
  CHECK_FALSE(fit(box_type(), {}, Trunking::disabled).limit);
}
