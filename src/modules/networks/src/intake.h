// What arrives: stored before the network hears a yes, worked off by a job, each event once.
#pragma once

#include "event.h"
#include "graph.h"
#include "networks/module.h"
#include "platform/jobs/jobs.h"

namespace plaza::networks {

// "networks.work": the payload of the job that works a delivery off.
struct WorkJob {
  static constexpr const char* kind = "networks.work";
  std::int64_t delivery = 0;
  template <class V>
  void describe(V& v) {
    v("delivery", delivery);
  }
};

class Intake {
 public:
  explicit Intake(const Needs& needs) : needs_(needs) {}

  // `source`: "meta" or "tiktok"; the signature was checked. networks.bad_event (400) when it is no JSON.
  Status take(db::Transaction& tx, const std::string& source, const std::string& body);
  Status work(const jobs::Job& job);
  // Events and digests older than a month are forgotten.
  Status tidy();

 private:
  enum class Done { taken, known, later };
  Done apply(db::Transaction& tx, const Event& event, int attempt);
  Status receive(db::Transaction& tx, const Event& event);
  // Asks the network for names and words that the webhook left out. False: it does not answer now.
  bool complete(Event& event);
  care::Customer customer_of(db::Reader& reader, const Event& event);

  const Needs needs_;
};

// The words that stand in the conversation. Pure.
std::string words_of(const Event& event);

}  // namespace plaza::networks
