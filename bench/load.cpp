#include "load.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <memory>
#include <stdexcept>

namespace plaza::bench {

namespace {

using Clock = std::chrono::steady_clock;

struct Connection {
  int socket = -1;
  Script script;
  std::string in;
  Clock::time_point sent;
  std::string_view out;
};

int connected(int port) {
  const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect to the server");
  }
  const int on = 1;
  ::setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return handle;
}

void send_all(Connection& connection) {
  while (!connection.out.empty()) {
    const auto wrote = ::send(connection.socket, connection.out.data(), connection.out.size(), MSG_NOSIGNAL);
    if (wrote <= 0) throw std::runtime_error("the server closed a connection");
    connection.out.remove_prefix(static_cast<std::size_t>(wrote));
  }
}

// The reply, when all of it is here.
bool parse(const std::string& in, Reply& reply) {
  const auto end = in.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  std::size_t length = 0;
  const auto at = in.find("content-length: ");
  if (at != std::string::npos && at < end) std::from_chars(in.data() + at + 16, in.data() + end, length);
  if (in.size() < end + 4 + length) return false;
  std::from_chars(in.data() + 9, in.data() + 12, reply.status);
  reply.body = std::string_view(in).substr(end + 4, length);
  return true;
}

}  // namespace

Load drive(int port, std::vector<Script> scripts, double seconds) {
  const int poll = ::epoll_create1(0);
  std::vector<std::unique_ptr<Connection>> connections;
  const auto start = Clock::now();
  const auto end = start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  std::size_t open = 0;
  const auto ask = [&](Connection& connection, const Reply& last) {
    connection.out = Clock::now() < end ? connection.script(last) : std::string_view();
    if (connection.out.empty()) {
      ::close(connection.socket);
      --open;
      return;
    }
    connection.sent = Clock::now();
    send_all(connection);
  };
  Load load;
  for (auto& script : scripts) {
    auto connection = std::make_unique<Connection>();
    connection->socket = connected(port);
    connection->script = std::move(script);
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    wanted.data.ptr = connection.get();
    ::epoll_ctl(poll, EPOLL_CTL_ADD, connection->socket, &wanted);
    ++open;
    connections.push_back(std::move(connection));
    ask(*connections.back(), Reply{});
  }
  char buffer[1 << 16];
  epoll_event ready[256];
  while (open > 0) {
    const int count = ::epoll_wait(poll, ready, 256, 30'000);
    if (count <= 0) throw std::runtime_error("no reply in 30 s");
    for (int i = 0; i < count; ++i) {
      auto& connection = *static_cast<Connection*>(ready[i].data.ptr);
      const auto got = ::recv(connection.socket, buffer, sizeof buffer, 0);
      if (got <= 0) throw std::runtime_error("the server closed a connection");
      connection.in.append(buffer, static_cast<std::size_t>(got));
      Reply reply;
      if (!parse(connection.in, reply)) continue;
      ++load.requests;
      if (reply.status >= 400) ++load.refused;
      load.ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - connection.sent).count());
      const std::string whole = std::move(connection.in);
      connection.in.clear();
      parse(whole, reply);
      ask(connection, reply);
    }
  }
  ::close(poll);
  load.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  std::sort(load.ms.begin(), load.ms.end());
  return load;
}

std::string request(std::string_view method, std::string_view path, std::string_view headers, std::string_view body) {
  std::string out(method);
  out += ' ';
  out += path;
  out += " HTTP/1.1\r\nhost: localhost\r\n";
  out += headers;
  if (!body.empty()) {
    out += "content-type: application/json\r\ncontent-length: ";
    out += std::to_string(body.size());
    out += "\r\n";
  }
  out += "\r\n";
  out += body;
  return out;
}

}  // namespace plaza::bench
