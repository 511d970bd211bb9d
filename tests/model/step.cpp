#include "step.hpp"

#include <stdexcept>

namespace naive {

std::string Step::text(const std::string& name) const {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

std::int64_t Step::number(const std::string& name) const {
  const auto found = fields.find(name);
  return found == fields.end() ? 0 : std::stoll(found->second);
}

std::string print(const Step& step) {
  std::string line = std::to_string(step.id) + " " + step.op;
  for (const auto& [name, value] : step.fields) line += " " + name + "=" + value;
  return line;
}

Step parse_step(std::string_view line) {
  const std::vector<std::string> words = split(line, ' ');
  if (words.size() < 2) throw std::invalid_argument("not a step: " + std::string(line));
  Step step;
  step.id = std::stoi(words[0]);
  step.op = words[1];
  for (std::size_t i = 2; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    if (equals == std::string::npos) throw std::invalid_argument("no '=' in " + words[i]);
    step.fields[words[i].substr(0, equals)] = words[i].substr(equals + 1);
  }
  return step;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

}  // namespace naive
