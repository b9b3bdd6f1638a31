# Warnings, linker, compiler cache, sanitizers and the libraries every target may see.
find_program(PLAZA_CCACHE ccache)
if(PLAZA_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${PLAZA_CCACHE})
endif()
find_program(PLAZA_MOLD mold)
if(PLAZA_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(plaza_warnings INTERFACE)
target_compile_options(plaza_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -fno-strict-aliasing)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports false positives of these three inside libstdc++ at -O2.
  target_compile_options(plaza_warnings INTERFACE
    -Wno-error=maybe-uninitialized -Wno-error=restrict -Wno-error=array-bounds
    -Wno-error=stringop-overflow -Wno-error=stringop-overread -Wno-error=dangling-pointer -fpch-preprocess)
endif()
if(PLAZA_SANITIZE)
  # Asio's memory fences, which g++ warns about under -fsanitize=thread, stand beside a mutex that it does understand.
  add_compile_options(-fsanitize=${PLAZA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  add_link_options(-fsanitize=${PLAZA_SANITIZE})
endif()

set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json container system)
find_package(PkgConfig REQUIRED)

# The precompiled header serves every target only if all see the same of Boost's switches.
add_compile_definitions(BOOST_JSON_NO_LIB BOOST_JSON_DYN_LINK BOOST_CONTAINER_NO_LIB BOOST_CONTAINER_DYN_LINK
                        BOOST_SYSTEM_NO_LIB BOOST_SYSTEM_DYN_LINK)
