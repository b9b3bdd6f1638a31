#include <gtest/gtest.h>

#include "shop.h"
#include "platform/json/document.h"

namespace plaza::http {
namespace {

struct Cover {
  std::string url;
  std::optional<std::string> alt;
  template <class V>
  void describe(V& v) {
    v("url", url);
    v("alt", alt);
  }
};
enum class Shade { light, dark };
constexpr auto enum_names(Shade*) { return std::array{"light", "dark"}; }
struct MakeBook {
  std::string title;
  Money price;
  Shade shade = Shade::light;
  std::optional<Cover> cover;
  std::vector<std::string> tags;
  template <class V>
  void describe(V& v) {
    v("title", title, json::Length{1, 80}, json::Doc{"As printed."});
    v("price", price);
    v("shade", shade, json::Optional{});
    v("cover", cover);
    v("tags", tags, json::Items{0, 5}, json::Optional{});
  }
};
struct BookView {
  ShelfId id;
  Time made_at;
  std::optional<Money> old_price;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("made_at", made_at);
    v("old_price", old_price);
  }
};
struct FindBooks {
  std::string shelf;
  std::optional<std::int64_t> limit;
  template <class V>
  void describe(V& v) {
    v("shelf", shelf);
    v("limit", limit, json::Between{1, 100});
  }
};

constexpr const char* golden = R"json({
  "openapi": "3.1.0",
  "info": {
    "title": "Books",
    "version": "1.2.3"
  },
  "paths": {
    "/v1/books": {
      "post": {
        "operationId": "makeBook",
        "summary": "Makes a book.",
        "tags": [
          "Books"
        ],
        "security": [
          {
            "session": []
          },
          {
            "bearer": []
          }
        ],
        "parameters": [
          {
            "$ref": "#/components/parameters/IdempotencyKey"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/MakeBook"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "Created",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/BookView"
                }
              }
            }
          },
          "400": {
            "description": "request.invalid; request.malformed",
            "content": {
              "application/problem+json": {
                "schema": {
                  "$ref": "#/components/schemas/Problem"
                }
              }
            }
          },
)json";

class OpenapiTest : public ::testing::Test {
 protected:
  OpenapiTest() {
    routes.add(post<MakeBook, BookView>("/v1/books", "makeBook")
                   .summary("Makes a book.").tag("Books").status(201).idempotent().access(Access::signed_in())
                   .error("books.taken", ErrorKind::conflict, "The title is taken.")
                   .memory([](Call&, const MakeBook&) -> Result<BookView> { return BookView{}; }));
    routes.add(get<FindBooks, BookView>("/v1/shelves/{shelf}/books/{page...}", "findBooks")
                   .memory([](Call&, const FindBooks&) -> Result<BookView> { return BookView{}; }));
    routes.add(get<None, None>("/hidden", "hidden").undocumented().memory([](Call&, const None&) -> Result<None> {
      return None{};
    }));
    routes.add(post<None, BookView>("/v1/scans", "addScan").any_content_type().raw([](Call&) -> Task<Response> {
      co_return Response{};
    }));
    text = openapi(routes, "Books", "1.2.3");
    document = boost::json::parse(text);
  }
  std::string at(const char* pointer) { return boost::json::serialize(document.at_pointer(pointer)); }
  Routes routes;
  std::string text;
  boost::json::value document;
};

TEST_F(OpenapiTest, IsPrintedInAStableOrder) {
  EXPECT_EQ(text.substr(0, std::string_view(golden).size()), golden);
  EXPECT_EQ(openapi(routes, "Books", "1.2.3"), text);
}

TEST_F(OpenapiTest, LeavesUndocumentedRoutesOut) {
  EXPECT_EQ(document.at("paths").as_object().size(), 3u);
}

TEST_F(OpenapiTest, UploadsAreBytesOfAnyKind) {
  EXPECT_EQ(at("/paths/~1v1~1scans/post/requestBody/content"), R"({"*/*":{"schema":{"type":"string","format":"binary"}}})");
}

TEST_F(OpenapiTest, DescribesARequest) {
  EXPECT_EQ(at("/components/schemas/MakeBook"),
            R"({"type":"object","required":["title","price"],"properties":{)"
            R"("title":{"type":"string","minLength":1,"maxLength":80,"description":"As printed."},)"
            R"("price":{"$ref":"#/components/schemas/Money"},)"
            R"("shade":{"type":"string","enum":["light","dark"]},)"
            R"("cover":{"anyOf":[{"$ref":"#/components/schemas/Cover"},{"type":"null"}]},)"
            R"("tags":{"type":"array","items":{"type":"string"},"maxItems":5}}})");
  EXPECT_EQ(at("/components/schemas/Cover/required"), R"(["url"])");
}

TEST_F(OpenapiTest, AResponsePromisesAllItsMembers) {
  EXPECT_EQ(at("/components/schemas/BookView"),
            R"({"type":"object","required":["id","made_at","old_price"],"properties":{)"
            R"("id":{"type":"string","pattern":"^shf_[0-9a-hjkmnp-tv-z]{13}$"},)"
            R"("made_at":{"type":"string","format":"date-time"},)"
            R"("old_price":{"anyOf":[{"$ref":"#/components/schemas/Money"},{"type":"null"}]}}})");
  EXPECT_EQ(at("/components/schemas/Money/properties/currency"),
            R"({"type":"string","pattern":"^[A-Z]{3}$","description":"ISO 4217."})");
}

TEST_F(OpenapiTest, TakesParametersFromPathAndQuery) {
  EXPECT_EQ(at("/paths/~1v1~1shelves~1{shelf}~1books~1{page}/get/parameters"),
            R"([{"name":"shelf","in":"path","required":true,"schema":{"type":"string"}},)"
            R"({"name":"page","in":"path","required":true,"schema":{"type":"string"}},)"
            R"({"name":"limit","in":"query","required":false,)"
            R"("schema":{"type":"integer","format":"int64","minimum":1,"maximum":100}}])");
}

TEST_F(OpenapiTest, ListsTheErrorCodes) {
  EXPECT_EQ(at("/paths/~1v1~1books/post/responses/409/description"), R"("books.taken; request.in_flight")");
  EXPECT_EQ(at("/paths/~1v1~1books/post/x-errors/4"),
            R"({"code":"request.in_flight","status":409,"description":"A request with this Idempotency-Key is running."})");
}

}  // namespace
}  // namespace plaza::http
