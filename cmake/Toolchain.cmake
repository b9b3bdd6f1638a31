# Warnings, linker, compiler cache, sanitizers and the libraries every target may see.
# Every clone of one state shares what the cache knows (paths are taken relative to the clone), and a miss is not preprocessed
# a second time (what a file includes is told by the compiler itself).
find_program(PLAZA_CCACHE ccache)
if(PLAZA_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1 ${PLAZA_CCACHE})
endif()
find_program(PLAZA_MOLD mold)
if(PLAZA_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(plaza_warnings INTERFACE)
target_compile_options(plaza_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -fno-strict-aliasing)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports false positives of these at -O2, most of them inside libstdc++.
  target_compile_options(plaza_warnings INTERFACE
    -Wno-maybe-uninitialized -Wno-restrict -Wno-array-bounds
    -Wno-stringop-overflow -Wno-stringop-overread -Wno-dangling-pointer -fpch-preprocess)
  # The compiler's memory is collected from half a gigabyte on only: a tenth of its time for most files.
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:--param=ggc-min-heapsize=500000>)
endif()
if(PLAZA_SANITIZE)
  # Asio's memory fences, which g++ warns about under -fsanitize=thread, stand beside a mutex that it does understand.
  add_compile_options(-fsanitize=${PLAZA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  add_link_options(-fsanitize=${PLAZA_SANITIZE})
  if(PLAZA_SANITIZE MATCHES "undefined")
    # A check of every pointer for null, alignment and its dynamic type is a third of the compiler's work and most of the size
    # of the tests, and says what AddressSanitizer says too (a null that is used) or what x86 allows. All other checks stay.
    add_compile_options(-fno-sanitize=null,alignment,vptr,object-size)
  endif()
endif()

set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json container system)
find_package(PkgConfig REQUIRED)

# The precompiled header serves every target only if all see the same of Boost's switches.
add_compile_definitions(BOOST_JSON_NO_LIB BOOST_JSON_DYN_LINK BOOST_CONTAINER_NO_LIB BOOST_CONTAINER_DYN_LINK
                        BOOST_SYSTEM_NO_LIB BOOST_SYSTEM_DYN_LINK)
