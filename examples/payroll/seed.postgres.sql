INSERT INTO companies (company, name, last_no) VALUES ('NORD', 'Nordlicht GmbH', 5), ('SUD', 'Sudlicht GmbH', 2);

INSERT INTO employees (company, emp_no, login, first_name, last_name, mail, grade, account, status, manager_no, salary, changed_by) VALUES
  ('NORD', 1, 'h.voss',   'Hanne', 'Voss',    'h.voss@example.com',   'X', 'person',  'A', NULL, 180000, 'dba'),
  ('NORD', 2, 'm.okafor', 'Maya',  'Okafor',  'm.okafor@example.com', 'S', 'person',  'A', 1,    72000,  'dba'),
  ('NORD', 3, 't.lindt',  'Tomas', 'Lindt',   't.lindt@example.com',  'C', 'person',  'A', 2,    NULL,   'dba'),
  ('NORD', 4, 'backup',   NULL,    'Backup',  NULL,                   'S', 'service', 'A', NULL, NULL,   'dba'),
  ('NORD', 5, 'r.said',   'Rania', 'Said',    NULL,                   'C', 'person',  'L', 2,    NULL,   'dba'),
  ('SUD',  1, 'p.ferro',  'Pia',   'Ferro',   'p.ferro@example.com',  'S', 'person',  'A', NULL, 64000,  'dba'),
  ('SUD',  2, 'j.brandt', 'Jonas', 'Brandt',  'j.brandt@example.com', 'C', 'person',  'A', 1,    NULL,   'dba');

INSERT INTO former_employees (company, emp_no, login) VALUES ('SUD', 0, 'k.aalto');

INSERT INTO teams (company, code, name) VALUES ('NORD', 'T001', 'Nord payroll'), ('NORD', 'T002', 'Nord archive'), ('SUD', 'T001', 'Sud payroll');

INSERT INTO team_members (company, team, emp_no) VALUES ('NORD', 'T001', 2), ('NORD', 'T001', 4), ('NORD', 'T002', 2), ('SUD', 'T001', 1);
