#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/service.hpp>
#include <eniplan/task_definition.hpp>

#include "io/document_writer.hpp"

/// \file
/// What should run, in normal form: the shapes of register-task-definition, create-service and run-task.

namespace eniplan::io {

/// `"key": [ … ]`, one item a line.
void write_list(DocumentWriter& writer, std::string_view key, const auto& items, const auto& write_item) {
  writer.key(key);
  writer.begin_array();
  for (const auto& item : items) write_item(writer, item);
  writer.end_array();
}

/// A member that is left out when there is nothing to say.
void write_text_if_any(DocumentWriter& writer, std::string_view key, std::string_view text);
template <class Tag>
void write_if_any(DocumentWriter& writer, std::string_view key, const std::optional<Quantity<Tag>>& quantity) {
  if (quantity) writer.member(key, quantity->value);
}

void write_attribute(DocumentWriter& writer, const Attribute& attribute);
void write_task_definition(DocumentWriter& writer, const TaskDefinition& definition);
void write_service(DocumentWriter& writer, const Service& service);
void write_run_task(DocumentWriter& writer, const RunTask& request);

}  // namespace eniplan::io
