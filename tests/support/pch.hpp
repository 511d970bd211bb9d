#pragma once

#include <catch.hpp>

#include <map>
#include <string>
#include <vector>
