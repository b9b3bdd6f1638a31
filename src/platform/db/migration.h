// One step of a block's schema. Forward only, checksummed when applied.
#pragma once

namespace plaza::db {

struct Migration {
  const char* owner;  // the module: migrations of one owner are applied in order
  int number;
  const char* name;
  const char* sql;    // statements separated by ";\n"; portable, see connection.h
};

}  // namespace plaza::db
