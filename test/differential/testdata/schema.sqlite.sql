CREATE TABLE departments (code VARCHAR(16) NOT NULL PRIMARY KEY, name VARCHAR(120) NOT NULL UNIQUE);
CREATE TABLE employees (
    emp_no       INTEGER PRIMARY KEY AUTOINCREMENT,
    login        TEXT,
    external_ref TEXT,
    nick         TEXT,
    display      TEXT,
    page         TEXT,
    given        TEXT,
    family       TEXT,
    lang         TEXT,
    status       VARCHAR(1),
    kind         INTEGER,
    work_mail    TEXT,
    private_mail TEXT,
    badge        INTEGER,
    dept_code    VARCHAR(16),
    manager_no   INTEGER,
    updated_at   TIMESTAMP
);
CREATE TABLE phones (phone_no INTEGER PRIMARY KEY AUTOINCREMENT, emp_no INTEGER NOT NULL, number TEXT, kind VARCHAR(1));
CREATE TABLE job_roles (job_no INTEGER PRIMARY KEY AUTOINCREMENT, emp INTEGER NOT NULL, code VARCHAR(16), label TEXT);
CREATE TABLE roles (role_id INTEGER PRIMARY KEY AUTOINCREMENT, role_name TEXT);
CREATE TABLE employee_roles (role_id INTEGER NOT NULL, emp_no INTEGER NOT NULL, PRIMARY KEY (role_id, emp_no));
INSERT INTO departments (code, name) VALUES ('RD', 'Research'), ('HR', 'People');
