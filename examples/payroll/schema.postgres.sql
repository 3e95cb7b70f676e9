-- The payroll of a holding and its companies, as its database administrators built it: whoever is not one of them reads
-- views and calls procedures, and writes no table.

CREATE TABLE companies (
  company TEXT PRIMARY KEY,
  name    TEXT NOT NULL,
  last_no INTEGER NOT NULL DEFAULT 0      -- the number that was given last: each company counts its own people
);

CREATE TABLE employees (
  company    TEXT NOT NULL REFERENCES companies,
  emp_no     INTEGER NOT NULL,
  login      VARCHAR(40) NOT NULL,
  first_name VARCHAR(40),
  last_name  VARCHAR(40) NOT NULL,
  mail       VARCHAR(80),
  grade      CHAR(1) NOT NULL DEFAULT 'S' CHECK (grade IN ('X', 'S', 'C')),   -- executive, staff, contractor
  account    TEXT NOT NULL DEFAULT 'person',                                  -- or service: jobs sign in with those
  status     CHAR(1) NOT NULL DEFAULT 'A' CHECK (status IN ('A', 'L')),       -- active, on leave
  manager_no INTEGER,                                                         -- somebody of the same company
  salary     NUMERIC(10, 2),
  password   TEXT,
  changed_by TEXT NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (company, emp_no),
  FOREIGN KEY (company, manager_no) REFERENCES employees (company, emp_no)
);
CREATE UNIQUE INDEX employees_login ON employees (lower(login));

CREATE TABLE former_employees (
  company TEXT NOT NULL,
  emp_no  INTEGER NOT NULL,
  login   VARCHAR(40) NOT NULL,
  left_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (company, emp_no)
);

CREATE TABLE teams (
  company TEXT NOT NULL REFERENCES companies,
  code    TEXT NOT NULL,
  name    VARCHAR(60) NOT NULL,
  PRIMARY KEY (company, code),
  UNIQUE (name)
);

CREATE TABLE team_members (
  company TEXT NOT NULL,
  team    TEXT NOT NULL,
  emp_no  INTEGER NOT NULL,
  since   DATE NOT NULL DEFAULT current_date,
  PRIMARY KEY (company, team, emp_no),
  FOREIGN KEY (company, team) REFERENCES teams (company, code),
  FOREIGN KEY (company, emp_no) REFERENCES employees (company, emp_no)
);

-- What others may see of an employee: not what they earn, nor their password.
CREATE VIEW staff AS
SELECT company, emp_no, login, first_name, last_name, first_name || ' ' || last_name AS full_name, mail, grade, account,
  status, manager_no, changed_at
FROM employees;

CREATE FUNCTION hire(company TEXT, login TEXT, first_name TEXT, last_name TEXT, mail TEXT, password TEXT, by TEXT)
RETURNS INTEGER LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  next_no INTEGER;
BEGIN
  UPDATE companies c SET last_no = c.last_no + 1 WHERE c.company = hire.company RETURNING c.last_no INTO next_no;
  IF next_no IS NULL THEN
    RAISE EXCEPTION 'no company %', hire.company USING ERRCODE = 'PAY01';
  END IF;
  IF EXISTS (SELECT 1 FROM former_employees f WHERE lower(f.login) = lower(hire.login)) THEN
    RAISE EXCEPTION 'somebody had the login %', hire.login USING ERRCODE = 'unique_violation', COLUMN = 'login';
  END IF;
  INSERT INTO employees (company, emp_no, login, first_name, last_name, mail, grade, password, changed_by)
  VALUES (hire.company, next_no, hire.login, hire.first_name, hire.last_name, hire.mail, 'C', hire.password, hire.by);
  RETURN next_no;
END $$;

CREATE PROCEDURE rename(company TEXT, emp_no INTEGER, first_name TEXT, last_name TEXT, mail TEXT, by TEXT)
LANGUAGE sql SECURITY DEFINER AS $$
  UPDATE employees e SET first_name = rename.first_name, last_name = rename.last_name, mail = rename.mail,
    changed_by = rename.by, changed_at = now()
  WHERE e.company = rename.company AND e.emp_no = rename.emp_no
$$;

CREATE PROCEDURE assign_manager(company TEXT, emp_no INTEGER, manager_no INTEGER, by TEXT)
LANGUAGE sql SECURITY DEFINER AS $$
  UPDATE employees e SET manager_no = assign_manager.manager_no, changed_by = assign_manager.by, changed_at = now()
  WHERE e.company = assign_manager.company AND e.emp_no = assign_manager.emp_no
$$;

-- Who goes on leave is in no team while it lasts.
CREATE PROCEDURE set_status(company TEXT, emp_no INTEGER, status TEXT, by TEXT)
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  UPDATE employees e SET status = set_status.status, changed_by = set_status.by, changed_at = now()
  WHERE e.company = set_status.company AND e.emp_no = set_status.emp_no;
  IF set_status.status = 'L' THEN
    DELETE FROM team_members m WHERE m.company = set_status.company AND m.emp_no = set_status.emp_no;
  END IF;
END $$;

CREATE PROCEDURE dismiss(company TEXT, emp_no INTEGER)
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  DELETE FROM team_members m WHERE m.company = dismiss.company AND m.emp_no = dismiss.emp_no;
  UPDATE employees e SET manager_no = NULL WHERE e.company = dismiss.company AND e.manager_no = dismiss.emp_no;
  WITH gone AS (
    DELETE FROM employees e WHERE e.company = dismiss.company AND e.emp_no = dismiss.emp_no RETURNING e.*
  )
  INSERT INTO former_employees (company, emp_no, login) SELECT g.company, g.emp_no, g.login FROM gone g;
END $$;

CREATE FUNCTION open_team(company TEXT, name TEXT) RETURNS TEXT LANGUAGE sql SECURITY DEFINER AS $$
  INSERT INTO teams (company, code, name)
  SELECT open_team.company, 'T' || lpad((count(*) + 1)::text, 3, '0'), open_team.name
  FROM teams t WHERE t.company = open_team.company
  RETURNING code
$$;

CREATE PROCEDURE close_team(company TEXT, team TEXT) LANGUAGE sql SECURITY DEFINER AS $$
  DELETE FROM team_members m WHERE m.company = close_team.company AND m.team = close_team.team;
  DELETE FROM teams t WHERE t.company = close_team.company AND t.code = close_team.team
$$;

CREATE PROCEDURE join_team(company TEXT, team TEXT, emp_no INTEGER)
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM employees e WHERE e.company = join_team.company AND e.emp_no = join_team.emp_no AND e.status = 'L') THEN
    RAISE EXCEPTION 'on leave' USING ERRCODE = 'PAY02';
  END IF;
  INSERT INTO team_members (company, team, emp_no) VALUES (join_team.company, join_team.team, join_team.emp_no);
END $$;

CREATE PROCEDURE leave_team(company TEXT, team TEXT, emp_no INTEGER)
LANGUAGE sql SECURITY DEFINER AS $$
  DELETE FROM team_members m
  WHERE m.company = leave_team.company AND m.team = leave_team.team AND m.emp_no = leave_team.emp_no
$$;
