CREATE TABLE departments (code VARCHAR(16) NOT NULL PRIMARY KEY, name VARCHAR(120) NOT NULL UNIQUE);
CREATE TABLE employees (
    emp_no       INTEGER AUTO_INCREMENT PRIMARY KEY,
    login        TEXT,
    external_ref TEXT,
    nick         VARCHAR(200),
    display      VARCHAR(200) COLLATE utf8mb4_unicode_ci,
    page         VARCHAR(200) COLLATE utf8mb4_bin,
    given        VARCHAR(200) COLLATE utf8mb4_nopad_bin,
    family       TEXT,
    lang         TEXT,
    status       VARCHAR(1),
    kind         INTEGER,
    work_mail    VARCHAR(200) COLLATE utf8mb4_turkish_ci,
    private_mail TEXT,
    badge        INTEGER,
    dept_code    VARCHAR(16),
    manager_no   INTEGER,
    updated_at   DATETIME(3)
);
CREATE TABLE phones (phone_no INTEGER AUTO_INCREMENT PRIMARY KEY, emp_no INTEGER NOT NULL, number TEXT, kind VARCHAR(1));
CREATE TABLE job_roles (job_no INTEGER AUTO_INCREMENT PRIMARY KEY, emp INTEGER NOT NULL, code VARCHAR(16), label TEXT);
CREATE TABLE roles (role_id INTEGER AUTO_INCREMENT PRIMARY KEY, role_name TEXT);
CREATE TABLE employee_roles (role_id INTEGER NOT NULL, emp_no INTEGER NOT NULL, PRIMARY KEY (role_id, emp_no));
INSERT INTO departments (code, name) VALUES ('RD', 'Research'), ('HR', 'People');
