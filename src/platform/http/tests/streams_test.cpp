// Server-Sent Events and WebSockets on real sockets, and how the server ends them.
#include <gtest/gtest.h>

#include "shop.h"

namespace plaza::http {
namespace {

using testing::Wire;

class StreamsTest : public ::testing::Test {
 protected:
  StreamsTest() : server(shop.open()), peer("127.0.0.1", server->port()) {}

  void upgrade() {
    peer.send("GET /v1/socket HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: websocket\r\n"
              "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    const auto reply = peer.receive();
    ASSERT_EQ(reply.status, 101);
    EXPECT_EQ(reply.header("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }
  // A masked frame, as clients send them.
  void send_frame(int opcode, const std::string& text) {
    std::string frame(1, static_cast<char>(0x80 | opcode));
    if (text.size() < 126) {
      frame += static_cast<char>(0x80 | text.size());
    } else {
      frame += static_cast<char>(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) frame += static_cast<char>(text.size() >> shift);
    }
    const char mask[] = {1, 2, 3, 4};
    frame.append(mask, 4);
    for (std::size_t i = 0; i < text.size(); ++i) frame += static_cast<char>(text[i] ^ mask[i % 4]);
    peer.send(frame);
  }

  Shop shop;
  std::unique_ptr<Server> server;
  Wire peer;
};

TEST_F(StreamsTest, SendsEventsAsTheyCome) {
  peer.send("GET /v1/events HTTP/1.1\r\nhost: a\r\n\r\n");
  const auto stream = shop.stream.get_future().get();
  const std::string head = peer.read_until("\r\n\r\n");
  EXPECT_NE(head.find("content-type: text/event-stream\r\n"), std::string::npos);
  EXPECT_NE(head.find("transfer-encoding: chunked\r\n"), std::string::npos);
  EXPECT_TRUE(stream->send("data: one\n\n"));
  EXPECT_EQ(peer.read_until("\n\n\r\n"), "b\r\ndata: one\n\n\r\n");
  EXPECT_TRUE(stream->send("data: two\n\n"));
  EXPECT_EQ(peer.read_until("\n\n\r\n"), "b\r\ndata: two\n\n\r\n");
  stream->close();
  EXPECT_FALSE(stream->send("late"));
  EXPECT_EQ(peer.read_until("0\r\n\r\n"), "0\r\n\r\n");
  EXPECT_TRUE(peer.closed_by_server());
}

TEST_F(StreamsTest, OldClientsGetTheBytesUntilTheClose) {
  peer.send("GET /v1/events HTTP/1.0\r\n\r\n");
  const auto stream = shop.stream.get_future().get();
  stream->send("data: one\n\n");
  stream->close();
  const std::string all = peer.read_until("never");
  EXPECT_TRUE(all.ends_with("\r\n\r\ndata: one\n\n"));
}

TEST_F(StreamsTest, AStreamLearnsThatItsPeerIsGone) {
  peer.send("GET /v1/events HTTP/1.1\r\nhost: a\r\n\r\n");
  const auto stream = shop.stream.get_future().get();
  peer.read_until("\r\n\r\n");
  peer.finish_sending();
  EXPECT_TRUE(peer.closed_by_server());
  EXPECT_FALSE(stream->send("data: x\n\n"));
}

TEST_F(StreamsTest, ASlowReaderIsEndedInsteadOfFillingTheMemory) {
  peer.slow_reader();
  peer.send("GET /v1/events HTTP/1.1\r\nhost: a\r\n\r\n");
  const auto stream = shop.stream.get_future().get();
  const std::string piece(100'000, 'x');
  int taken = 0;
  while (stream->send(piece) && taken < 1000) ++taken;  // the kernel's buffers and a megabyte of ours
  EXPECT_LT(taken, 1000);
  EXPECT_FALSE(stream->send("x"));
}

TEST_F(StreamsTest, AnOpenerThatThrowsEndsTheConnection) {
  std::promise<std::shared_ptr<Stream>> kept;
  shop.routes.add(get<None, None>("/v1/throws", "throws").raw([&](Call&) -> Task<Response> {
    Response response;
    response.stream = [&](std::shared_ptr<Stream> opened) {
      kept.set_value(std::move(opened));
      throw std::runtime_error("opener");
    };
    co_return response;
  }));
  server = shop.open();
  Wire other("127.0.0.1", server->port());
  other.send("GET /v1/throws HTTP/1.1\r\nhost: a\r\n\r\n");
  other.read_until("\r\n\r\n");
  EXPECT_TRUE(other.closed_by_server());
  EXPECT_FALSE(kept.get_future().get()->send("x"));
}

TEST_F(StreamsTest, StoppingEndsStreams) {
  peer.send("GET /v1/events HTTP/1.1\r\nhost: a\r\n\r\n");
  const auto stream = shop.stream.get_future().get();
  peer.read_until("\r\n\r\n");
  server->stop(5);
  EXPECT_FALSE(stream->send("data: x\n\n"));
  EXPECT_EQ(peer.read_until("0\r\n\r\n"), "0\r\n\r\n");
}

TEST_F(StreamsTest, SpeaksWebSocket) {
  upgrade();
  send_frame(1, "hello");
  EXPECT_EQ(peer.read_until("hello"), "\x81\x0eyou said hello");
  const auto socket = shop.socket.get_future().get();
  EXPECT_TRUE(socket->send("news"));
  EXPECT_EQ(peer.read_until("news"), "\x81\x04news");
  send_frame(9, "p");
  EXPECT_EQ(peer.read_until("p"), "\x8a\x01p");
}

TEST_F(StreamsTest, ClosingAWebSocketTellsBothSides) {
  upgrade();
  const auto socket = shop.socket.get_future().get();
  socket->send("last");
  socket->close();
  EXPECT_EQ(peer.read_until("last"), "\x81\x04last");
  EXPECT_EQ(peer.read_some().substr(0, 2), "\x88\x02");
  send_frame(8, "\x03\xe9");
  EXPECT_TRUE(peer.closed_by_server());
  peer.finish_sending();
  shop.socket_closed.get_future().get();
  EXPECT_FALSE(socket->send("x"));
}

TEST_F(StreamsTest, ATooLargeMessageEndsTheWebSocket) {
  upgrade();
  send_frame(1, std::string(70'000, 'x'));
  shop.socket_closed.get_future().get();
}

TEST_F(StreamsTest, AVanishedPeerEndsTheWebSocket) {
  upgrade();
  peer.finish_sending();
  shop.socket_closed.get_future().get();
}

TEST_F(StreamsTest, StoppingEndsWebSockets) {
  upgrade();
  const auto socket = shop.socket.get_future().get();
  server->stop(0);
  EXPECT_FALSE(socket->send("x"));
  shop.socket_closed.get_future().get();
}

TEST_F(StreamsTest, AWebSocketMayBeHeldLongerThanItsServer) {
  upgrade();
  const auto socket = shop.socket.get_future().get();
  server.reset();
  EXPECT_FALSE(socket->send("x"));
  socket->close();
}

TEST_F(StreamsTest, AWebSocketRouteAsksOthersToUpgrade) {
  peer.send("GET /v1/socket HTTP/1.1\r\nhost: a\r\n\r\n");
  const auto reply = peer.receive();
  EXPECT_EQ(reply.status, 426);
  EXPECT_EQ(reply.header("upgrade"), "websocket");
}

}  // namespace
}  // namespace plaza::http
