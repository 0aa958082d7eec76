// How much more fits: JSON, YAML and CSV here, text and Markdown in write_headroom_text.cpp.

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include <eniplan/catalog.hpp>

#include "io/answer_parts.hpp"
#include "io/headroom_wording.hpp"
#include "io/text_table.hpp"
#include "io/write_headroom.hpp"

namespace eniplan::io {
namespace {

using Layout = DocumentWriter::Layout;

void write_or_null(DocumentWriter& writer, std::string_view key, const auto& value) {
  if (value) {
    writer.member(key, *value);
  } else {
    writer.key(key);
    writer.null();
  }
}

void write_rollout(DocumentWriter& writer, const ServiceHeadroom& service) {
  if (!service.rollout_unknown.empty()) writer.member("rolloutUnknown", service.rollout_unknown);
  if (!service.rollout) return;
  const RolloutHeadroom& rollout = *service.rollout;
  writer.key("rollout");
  writer.begin_object(Layout::row);
  writer.member("rollsNow", rollout.rolls_now);
  if (!rollout.rolls_now) writer.member("reason", rollout.reason);
  write_or_null(writer, "largestDesiredCount", rollout.largest);
  writer.member("proved", rollout.proved);
  writer.member("trials", rollout.trials);
  writer.end_object();
}

void write_points(DocumentWriter& writer, std::string_view key, const std::vector<CurvePoint>& points) {
  writer.key(key);
  writer.begin_array();
  for (const CurvePoint& point : points) {
    writer.begin_object(Layout::row);
    writer.member("wanted", point.wanted);
    writer.member("placed", point.placed);
    writer.member("placedAllTrunked", point.placed_all_trunked);
    writer.end_object();
  }
  writer.end_array();
}

void write_curve(DocumentWriter& writer, const HeadroomCurve& curve) {
  writer.key("curve");
  writer.begin_object();
  writer.member("upTo", curve.up_to);
  writer.member("fits", curve.fits);
  writer.member("fitsAllTrunked", curve.fits_all_trunked);
  write_points(writer, "bends", bends(curve));
  write_points(writer, "points", points(curve, most_points));
  writer.end_object();
}

void write_service(DocumentWriter& writer, const ServiceHeadroom& service, const InstanceResults& instances) {
  writer.begin_object();
  writer.member("serviceName", service.service_name);
  writer.member("taskDefinition", service.task_definition);
  writer.member("desiredCount", service.desired_count);
  writer.member("placedCount", service.placed);
  writer.member("more", service.more);
  writer.member("moreThatFailToAttach", service.more_that_fail_to_attach);
  writer.member("bounded", service.bounded);
  writer.key("next");
  if (service.next) {
    write_failure(writer, *service.next, instances);
  } else {
    writer.null();
  }
  write_rollout(writer, service);
  if (service.curve) write_curve(writer, *service.curve);
  writer.end_object();
}

void write_stranded_group(DocumentWriter& writer, const StrandedGroup& group) {
  writer.begin_object(Layout::row);
  write_or_null(writer, "instanceType", group.instance_type);
  write_or_null(writer, "availabilityZone", group.availability_zone);
  writer.member("instances", group.instances);
  writer.member("CPU", group.cpu.value);
  writer.member("MEMORY", group.memory.value);
  write_or_null(writer, "microUsdPerMonth", group.microusd_month);
  writer.end_object();
}

void write_stranded(DocumentWriter& writer, const Stranded& stranded) {
  writer.key("stranded");
  writer.begin_object();
  writer.member("instancesWithSlots", stranded.with_slots);
  writer.member("instances", stranded.instances);
  writer.member("instancesWithoutPrice", stranded.instances_without_price);
  writer.member("CPU", stranded.cpu.value);
  writer.member("MEMORY", stranded.memory.value);
  writer.member("microUsdPerMonth", stranded.microusd_month);
  writer.member("priceRegion", price_region);
  writer.member("priceDate", price_date);
  writer.key("groups");
  writer.begin_array();
  for (const StrandedGroup& group : stranded.groups) write_stranded_group(writer, group);
  writer.end_array();
  writer.end_object();
}

void write_cluster(DocumentWriter& writer, const HeadroomResult& result) {
  writer.begin_object();
  writer.member("clusterName", result.cluster_name);
  writer.key("services");
  writer.begin_array();
  for (const ServiceHeadroom& service : result.services) write_service(writer, service, result.instances);
  writer.end_array();
  write_stranded(writer, result.stranded);
  write_warnings(writer, result.warnings);
  writer.end_object();
}

void write_document(std::ostream& out, std::span<const HeadroomResult> results, Format format) {
  DocumentWriter writer(out, syntax_of(format));
  begin_answer(writer, "eniplan.headroom/1");
  writer.key("clusters");
  writer.begin_array();
  for (const HeadroomResult& result : results) write_cluster(writer, result);
  writer.end_array();
  writer.end_object();
}

// CSV

void write_points_csv(std::ostream& out, const std::string& cluster, const ServiceHeadroom& service) {
  for (const CurvePoint& point : points(*service.curve, most_points)) {
    const std::vector<std::string> row = {cluster, service.service_name, fmt::to_string(point.wanted),
                                          fmt::to_string(point.placed), fmt::to_string(point.placed_all_trunked)};
    write_csv_row(out, row);
  }
}

std::vector<std::string> csv_row(const std::string& cluster, const ServiceHeadroom& service) {
  std::vector<std::string> row = {cluster,
                                  service.service_name,
                                  fmt::to_string(service.desired_count),
                                  fmt::to_string(service.placed),
                                  fmt::to_string(service.more),
                                  service.next ? std::string(to_string(service.next->reason)) : ""};
  if (const auto& rollout = service.rollout) {
    row.insert(row.end(),
               {rollout->rolls_now ? "true" : "false", rollout->largest ? fmt::to_string(*rollout->largest) : "",
                rollout->proved ? "true" : "false"});
  } else {
    row.insert(row.end(), {"", "", ""});
  }
  return row;
}

void write_csv(std::ostream& out, std::span<const HeadroomResult> results) {
  const bool has_curves = std::ranges::any_of(results, [](const HeadroomResult& result) {
    return !result.services.empty() && result.services.front().curve.has_value();
  });
  const std::vector<std::string> of_points = {"clusterName", "serviceName", "wanted", "placed", "placedAllTrunked"};
  const std::vector<std::string> of_services = {"clusterName", "serviceName", "desiredCount", "placedCount",
                                                "more",        "nextReason",  "rollsNow",     "largestDesiredCount",
                                                "proved"};
  write_csv_row(out, has_curves ? of_points : of_services);
  for (const HeadroomResult& result : results) {
    for (const ServiceHeadroom& service : result.services) {
      if (has_curves) {
        write_points_csv(out, result.cluster_name, service);
      } else {
        write_csv_row(out, csv_row(result.cluster_name, service));
      }
    }
  }
}

}  // namespace
}  // namespace eniplan::io

namespace eniplan {

void write_headroom(std::ostream& out, std::span<const HeadroomResult> results, const WriteOptions& options) {
  switch (options.format) {
    case Format::json:
    case Format::yaml: io::write_document(out, results, options.format); return;
    case Format::csv: io::write_csv(out, results); return;
    case Format::markdown: io::write_headroom_markdown(out, results); return;
    case Format::text: io::write_headroom_text(out, results, options.color); return;
  }
}

}  // namespace eniplan
