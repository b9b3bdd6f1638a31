# Two kinds of building block, and the checks that keep their borders.
#
#   add_platform(db USES base log LIBRARIES sqlite3 ...)   src/platform/<name>, headers as "platform/<name>/x.h"
#   add_module(inventory USES catalog ... LIBRARIES ...)   src/modules/<name>, headers as "<name>/x.h"
#
# A module is HOT when its code, rather than the database, is what many visitors wait for: a release compiles it with -O2 as it
# does the platform and the learners, and all others with -O1, which takes a third less time and costs them nothing measurable.
#
# Each makes two targets: <name>_headers (what others compile against) and <name> (the implementation, which
# only the app and the block's own tests link). USES is the only list of what a block may include. Using a block
# that was not declared above is a configure error, so a cycle cannot be written down.

set_property(GLOBAL PROPERTY PLAZA_PLATFORM "")
set_property(GLOBAL PROPERTY PLAZA_MODULES "")

function(plaza_precompile target header)
  target_precompile_headers(${target} REUSE_FROM ${header})
endfunction()

function(plaza_compile_lightly target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

function(plaza_require_declared who kind)
  get_property(declared GLOBAL PROPERTY ${kind})
  foreach(used IN LISTS ARGN)
    if(NOT used IN_LIST declared)
      message(FATAL_ERROR "${who} uses '${used}', which is not declared above it")
    endif()
  endforeach()
endfunction()

function(plaza_verify_headers target root)
  if(NOT PLAZA_VERIFY_HEADERS)
    return()
  endif()
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${root}/*.h)
  target_sources(${target} INTERFACE FILE_SET HEADERS BASE_DIRS ${root} FILES ${headers})
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()

# Tests of a block: every tests/*_test.cpp of its folder in one executable.
function(plaza_add_tests name folder)
  if(NOT PLAZA_TESTS)
    return()
  endif()
  file(GLOB tests CONFIGURE_DEPENDS ${folder}/tests/*_test.cpp)
  if(NOT tests)
    return()
  endif()
  find_package(GTest REQUIRED)
  add_executable(test_${name} ${tests})
  target_link_libraries(test_${name} PRIVATE ${ARGN} GTest::gtest GTest::gtest_main plaza_warnings)
  target_include_directories(test_${name} PRIVATE ${folder}/src ${folder}/tests)
  plaza_precompile(test_${name} plaza_test_pch)
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 600 ENVIRONMENT "PLAZA_SOURCE_DIR=${CMAKE_SOURCE_DIR}")
  set_property(GLOBAL APPEND PROPERTY PLAZA_TEST_TARGETS test_${name})
endfunction()

function(add_platform name)
  cmake_parse_arguments(ARG "" "" "USES;LIBRARIES;TEST_USES" ${ARGN})
  plaza_require_declared("platform/${name}" PLAZA_PLATFORM ${ARG_USES})
  set_property(GLOBAL APPEND PROPERTY PLAZA_PLATFORM ${name})
  set(folder ${CMAKE_CURRENT_SOURCE_DIR}/${name})

  add_library(platform_${name}_headers INTERFACE)
  target_include_directories(platform_${name}_headers INTERFACE ${CMAKE_SOURCE_DIR}/src)
  foreach(used IN LISTS ARG_USES)
    target_link_libraries(platform_${name}_headers INTERFACE platform_${used}_headers)
  endforeach()
  target_link_libraries(platform_${name}_headers INTERFACE Boost::headers)

  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  if(sources)
    add_library(platform_${name} STATIC ${sources})
    target_link_libraries(platform_${name} PUBLIC platform_${name}_headers ${ARG_LIBRARIES}
                          PRIVATE plaza_warnings)
    plaza_precompile(platform_${name} plaza_pch)
  else()
    add_library(platform_${name} INTERFACE)
    target_link_libraries(platform_${name} INTERFACE platform_${name}_headers ${ARG_LIBRARIES})
  endif()
  get_target_property(type platform_${name} TYPE)
  foreach(used IN LISTS ARG_USES)
    if(type STREQUAL "INTERFACE_LIBRARY")
      target_link_libraries(platform_${name} INTERFACE platform_${used})
    else()
      target_link_libraries(platform_${name} PUBLIC platform_${used})
    endif()
  endforeach()

  set(test_libraries "")
  foreach(used IN LISTS ARG_TEST_USES)
    list(APPEND test_libraries platform_${used})
  endforeach()
  list(APPEND test_libraries platform_${name})
  set_property(GLOBAL PROPERTY PLAZA_TESTS_OF_platform_${name} "${folder};${test_libraries}")
endfunction()

# Tests of platform blocks may use blocks declared later (testing), so they are added last.
function(plaza_add_platform_tests)
  get_property(declared GLOBAL PROPERTY PLAZA_PLATFORM)
  foreach(name IN LISTS declared)
    get_property(entry GLOBAL PROPERTY PLAZA_TESTS_OF_platform_${name})
    list(POP_FRONT entry folder)
    plaza_add_tests(platform_${name} ${folder} ${entry})
  endforeach()
endfunction()

# The pure blocks of src/ml take values and give values: they may use platform/base and each other only.
function(add_learner name)
  cmake_parse_arguments(ARG "" "" "USES;LIBRARIES" ${ARGN})
  plaza_require_declared("ml/${name}" PLAZA_LEARNERS ${ARG_USES})
  set_property(GLOBAL APPEND PROPERTY PLAZA_LEARNERS ${name})
  set(folder ${CMAKE_CURRENT_SOURCE_DIR}/${name})
  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  add_library(ml_${name} STATIC ${sources})
  target_include_directories(ml_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(ml_${name} PUBLIC platform_base ${ARG_LIBRARIES} PRIVATE plaza_warnings)
  # Learners are arithmetic: unoptimised they are fifty times slower, in tests too. (So the precompiled header of a debug build
  # does not fit them.)
  if(CMAKE_BUILD_TYPE STREQUAL "Release")
    plaza_precompile(ml_${name} plaza_pch)
  else()
    target_compile_options(ml_${name} PRIVATE -O2)
  endif()
  foreach(used IN LISTS ARG_USES)
    target_link_libraries(ml_${name} PUBLIC ml_${used})
  endforeach()
  plaza_add_tests(ml_${name} ${folder} ml_${name})
endfunction()

function(add_module name)
  cmake_parse_arguments(ARG "HOT" "" "USES;LEARNERS;LIBRARIES" ${ARGN})
  plaza_require_declared("module ${name}" PLAZA_MODULES ${ARG_USES})
  plaza_require_declared("module ${name}" PLAZA_LEARNERS ${ARG_LEARNERS})
  set_property(GLOBAL APPEND PROPERTY PLAZA_MODULES ${name})
  set(folder ${CMAKE_CURRENT_SOURCE_DIR})

  add_library(${name}_headers INTERFACE)
  target_include_directories(${name}_headers INTERFACE ${folder}/include)
  target_link_libraries(${name}_headers INTERFACE plaza_platform_headers)
  foreach(used IN LISTS ARG_USES)
    target_link_libraries(${name}_headers INTERFACE ${used}_headers)
  endforeach()
  plaza_verify_headers(${name}_headers ${folder}/include)

  file(GLOB sources CONFIGURE_DEPENDS ${folder}/src/*.cpp)
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PRIVATE ${folder}/src)
  target_link_libraries(${name} PUBLIC ${name}_headers PRIVATE plaza_warnings ${ARG_LIBRARIES})
  foreach(used IN LISTS ARG_LEARNERS)
    target_link_libraries(${name} PRIVATE ml_${used})
  endforeach()
  plaza_precompile(${name} plaza_pch)
  if(NOT ARG_HOT)
    plaza_compile_lightly(${name})
  endif()

  plaza_embed_migrations(${name} ${folder}/migrations)
  plaza_add_tests(${name} ${folder} ${name} platform_testing plaza_platform)
endfunction()

# migrations/NNNN_name.sql become a generated table `plaza::<name>::migrations()` (declared in <name>/module.h).
function(plaza_embed_migrations name folder)
  file(GLOB files CONFIGURE_DEPENDS ${folder}/*.sql)
  if(NOT files)
    return()
  endif()
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${name}_migrations.cpp)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DMODULE=${name} -DFOLDER=${folder} -DOUTPUT=${output}
            -P ${CMAKE_SOURCE_DIR}/cmake/EmbedMigrations.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/EmbedMigrations.cmake VERBATIM)
  target_sources(${name} PRIVATE ${output})
endfunction()
