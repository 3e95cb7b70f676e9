-- The inventory of an IT department.

CREATE TABLE people (
    person_no INTEGER PRIMARY KEY AUTOINCREMENT,
    login     VARCHAR(64) NOT NULL COLLATE NOCASE UNIQUE,
    employed  INTEGER NOT NULL
);

CREATE TABLE devices (
    device_no        INTEGER PRIMARY KEY AUTOINCREMENT,
    external_ref     VARCHAR(64),
    serial_no        VARCHAR(40) NOT NULL UNIQUE,
    label            VARCHAR(80) NOT NULL,
    kind_code        VARCHAR(1) CHECK (kind_code IN ('L', 'P', 'T')),
    is_online        BOOLEAN,
    memory_mib       INTEGER,
    price            DECIMAL(10, 2),
    bought_at        TIMESTAMP,
    certificate      BLOB,
    manual_url       VARCHAR(2000),
    seen_at          TIMESTAMP DEFAULT '2026-01-02T03:04:05Z',     -- the network's own
    diagnosis        VARCHAR(200) DEFAULT 'Never examined',
    asset_tag        VARCHAR(20) COLLATE NOCASE UNIQUE,
    notes            TEXT,
    order_no         VARCHAR(20),
    unlock_hash      VARCHAR(60),
    recovery_key     VARCHAR(64),
    hint             VARCHAR(200),
    owner_no         INTEGER REFERENCES people (person_no),
    disk_gib         INTEGER,
    disk_model       VARCHAR(40),
    disk_health      REAL DEFAULT 1.0,
    disk_firmware    VARCHAR(20),
    disk_encrypted   BOOLEAN,
    disk_passphrase  VARCHAR(64),
    contract_no      VARCHAR(20) NOT NULL,
    contract_until   TIMESTAMP,
    contract_on_site BOOLEAN,
    contract_pin     VARCHAR(10),
    created_at       TIMESTAMP,
    changed_at       TIMESTAMP
);

CREATE TABLE interfaces (
    interface_no INTEGER PRIMARY KEY AUTOINCREMENT,
    device_no    INTEGER NOT NULL REFERENCES devices (device_no),
    address      VARCHAR(40) NOT NULL,
    kind         VARCHAR(1),
    main         BOOLEAN,
    mbits        INTEGER,
    label        VARCHAR(40)
);
