// Who reaches whom as a picture: containers in the boxes of their tasks, and an arrow from callers at each distance,
// labelled with the addresses that it uses. Widths are estimates from the number of letters, so that the same input
// gives the same bytes.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>

#include <eniplan/write.hpp>

#include "io/network_wording.hpp"
#include "io/utf8.hpp"

namespace eniplan::io {
namespace {

/// Callers, and how they reach a container.
struct Arrow {
  std::string from;
  std::string label;
  bool reaches = true;
};

std::vector<Arrow> arrows_to(const ContainerNetwork& container) {
  std::vector<Arrow> arrows;
  for (const Reach& reach : container.reach) {
    std::string from(in_words(reach.distance));
    if (const std::string modes = callers(container, reach); !modes.empty()) from += ", " + modes;
    const bool reaches =
        !reach.addresses.empty() || (reach.distance == Distance::same_task && !container.links.empty());
    arrows.push_back({std::move(from), ways_to(container, reach), reaches});
  }
  return arrows;
}

std::string title_of(const TaskNetwork& task) {
  return fmt::format("{} ({})", task.task_definition, to_string(task.network_mode));
}

/// `text` in valid UTF-8, without what neither notation can hold.
template <class Escape>
std::string escaped(std::string_view text, Escape escape) {
  std::string result;
  while (!text.empty()) {
    const Utf8Character character = first_character(text);
    const char c = text.front();
    if (!character.is_valid) {
      result += "\xEF\xBF\xBD";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      result += ' ';
    } else if (character.size > 1) {
      result += text.substr(0, character.size);
    } else {
      escape(result, c);
    }
    text.remove_prefix(character.size);
  }
  return result;
}

// DOT

/// In quotes, a quote and a backslash get a backslash; nothing else means anything there.
std::string dot(std::string_view text) {
  return "\"" +
         escaped(text,
                 [](std::string& result, char c) {
                   if (c == '"' || c == '\\') result += '\\';
                   result += c;
                 }) +
         "\"";
}

void write_dot_task(std::ostream& out, const TaskNetwork& task, const std::string& id) {
  out << fmt::format("  subgraph \"cluster_{}\" {{\n    label={};\n", id, dot(title_of(task)));
  for (std::size_t i = 0; i < task.containers.size(); ++i) {
    out << fmt::format("    \"{}c{}\" [label={}];\n", id, i, dot(task.containers[i].name));
  }
  out << "  }\n";
  for (std::size_t i = 0; i < task.containers.size(); ++i) {
    const std::vector<Arrow> arrows = arrows_to(task.containers[i]);
    for (std::size_t k = 0; k < arrows.size(); ++k) {
      const std::string from = fmt::format("{}c{}from{}", id, i, k);
      out << fmt::format("  \"{}\" [label={}, shape=plaintext];\n", from, dot(arrows[k].from));
      out << fmt::format("  \"{}\" -> \"{}c{}\" [label={}{}];\n", from, id, i, dot(arrows[k].label),
                         arrows[k].reaches ? "" : ", style=dashed, color=red");
    }
  }
  const auto index = [&task](const std::string& name) {
    return std::ranges::find(task.containers, name, &ContainerNetwork::name) - task.containers.begin();
  };
  for (const StartEdge& edge : task.start_order.edges) {
    if (index(edge.dependency) == std::ssize(task.containers)) continue;
    out << fmt::format("  \"{}c{}\" -> \"{}c{}\" [label={}, style=dotted, constraint=false];\n", id,
                       index(edge.container), id, index(edge.dependency),
                       dot(edge.by_link ? std::string("link") : fmt::format("waits: {}", to_string(edge.condition))));
  }
}

void write_dot(std::ostream& out, std::span<const NetworkAnswer> answers) {
  out << "digraph network {\n  rankdir=LR;\n  node [shape=box];\n";
  for (std::size_t a = 0; a < answers.size(); ++a) {
    const std::vector<TaskNetwork>& tasks = answers[a].result.tasks;
    for (std::size_t t = 0; t < tasks.size(); ++t) write_dot_task(out, tasks[t], fmt::format("a{}t{}", a, t));
  }
  out << "}\n";
}

// SVG

constexpr std::size_t letter = 8;  // of the monospaced font, at its size of 13
constexpr std::size_t row = 26;
constexpr std::size_t margin = 20;

std::string xml(std::string_view text) {
  return escaped(text, [](std::string& result, char c) {
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      default: result += c;
    }
  });
}

std::size_t width_of(std::string_view text) { return letter * text.size(); }

/// Columns: the callers, the arrows with their labels, the containers in the box of their task.
struct Columns {
  std::size_t from = 0;
  std::size_t label = 0;
  std::size_t container = 0;

  [[nodiscard]] std::size_t arrow_x() const { return margin + from + 10; }
  [[nodiscard]] std::size_t box_x() const { return arrow_x() + label + 40; }
  [[nodiscard]] std::size_t width() const { return box_x() + container + 2 * margin + margin; }
};

/// Below the containers of a task.
std::vector<std::string> notes_on(const TaskNetwork& task) {
  std::vector<std::string> notes;
  for (const StartEdge& edge : task.start_order.edges) notes.push_back(in_words(edge));
  for (const std::vector<std::string>& cycle : task.start_order.cycles) {
    notes.push_back(fmt::format("cycle: {} -> {}", fmt::join(cycle, " -> "), cycle.front()));
  }
  return notes;
}

Columns columns_for(std::span<const NetworkAnswer> answers) {
  Columns columns;
  for (const NetworkAnswer& answer : answers) {
    for (const TaskNetwork& task : answer.result.tasks) {
      columns.container = std::max(columns.container, width_of(title_of(task)));
      for (const std::string& note : notes_on(task)) {
        columns.container = std::max(columns.container, width_of(note));
      }
      for (const ContainerNetwork& container : task.containers) {
        columns.container = std::max(columns.container, width_of(container.name) + 2 * margin);
        for (const Arrow& arrow : arrows_to(container)) {
          columns.from = std::max(columns.from, width_of(arrow.from));
          columns.label = std::max(columns.label, width_of(arrow.label));
        }
      }
    }
  }
  return columns;
}

class SvgBody {
 public:
  explicit SvgBody(Columns columns) : columns_(columns) {}

  void add(const TaskNetwork& task) {
    const std::size_t top = y_;
    const std::vector<std::string> notes = notes_on(task);
    text(columns_.box_x() + margin, y_ + 18, "start", "title", title_of(task));
    y_ += row;
    for (const ContainerNetwork& container : task.containers) add_container(container);
    for (const std::string& note : notes) {
      text(columns_.box_x() + margin, y_ + 14, "start", "note", note);
      y_ += row - 6;
    }
    y_ += 6;
    boxes_ += box("task", columns_.box_x(), top, columns_.container + 2 * margin, y_ - top);
    y_ += margin;
  }

  [[nodiscard]] std::string document() const {
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\">\n"
        "<style>text{{font:13px monospace;fill:#222}}.title{{font-weight:bold}}.note{{fill:#555}}.from{{fill:#555}}"
        ".no{{fill:#b00020}}.task{{fill:#f2f5fa;stroke:#5a6b85}}.container{{fill:#fff;stroke:#5a6b85}}"
        "path{{stroke:#2a6f4e;fill:none}}path.no{{stroke:#b00020;stroke-dasharray:4 4}}</style>\n"
        "<rect width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n{2}{3}</svg>\n",
        columns_.width(), y_, boxes_, parts_);
  }

 private:
  void add_container(const ContainerNetwork& container) {
    const std::vector<Arrow> arrows = arrows_to(container);
    const std::size_t height = row * std::max<std::size_t>(arrows.size(), 1);
    const std::size_t x = columns_.box_x() + margin;
    parts_ += box("container", x, y_, columns_.container, height);
    text(x + columns_.container / 2, y_ + height / 2 + 4, "middle", "name", container.name);
    for (const Arrow& arrow : arrows) {
      add_arrow(arrow, x);
      y_ += row;
    }
    if (arrows.empty()) y_ += row;
    y_ += 10;
  }

  /// Ends at the container; one that leads nowhere ends before the box of the task, in a cross.
  void add_arrow(const Arrow& arrow, std::size_t container_x) {
    const std::size_t y = y_ + row - 7;
    const std::size_t end = arrow.reaches ? container_x - 1 : columns_.box_x() - 8;
    const std::string_view kind = arrow.reaches ? "yes" : "no";
    text(columns_.arrow_x() - 10, y + 4, "end", "from", arrow.from);
    text(columns_.arrow_x() + 10, y - 4, "start", kind, arrow.label);
    parts_ += fmt::format("<path class=\"{}\" d=\"M{} {}H{}\"/>\n", kind, columns_.arrow_x(), y, end);
    parts_ += arrow.reaches ? fmt::format("<path d=\"M{} {}l7 4l-7 4\"/>\n", end - 7, y - 4)
                            : fmt::format(
                                  "<path class=\"no\" style=\"stroke-dasharray:none\" d=\"M{0} {1}l8 8m0 -8l-8 "
                                  "8\"/>\n",
                                  end - 4, y - 4);
  }

  void text(std::size_t x, std::size_t y, std::string_view anchor, std::string_view kind, std::string_view words) {
    parts_ += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\" text-anchor=\"{}\">{}</text>\n", kind, x, y, anchor,
                          xml(words));
  }

  static std::string box(std::string_view kind, std::size_t x, std::size_t y, std::size_t width, std::size_t height) {
    return fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\"/>\n", kind, x, y,
                       width, height);
  }

  Columns columns_;
  std::size_t y_ = margin;
  std::string boxes_;  // behind the rest
  std::string parts_;
};

void write_svg(std::ostream& out, std::span<const NetworkAnswer> answers) {
  SvgBody body(columns_for(answers));
  for (const NetworkAnswer& answer : answers) {
    for (const TaskNetwork& task : answer.result.tasks) body.add(task);
  }
  out << body.document();
}

}  // namespace
}  // namespace eniplan::io

namespace eniplan {

void draw_network(std::ostream& out, std::span<const NetworkAnswer> answers, Drawing drawing) {
  drawing == Drawing::dot ? io::write_dot(out, answers) : io::write_svg(out, answers);
}

}  // namespace eniplan
