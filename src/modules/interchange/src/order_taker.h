// Takes orders in. Rows that follow each other with one name are one order. A file of ours is taken exactly (its JSON columns), and
// what the other columns say must agree with it; of other files the order is worked out. Orders that are there stay as they are.
#pragma once

#include <optional>
#include <vector>

#include "order_record.h"
#include "runs.h"
#include "sheet.h"

namespace plaza::interchange {

class OrderTaker final : public Taker {
 public:
  OrderTaker(const Needs& needs, csv::Source source) : needs_(needs), sheet_(std::move(source)) {}

  Status begin() override;
  bool gather(Run& run) override;
  std::int64_t rows() const override { return rows_done_; }
  void write(db::Transaction& tx, Run& run) const override;

 private:
  using Rows = std::vector<csv::Record>;

  bool next_order(Rows& rows, Run& run);
  bool begins_order(const csv::Record& row, const Rows& rows) const;
  void take(db::Transaction& tx, const Rows& rows, Run& run) const;
  std::optional<FiledOrder> read(db::Transaction& tx, const Rows& rows, Run& run) const;
  std::optional<FiledOrder> read_record(const Rows& rows, Run& run) const;
  bool agrees(const FiledOrder& filed, const Rows& rows, Run& run) const;
  void add(db::Transaction& tx, const FiledOrder& filed, std::int64_t line, Run& run) const;
  bool is_there(db::Transaction& tx, const FiledOrder& filed, std::int64_t line, Run& run) const;

  const Needs& needs_;
  Sheet sheet_;
  std::vector<Rows> batch_;
  std::optional<csv::Record> waiting_;  // read, and of the next order
  std::int64_t rows_done_ = 0;
};

}  // namespace plaza::interchange
