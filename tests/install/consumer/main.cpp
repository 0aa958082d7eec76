#include <iostream>

#include <eniplan/diagnostic.hpp>

int main() { std::cout << to_string(eniplan::Diagnostic{"a.yaml", 1, 2, "capacity", "expected a list"}) << '\n'; }
