#include "platform/crypto/web_push.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include <memory>
#include <stdexcept>

#include "platform/crypto/crypto.h"

namespace plaza::crypto {
namespace {

constexpr std::size_t scalar_size = 32, point_size = 65, salt_size = 16, auth_size = 16, tag_size = 16, key_size = 16, nonce_size = 12;
constexpr unsigned record_size = 4'096;

template <auto free>
struct Freed {
  template <class T>
  void operator()(T* what) const {
    free(what);
  }
};
using Group = std::unique_ptr<EC_GROUP, Freed<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, Freed<EC_POINT_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_clear_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void must(bool good) {
  if (!good) throw std::runtime_error("OpenSSL failed at elliptic curves.");
}

Group curve() {
  Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  must(group != nullptr);
  return group;
}

std::string public_of(const BIGNUM* scalar) {
  const auto group = curve();
  const Point point(EC_POINT_new(group.get()));
  must(point && EC_POINT_mul(group.get(), point.get(), scalar, nullptr, nullptr, nullptr) == 1);
  std::string made(point_size, '\0');
  must(EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes_of(made), made.size(), nullptr) == point_size);
  return made;
}

// `private_key` empty: a public one alone.
Key key_of(std::string_view private_key, std::string_view public_key) {
  const Builder builder(OSSL_PARAM_BLD_new());
  const Number scalar(private_key.empty() ? nullptr : BN_bin2bn(bytes_of(private_key), static_cast<int>(private_key.size()), nullptr));
  must(builder && OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1);
  must(OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, public_key.data(), public_key.size()) == 1);
  if (scalar) must(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar.get()) == 1);
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* made = nullptr;
  must(parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1);
  const int kind = scalar ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
  must(EVP_PKEY_fromdata(context.get(), &made, kind, parameters.get()) == 1);
  return Key(made);
}

std::string shared_secret(const EcKeys& own, std::string_view theirs) {
  const auto key = key_of(own.private_key, own.public_key), peer = key_of({}, theirs);
  const KeyContext context(EVP_PKEY_CTX_new(key.get(), nullptr));
  must(context && EVP_PKEY_derive_init(context.get()) == 1 && EVP_PKEY_derive_set_peer(context.get(), peer.get()) == 1);
  std::string secret(scalar_size, '\0');
  std::size_t length = secret.size();
  must(EVP_PKEY_derive(context.get(), bytes_of(secret), &length) == 1 && length == scalar_size);
  return secret;
}

// HKDF (RFC 5869) where one block is enough.
std::string expand(std::string_view pseudo_random, std::string info, std::size_t length) {
  info += '\x01';
  const auto block = hmac_sha256(pseudo_random, info);
  return std::string(view(block).substr(0, length));
}

std::string sealed_record(std::string_view plain, std::string_view key, std::string_view nonce) {
  const CipherContext context(EVP_CIPHER_CTX_new());
  std::string made(plain.size() + tag_size, '\0');
  int length = 0, rest = 0;
  must(context && EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, bytes_of(key), bytes_of(nonce)) == 1);
  must(EVP_EncryptUpdate(context.get(), bytes_of(made), &length, bytes_of(plain), static_cast<int>(plain.size())) == 1);
  must(EVP_EncryptFinal_ex(context.get(), bytes_of(made) + length, &rest) == 1);
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag_size), made.data() + plain.size()) == 1);
  return made;
}

}  // namespace

std::optional<EcKeys> ec_keys_from(std::string_view private_key) {
  if (private_key.size() != scalar_size) return std::nullopt;
  const Number scalar(BN_bin2bn(bytes_of(private_key), static_cast<int>(private_key.size()), nullptr));
  const auto group = curve();
  must(scalar != nullptr);
  if (BN_is_zero(scalar.get()) || BN_cmp(scalar.get(), EC_GROUP_get0_order(group.get())) >= 0) return std::nullopt;
  return EcKeys{std::string(private_key), public_of(scalar.get())};
}

EcKeys new_ec_keys() {
  for (;;) {  // one number of four billion is none of the curve's
    if (auto keys = ec_keys_from(random_bytes(scalar_size))) return std::move(*keys);
  }
}

bool is_ec_point(std::string_view public_key) {
  if (public_key.size() != point_size || public_key[0] != '\x04') return false;
  const auto group = curve();
  const Point point(EC_POINT_new(group.get()));
  must(point != nullptr);
  return EC_POINT_oct2point(group.get(), point.get(), bytes_of(public_key), public_key.size(), nullptr) == 1;
}

std::string sign_es256(const EcKeys& keys, std::string_view data) {
  const auto key = key_of(keys.private_key, keys.public_key);
  const DigestContext context(EVP_MD_CTX_new());
  must(context && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1);
  std::string der(80, '\0');
  std::size_t length = der.size();
  must(EVP_DigestSign(context.get(), bytes_of(der), &length, bytes_of(data), data.size()) == 1);
  const auto* from = bytes_of(std::string_view(der));
  const Signature signature(d2i_ECDSA_SIG(nullptr, &from, static_cast<long>(length)));
  must(signature != nullptr);
  std::string made(2 * scalar_size, '\0');
  must(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), bytes_of(made), scalar_size) == scalar_size);
  must(BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), bytes_of(made) + scalar_size, scalar_size) == scalar_size);
  return made;
}

bool verify_es256(std::string_view public_key, std::string_view data, std::string_view signature) {
  if (!is_ec_point(public_key) || signature.size() != 2 * scalar_size) return false;
  const auto key = key_of({}, public_key);
  const Signature numbers(ECDSA_SIG_new());
  must(numbers && ECDSA_SIG_set0(numbers.get(), BN_bin2bn(bytes_of(signature), scalar_size, nullptr),
                                 BN_bin2bn(bytes_of(signature) + scalar_size, scalar_size, nullptr)) == 1);
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(numbers.get(), &der);
  must(length > 0);
  const std::string text(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  const DigestContext context(EVP_MD_CTX_new());
  must(context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1);
  return EVP_DigestVerify(context.get(), bytes_of(text), text.size(), bytes_of(data), data.size()) == 1;
}

std::optional<std::string> encrypt_push(std::string_view plain, const PushReceiver& receiver, std::string_view salt, const EcKeys& sender) {
  if (plain.size() > push_plain_max || receiver.auth.size() != auth_size || salt.size() != salt_size) return std::nullopt;
  if (!is_ec_point(receiver.public_key)) return std::nullopt;
  using namespace std::string_literals;
  const auto shared = hmac_sha256(receiver.auth, shared_secret(sender, receiver.public_key));
  const auto keying = expand(view(shared), "WebPush: info\0"s + receiver.public_key + sender.public_key, 32);
  const auto pseudo_random = hmac_sha256(salt, keying);
  const auto key = expand(view(pseudo_random), "Content-Encoding: aes128gcm\0"s, key_size);
  const auto nonce = expand(view(pseudo_random), "Content-Encoding: nonce\0"s, nonce_size);
  std::string body(salt);
  for (int shift = 24; shift >= 0; shift -= 8) body += static_cast<char>((record_size >> shift) & 0xff);
  body += static_cast<char>(sender.public_key.size());
  body += sender.public_key;
  body += sealed_record(std::string(plain) + '\x02', key, nonce);  // 2: the last record
  return body;
}

std::optional<std::string> encrypt_push(std::string_view plain, const PushReceiver& receiver) {
  return encrypt_push(plain, receiver, random_bytes(salt_size), new_ec_keys());
}

}  // namespace plaza::crypto
