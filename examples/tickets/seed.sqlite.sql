INSERT INTO agents (agent_id, login, full_name, mail, role, kind, locked, signature, left_at) VALUES
  (1, 'owner', 'The owner', 'owner@example.com', 'admin', 'human', 0, NULL, NULL),
  (2, 'ines', 'Ines Duarte', 'ines@example.com', 'agent', 'human', 0, 'Kind regards, Ines', NULL),
  (3, 'tomas', 'Tomas Vlk', 'tomas@example.com', 'agent', 'human', 0, NULL, NULL),
  (4, 'mira', 'Mira Kovac', 'mira@example.com', 'light', 'human', 0, NULL, NULL),
  (5, 'jo', 'Jo Berg', 'jo@example.com', 'none', 'human', 0, NULL, NULL),
  (6, 'triage', 'Triage bot', NULL, 'agent', 'bot', 0, NULL, NULL),
  (7, 'left', 'Long Gone', NULL, 'agent', 'human', 1, NULL, '2024-03-01 00:00:00.000');

INSERT INTO tickets (ticket_id, subject, assignee_id) VALUES
  (1, 'The printer hums', 2),
  (2, 'The door does not', 6);
