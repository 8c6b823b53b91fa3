-- The first tables. Columns are BIGINT, TEXT or bytes; times are microseconds UTC; days count from 1970-01-01; yes is 1.
-- {row} is an integer primary key, {bytes} a column of bytes, {clustered} keeps a table in the order of its key.
-- Words are numbers that belong to a service; nothing here knows what they stand for.

-- What is not about one person.

CREATE TABLE service (
  key        {row},
  name       TEXT   NOT NULL UNIQUE,
  number     BIGINT NOT NULL,            -- raised by every change that is not about one person
  version    BIGINT NOT NULL,            -- the version that decides; 0: none yet
  operation  BIGINT NOT NULL
);

CREATE TABLE version (
  service    BIGINT NOT NULL REFERENCES service (key),
  number     BIGINT NOT NULL,
  hash       {bytes} NOT NULL,
  label      TEXT   NOT NULL,
  effective  BIGINT NOT NULL,
  day        BIGINT NOT NULL,
  by_whom    TEXT   NOT NULL,
  activated  BIGINT NOT NULL,
  is_past    BIGINT NOT NULL,            -- published before the program was there
  sources    {bytes} NOT NULL,
  PRIMARY KEY (service, number)
);

-- Versions whose periods are still to be worked into what is held: from their day on, one person after another.
CREATE TABLE recompute (
  service    BIGINT NOT NULL REFERENCES service (key),
  version    BIGINT NOT NULL,
  due        BIGINT NOT NULL,
  after      BIGINT NOT NULL,            -- the last person looked at
  PRIMARY KEY (service, version)
) {clustered};

CREATE TABLE operation (
  service    BIGINT NOT NULL REFERENCES service (key),
  number     BIGINT NOT NULL,
  hash       {bytes} NOT NULL,
  by_whom    TEXT   NOT NULL,
  at         BIGINT NOT NULL,
  sources    {bytes} NOT NULL,
  PRIMARY KEY (service, number)
);

CREATE TABLE word (
  service    BIGINT NOT NULL REFERENCES service (key),
  family     TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  number     BIGINT NOT NULL,
  PRIMARY KEY (service, family, name)
);

CREATE TABLE notice (
  service    BIGINT NOT NULL REFERENCES service (key),
  number     BIGINT NOT NULL,
  id         {bytes} NOT NULL,
  facts      TEXT   NOT NULL,
  PRIMARY KEY (service, number),
  UNIQUE (service, id)
);

-- Companies, agreements, reviews, routes, announcements, accounts, attestations: dated lines, never overwritten.
CREATE TABLE filed (
  service    BIGINT NOT NULL REFERENCES service (key),
  number     BIGINT NOT NULL,
  kind       TEXT   NOT NULL,
  at         BIGINT NOT NULL,
  by_whom    TEXT   NOT NULL,
  act        {bytes} NOT NULL,
  body       TEXT   NOT NULL,
  PRIMARY KEY (service, number)
);

CREATE TABLE token (
  id         {bytes} NOT NULL PRIMARY KEY,
  service    BIGINT NOT NULL REFERENCES service (key),
  hash       {bytes} NOT NULL,
  owner      TEXT   NOT NULL,
  role       TEXT   NOT NULL,
  created    BIGINT NOT NULL,
  expires    BIGINT NOT NULL,
  networks   TEXT   NOT NULL,            -- one a line
  revoked    BIGINT
);
CREATE INDEX token_of_service ON token (service);

CREATE TABLE released (
  row        {row},
  service    BIGINT NOT NULL REFERENCES service (key),
  statistic  BIGINT NOT NULL,
  at         BIGINT NOT NULL,
  act        {bytes} NOT NULL,
  smallest   BIGINT NOT NULL,
  body       TEXT   NOT NULL
);

-- People. row is what everything about a person is keyed by.

CREATE TABLE person (
  row        {row},
  service    BIGINT NOT NULL REFERENCES service (key),
  id         {bytes} NOT NULL,
  revision   BIGINT NOT NULL,
  created    BIGINT NOT NULL,
  erased     BIGINT,
  UNIQUE (service, id)
);
CREATE INDEX person_of_service ON person (service, row);

-- The highest row of anybody who is wholly gone: it is never given again, for leaves name it.
CREATE TABLE person_mark (
  key        {row},
  row        BIGINT NOT NULL
);

CREATE TABLE reference (
  person     BIGINT NOT NULL,
  system     BIGINT NOT NULL,
  lookup     {bytes} NOT NULL,
  key_id     BIGINT NOT NULL,
  key        {bytes} NOT NULL,
  value      {bytes} NOT NULL,
  PRIMARY KEY (person, system)
) {clustered};

-- kind 1: part is the slot of a holding. 2: the system of a reference. 3: for rights alone, part is 0.
CREATE TABLE lookup (
  hash       {bytes} NOT NULL,
  kind       BIGINT NOT NULL,
  person     BIGINT NOT NULL,
  part       BIGINT NOT NULL,
  service    BIGINT NOT NULL,
  PRIMARY KEY (hash, kind, person, part)
) {clustered};
CREATE INDEX lookup_for_rights ON lookup (person) WHERE kind = 3;

-- A number for each item from a source, and year of a many-valued one, given once.
CREATE TABLE slot (
  service    BIGINT NOT NULL,
  item       BIGINT NOT NULL,
  source     BIGINT NOT NULL,
  year       BIGINT NOT NULL,
  number     BIGINT NOT NULL,
  PRIMARY KEY (service, item, source, year)
) {clustered};

-- row = person * 2^20 + slot, so that a person's holdings lie together.
CREATE TABLE holding (
  row        {row},
  service    BIGINT NOT NULL,
  item       BIGINT NOT NULL,
  source     BIGINT NOT NULL,
  year       BIGINT NOT NULL,
  notice     BIGINT NOT NULL,
  version    BIGINT NOT NULL,
  acquired   BIGINT NOT NULL,
  expires    BIGINT,
  kept_until BIGINT,
  due        BIGINT,                     -- the later of the two above; null: no end in sight
  system     BIGINT NOT NULL,            -- who has the value; 0: it is here
  key_id     BIGINT,
  key        {bytes},
  value      {bytes},
  lookup     {bytes}
);
CREATE INDEX holding_due ON holding (service, due) WHERE due IS NOT NULL;

-- Values of a many-valued holding. key_id is the holding's: entries of a destroyed key never show under a new one.
-- Each box is bound to its number and time, so that no row can take another's place.
CREATE TABLE entry (
  holding    BIGINT NOT NULL,
  key_id     BIGINT NOT NULL,
  number     BIGINT NOT NULL,
  at         BIGINT NOT NULL,
  expires    BIGINT,
  value      {bytes} NOT NULL,
  PRIMARY KEY (holding, key_id, number)
) {clustered};
CREATE INDEX entry_expiry ON entry (expires) WHERE expires IS NOT NULL;

-- Entries whose key is destroyed, to be cleared away.
CREATE TABLE orphan (
  holding    BIGINT NOT NULL,
  key_id     BIGINT NOT NULL,
  PRIMARY KEY (holding, key_id)
) {clustered};

CREATE TABLE standing (
  person       BIGINT NOT NULL,
  kind         BIGINT NOT NULL,
  subject      BIGINT NOT NULL,
  member       BIGINT NOT NULL,
  yes          BIGINT NOT NULL,
  meaning      BIGINT NOT NULL,
  had_yes      BIGINT NOT NULL,
  country_told BIGINT NOT NULL,
  at           BIGINT NOT NULL,
  until        BIGINT,
  PRIMARY KEY (person, kind, subject, member)
) {clustered};

-- What was passed on to whom: lives as long as the law says, also after an erasure.
CREATE TABLE provision (
  person     BIGINT NOT NULL,
  id         {bytes} NOT NULL,
  recipient  BIGINT NOT NULL,
  member     BIGINT NOT NULL,
  purpose    BIGINT NOT NULL,
  items      TEXT   NOT NULL,            -- words, a blank between
  at         BIGINT NOT NULL,
  until      BIGINT,
  reference  TEXT   NOT NULL,
  PRIMARY KEY (person, id)
) {clustered};

CREATE TABLE message (
  row        {row},
  service    BIGINT NOT NULL,
  person     BIGINT,
  act        {bytes} NOT NULL,
  to_kind    TEXT   NOT NULL,
  party      BIGINT NOT NULL,
  member     BIGINT NOT NULL,
  at         BIGINT NOT NULL,
  due        BIGINT,
  told       BIGINT,
  confirmed  BIGINT,
  key_id     BIGINT,
  key        {bytes},
  body       {bytes}
);
CREATE INDEX message_of_act ON message (act);
CREATE INDEX message_of_person ON message (person) WHERE person IS NOT NULL;
CREATE INDEX message_open ON message (service, due) WHERE confirmed IS NULL;
CREATE INDEX message_full ON message (at) WHERE body IS NOT NULL;

CREATE TABLE request (
  service    BIGINT NOT NULL,
  id         {bytes} NOT NULL,
  person     BIGINT,
  right_word BIGINT NOT NULL,
  state      TEXT   NOT NULL,
  received   BIGINT NOT NULL,
  due        BIGINT,
  answered   BIGINT,
  items      TEXT   NOT NULL,
  body       TEXT   NOT NULL,
  key_id     BIGINT,
  key        {bytes},
  text       {bytes},
  PRIMARY KEY (service, id)
);

CREATE INDEX request_of_person ON request (person) WHERE person IS NOT NULL;

CREATE TABLE approval (
  service    BIGINT NOT NULL,
  id         {bytes} NOT NULL,
  hmac       {bytes} NOT NULL,
  requester  TEXT   NOT NULL,
  approver   TEXT   NOT NULL,
  role       TEXT   NOT NULL,
  at         BIGINT NOT NULL,
  until      BIGINT NOT NULL,
  used       {bytes},
  PRIMARY KEY (service, id)
);

-- Records, in the order of commits, and the keys they are sealed under: of a month, or of a hold on a person.

-- With `destroyed` a key opens nothing more. One that an older database brought back has its bytes still, until its list is
-- written.
CREATE TABLE month_key (
  row        {row},
  service    BIGINT NOT NULL REFERENCES service (key),
  kind       TEXT   NOT NULL,
  month      BIGINT NOT NULL,            -- of making; of a hold: when it was laid
  person     BIGINT,                     -- whose hold
  key_id     BIGINT NOT NULL,
  key        {bytes},
  created    BIGINT NOT NULL,
  destroyed  BIGINT,
  swept      BIGINT NOT NULL             -- records under it are cleared up to this row
);
CREATE UNIQUE INDEX month_key_of ON month_key (service, kind, month) WHERE person IS NULL;
CREATE UNIQUE INDEX hold_key_of ON month_key (person) WHERE person IS NOT NULL AND destroyed IS NULL;

CREATE TABLE record (
  row        {row},
  service    BIGINT NOT NULL,
  person     BIGINT,
  act        {bytes} NOT NULL,
  kind       TEXT   NOT NULL,
  account    TEXT,
  at         BIGINT NOT NULL,
  changes    BIGINT NOT NULL,
  month_key  BIGINT NOT NULL,
  sealed     {bytes} NOT NULL
);
CREATE INDEX record_of_act ON record (act);
CREATE INDEX record_of_month ON record (month_key, row);

-- Lists of destroyed openings, as they are served.
CREATE TABLE opening_list (
  row        {row},
  service    BIGINT NOT NULL,
  kind       TEXT   NOT NULL,
  month      BIGINT NOT NULL,
  count      BIGINT NOT NULL,
  hash       {bytes} NOT NULL UNIQUE,
  text       TEXT   NOT NULL,
  act        {bytes} NOT NULL,           -- the record that announces it
  at         BIGINT NOT NULL
);

-- The log.

CREATE TABLE pending (
  record     {row},
  person     BIGINT,
  commitment {bytes} NOT NULL
);

CREATE TABLE leaf (
  place      {row},                      -- counted from 0
  record     BIGINT NOT NULL,
  person     BIGINT,
  sequence   BIGINT NOT NULL,
  commitment {bytes} NOT NULL,
  leaf       {bytes} NOT NULL
);
CREATE UNIQUE INDEX leaf_of_record ON leaf (record);

CREATE TABLE trail (
  person     BIGINT NOT NULL,
  sequence   BIGINT NOT NULL,
  record     BIGINT NOT NULL,
  PRIMARY KEY (person, sequence)
) {clustered};

CREATE TABLE tile (
  level      BIGINT NOT NULL,
  place      BIGINT NOT NULL,
  hashes     {bytes} NOT NULL,
  PRIMARY KEY (level, place)
) {clustered};

CREATE TABLE log_head (
  key         {row},
  size        BIGINT NOT NULL,
  root        {bytes} NOT NULL,
  at          BIGINT NOT NULL,
  signed_size BIGINT,
  signed_at   BIGINT,
  note        TEXT
);

-- What may happen once.

CREATE TABLE idempotency (
  day        BIGINT NOT NULL,
  token      {bytes} NOT NULL,
  key        TEXT   NOT NULL,
  hmac       {bytes} NOT NULL,
  act        {bytes} NOT NULL,
  status     BIGINT NOT NULL,
  person     {bytes},
  at         BIGINT NOT NULL,
  PRIMARY KEY (day, token, key)
) {clustered};

CREATE TABLE refusal (
  service    BIGINT NOT NULL,
  minute     BIGINT NOT NULL,
  hash       {bytes} NOT NULL,
  first      {bytes} NOT NULL,
  count      BIGINT NOT NULL,
  PRIMARY KEY (service, minute, hash)
) {clustered};

-- How far the erasure journal has been worked in.
CREATE TABLE journal_mark (
  key        {row},
  length     BIGINT NOT NULL
);

-- What a service lacks since its database came back from a backup, until an officer closes the gap.
CREATE TABLE gap (
  service    {row},
  since      BIGINT NOT NULL,            -- the moment the database is of
  size       BIGINT NOT NULL,            -- leaves it had
  log        BIGINT,                     -- leaves the log is known to have had; null: not known
  journal    BIGINT NOT NULL,            -- 1: the erasure journal was there and is worked in
  found      BIGINT NOT NULL             -- when it came back; 0: found at a start
);

INSERT INTO log_head (key, size, root, at) VALUES (1, 0, X'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 0);
INSERT INTO journal_mark (key, length) VALUES (1, 0);
INSERT INTO person_mark (key, row) VALUES (1, 0);
