-- What the first release wrote, with `{names}` for the ids and moments of a story.
INSERT INTO owners (user_id, username, created_at, updated_at) VALUES
    ({owner}, 'olga', {then}, {then}),
    (11, NULL, 1700000000123, 1700000000123);

INSERT INTO protected_groups (group_id, owner_id, title, enabled, can_enforce, linked_channel_id, params, created_at,
    updated_at) VALUES
    ({group}, {owner}, 'Tea lovers', TRUE, TRUE, NULL,
        '{"mute_for_days": 3, "notice_text": "Join first, {name}", "a_key_of_tomorrow": {"a": ["é", null]}}', {then}, {then}),
    ({switched_off}, 11, 'It''s "off"', FALSE, TRUE, {channel}, '{"policy": "any"}', 1700000000123, 1700000000456),
    (-1009, 11, 'No rights', TRUE, FALSE, NULL, '{}', 1700000000123, 1700000000456);

INSERT INTO enforced_channels (channel_id, title, username, invite_link, can_check, created_at, updated_at) VALUES
    ({channel}, 'Tea news', 'tea_news', NULL, TRUE, {then}, {then}),
    ({private}, 'Cake', NULL, 'https://t.me/+x', FALSE, {then}, {then});

INSERT INTO group_channel_links (group_id, channel_id) VALUES
    ({switched_off}, {private}), ({switched_off}, {channel}), ({group}, {channel}), (-1009, {channel});

INSERT INTO restrictions (group_id, user_id, name, language_code, reason, missing_channels, mode, notice_message_id,
    restricted_at, until, muted_at, lifted_at, lift_reason) VALUES
    ({group}, 901, 'Ü "x"', 'pt-br', 'spoke', '[{channel}]', 'enforce', 5, {then}, {until}, {then}, {then}, 'joined_channel'),
    ({group}, 901, 'Ü', NULL, 'left_channel', '[{channel}]', 'enforce', NULL, {then}, {until}, {then}, {then}, 'pressed'),
    ({group}, {sam}, 'Sam', 'en', 'spoke', '[{channel}]', 'enforce', {notice}, {then}, {until}, {then}, NULL, NULL),
    ({switched_off}, 902, 'a', NULL, 'spoke', '[{private}, {channel}]', 'enforce', NULL, 1, 2, 1, 3, 'unprotected'),
    ({switched_off}, 903, 'b', NULL, 'spoke', '[]', 'enforce', NULL, 1, 2, 1, 3, 'policy_eased'),
    ({switched_off}, 904, 'c', NULL, 'joined_group', '[{channel}]', 'enforce', NULL, 1, 2, 1, 3, 'exempted'),
    ({switched_off}, 905, 'd', NULL, 'spoke', '[{channel}]', 'enforce', NULL, 1, 2, 1, 3, 'administrator_acted'),
    ({switched_off}, 906, 'e', NULL, 'spoke', '[{channel}]', 'enforce', NULL, 1, 2, 1, 3, 'expired'),
    ({switched_off}, 907, 'f', NULL, 'spoke', '[{channel}]', 'enforce', NULL, 1, 2, NULL, 3, 'not_muted'),
    ({switched_off}, {rex}, 'Rex', NULL, 'spoke', '[{channel}]', 'enforce', {other_notice}, {then}, {until}, {then}, NULL, NULL),
    ({group}, 908, 'g', NULL, 'spoke', '[{channel}]', 'observe', NULL, {then}, {until}, NULL, NULL, NULL);

INSERT INTO group_members (group_id, user_id, first_seen, last_seen) VALUES
    ({group}, {sam}, 1700000000123, {then}),
    ({group}, {eve}, 1700000000124, {then}),
    ({switched_off}, {sam}, 1700000000125, {then});

INSERT INTO exemptions (group_id, user_id, exempted_by, exempted_at) VALUES
    ({group}, {eve}, {owner}, {then}),
    ({switched_off}, 909, 11, 1700000000123);

INSERT INTO jobs (kind, group_id, state, cursor, counts, ordered_at, not_before, finished_at, lease_holder, lease_until) VALUES
    ('release', {group}, 'done', 17, '{}', 1, 2, 3, NULL, NULL),
    ('release', {switched_off}, 'open', NULL, '{}', {then}, {then}, NULL, 'gone', {then});

INSERT INTO message_deletions (chat_id, message_id, due_at) VALUES
    ({group}, {answer}, {then}),
    ({group}, 999999, {until});
