-- A human resources database that has never heard of SCIM: SQLite.
-- schema.postgres.sql is the same for PostgreSQL.

CREATE TABLE departments (
    code  VARCHAR(16)  NOT NULL PRIMARY KEY,
    name  VARCHAR(120) NOT NULL UNIQUE
);

CREATE TABLE employees (
    emp_no          INTEGER PRIMARY KEY AUTOINCREMENT,   -- never reused
    login           VARCHAR(255) NOT NULL,
    external_ref    VARCHAR(255),
    display_name    VARCHAR(255),
    given_name      VARCHAR(120),
    middle_name     VARCHAR(120),
    family_name     VARCHAR(120),
    job_title       VARCHAR(120),
    locale          VARCHAR(16),
    work_mail       VARCHAR(255),
    private_mail    VARCHAR(255),
    employee_number VARCHAR(32),
    dept_code       VARCHAR(16) REFERENCES departments (code),
    cost_center     VARCHAR(32),
    manager_no      INTEGER REFERENCES employees (emp_no),
    password_hash   VARCHAR(120),
    status          VARCHAR(1) NOT NULL CHECK (status IN ('A', 'T', 'L')),   -- active, terminated, on leave
    deleted         SMALLINT DEFAULT 0,
    created_at      TIMESTAMP,
    updated_at      TIMESTAMP,
    changed_by      VARCHAR(64)
);
-- A login is free again once its employee is deleted.
CREATE UNIQUE INDEX employees_login ON employees (login COLLATE NOCASE) WHERE deleted IS DISTINCT FROM 1;
CREATE INDEX employees_login_any ON employees (login COLLATE NOCASE);
CREATE INDEX employees_external_ref ON employees (external_ref);
CREATE INDEX employees_work_mail ON employees (work_mail COLLATE NOCASE);
CREATE INDEX employees_private_mail ON employees (private_mail COLLATE NOCASE);
CREATE INDEX employees_manager ON employees (manager_no);
CREATE INDEX employees_department ON employees (dept_code);

CREATE TABLE employee_phones (
    phone_no INTEGER PRIMARY KEY AUTOINCREMENT,
    emp_no   INTEGER NOT NULL REFERENCES employees (emp_no),
    kind     VARCHAR(1),                                   -- W, M, H, F, O
    number   VARCHAR(64),
    note     VARCHAR(120)                                -- the HR department's own
);
CREATE INDEX employee_phones_employee ON employee_phones (emp_no);

CREATE TABLE employee_addresses (
    address_no  INTEGER PRIMARY KEY AUTOINCREMENT,
    emp_no      INTEGER NOT NULL REFERENCES employees (emp_no),
    kind        VARCHAR(1),                                -- W, H, O
    street      VARCHAR(255),
    city        VARCHAR(120),
    region      VARCHAR(120),
    postal_code VARCHAR(16),
    country     VARCHAR(64)
);
CREATE INDEX employee_addresses_employee ON employee_addresses (emp_no);

CREATE TABLE employee_job_roles (
    job_role_no INTEGER PRIMARY KEY AUTOINCREMENT,
    emp_no      INTEGER NOT NULL REFERENCES employees (emp_no),
    job_role    VARCHAR(120),
    main        VARCHAR(1)                                -- Y, N
);
CREATE INDEX employee_job_roles_employee ON employee_job_roles (emp_no);

CREATE TABLE roles (
    role_id      INTEGER PRIMARY KEY AUTOINCREMENT,
    role_name    VARCHAR(120) NOT NULL,
    external_ref VARCHAR(255)
);
CREATE UNIQUE INDEX roles_name ON roles (role_name COLLATE NOCASE);
CREATE INDEX roles_external_ref ON roles (external_ref);

CREATE TABLE employee_roles (
    role_id INTEGER NOT NULL REFERENCES roles (role_id) ON DELETE CASCADE,
    emp_no  INTEGER NOT NULL REFERENCES employees (emp_no),
    PRIMARY KEY (role_id, emp_no)
);
CREATE INDEX employee_roles_employee ON employee_roles (emp_no);
