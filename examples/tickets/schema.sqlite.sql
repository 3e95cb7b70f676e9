CREATE TABLE agents (
  agent_id INTEGER PRIMARY KEY AUTOINCREMENT,
  login VARCHAR(64) NOT NULL,
  external_ref VARCHAR(64),
  full_name VARCHAR(120),
  mail VARCHAR(120),
  role VARCHAR(16) NOT NULL CHECK (role IN ('admin', 'agent', 'light', 'none')),
  kind VARCHAR(8) NOT NULL DEFAULT 'human',
  locked INTEGER NOT NULL DEFAULT 0,
  signature TEXT,
  created_at TIMESTAMP,
  changed_at TIMESTAMP,
  changed_by VARCHAR(20),
  left_at TIMESTAMP
);

CREATE UNIQUE INDEX agents_login ON agents (lower(login)) WHERE left_at IS NULL;

CREATE INDEX agents_role ON agents (role);

CREATE TABLE tickets (
  ticket_id INTEGER PRIMARY KEY AUTOINCREMENT,
  subject VARCHAR(200) NOT NULL,
  assignee_id INTEGER REFERENCES agents (agent_id)
);
