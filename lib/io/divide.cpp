#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

#include "io/assemble.hpp"

namespace eniplan::io {
namespace {

// Calls `visit` with every list of a draft whose records can name a cluster.
template <class Visit>
void for_each_list(Draft& draft, Visit visit) {
  visit(draft.container_instances, &Draft::container_instances);
  visit(draft.tasks, &Draft::tasks);
  visit(draft.services, &Draft::services);
  visit(draft.run_tasks, &Draft::run_tasks);
}

class Division {
 public:
  Division(std::vector<Document> documents, Problems& problems)
      : documents_(std::move(documents)), problems_(problems) {}

  std::vector<ClusterDraft> run() {
    collect_aws_keys();
    key_of_unnamed_ = find_key_of_unnamed();
    for (Document& document : documents_) open_clusters(document);
    if (clusters_.empty()) open("default");
    for (Document& document : documents_) {
      document.owner == Owner::eniplan ? distribute_ours(document) : distribute_aws(document);
    }
    for (ClusterDraft& cluster : clusters_) resolve_requests(cluster.draft);
    return std::move(clusters_);
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  static bool is_bare(std::string_view key) { return key.find('/') == std::string_view::npos; }

  void collect_aws_keys() {
    // Whole keys first, so that a bare name finds the whole one whichever comes first.
    for (const bool bare : {false, true}) {
      for (Document& document : documents_) {
        if (document.owner != Owner::aws) continue;
        for_each_list(document.draft, [&](auto& list, auto) {
          for (const auto& record : list) {
            if (!record.cluster.empty() && is_bare(record.cluster) == bare) note_aws_key(record.cluster);
          }
        });
      }
    }
  }

  void note_aws_key(const std::string& key) {
    if (find_aws_key(key) != nullptr) return;
    aws_keys_.insert(key);
    first_of_name_.emplace(cluster_name_of(key), key);
  }

  // A bare name means the first cluster of that name, wherever it is; a whole key also the one known by its name alone.
  const std::string* find_aws_key(const std::string& key) const {
    if (const auto known = aws_keys_.find(key); known != aws_keys_.end()) return &*known;
    const auto named = first_of_name_.find(std::string(cluster_name_of(key)));
    if (named == first_of_name_.end()) return nullptr;
    return is_bare(key) || is_bare(named->second) ? &named->second : nullptr;
  }

  std::string name_of(const Document& document) const {
    return document.draft.cluster_name.value_or(document.default_name);
  }

  // The cluster that records without one belong to: the only one AWS's files name; if they name none, the only document
  // of ours.
  std::string find_key_of_unnamed() const {
    if (aws_keys_.size() == 1) return *aws_keys_.begin();
    const auto is_ours = [](const Document& document) { return document.owner == Owner::eniplan; };
    if (aws_keys_.empty() && std::ranges::count_if(documents_, is_ours) == 1) {
      return name_of(*std::ranges::find_if(documents_, is_ours));
    }
    const std::string* named_default = find_aws_key("default");
    return named_default != nullptr ? *named_default : "default";
  }

  std::string key_of(const std::string& cluster) const {
    if (cluster.empty()) return key_of_unnamed_;
    const std::string* key = find_aws_key(cluster);
    return key != nullptr ? *key : cluster;
  }

  std::size_t open(const std::string& key) {
    const std::size_t index = clusters_.size();
    clusters_.push_back({key, {}});
    first_of_key_.emplace(key, index);
    return index;
  }

  std::size_t find_or_open(const std::string& key) {
    if (const auto known = first_of_key_.find(key); known != first_of_key_.end()) return known->second;
    unclaimed_.emplace(key, clusters_.size());
    return open(key);
  }

  // The AWS cluster of that name, or the one that records without a cluster opened before; else a new one: documents
  // of ours stay apart even if two have one name.
  std::size_t cluster_of_ours(const std::string& name) {
    if (const std::string* joined = find_aws_key(name)) return find_or_open(*joined);
    const auto opened = unclaimed_.extract(name);
    return opened.empty() ? open(name) : opened.mapped();
  }

  void open_clusters(Document& document) {
    if (document.owner == Owner::eniplan) {
      own_cluster_.push_back(cluster_of_ours(name_of(document)));
      return;
    }
    own_cluster_.push_back(none);
    for_each_list(document.draft, [&](auto& list, auto) {
      for (const auto& record : list) find_or_open(key_of(record.cluster));
    });
  }

  template <class T>
  static void append(std::vector<T>& to, std::vector<T>& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    from.clear();
  }

  template <class T>
  void append_to_all(std::vector<T> Draft::*list, const Draft& from) {
    for (ClusterDraft& cluster : clusters_) {
      auto& to = cluster.draft.*list;
      to.insert(to.end(), (from.*list).begin(), (from.*list).end());
    }
  }

  void distribute_ours(Document& document) {
    const auto index = static_cast<std::size_t>(&document - documents_.data());
    Draft& to = clusters_[own_cluster_[index]].draft;
    Draft& from = document.draft;
    to.cluster_name = name_of(document);
    if (from.awsvpc_trunking) to.awsvpc_trunking = from.awsvpc_trunking;
    if (from.seed) to.seed = from.seed;
    append(to.capacity, from.capacity);
    append(to.container_instances, from.container_instances);
    append(to.instance_types, from.instance_types);
    append(to.subnets, from.subnets);
    append(to.task_definitions, from.task_definitions);
    append(to.tasks, from.tasks);
    append(to.services, from.services);
    append(to.run_tasks, from.run_tasks);
    append(to.warnings, from.warnings);
  }

  void distribute_aws(Document& document) {
    Draft& from = document.draft;
    append_to_all(&Draft::task_definitions, from);
    append_to_all(&Draft::instance_types, from);
    append_to_all(&Draft::subnets, from);
    append_to_all(&Draft::warnings, from);
    for (ClusterDraft& cluster : clusters_) {
      // What a document of ours says of its account comes first.
      if (!cluster.draft.awsvpc_trunking) cluster.draft.awsvpc_trunking = from.awsvpc_trunking;
    }
    for_each_list(from, [&](auto& list, auto member) {
      for (auto& record : list)
        (clusters_[find_or_open(key_of(record.cluster))].draft.*member).push_back(std::move(record));
    });
  }

  // Reads the requests, now that it is known which services answers describe. A request for such a service stands
  // where the answer described it; a second request for it stays a service of its own, and so an error.
  void resolve_requests(Draft& draft) {
    std::unordered_map<std::string, DraftService*> described;
    for (DraftService& service : draft.services) {
      if (service.described) described.emplace(service.value.service_name, &service);
    }
    for (DraftService& service : draft.services) {
      if (!service.request) continue;
      const Reading reading{*service.place.source, problems_, draft.warnings};
      const Path root;
      const Value request = *service.request;
      const auto target = described.extract(service.value.service_name);
      if (target.empty()) {
        service = read_service_request(Node(request, root, reading), nullptr);
        continue;
      }
      draft.warnings.push_back(
          {"request-over-described", "the request for service " + service.value.service_name +
                                         " replaces what it asks for in the service as described"});
      *target.mapped() = read_service_request(Node(request, root, reading), target.mapped());
    }
    // What still is a request has become part of a described service.
    std::erase_if(draft.services, [](const DraftService& service) { return service.request.has_value(); });
  }

  std::vector<Document> documents_;
  Problems& problems_;
  std::unordered_set<std::string> aws_keys_;                    // clusters that AWS's files name
  std::unordered_map<std::string, std::string> first_of_name_;  // [bare names] the first key of that name
  std::string key_of_unnamed_;
  std::vector<ClusterDraft> clusters_;
  std::unordered_map<std::string, std::size_t> first_of_key_;  // [keys] into clusters_
  std::unordered_map<std::string, std::size_t> unclaimed_;     // those that no document of ours is part of
  std::vector<std::size_t> own_cluster_;                       // [documents] of ours
};

}  // namespace

std::vector<ClusterDraft> divide_by_cluster(std::vector<Document> documents, Problems& problems) {
  return Division(std::move(documents), problems).run();
}

}  // namespace eniplan::io
