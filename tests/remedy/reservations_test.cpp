#include "remedy/reservations.hpp"

#include "placement/plain_cluster.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace eniplan::remedy;
using Resource = LowerReservation::Resource;

namespace {

TaskDefinition two_containers() {
  return {.family = "two",
          .container_definitions = {{.name = "a", .cpu = {300}, .memory = MiB{300}},
                                    {.name = "b", .cpu = {100}, .memory = MiB{500}, .memory_reservation = MiB{100}}}};
}

}  // namespace

TEST_CASE("reservations: containers keep their shares and their hard limits", "[remedy]") {
  TaskDefinition definition = two_containers();
  CHECK(reserved(definition, Resource::memory) == 400);  // 300 and the soft limit of 100
  reserve(definition, Resource::memory, 201);
  // 300 * 201 / 400 = 150 and 100 * 201 / 400 = 50; the one left over goes to the first.
  CHECK(definition.container_definitions[0].memory_reservation == MiB{151});
  CHECK(definition.container_definitions[0].memory == MiB{300});
  CHECK(definition.container_definitions[1].memory_reservation == MiB{50});
  CHECK(definition.container_definitions[1].memory == MiB{500});
  CHECK(reserved(definition, Resource::memory) == 201);
  CHECK(least_reservation(definition, Resource::memory) == 12);
}

TEST_CASE("reservations: the size of a whole task takes its containers with it", "[remedy]") {
  TaskDefinition definition = two_containers();
  definition.memory = MiB{400};
  definition.cpu = CpuUnits{1000};
  reserve(definition, Resource::memory, 200);
  CHECK(definition.memory == MiB{200});
  CHECK(definition.container_definitions[0].memory == MiB{150});  // hard limits may not be above it
  CHECK(definition.container_definitions[1].memory == MiB{50});
  CHECK_FALSE(definition.container_definitions[1].memory_reservation.has_value());
  reserve(definition, Resource::cpu, 400);
  CHECK(definition.cpu == CpuUnits{400});
  CHECK(definition.container_definitions[0].cpu == CpuUnits{300});  // 400 together, as before
  reserve(definition, Resource::cpu, 200);
  CHECK(definition.container_definitions[0].cpu == CpuUnits{150});
  CHECK(least_reservation(definition, Resource::cpu) == 128);
}

TEST_CASE("reservations: amounts near the largest do not overflow", "[remedy]") {
  TaskDefinition definition{.family = "vast",
                            .container_definitions = {{.name = "a", .memory = MiB{1'000'000'000'000}}}};
  reserve(definition, Resource::memory, 999'999'999'999);
  CHECK(reserved(definition, Resource::memory) == 999'999'999'999);
}
