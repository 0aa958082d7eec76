#include "io/write_trunking.hpp"

#include <sstream>
#include <string>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

TrunkingReport report_of_three() {
  const TrunkingCause cause{.obstacle = TrunkingObstacle::agent_too_old,
                            .certain = true,
                            .explanation = "The agent is 1.20.0.",
                            .check = "look",
                            .source = {"A page", "2026"}};
  return {.cluster_name = "shop",
          .groups = {{.name = "free",
                      .is_capacity_group = true,
                      .instances = 2,
                      .instance_type = "c5.large",
                      .type_known = true,
                      .slots = {2},
                      .slots_with_trunk = EniSlots{10}},
                     {.name = "abc",
                      .first_instance = 2,
                      .instances = 3,
                      .instance_type = "m5.large",
                      .availability_zone = "a",
                      .type_known = true,
                      .wish = TrunkingWish::account,
                      .slots = {2},
                      .slots_with_trunk = EniSlots{10},
                      .causes = {cause}},
                     {.name = "odd", .first_instance = 5, .instances = 1}}};
}

}  // namespace

TEST_CASE("writing trunking: those that lack a trunk come first, with the cause and how to check it", "[trunking]") {
  std::ostringstream out;
  io::write_trunking_text(out, report_of_three(), Color::off);
  CHECK(out.str() == R"(  INSTANCES  COUNT  TYPE      ZONE  TRUNK    SLOTS  WITH TRUNK  GAIN
  abc            3  m5.large  a     missing      2          10    +8
  free           2  c5.large        no           2          10    +8
  odd            1  ?               unknown      0

  abc and 2 more like it: the account setting says trunking, but they have no trunk
    certain: The agent is 1.20.0.
      check:  look
      source: A page, 2026
)");
}

TEST_CASE("writing trunking: JSON has the groups in canonical order, and null for what is not known", "[trunking]") {
  std::ostringstream out;
  {
    io::DocumentWriter writer(out, io::DocumentWriter::Syntax::json);
    writer.begin_object();
    TrunkingReport report = report_of_three();
    report.groups.erase(report.groups.begin());
    io::write_trunking_member(writer, report);
    writer.end_object();
  }
  CHECK(out.str() == R"({
  "trunking": [
    {
      "name": "abc",
      "capacityGroup": false,
      "instances": 3,
      "instanceType": "m5.large",
      "availabilityZone": "a",
      "typeKnown": true,
      "trunked": false,
      "possible": true,
      "wishedBy": "account",
      "slots": 2,
      "slotsWithTrunk": 10,
      "gain": 8,
      "causes": [
        {
          "cause": "agent-too-old",
          "certain": true,
          "explanation": "The agent is 1.20.0.",
          "check": "look",
          "source": "A page",
          "date": "2026"
        }
      ]
    },
    {
      "name": "odd",
      "capacityGroup": false,
      "instances": 1,
      "instanceType": null,
      "availabilityZone": null,
      "typeKnown": false,
      "trunked": false,
      "possible": false,
      "wishedBy": "none",
      "slots": 0,
      "slotsWithTrunk": null,
      "gain": null,
      "causes": []
    }
  ]
}
)");
}
