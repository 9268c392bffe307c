-- The schema of the first release on SQLite, and the steps that it had taken. It stays as it is, whatever later steps do.
CREATE TABLE "seaql_migrations" (
    "version" varchar NOT NULL PRIMARY KEY,
    "applied_at" integer NOT NULL
);
CREATE TABLE "owners" (
    "user_id" integer NOT NULL PRIMARY KEY,
    "username" text NULL,
    "created_at" integer NOT NULL,
    "updated_at" integer NOT NULL
);
CREATE TABLE "protected_groups" (
    "group_id" integer NOT NULL PRIMARY KEY,
    "owner_id" integer NOT NULL,
    "title" text NOT NULL,
    "enabled" boolean NOT NULL,
    "can_enforce" boolean NOT NULL,
    "linked_channel_id" integer NULL,
    "params" jsonb_text NOT NULL,
    "created_at" integer NOT NULL,
    "updated_at" integer NOT NULL,
    FOREIGN KEY ("owner_id") REFERENCES "owners" ("user_id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE TABLE "enforced_channels" (
    "channel_id" integer NOT NULL PRIMARY KEY,
    "title" text NOT NULL,
    "username" text NULL,
    "invite_link" text NULL,
    "can_check" boolean NOT NULL,
    "created_at" integer NOT NULL,
    "updated_at" integer NOT NULL
);
CREATE TABLE "group_channel_links" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "group_id" integer NOT NULL,
    "channel_id" integer NOT NULL,
    FOREIGN KEY ("group_id") REFERENCES "protected_groups" ("group_id") ON DELETE CASCADE ON UPDATE CASCADE,
    FOREIGN KEY ("channel_id") REFERENCES "enforced_channels" ("channel_id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE TABLE "restrictions" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "group_id" integer NOT NULL,
    "user_id" integer NOT NULL,
    "name" text NOT NULL,
    "language_code" text NULL,
    "reason" text NOT NULL,
    "missing_channels" jsonb_text NOT NULL,
    "mode" text NOT NULL,
    "notice_message_id" integer NULL,
    "restricted_at" integer NOT NULL,
    "until" integer NOT NULL,
    "muted_at" integer NULL,
    "lifted_at" integer NULL,
    "lift_reason" text NULL
);
CREATE TABLE "group_members" (
    "group_id" integer NOT NULL,
    "user_id" integer NOT NULL,
    "first_seen" integer NOT NULL,
    "last_seen" integer NOT NULL,
    PRIMARY KEY ("group_id", "user_id"),
    FOREIGN KEY ("group_id") REFERENCES "protected_groups" ("group_id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE TABLE "exemptions" (
    "group_id" integer NOT NULL,
    "user_id" integer NOT NULL,
    "exempted_by" integer NOT NULL,
    "exempted_at" integer NOT NULL,
    PRIMARY KEY ("group_id", "user_id"),
    FOREIGN KEY ("group_id") REFERENCES "protected_groups" ("group_id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE TABLE "inbox" (
    "update_id" integer NOT NULL PRIMARY KEY,
    "position" integer NOT NULL,
    "lane" integer NOT NULL,
    "raw" text NOT NULL,
    "received_at" integer NOT NULL,
    "not_before" integer NOT NULL,
    "attempts" integer NOT NULL,
    "lease_holder" text NULL,
    "lease_until" integer NULL,
    "dead_at" integer NULL
);
CREATE TABLE "jobs" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kind" text NOT NULL,
    "group_id" integer NOT NULL,
    "state" text NOT NULL,
    "cursor" integer NULL,
    "counts" jsonb_text NOT NULL,
    "ordered_at" integer NOT NULL,
    "not_before" integer NOT NULL,
    "finished_at" integer NULL,
    "lease_holder" text NULL,
    "lease_until" integer NULL
);
CREATE TABLE "message_deletions" (
    "chat_id" integer NOT NULL,
    "message_id" integer NOT NULL,
    "due_at" integer NOT NULL,
    PRIMARY KEY ("chat_id", "message_id")
);
CREATE TABLE "leases" (
    "name" text NOT NULL PRIMARY KEY,
    "holder" text NOT NULL,
    "until" integer NOT NULL
);
CREATE INDEX "protected_groups_by_owner" ON "protected_groups" ("owner_id");
CREATE INDEX "protected_groups_by_linked_channel" ON "protected_groups" ("linked_channel_id");
CREATE UNIQUE INDEX "group_channel_links_once" ON "group_channel_links" ("group_id", "channel_id");
CREATE INDEX "group_channel_links_by_channel" ON "group_channel_links" ("channel_id", "group_id");
CREATE UNIQUE INDEX "restrictions_one_open" ON "restrictions" ("group_id", "user_id") WHERE "lifted_at" IS NULL;
CREATE INDEX "restrictions_open_by_user" ON "restrictions" ("user_id") WHERE "lifted_at" IS NULL;
CREATE INDEX "restrictions_open_by_group" ON "restrictions" ("group_id", "id") WHERE "lifted_at" IS NULL;
CREATE INDEX "restrictions_open_by_until" ON "restrictions" ("until") WHERE "lifted_at" IS NULL;
CREATE INDEX "restrictions_open_by_notice" ON "restrictions" ("group_id", "notice_message_id") WHERE "lifted_at" IS NULL;
CREATE INDEX "restrictions_awaiting_notice" ON "restrictions" ("group_id")
    WHERE "lifted_at" IS NULL AND "notice_message_id" IS NULL AND "muted_at" IS NOT NULL;
CREATE INDEX "restrictions_history" ON "restrictions" ("group_id", "restricted_at");
CREATE INDEX "group_members_by_user" ON "group_members" ("user_id", "last_seen");
CREATE INDEX "group_members_by_last_seen" ON "group_members" ("last_seen");
CREATE INDEX "exemptions_by_user" ON "exemptions" ("user_id");
CREATE INDEX "inbox_by_position" ON "inbox" ("position");
CREATE INDEX "inbox_by_arrival" ON "inbox" ("position", "update_id") WHERE "dead_at" IS NULL;
CREATE INDEX "inbox_by_lane" ON "inbox" ("lane", "position", "update_id") WHERE "dead_at" IS NULL;
CREATE INDEX "inbox_by_due" ON "inbox" ("not_before") WHERE "dead_at" IS NULL;
CREATE INDEX "inbox_by_lease" ON "inbox" ("lease_holder") WHERE "lease_holder" IS NOT NULL;
CREATE INDEX "inbox_dead" ON "inbox" ("dead_at") WHERE "dead_at" IS NOT NULL;
CREATE UNIQUE INDEX "jobs_once" ON "jobs" ("kind", "group_id");
CREATE INDEX "jobs_by_state" ON "jobs" ("state", "id");
CREATE INDEX "jobs_by_group" ON "jobs" ("group_id");
CREATE INDEX "message_deletions_by_due" ON "message_deletions" ("due_at");
CREATE INDEX "inbox_held" ON "inbox" ("lane", "lease_until") WHERE "lease_until" IS NOT NULL;
INSERT INTO "seaql_migrations" ("version", "applied_at") VALUES
    ('m20261101_000001_create_owners_groups_channels', 1700000000),
    ('m20261101_000002_create_restrictions', 1700000000),
    ('m20261101_000003_create_group_members_exemptions', 1700000000),
    ('m20261101_000004_create_inbox', 1700000000),
    ('m20261101_000005_create_jobs', 1700000000),
    ('m20261101_000006_create_message_deletions', 1700000000),
    ('m20261101_000007_create_leases', 1700000000),
    ('m20261101_000008_index_held_updates', 1700000000);
