#include <iostream>

#include <eniplan/load.hpp>
#include <eniplan/placement.hpp>

int main() {
  const auto clusters = eniplan::load_text(
      "capacity: [{instanceType: t2.micro, count: 1}]\n"
      "taskDefinitions: [{family: django, networkMode: awsvpc, cpu: 256, memory: 256}]\n"
      "services: [{serviceName: web, taskDefinition: django, desiredCount: 2}]\n",
      "installed.yaml");
  const auto result = eniplan::simulate(clusters.front());
  std::cout << result.services.front().failures.front().message << '\n';
  return result.summary.unplaced == 1 ? 0 : 1;
}
