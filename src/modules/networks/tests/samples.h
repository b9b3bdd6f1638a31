// Webhooks in the shapes that the networks publish.
#pragma once

#include <string>

namespace plaza::networks::samples {

inline const std::string instagram_comment =
    R"({"object":"instagram","entry":[{"id":"1784","time":1772357400,"changes":[{"field":"comments","value":{"from":{"id":"232","username":"mai.pots"},)"
    R"("media":{"id":"9001","media_product_type":"FEED"},"id":"c_1","text":"Is the blue one back?"}}]}]})";
inline const std::string instagram_reply =
    R"({"object":"instagram","entry":[{"id":"1784","changes":[{"field":"comments","value":{"from":{"id":"233","username":"lan"},)"
    R"("media":{"id":"9001"},"id":"c_2","parent_id":"c_1","text":"I would like to know, too"}}]}]})";
inline const std::string instagram_own =
    R"({"object":"instagram","entry":[{"id":"1784","changes":[{"field":"comments","value":{"from":{"id":"1784","username":"kilnlight"},)"
    R"("media":{"id":"9001"},"id":"c_3","parent_id":"c_1","text":"On Friday."}}]}]})";
inline const std::string instagram_mention =
    R"({"object":"instagram","entry":[{"id":"1784","changes":[{"field":"mentions","value":{"media_id":"9100","comment_id":"c_9"}}]}]})";
inline const std::string instagram_message =
    R"({"object":"instagram","entry":[{"id":"1784","messaging":[{"sender":{"id":"232"},"recipient":{"id":"1784"},"timestamp":1772357400123,)"
    R"("message":{"mid":"m_1","text":"Hello","attachments":[{"type":"image","payload":{"url":"https://cdn.example/a.jpg"}}]}},)"
    R"({"sender":{"id":"1784"},"recipient":{"id":"232"},"timestamp":1772357400200,"message":{"mid":"m_2","text":"Hi","is_echo":true}}]}]})";
inline const std::string page_comment =
    R"({"object":"page","entry":[{"id":"5550","changes":[{"field":"feed","value":{"item":"comment","verb":"add","comment_id":"5550_7_1","post_id":"5550_7",)"
    R"("parent_id":"5550_7","from":{"id":"88","name":"Lan Phạm"},"message":"It broke \u0111\u1ea5y","created_time":1772357400,)"
    R"("post":{"permalink_url":"https://www.facebook.com/5550/posts/7"}}}]}]})";
inline const std::string page_receipts =
    R"({"object":"page","entry":[{"id":"5550","messaging":[{"sender":{"id":"88"},"recipient":{"id":"5550"},"timestamp":1,"delivery":{"mids":["m_9"],"watermark":1}}]}]})";
inline const std::string whatsapp_message =
    R"({"object":"whatsapp_business_account","entry":[{"id":"WABA","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",)"
    R"("metadata":{"display_phone_number":"84900","phone_number_id":"1066"},"contacts":[{"profile":{"name":"An L\u00ea"},"wa_id":"84912345678"}],)"
    R"("messages":[{"from":"84912345678","id":"wamid.1","timestamp":"1772357400","type":"text","text":{"body":"Where is my parcel?"},)"
    R"("context":{"from":"1066","id":"wamid.0"}}]}}]}]})";
inline std::string whatsapp_status(const std::string& status, const std::string& more = "") {
  return R"({"object":"whatsapp_business_account","entry":[{"id":"WABA","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",)"
         R"("metadata":{"phone_number_id":"1066"},"statuses":[{"id":"wamid.9","status":")" +
         status + R"(","timestamp":"1772357401","recipient_id":"84912345678")" + more + R"(}]}}]}]})";
}
inline const std::string tiktok_comment =
    R"({"client_key":"k","event":"comment.update","create_time":1772357400,"user_openid":"biz_1",)"
    R"("content":"{\"comment_id\":7301,\"video_id\":\"7201\",\"parent_comment_id\":\"0\",\"comment_type\":\"comment\",\"comment_action\":\"insert\",)"
    R"(\"timestamp\":1772357399,\"unique_identifier\":\"u_5\",\"text\":\"Love the glaze\"}"})";
inline const std::string tiktok_message =
    R"({"client_key":"k","event":"im_receive_msg","create_time":1772357400,"user_openid":"biz_1",)"
    R"("content":"{\"type\":\"text\",\"text\":{\"body\":\"Do you ship to Hue?\"},\"conversation_id\":\"conv_1\",\"message_id\":\"tm_1\",\"from\":\"hoa\",)"
    R"(\"from_user\":{\"id\":\"u_6\",\"role\":\"PERSONAL_ACCOUNT\"},\"timestamp\":1772357400123}"})";

}  // namespace plaza::networks::samples
