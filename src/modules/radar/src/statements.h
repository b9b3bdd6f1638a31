// Every statement of radar.
#pragma once

#include "platform/db/connection.h"

namespace plaza::radar::sql {

#define RADAR_ALERT \
  "id, post_id, author_id, products, status, severity, words, orders, reach, shares, expected, low, high, times, conversation, note, " \
  "opened_at, told_at, closed_at, version"

inline constexpr db::Statement insert_alert{"radar.insert_alert", R"sql(
INSERT INTO radar_alerts (id, post_id, author_id, products, status, severity, words, orders, reach, shares, expected, low, high, times,
  conversation, note, opened_at, told_at, version)
VALUES ($1, $2, $3, $4, 'open', $5, $6, $7, $8, $9, $10, $11, $12, 1, $13, '', $14, $14, 1) ON CONFLICT DO NOTHING)sql"};
// Told again, if nobody else did meanwhile.
inline constexpr db::Statement tell_again{"radar.tell_again", R"sql(
UPDATE radar_alerts SET status = 'open', severity = $3, reach = $4, shares = $5, expected = $6, low = $7, high = $8, times = times + 1,
  told_at = $9, closed_at = NULL, closed_by = NULL, conversation = $10, version = version + 1
WHERE id = $1 AND version = $2 AND status <> 'dismissed')sql"};
inline constexpr db::Statement close_alert{"radar.close_alert", R"sql(
UPDATE radar_alerts SET status = $3, note = $4, closed_at = $5, closed_by = $6, version = version + 1
WHERE id = $1 AND version = $2 AND status = 'open')sql"};
inline constexpr db::Statement find_alert{"radar.find_alert", "SELECT " RADAR_ALERT " FROM radar_alerts WHERE id = $1"};
inline constexpr db::Statement alert_of_post{"radar.alert_of_post", "SELECT " RADAR_ALERT " FROM radar_alerts WHERE post_id = $1"};
inline constexpr db::Statement list_alerts{
    "radar.list_alerts", "SELECT " RADAR_ALERT " FROM radar_alerts WHERE status = $1 AND id < $2 ORDER BY id DESC LIMIT $3"};
inline constexpr db::Statement count_open{
    "radar.count_open", "SELECT COUNT(*) FROM (SELECT id FROM radar_alerts WHERE status = 'open' LIMIT 1000) AS few"};
inline constexpr db::Statement alerts_of_author{
    "radar.alerts_of_author", "SELECT " RADAR_ALERT " FROM radar_alerts WHERE author_id = $1 ORDER BY id DESC LIMIT 1000"};
inline constexpr db::Statement remove_of_author{"radar.remove_of_author", "DELETE FROM radar_alerts WHERE author_id = $1"};

inline constexpr db::Statement pause{
    "radar.pause", "INSERT INTO radar_paused (product_id, since, by_id, reason) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"};
inline constexpr db::Statement clear{"radar.clear", "DELETE FROM radar_paused WHERE product_id = $1"};
inline constexpr db::Statement paused{
    "radar.paused", "SELECT product_id, since, by_id, reason FROM radar_paused ORDER BY since DESC, product_id LIMIT 1000"};

inline constexpr db::Statement insert_trail{
    "radar.insert_trail", "INSERT INTO radar_trail (id, at, by_id, deed, product_id, alert_id, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)"};
inline constexpr db::Statement trail{
    "radar.trail", "SELECT at, by_id, deed, product_id, alert_id, reason FROM radar_trail ORDER BY id DESC LIMIT $1"};

inline constexpr db::Statement read_settings{"radar.read_settings", "SELECT definition FROM radar_settings WHERE id = 1"};
inline constexpr db::Statement write_settings{"radar.write_settings", R"sql(
INSERT INTO radar_settings (id, definition) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET definition = excluded.definition)sql"};

inline constexpr db::Statement note_signal{"radar.note_signal", R"sql(
INSERT INTO radar_signals (id, source, about, product_id, variant_id, person, at, weight, bought_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement add_sold{"radar.add_sold", R"sql(
INSERT INTO radar_sold (product_id, sold_day, units) VALUES ($1, $2, $3)
ON CONFLICT (product_id, sold_day) DO UPDATE SET units = radar_sold.units + excluded.units)sql"};
inline constexpr db::Statement spoken_of{"radar.spoken_of", R"sql(
SELECT product_id FROM radar_signals WHERE at >= $1 GROUP BY product_id HAVING COUNT(*) >= $2 ORDER BY COUNT(*) DESC, product_id LIMIT $3)sql"};
inline constexpr db::Statement signals_of{"radar.signals_of", R"sql(
SELECT source, about, variant_id, person, at, weight, bought_at FROM radar_signals WHERE product_id = $1 AND at >= $2 AND at <= $3 ORDER BY at DESC, id DESC LIMIT $4)sql"};
inline constexpr db::Statement count_signals{"radar.count_signals", "SELECT COUNT(*) FROM radar_signals WHERE at >= $1"};
inline constexpr db::Statement sold_of{"radar.sold_of", "SELECT sold_day, units FROM radar_sold WHERE product_id = $1 AND sold_day > $2"};
inline constexpr db::Statement sold_in_all{
    "radar.sold_in_all", "SELECT sold_day, CAST(SUM(units) AS BIGINT) FROM radar_sold WHERE sold_day > $1 GROUP BY sold_day"};
inline constexpr db::Statement count_sold{"radar.count_sold", "SELECT COUNT(DISTINCT product_id) FROM radar_sold WHERE sold_day > $1"};
inline constexpr db::Statement signals_by{
    "radar.signals_by", "SELECT source, about, product_id, at FROM radar_signals WHERE person IN ($1, $2) ORDER BY id DESC LIMIT 1000"};
inline constexpr db::Statement remove_signals_by{"radar.remove_signals_by", "DELETE FROM radar_signals WHERE person IN ($1, $2)"};
inline constexpr db::Statement purge_signals{
    "radar.purge_signals", "DELETE FROM radar_signals WHERE id IN (SELECT id FROM radar_signals WHERE at < $1 ORDER BY at LIMIT 5000)"};
inline constexpr db::Statement purge_sold{"radar.purge_sold", "DELETE FROM radar_sold WHERE sold_day < $1"};

#define RADAR_ADVICE "id, product_id, status, definition, people, note, opened_at, closed_at, version"
inline constexpr db::Statement insert_advice{"radar.insert_advice", R"sql(
INSERT INTO radar_advice (id, product_id, status, definition, people, note, opened_at, version) VALUES ($1, $2, 'open', $3, $4, '', $5, 1))sql"};
inline constexpr db::Statement renew_advice{"radar.renew_advice", R"sql(
UPDATE radar_advice SET definition = $3, people = $4, version = version + 1 WHERE id = $1 AND version = $2 AND status = 'open')sql"};
inline constexpr db::Statement close_advice{"radar.close_advice", R"sql(
UPDATE radar_advice SET status = $3, note = $4, closed_at = $5, closed_by = $6, version = version + 1
WHERE id = $1 AND version = $2 AND status = 'open')sql"};
inline constexpr db::Statement find_advice{"radar.find_advice", "SELECT " RADAR_ADVICE " FROM radar_advice WHERE id = $1"};
inline constexpr db::Statement advice_on{
    "radar.advice_on", "SELECT " RADAR_ADVICE " FROM radar_advice WHERE product_id = $1 ORDER BY id DESC LIMIT 1"};
inline constexpr db::Statement list_advice{
    "radar.list_advice", "SELECT " RADAR_ADVICE " FROM radar_advice WHERE status = $1 ORDER BY id DESC LIMIT $2"};

inline constexpr const db::Statement* statements[] = {
    &note_signal, &add_sold, &spoken_of, &signals_of, &count_signals, &sold_of, &sold_in_all, &count_sold, &signals_by, &remove_signals_by,
    &purge_signals, &purge_sold, &insert_advice, &renew_advice, &close_advice, &find_advice, &advice_on, &list_advice,
    &insert_alert, &tell_again, &close_alert, &find_alert, &alert_of_post, &list_alerts, &count_open, &alerts_of_author, &remove_of_author,
    &pause,        &clear,      &paused,      &insert_trail, &trail,       &read_settings, &write_settings};

}  // namespace plaza::radar::sql
