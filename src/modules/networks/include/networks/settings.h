// Which accounts the shop has at the networks, and with what they are proved and answered. Tokens and secrets are never shown.
#pragma once

#include <string>

#include "networks/network.h"

namespace plaza::networks {

// One of our accounts at a network: its id there, and the token that acts for it. An empty token: it is not connected.
struct OwnAccount {
  std::string id, token;
};

struct Settings {
  std::string meta_app_secrets;   // one for each app, separated by commas; empty: Meta's webhooks are refused
  std::string meta_verify_token;  // what Meta sends back when it tries the address
  std::string graph_base_url = "https://graph.facebook.com/v23.0";
  OwnAccount instagram, facebook, whatsapp, tiktok;
  bool human_agent = false;  // the app may answer for seven days at Messenger and Instagram
  std::string tiktok_client_secrets;
  std::string tiktok_base_url = "https://business-api.tiktok.com/open_api/v1.3";
  std::string public_url;  // "https://shop.example"
  const OwnAccount& of(Network network) const {
    switch (network) {
      case Network::instagram: return instagram;
      case Network::facebook: return facebook;
      case Network::whatsapp: return whatsapp;
      case Network::tiktok: break;
    }
    return tiktok;
  }
};

}  // namespace plaza::networks
