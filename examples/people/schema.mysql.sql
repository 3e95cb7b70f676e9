-- The staff of a museum, as its HR system has kept it since 2004: who somebody is, that they work here, what they are
-- employed as and since when, and what they sign in with are four tables.

CREATE TABLE persons (
    person_id   INT AUTO_INCREMENT PRIMARY KEY,
    given_name  VARCHAR(40),
    family_name VARCHAR(40) NOT NULL,
    birth_date  DATE                                    -- HR's own
) ENGINE = InnoDB CHARACTER SET utf8mb4;

CREATE TABLE employees (
    emp_no    INT AUTO_INCREMENT PRIMARY KEY,
    person_id INT NOT NULL,
    site      VARCHAR(20) NOT NULL,
    locker    VARCHAR(10),                              -- the caretakers' own
    FOREIGN KEY (person_id) REFERENCES persons (person_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4;

CREATE TABLE departments (
    code VARCHAR(4) PRIMARY KEY,
    name VARCHAR(60) NOT NULL UNIQUE
) ENGINE = InnoDB CHARACTER SET utf8mb4;

-- One row for each position that somebody held, with its first day and its last.
CREATE TABLE employments (
    emp_no      INT NOT NULL,
    start_date  DATE NOT NULL,
    end_date    DATE NOT NULL DEFAULT '9999-12-31',
    dept_code   VARCHAR(4),
    job_title   VARCHAR(60),
    cost_centre VARCHAR(8) NOT NULL,                    -- payroll's own
    PRIMARY KEY (emp_no, start_date),
    FOREIGN KEY (emp_no) REFERENCES employees (emp_no),
    FOREIGN KEY (dept_code) REFERENCES departments (code)
) ENGINE = InnoDB CHARACTER SET utf8mb4;

CREATE TABLE accounts (
    account_id INT AUTO_INCREMENT PRIMARY KEY,
    emp_no     INT,
    login      VARCHAR(64) NOT NULL UNIQUE,
    mail       VARCHAR(120),
    kind       CHAR(1) NOT NULL,                        -- P a person, S a service
    state      CHAR(1) NOT NULL DEFAULT 'A',            -- A or, for ever, X
    changed_by VARCHAR(20),
    FOREIGN KEY (emp_no) REFERENCES employees (emp_no)
) ENGINE = InnoDB CHARACTER SET utf8mb4;

CREATE TABLE access_groups (
    group_id INT AUTO_INCREMENT PRIMARY KEY,
    name     VARCHAR(60) NOT NULL UNIQUE
) ENGINE = InnoDB CHARACTER SET utf8mb4;

CREATE TABLE access_members (
    group_id   INT NOT NULL,
    account_id INT NOT NULL,
    PRIMARY KEY (group_id, account_id),
    FOREIGN KEY (group_id) REFERENCES access_groups (group_id),
    FOREIGN KEY (account_id) REFERENCES accounts (account_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4;
