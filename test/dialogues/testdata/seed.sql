-- Who is there before any provider comes. Keys are given out by the database, so that it knows which ones are taken.

INSERT INTO departments (code, name) VALUES
('ENG', 'Engineering'),
('FIN', 'Finance'),
('R&D', 'Research and Development');

INSERT INTO employees (login, display_name, given_name, family_name, job_title, work_mail, employee_number, dept_code, manager_no, status, created_at, updated_at, changed_by) VALUES
('mira@corp.example', 'Mira Lang', 'Mira', 'Lang', 'Head of Engineering', 'mira@corp.example', 'E1', 'ENG', NULL, 'A', '2024-05-01T09:00:00Z', '2024-05-01T09:00:00Z', 'HRADMIN'),
('tom@corp.example', 'Tom O''Neil', 'Tom', 'O''Neil', NULL, 'tom@corp.example', 'E2', 'ENG', 1, 'A', '2024-05-01T09:00:00Z', '2024-05-01T09:00:00Z', 'HRADMIN'),
('olga@corp.example', NULL, 'Olga', NULL, NULL, NULL, NULL, NULL, NULL, 'L', NULL, NULL, NULL);

-- Deleted: invisible, and the login is free.
INSERT INTO employees (login, display_name, status, deleted) VALUES ('ana@corp.example', 'Ana the First', 'T', 1);

INSERT INTO employee_phones (emp_no, kind, number, note) VALUES (2, 'W', '+49 30 1000', 'front desk, ask for him');

INSERT INTO roles (role_name) VALUES ('Auditors'), ('Payroll');

INSERT INTO employee_roles (role_id, emp_no) VALUES (1, 2);
