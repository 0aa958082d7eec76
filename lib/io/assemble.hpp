#pragma once

#include <string>
#include <vector>

#include "io/draft.hpp"

/// \file
/// From documents to clusters.

namespace eniplan::io {

/// All that is known of one cluster, its name included.
struct ClusterDraft {
  std::string key;  ///< See cluster_key.
  Draft draft;
};

/// Puts what belongs to one cluster together. A document of ours is a cluster, unless AWS's files name a
/// cluster like it; what AWS's files say is divided by the clusters that their ARNs name; what cannot name
/// one (task definitions, instance types, subnets, account settings) belongs to all.
/// Order: by the first document that names the cluster; within it, document order.
[[nodiscard]] std::vector<ClusterDraft> divide_by_cluster(std::vector<Document> documents, Problems& problems);

/// Checks a draft as a whole (names unique, references resolved, limits kept) and makes it a cluster.
/// `types` stand before the built-in table and behind the draft's own.
[[nodiscard]] Cluster make_cluster(ClusterDraft draft, const std::vector<InstanceType>& types, Problems& problems);

/// The type that an item describes: what it leaves out is that of `known`, the type as it was known before, or null.
/// Reports what neither says.
[[nodiscard]] InstanceType complete_type(const Record<InstanceTypeItem>& record, const InstanceType* known,
                                         Problems& problems);

/// Adds what the user should know before trusting an answer about `cluster`: trunking that is not what it
/// seems, running tasks that no file lists, unknown types, files that are missing.
void add_suspicions(Cluster& cluster);

}  // namespace eniplan::io
