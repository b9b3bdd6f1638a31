# Writes the C++ table of a block's migrations. Run as a script: -DMODULE= -DFOLDER= -DOUTPUT=
file(GLOB files ${FOLDER}/*.sql)
list(SORT files)
set(rows "")
foreach(file IN LISTS files)
  get_filename_component(stem ${file} NAME_WE)
  string(REGEX MATCH "^[0-9]+" number ${stem})
  file(READ ${file} text)
  # One string literal may hold 65,536 characters: longer files are cut into pieces that the compiler joins.
  string(LENGTH "${text}" length)
  set(literal "")
  set(position 0)
  while(position LESS length)
    string(SUBSTRING "${text}" ${position} 8000 piece)
    string(APPEND literal "R\"plaza_sql(${piece})plaza_sql\"\n")
    math(EXPR position "${position} + 8000")
  endwhile()
  string(APPEND rows "  {\"${MODULE}\", ${number}, \"${stem}\", ${literal}},\n")
endforeach()
file(WRITE ${OUTPUT} "// Made from the files in migrations/; do not edit.
#include <span>
#include \"platform/db/migration.h\"
namespace plaza::${MODULE} {
namespace {
constexpr db::Migration table[] = {
${rows}};
}
std::span<const db::Migration> migrations();
std::span<const db::Migration> migrations() { return table; }
}  // namespace plaza::${MODULE}
")
