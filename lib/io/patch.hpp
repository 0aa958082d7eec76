#pragma once

#include <eniplan/cluster.hpp>

#include "io/document_writer.hpp"

namespace eniplan::io {

/// Writes, as an array, the RFC 6902 patch that makes of the document write_clusters() has of `before` the one it has
/// of `after`. The two differ by what cured() does: lists keep their order, lose elements or get more at their end, and
/// elements change.
///
/// Cost: comparing the lists, and for each element that differs writing it twice.
void write_patch(DocumentWriter& writer, const Cluster& before, const Cluster& after);

}  // namespace eniplan::io
