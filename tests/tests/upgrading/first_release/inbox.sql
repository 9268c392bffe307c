-- Its inbox, which a later step has made a log: what was stored has no time of its own any more, and no lease.
INSERT INTO inbox (update_id, position, lane, raw, received_at, not_before, attempts, lease_holder, lease_until, dead_at) VALUES
    (7001, 1, {ann}, '{spoke}', {then}, {then}, 0, 'gone', {until}, NULL),
    (7002, 2, {bea}, '{waits}', {then}, {until}, 3, NULL, NULL, NULL),
    (7003, 3, {bea}, '{"update_id": 7003,  "x": "é\u0000"}', 1, 2, 6, NULL, NULL, {then});

INSERT INTO leases (name, holder, until) VALUES ('polling', 'gone', 1);
