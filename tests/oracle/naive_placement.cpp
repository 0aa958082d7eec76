#include "oracle/naive_placement.hpp"
