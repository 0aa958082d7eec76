#pragma once

#include <eniplan/cluster.hpp>

#include "io/document_writer.hpp"

/// \file
/// Elements of a document in normal form, as write_clusters() has them. Those of definitions, services and requests are
/// in write_definitions.hpp.

namespace eniplan::io {

/// `cluster` is the one that `group` is of: its memory overhead becomes what the group registers.
void write_group(DocumentWriter& writer, const Cluster& cluster, const CapacityGroup& group);
void write_container_instance(DocumentWriter& writer, const ContainerInstance& instance);
void write_task(DocumentWriter& writer, const Task& task);

}  // namespace eniplan::io
