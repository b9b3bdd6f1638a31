// Shapes of described types as JSON Schema, for the OpenAPI document. Private to http.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>

#include "platform/json/schema.h"

namespace plaza::http {

// Collects every named object it is shown; where one is used decides which members it promises: a response always has all of
// them (absent ones are null), a request may leave out the optional ones. A struct used both ways keeps the request's promise.
class OpenapiSchemas {
 public:
  enum class Use { request, response };
  // First all uses are shown, then schemas are asked for.
  void show(const json::SchemaOf& schema, Use use);

  boost::json::object of(const json::SchemaOf& schema) const;
  boost::json::object of(const json::Field& field) const;
  // An object with the given fields only, in place.
  boost::json::object inline_object(const std::vector<json::Field>& fields) const;
  // components.schemas, sorted by name.
  boost::json::object components() const;

 private:
  struct Component {
    json::SchemaOf schema;
    bool in_request = false;
  };
  std::string name_of(const json::Schema& schema) const;
  boost::json::object object_of(const std::vector<json::Field>& fields, bool all_required) const;

  std::map<std::string, Component> components_;
  std::map<const json::Schema*, std::string> names_;
};

}  // namespace plaza::http
