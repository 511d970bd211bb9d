#!/usr/bin/env bash
# What cibuildwheel runs once in its container (AlmaLinux 9, manylinux_2_34) before it builds
# wheels: the libraries that ./dev takes from Debian. Needs docker or podman on the machine that
# runs cibuildwheel; ./dev python makes a wheel for this machine without either.
set -euo pipefail

dnf install -y epel-release
dnf install -y --enablerepo=crb ninja-build boost-devel sqlite-devel openssl-devel utf8proc-devel \
  qrencode-devel zlib-devel

# What EPEL 9 does not hold.
install_from() { # OWNER/NAME TAG [CMAKE OPTIONS]
  local source
  source=$(mktemp -d)
  curl -fsSL "https://github.com/$1/archive/refs/tags/$2.tar.gz" | tar xz --strip 1 -C "$source"
  cmake -S "$source" -B "$source/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DCMAKE_INSTALL_PREFIX=/usr/local "${@:3}"
  cmake --build "$source/build"
  cmake --install "$source/build"
}
install_from SRombauts/SQLiteCpp 3.3.2 -DSQLITECPP_INTERNAL_SQLITE=OFF \
  -DSQLITECPP_RUN_CPPLINT=OFF -DSQLITECPP_RUN_CPPCHECK=OFF
install_from simdjson/simdjson v3.10.1 -DSIMDJSON_DEVELOPER_MODE=OFF
install_from marzer/tomlplusplus v3.4.0
