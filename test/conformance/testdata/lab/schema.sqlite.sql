CREATE TABLE people (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    login VARCHAR(120) NOT NULL
);
CREATE UNIQUE INDEX people_login ON people (login COLLATE NOCASE);

CREATE TABLE devices (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    external_ref VARCHAR(120),
    serial       VARCHAR(120) NOT NULL UNIQUE,
    barcode      VARCHAR(120),
    nickname     VARCHAR(120),
    state        VARCHAR(1),
    powered      VARCHAR(1),
    ports        INTEGER,
    weight       DECIMAL(12, 3),
    bought       TIMESTAMP,
    firmware     BLOB,
    manual       VARCHAR(255),
    label        VARCHAR(120),
    remark       VARCHAR(120),
    pin          VARCHAR(120),
    maker        VARCHAR(120),
    model        VARCHAR(120),
    batch        VARCHAR(120),
    seal         VARCHAR(120),
    shelf        VARCHAR(120),
    site         VARCHAR(120),
    audit        VARCHAR(120),
    password     VARCHAR(120),
    width        INTEGER,
    height       INTEGER,
    unit         VARCHAR(2),
    owner        INTEGER REFERENCES people (id),
    contract     VARCHAR(120) NOT NULL,
    lease_until  TIMESTAMP,
    created_at   TIMESTAMP,
    updated_at   TIMESTAMP
);
CREATE UNIQUE INDEX devices_barcode ON devices (barcode COLLATE NOCASE);

CREATE TABLE disks (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    device   INTEGER NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    serial   VARCHAR(120),
    kind     VARCHAR(3),
    capacity DECIMAL(9, 2),
    main     VARCHAR(1)
);
CREATE INDEX disks_device ON disks (device);
