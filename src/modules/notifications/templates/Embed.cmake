# Writes the C++ table of the mail templates. Run as a script: -DFOLDER= -DOUTPUT=
file(GLOB files ${FOLDER}/*.mustache)
list(SORT files)
set(rows "")
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME)
  string(REGEX REPLACE "\\.mustache$" "" name ${name})
  file(READ ${file} text)
  string(APPEND rows "    {\"${name}\", R\"plaza_mail(${text})plaza_mail\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// Made from the files in templates/; do not edit.
#include \"templates.h\"
namespace plaza::notifications {
namespace {
constexpr EmbeddedTemplate table[] = {
${rows}};
}
std::span<const EmbeddedTemplate> embedded_templates() { return table; }
}  // namespace plaza::notifications
")
