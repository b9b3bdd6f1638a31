// Posts and comments as the API shows them.
#pragma once

#include <optional>
#include <string>

#include "content/module.h"
#include "content/view.h"
#include "memory.h"
#include "store.h"

namespace plaza::content {

struct CommentView {
  CommentId id;
  AuthorView author;
  std::string text;
  Time created_at;
  std::optional<CommentId> parent_id;
  bool can_delete = false;
  CommentStatus status = CommentStatus::published;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("author", author);
    v("text", text);
    v("created_at", created_at);
    v("parent_id", parent_id);
    v("can_delete", can_delete);
    v("status", status, json::Doc{"Held and removed ones keep their words from all but their author."});
  }
};

class Service;

class Presenter final : public PostViews {
 public:
  Presenter(const Needs& needs, const Memory& memory, Service& service)
      : needs_(needs), memory_(memory), service_(service) {}
  void plug(const ProductChips& chips) { chips_ = &chips; }

  std::vector<PostView> views(db::Reader& reader, std::span<const PostId> ids, identity::AccountId viewer) override;
  PostView view(const Post& post, identity::AccountId viewer) const override;
  AuthorView author(identity::AccountId id, identity::AccountId viewer) const override;
  CommentView comment(const Comment& comment, identity::AccountId viewer, identity::AccountId post_author) const;
  const ProductChips* chips() const { return chips_; }
  // The tags' prices as this viewer sees them.
  PostView priced(PostView view, const PriceViewer& viewer) const;

 private:
  Needs needs_;
  const Memory& memory_;
  Service& service_;
  const ProductChips* chips_ = nullptr;
};

}  // namespace plaza::content
